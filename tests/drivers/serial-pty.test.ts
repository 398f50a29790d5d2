/** The real serialport package on pseudo-terminals: a twin listens at one end, the driver at the other. */
import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { SerialPort } from "serialport";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { systemClock } from "../../api/base/clock.ts";
import { silentLog } from "../../api/base/log.ts";
import { systemRandom } from "../../api/base/random.ts";
import { asCaptured, twinZfm } from "../../drivers/fingerprint/zfm/model.ts";
import { LINE } from "../../drivers/fingerprint/zfm/protocol.ts";
import { zfm } from "../../drivers/fingerprint/zfm/driver.ts";
import { openSerial } from "../../drivers/transport/serial.ts";
import { ridges } from "./pictures.ts";

const present = spawnSync("socat", ["-V"]).status === 0;
const context = { clock: systemClock, random: systemRandom, log: silentLog };
const never = new AbortController().signal;

let folder = "";
let socat: ChildProcess | undefined;
const end = (name: string) => path.join(folder, name);

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "pty-"));
});
afterEach(async () => {
  socat?.kill("SIGKILL");
  await rm(folder, { recursive: true });
});

const cable = async (): Promise<void> => {
  const ends = ["host", "device"].map((name) => `pty,rawer,link=${end(name)}`);
  socat = spawn("socat", ends, { stdio: "ignore" });
  for (let tries = 0; tries < 200 && !(existsSync(end("host")) && existsSync(end("device"))); tries += 1)
    await systemClock.sleep(25);
};

/** The twin at its end of the cable. */
const attachTwin = async (): Promise<SerialPort> => {
  const twin = twinZfm([ridges(1, 256, 288)], { clock: systemClock, presentAfter: 50 });
  await twin.configure(LINE);
  const port = new SerialPort({ path: end("device"), baudRate: LINE.baud });
  // The cable may be pulled while the twin is being written to, or is sending.
  port.on("data", (data: Buffer) => void twin.write(data).catch(() => undefined));
  port.on("error", () => undefined);
  const pump = async () => {
    for (;;) port.write(Buffer.from(await twin.read()));
  };
  void pump().catch(() => undefined);
  port.on("close", () => void twin[Symbol.asyncDispose]());
  return port;
};

describe("the real serialport package", () => {
  test("a picture of 36 864 bytes comes through a pseudo-terminal as it was sent", async (test) => {
    if (!present) throw test.skip("socat is not installed (Debian package socat)");
    await cable();
    const port = await attachTwin();
    await using device = await zfm.open(await openSerial(end("host"), systemClock), zfm.matches[0]!, context);
    const outcome = await device.capture({ deadline: 20_000 }, never);
    if (outcome.kind !== "captured" || outcome.sample.characteristic !== "finger")
      throw new Error(JSON.stringify(outcome));
    expect(Buffer.compare(outcome.sample.image.pixels, asCaptured(ridges(1, 256, 288)).pixels)).toBe(0);
    port.close();
  });

  test("the cable is pulled while a finger is awaited: unplugged", async (test) => {
    if (!present) throw test.skip("socat is not installed (Debian package socat)");
    await cable();
    await attachTwin();
    await using device = await zfm.open(await openSerial(end("host"), systemClock), zfm.matches[0]!, context);
    await device.capture({ deadline: 20_000 }, never);
    const waiting = device.capture({ deadline: 20_000 }, never);
    setTimeout(() => socat?.kill("SIGKILL"), 200);
    expect(await waiting).toMatchObject({ kind: "failed", fault: { code: "unplugged" } });
    expect(device.status().phase).toBe("faulted");
  });

  test("a line that is not there is one sentence", async () => {
    const opening = zfm.open(await openSerial(end("none"), systemClock), zfm.matches[0]!, context);
    await expect(opening).rejects.toMatchObject({
      code: "device-failed",
      message: expect.stringMatching(/could not be opened/u),
    });
  });
});
