import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, rm, writeFile, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCommand } from "../../../../kiosk/cli/program.ts";
import type { Terminal } from "../../../../kiosk/cli/terminal.ts";

const SESSION = "fixtures/sessions/adult";
const NB1010 = path.resolve("../shared/recordings/nb1010");

interface Ran {
  readonly status: number;
  readonly printed: string;
  readonly noted: string;
}

const run = async (data: string, ...words: string[]): Promise<Ran> => {
  const printed: string[] = [];
  const noted: string[] = [];
  const terminal: Terminal = {
    print: (line) => void printed.push(line),
    note: (line) => void noted.push(line),
    progress: () => undefined,
    style: (_format, text) => text,
  };
  const status = await runCommand(["--data", data, ...words], terminal);
  return { status, printed: printed.join("\n"), noted: noted.join("\n") };
};

const sessionAt = async (
  folder: string,
  change: (session: Record<string, unknown>) => void,
): Promise<string> => {
  const session = JSON.parse(await readFile(path.join(SESSION, "session.json"), "utf8")) as Record<
    string,
    unknown
  >;
  session["devices"] = Object.fromEntries(
    ["camera", "scanner", "pad"].map((name) => [name, path.resolve(SESSION, name)]),
  );
  change(session);
  const place = await mkdtemp(path.join(folder, "session-"));
  await writeFile(path.join(place, "session.json"), JSON.stringify(session));
  return place;
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "enrol-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("kiosk enrol", () => {
  test("a recorded session becomes a packet, a receipt and a report, and the kiosk keeps nothing", async () => {
    const data = path.join(folder, "whole");
    const out = path.join(folder, "out");
    const { status, printed } = await run(data, "enrol", "--session", SESSION, "--out", out);
    expect(printed).toMatch(/Right index +\d+ minutiae/u);
    expect(status).toBe(0);
    const [packet = ""] = readdirSync(out);
    const files = readdirSync(path.join(out, packet));
    for (const name of [
      "EF.COM.bin",
      "DG1.bin",
      "DG2.bin",
      "DG3.bin",
      "DG7.bin",
      "DG11.bin",
      "SOD.bin",
      "manifest.json",
      "manifest.p7s",
      "report.html",
      "packet.p7m",
    ])
      expect(files).toContain(name);
    const manifest = JSON.parse(readFileSync(path.join(out, packet, "manifest.json"), "utf8")) as {
      attempts: { what: string; verdict: { kind: string } }[];
      fingers: { minutiae: number }[];
      decisions: { what: string }[];
    };
    // The recording's first three frames are too far, turned away and with closed eyes.
    const face = manifest.attempts.filter(({ what }) => what === "face").map(({ verdict }) => verdict.kind);
    expect(face).toEqual(["rejected", "rejected", "rejected", "accepted"]);
    expect(manifest.fingers.map(({ minutiae }) => minutiae >= 12)).toEqual([true, true]);
    expect(manifest.decisions.map(({ what }) => what)).toEqual(["control"]);
    const report = readFileSync(path.join(out, packet, "report.html"), "utf8");
    expect(report).toContain("Every check of the packet holds");
    const list = await run(data, "queue", "list", "--json");
    expect(JSON.parse(list.printed)).toEqual([]);
    const left = readdirSync(path.join(data, "store", "packets"), { recursive: true, withFileTypes: true });
    expect(left.filter((entry) => entry.isFile())).toEqual([]);
  });

  test("the exported security object verifies with openssl, without our software", async ({ skip }) => {
    try {
      execFileSync("openssl", ["version"]);
    } catch {
      skip("openssl is not installed");
    }
    const out = path.join(folder, "openssl");
    expect((await run(path.join(folder, "ssl"), "enrol", "--session", SESSION, "--out", out)).status).toBe(0);
    const packet = path.join(out, readdirSync(out)[0] ?? "");
    const inner = path.join(folder, "sod.der");
    execFileSync(
      "openssl",
      [
        "asn1parse",
        "-inform",
        "DER",
        "-in",
        path.join(packet, "SOD.bin"),
        "-strparse",
        "4",
        "-noout",
        "-out",
        inner,
      ],
      { stdio: "pipe" },
    );
    const verified = execFileSync(
      "openssl",
      [
        "cms",
        "-verify",
        "-inform",
        "DER",
        "-in",
        inner,
        "-noverify",
        "-binary",
        "-out",
        path.join(folder, "lds.der"),
      ],
      { stdio: "pipe", encoding: "utf8" },
    );
    expect(verified).toBe("");
    expect(existsSync(path.join(folder, "lds.der"))).toBe(true);
  });

  test("the real recording of an NB-1010-U enrols with one finger and a reason for the other", async ({
    skip,
  }) => {
    if (!existsSync(NB1010)) skip("../shared/recordings is not here");
    const out = path.join(folder, "real");
    const faces = path.join(folder, "faces");
    await mkdir(faces);
    await copyFile("fixtures/faces/specimen/frame-4-neutral.jpg", path.join(faces, "1.jpg"));
    const person = path.join(folder, "person");
    expect(
      (await run(folder, "people", "make", "--seed", "nb", "--out", person, "--faces", faces)).status,
    ).toBe(0);
    const session = await sessionAt(folder, (given) => {
      Object.assign(given, { mode: "attended", fingers: ["right-index"] });
      Object.assign(given["devices"] as object, { scanner: NB1010, camera: path.join(person, "camera") });
      given["operator"] = {
        id: "operator-2",
        comparison: "Attended.",
        accepts: {
          fingers: "The module's sensor is small.",
          "device-limits": "Demonstration of a real recording.",
        },
      };
    });
    const { status, noted } = await run(path.join(folder, "nb"), "enrol", "--session", session, "--out", out);
    expect(noted).toBe("");
    expect(status).toBe(0);
    const packet = path.join(out, readdirSync(out)[0] ?? "");
    const manifest = JSON.parse(readFileSync(path.join(packet, "manifest.json"), "utf8")) as {
      fingers: { position: string; minutiae: number; ppi: number; image: { width: number } }[];
      missingFingers: { position: string; reason: string }[];
    };
    expect(manifest.fingers).toMatchObject([{ position: "right-index", image: { width: 256 } }]);
    expect(manifest.fingers[0]?.minutiae).toBeGreaterThan(5);
    expect(manifest.missingFingers).toContainEqual(
      expect.objectContaining({ position: "left-index", reason: "not-recorded" }),
    );
  });
});

