/**
 * What a whole enrolment writes, byte for byte: log, terminal, database, audit and files of the state folder. Neither the
 * person's particulars nor any part of a picture, print or template may be in it. The process is watched from outside.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { openFixture } from "../../drivers/fixture.ts";
import { decodeWsq } from "../../api/formats/wsq/decode.ts";
import { openPacket } from "../../api/formats/packet/open.ts";
import { specimenKeys } from "../../kiosk/keys/specimen.ts";
import { decodeRgb } from "../../models/image.ts";
import { buildTracer, compiler, readTrace } from "./crash/trace.ts";
import { quickCamera, sessionAt } from "./cli/enrol/run-kiosk.ts";
import { temporaryFolder } from "./stand.ts";

const program = "dist/kiosk/main.js";
const session = "fixtures/sessions/adult";
const able =
  process.platform === "linux" && compiler !== undefined && existsSync(program) && existsSync(session);

interface Subject {
  readonly surname: string;
  readonly givenNames: string;
  readonly birthPlace: string;
  readonly nationalNumber: string;
}

/** Pieces of a byte string, here and there, long enough not to occur by chance. */
const pieces = (bytes: Uint8Array): readonly Buffer[] =>
  Array.from({ length: 12 }, (_, n) => {
    const at = Math.floor(((bytes.length - 32) * (n + 1)) / 13);
    return Buffer.from(bytes.subarray(Math.max(0, at), Math.max(0, at) + 32));
  }).filter((piece) => new Set(piece).size > 12);

const packetIn = (data: string): Buffer => {
  const accepted = path.join(data, "intake/accepted");
  const [file] = readdirSync(accepted, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return readFileSync(path.join(file!.parentPath, file!.name));
};

/** The prints as the scanner gave them: what the packet holds of them was compressed with loss. */
const capturedPrints = async (): Promise<readonly Uint8Array[]> => {
  const fixture = await openFixture(path.join(session, "scanner"));
  await using device = await fixture.open();
  const prints: Uint8Array[] = [];
  for (let i = 0; i < 2; i += 1) {
    const outcome = await device.capture({ deadline: 30_000 }, new AbortController().signal);
    if (outcome.kind === "captured" && outcome.sample.characteristic === "finger")
      prints.push(outcome.sample.image.pixels);
  }
  return prints;
};

/** What must not be found: each file of the opened packet, and the pixels behind its pictures. */
const secretsOf = async (sealed: Uint8Array): Promise<ReadonlyMap<string, readonly Buffer[]>> => {
  const secrets = new Map<string, readonly Buffer[]>();
  for (const [name, bytes] of openPacket(sealed, specimenKeys().issuer.key).files) {
    if (/^(manifest|SOD|EF)/u.test(name)) continue;
    secrets.set(name, pieces(bytes));
    if (name.endsWith(".wsq")) secrets.set(`${name}, pixels`, pieces(decodeWsq(bytes, name).image.pixels));
    if (name.endsWith(".jpg")) secrets.set(`${name}, pixels`, pieces((await decodeRgb(bytes)).pixels));
  }
  for (const [i, print] of (await capturedPrints()).entries())
    secrets.set(`captured print ${i + 1}`, pieces(print));
  return secrets;
};

describe.skipIf(!able)("what an enrolment writes (Linux with a C compiler)", () => {
  test("no particulars, no picture, no print, no template; neither in clear nor in base64 or hex", async () => {
    using folder = temporaryFolder();
    const data = path.join(folder.path, "var");
    mkdirSync(data);
    const trace = path.join(folder.path, "trace");
    const camera = await quickCamera(folder.path);
    const quick = await sessionAt(folder.path, ({ devices }) => Object.assign(devices as object, { camera }));
    const run = spawnSync(process.execPath, [program, "--data", data, "enrol", "--session", quick], {
      env: { ...process.env, LD_PRELOAD: buildTracer(folder.path), TRACE_ROOT: data, TRACE_FILE: trace },
      maxBuffer: 1 << 26,
    });
    expect(run.status, run.stderr.toString()).toBe(0);
    const written = Buffer.concat([
      run.stdout,
      run.stderr,
      ...readTrace(trace).map((operation) => operation.data),
    ]);
    // The watch sees what it should: the sealed packet itself is among what was written.
    const sealed = packetIn(data);
    expect(written.includes(sealed.subarray(1000, 1064))).toBe(true);

    const { subject, reference } = JSON.parse(readFileSync(path.join(session, "session.json"), "utf8")) as {
      subject: Subject;
      reference: string;
    };
    const lower = written.toString("latin1").toLowerCase();
    const words = [
      subject.surname,
      subject.givenNames,
      subject.birthPlace,
      subject.nationalNumber,
      reference,
    ];
    for (const word of words)
      expect(lower.includes(Buffer.from(word).toString("latin1").toLowerCase()), word).toBe(false);

    const secrets = await secretsOf(sealed);
    expect([...secrets.keys()].join(" ")).toMatch(
      /finger-left-index\.fmr .*finger.*pixels .*portrait-master.*pixels .*captured print 2/su,
    );
    for (const [name, parts] of secrets)
      for (const part of parts) {
        expect(written.includes(part), name).toBe(false);
        expect(lower.includes(part.toString("hex")), `${name} in hex`).toBe(false);
        // Three alignments; the ends depend on the neighbours.
        for (const shift of [0, 1, 2])
          expect(
            lower.includes(part.subarray(shift).toString("base64").slice(2, 36).toLowerCase()),
            `${name} in base64`,
          ).toBe(false);
      }
  }, 200_000);

  test("the watch finds what is planted", () => {
    using folder = temporaryFolder();
    const trace = path.join(folder.path, "trace");
    const root = path.join(folder.path, "root");
    mkdirSync(root);
    const plant = `require("node:fs").writeFileSync(${JSON.stringify(path.join(root, "log"))}, "Sawadgo was here")`;
    execFileSync(process.execPath, ["-e", plant], {
      env: { ...process.env, LD_PRELOAD: buildTracer(folder.path), TRACE_ROOT: root, TRACE_FILE: trace },
    });
    expect(Buffer.concat(readTrace(trace).map(({ data }) => data)).includes("Sawadgo")).toBe(true);
  });
});
