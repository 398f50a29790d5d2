import { spawn } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { cp, mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { specimenAuthority } from "../../../../api/formats/cms/specimen.ts";
import { quickCamera, run, SESSION, sessionAt as sessionIn } from "./run-kiosk.ts";

let folder: string;
let camera: string;
/** The committed session, quick and undamaged. */
let quick: string;
/** Changed, with a camera that shows one good frame unless another is put in its place. */
const sessionAt: typeof sessionIn = (into, change) =>
  sessionIn(into, (given) => {
    devices(given)["camera"] = camera;
    change(given);
  });
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "enrol-bad-"));
  camera = await quickCamera(folder);
  quick = await sessionAt(folder, () => undefined);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const devices = (session: Record<string, unknown>) => session["devices"] as Record<string, string>;

/** A copy of one recording of the committed session, to be damaged. */
const recordingCopy = async (name: string): Promise<string> => {
  const copy = await mkdtemp(path.join(folder, `${name}-`));
  await cp(path.join(SESSION, name), copy, { recursive: true });
  return copy;
};

const halved = async (name: string, file: string): Promise<string> => {
  const copy = await recordingCopy(name);
  const { length } = await readFile(path.join(copy, file));
  await truncate(path.join(copy, file), Math.floor(length / 2));
  return copy;
};

const garbled = async (name: string, file: string): Promise<string> => {
  const copy = await recordingCopy(name);
  const bytes = await readFile(path.join(copy, file));
  for (let i = 20_000; i < bytes.length; i += 7) bytes[i] = (bytes[i] ?? 0) ^ 0x5a;
  await writeFile(path.join(copy, file), bytes);
  return copy;
};

const refusedWith = async (change: (session: Record<string, unknown>) => void) => {
  const out = path.join(folder, "out");
  const data = await mkdtemp(path.join(folder, "data-"));
  const result = await run(data, "enrol", "--session", await sessionAt(folder, change), "--out", out);
  expect(result.noted.split("\n")).toHaveLength(1);
  expect(existsSync(out)).toBe(false);
  expect(JSON.parse((await run(data, "queue", "list", "--json", "--all")).printed)).toEqual([]);
  return result;
};

describe("a session that cannot be run is refused in one sentence, and nothing is written", () => {
  test.each<[string, (session: Record<string, unknown>) => void, RegExp, number]>([
    ["an unknown key", (given) => (given["colour"] = "red"), /^\[input-unknown-key\] .*"colour"/u, 1],
    ["no camera", (given) => delete devices(given)["camera"], /^\[input-malformed\] .*devices\.camera/u, 1],
    [
      "a recording of another device",
      (given) => Object.assign(devices(given), { scanner: path.resolve(SESSION, "pad") }),
      /^\[device-missing\] .*signature, not for finger/u,
      3,
    ],
    [
      "a recording that is not there",
      (given) => Object.assign(devices(given), { scanner: "nowhere" }),
      /^\[input-missing\]/u,
      1,
    ],
    [
      "a certificate that is not there",
      (given) =>
        (given["backend"] = {
          url: "http://127.0.0.1:9",
          recipientCertificate: "none.pem",
          receiptCertificate: "none.pem",
        }),
      /^\[input-missing\] .*none\.pem/u,
      1,
    ],
  ])("%s", async (_name, change, sentence, exit) => {
    const { noted, status } = await refusedWith(change);
    expect(noted).toMatch(sentence);
    expect(status).toBe(exit);
  });

  test("a truncated scanner recording", async () => {
    const scanner = await halved("scanner", "capture.pcapng");
    const { noted, status } = await refusedWith((given) => Object.assign(devices(given), { scanner }));
    expect(noted).toMatch(/^\[(input-malformed|device-failed)\] /u);
    expect([1, 3]).toContain(status);
  });

  test("a garbled scanner recording", async () => {
    const scanner = await garbled("scanner", "capture.pcapng");
    const { noted, status } = await refusedWith((given) => Object.assign(devices(given), { scanner }));
    expect(noted).toMatch(/^\[(input-malformed|device-failed)\] /u);
    expect([1, 3]).toContain(status);
  });

  test("a recording that differs in one byte from what was recorded", async () => {
    const scanner = await recordingCopy("scanner");
    const file = path.join(scanner, "capture.pcapng");
    const bytes = await readFile(file);
    bytes[60_000] = (bytes[60_000] ?? 0) ^ 1;
    await writeFile(file, bytes);
    const { checksums } = JSON.parse(await readFile(path.join(SESSION, "session.json"), "utf8")) as {
      checksums: unknown;
    };
    const { noted, status } = await refusedWith((given) => {
      given["checksums"] = checksums;
      Object.assign(devices(given), { scanner, camera: path.resolve(SESSION, "camera") });
    });
    expect(noted).toMatch(/^\[input-malformed\] .*capture\.pcapng is not as it was recorded/u);
    expect(status).toBe(1);
  });

  test("frames so damaged that no face is found again: nobody is enrolled with them", async () => {
    const damaged = await recordingCopy("camera");
    const file = path.join(damaged, "frames.mjpeg");
    const bytes = await readFile(file);
    for (let i = 3000; i < bytes.length; i += 4999) bytes[i] = (bytes[i] ?? 0) ^ 0x55;
    await writeFile(file, bytes);
    // Each frame once: the recording shows the last two ten times more.
    const times = path.join(damaged, "frames.jsonl");
    const shown = (await readFile(times, "utf8")).trimEnd().split("\n").slice(0, 6);
    expect(new Set(shown.map((line) => (JSON.parse(line) as { offset: number }).offset)).size).toBe(6);
    await writeFile(times, `${shown.join("\n")}\n`);
    const { status } = await refusedWith((given) => Object.assign(devices(given), { camera: damaged }));
    expect([1, 3]).toContain(status);
  });

  test("a truncated camera recording", async () => {
    const cut = await halved("camera", "frames.mjpeg");
    const { noted, status } = await refusedWith((given) => Object.assign(devices(given), { camera: cut }));
    expect(noted).toMatch(/^\[(input-malformed|device-failed)\] /u);
    expect([1, 3]).toContain(status);
  });
});