describe("bad input", () => {
  test.each<[string, (session: Record<string, unknown>) => void, RegExp, number]>([
    ["an unknown key", (given) => (given["colour"] = "red"), /^\[input-unknown-key\] .*"colour"/u, 1],
    [
      "no camera",
      (given) => delete (given["devices"] as Record<string, unknown>)["camera"],
      /^\[input-malformed\] .*devices\.camera/u,
      1,
    ],
    [
      "a recording of another device",
      (given) => Object.assign(given["devices"] as object, { scanner: path.resolve(SESSION, "pad") }),
      /^\[device-missing\] .*signature, not for finger/u,
      3,
    ],
    [
      "a recording that is not there",
      (given) => Object.assign(given["devices"] as object, { scanner: "nowhere" }),
      /^\[input-missing\]/u,
      1,
    ],
    [
      "a backend that is down",
      (given) =>
        (given["backend"] = {
          url: "http://127.0.0.1:9",
          recipientCertificate: path.resolve("fixtures/none.pem"),
          receiptCertificate: path.resolve("fixtures/none.pem"),
        }),
      /^\[input-missing\] .*none\.pem/u,
      1,
    ],
  ])("%s: one sentence with a code, and nothing written", async (_name, change, sentence, exit) => {
    const out = path.join(folder, "bad-out");
    const { status, noted } = await run(
      path.join(folder, "bad"),
      "enrol",
      "--session",
      await sessionAt(folder, change),
      "--out",
      out,
    );
    expect(noted).toMatch(sentence);
    expect(noted.split("\n")).toHaveLength(1);
    expect(status).toBe(exit);
    expect(existsSync(out)).toBe(false);
  });
});