const pem = (der: Uint8Array) => new X509Certificate(der).toString();

const certificates = async () => {
  const { backend, ca } = specimenAuthority({ seed: "specimen kiosk" });
  await writeFile(path.join(folder, "recipient.pem"), pem(backend.certificate));
  await writeFile(path.join(folder, "receipts.pem"), pem(ca.certificate));
};
const against = (url: string) => (given: Record<string, unknown>) => {
  given["backend"] = {
    url,
    recipientCertificate: path.join(folder, "recipient.pem"),
    receiptCertificate: path.join(folder, "receipts.pem"),
  };
};

describe("a backend in trouble: the sealed packet stays, and goes out next time", () => {
  test("down, then the embedded one", async () => {
    await certificates();
    const data = path.join(folder, "down");
    const first = await run(
      data,
      "enrol",
      "--session",
      await sessionAt(folder, against("http://127.0.0.1:9")),
    );
    expect(first.noted).toMatch(/^\[network-down\] .*stays in the outbox/u);
    expect(first.status).toBe(4);
    const waiting = JSON.parse((await run(data, "queue", "list", "--json")).printed) as {
      packetId: string;
    }[];
    expect(waiting).toHaveLength(1);
    const second = await run(data, "enrol", "--session", quick);
    expect(second.status).toBe(0);
    expect(JSON.parse((await run(data, "queue", "list", "--json")).printed)).toEqual([]);
    const all = JSON.parse((await run(data, "queue", "list", "--json", "--all")).printed) as {
      state: string;
    }[];
    expect(all.map(({ state }) => state)).toEqual(["erased", "erased"]);
  }, 180_000);

  test("answers 500", async () => {
    await certificates();
    const server = http.createServer((_request, response) => response.writeHead(500).end());
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    try {
      const session = await sessionAt(folder, against(`http://127.0.0.1:${port}`));
      const { noted, status } = await run(path.join(folder, "500"), "enrol", "--session", session);
      expect(noted).toMatch(/^\[backend-error\] .*stays in the outbox/u);
      expect(status).toBe(4);
    } finally {
      server.close();
    }
  });

  test("never answers in clear for a recipient that is no specimen's", async () => {
    await certificates();
    const session = await sessionAt(folder, against("http://127.0.0.1:9"));
    const out = path.join(folder, "clear");
    const { noted, status } = await run(
      path.join(folder, "clear-data"),
      "enrol",
      "--session",
      session,
      "--out",
      out,
    );
    expect(noted).toMatch(/^\[policy-refused\] --out writes a packet in clear/u);
    expect(status).toBe(1);
    expect(existsSync(out)).toBe(false);
  });

  test("a subject not flagged synthetic is never written in clear", async () => {
    const session = await sessionAt(folder, (given) => {
      (given["subject"] as Record<string, unknown>)["synthetic"] = false;
    });
    const out = path.join(folder, "clear");
    const { noted, status } = await run(
      path.join(folder, "clear-data"),
      "enrol",
      "--session",
      session,
      "--out",
      out,
    );
    expect(noted).toMatch(/^\[policy-refused\] .*not flagged synthetic/u);
    expect(status).toBe(1);
  });
});

test("kill -9 in the middle of people: every packet that was reported sealed arrives after a restart", async ({
  skip,
}) => {
  const program = "dist/kiosk/main.js";
  if (!existsSync(program)) skip("the program is not built: npm test builds it");
  const data = path.join(folder, "killed");
  const child = spawn(
    process.execPath,
    [program, "--data", data, "enrol", "--session", quick, "--people", "50", "--json"],
    { stdio: ["ignore", "pipe", "ignore"] },
  );
  const sealed: string[] = [];
  await new Promise<void>((resolve) => {
    let rest = "";
    child.stdout.on("data", (chunk: Buffer) => {
      const lines = `${rest}${chunk.toString()}`.split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) sealed.push((JSON.parse(line) as { sealed: string }).sealed);
      // The second packet has just been reported: its upload is about to begin.
      if (sealed.length >= 2) child.kill("SIGKILL");
    });
    child.on("exit", () => resolve());
  });
  expect(sealed.length).toBeGreaterThanOrEqual(2);
  expect((await run(data, "enrol", "--session", quick)).status).toBe(0);
  const all = JSON.parse((await run(data, "queue", "list", "--json", "--all")).printed) as {
    packetId: string;
    state: string;
  }[];
  for (const packetId of sealed)
    expect(all.find((item) => item.packetId === packetId)).toMatchObject({ state: "erased" });
  const accepted = readdirSync(path.join(data, "intake", "accepted"), {
    recursive: true,
    withFileTypes: true,
  });
  expect(accepted.filter((entry) => entry.isFile())).toHaveLength(all.length);
}, 180_000);
