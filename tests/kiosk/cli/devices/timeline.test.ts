import { readdirSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as fc from "fast-check";
import { DRIVERS } from "../../../../drivers/index.ts";
import { explain as explainPrinter } from "../../../../drivers/printer/escpos/explain.ts";
import { readRecording } from "../../../../drivers/recording.ts";
import type { WireMessage } from "../../../../drivers/explain.ts";
import { protocolOf, timelineOf } from "../../../../kiosk/cli/devices/timeline/events.ts";
import { readService } from "../../../../kiosk/cli/devices/timeline/service.ts";
import { timelinePage } from "../../../../kiosk/cli/devices/timeline/page.ts";
import { runCommand } from "../../../../kiosk/cli/program.ts";
import type { Terminal } from "../../../../kiosk/cli/terminal.ts";

const RECORDINGS = "fixtures/recordings";
const folders = readdirSync(RECORDINGS, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => `${RECORDINGS}/${name}/capture`);

const timeline = async (folder: string) => {
  const calls = await readService(folder);
  if (calls !== undefined) return calls;
  const recording = await readRecording(folder);
  return timelineOf(recording, protocolOf(recording)!);
};

let scratch = "";
beforeAll(async () => {
  scratch = await mkdtemp(path.join(os.tmpdir(), "kiosk-test-"));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

describe("the timeline of a recording", () => {
  test.each(folders)("%s: in the order of time, nothing without words", async (folder) => {
    const events = await timeline(folder);
    expect(events.length).toBeGreaterThan(0);
    expect(events.map(({ at }) => at)).toEqual(events.map(({ at }) => at).toSorted((a, b) => a - b));
    // Every driver has words of its own for whatever came or went.
    for (const { words, bytes } of events)
      expect(words).not.toMatch(bytes.length > 0 ? /^(?:\d+ bytes)?$/u : /^$/u);
  });

  test("speaks the protocol of a scanner", async () => {
    const words = (await timeline(`${RECORDINGS}/uru4000/capture`)).map((event) => event.words);
    expect(words).toContain("event: scanPowerOn");
    expect(words).toContain("mode: awaitFingerOn");
    expect(words).toContain("event: fingerOn");
    expect(words.some((line) => /^picture: 2\d\d lines of 384/u.test(line))).toBe(true);
  });

  test("and of a pad", async () => {
    const words = (await timeline(`${RECORDINGS}/wacom-stu/capture`)).map((event) => event.words);
    expect(words).toContain("information: STU-430, firmware 1.6");
    expect(
      words.some((line) => /^pen down, pressure \d+ at \d+, \d+, time \d+, sequence 1$/u.test(line)),
    ).toBe(true);
  });

  test("of a still camera, a maker's own operations and the standard's alike", async () => {
    const words = (await timeline(`${RECORDINGS}/ptp-nikon/capture`)).map((event) => event.words);
    expect(words.some((line) => line.startsWith("operation getObject,"))).toBe(true);
    const canon = (await timeline(`${RECORDINGS}/ptp-canon/capture`)).map((event) => event.words);
    expect(canon.some((line) => line.startsWith("operation getEvents,"))).toBe(true);
    expect([...words, ...canon].filter((line) => /(?:operation|data of) 0x/u.test(line))).toEqual([]);
  });

  test("of a ticket printer, what it is asked and what it prints", async () => {
    const words = (await timeline(`${RECORDINGS}/escpos/capture`)).map((event) => event.words);
    expect(words).toContain("status asked for: paper");
    expect(words.some((line) => /^to print, \d+ bytes: .*Dossier K17-000042/u.test(line))).toBe(true);
  });

  test("of a service, what is signed and wrapped inside", async () => {
    const words = (await timeline(`${RECORDINGS}/sbi/capture`)).map((event) => event.words);
    expect(words).toContain("MOSIPDINFO /info");
    expect(
      words.some((line) => /^answer to MOSIPDINFO: .*deviceInfo: signed \{.*model: "Slap 500"/u.test(line)),
    ).toBe(true);
    expect(words.some((line) => /^answer to RCAPTURE: .*bioValue: \d+ characters/u.test(line))).toBe(true);
    for (const line of words) expect(line.length).toBeLessThan(1000);
  });

  test("says what went wrong", async () => {
    const events = await timeline(`${RECORDINGS}/uru4000/capture`);
    expect(events.at(-1)).toMatchObject({ lane: "interrupt 0x81", trouble: "cancelled" });
  });
});

test("a driver's words never fail, whatever passed on the wire", () => {
  const message = fc.record({
    direction: fc.constantFrom("in" as const, "out" as const),
    channel: fc.constantFrom(
      "control" as const,
      "bulk" as const,
      "interrupt" as const,
      "hid" as const,
      "serial" as const,
    ),
    number: fc.nat(255),
    setup: fc.uint8Array({ minLength: 0, maxLength: 8 }),
    bytes: fc.uint8Array({ maxLength: 80 }),
  });
  fc.assert(
    fc.property(message, (any) => {
      for (const { explain } of [...DRIVERS, { explain: explainPrinter }])
        expect(typeof (explain?.(any satisfies WireMessage) ?? "")).toBe("string");
    }),
    { numRuns: 400 },
  );
});

const reaped = (bytes: string) => `USBDEVFS_REAPURBNDELAY 0 3 129 0 0 64 ${bytes.length / 2} 0 ${bytes}\n`;

describe("kiosk devices view", () => {
  const said: string[] = [];
  const terminal: Terminal = {
    print: (line) => said.push(line),
    note: (line) => said.push(line),
    progress: () => {},
    style: (_, text) => text,
  };

  test("writes one page with bytes beside words", async () => {
    const out = path.join(scratch, "pad.html");
    expect(
      await runCommand(["devices", "view", `${RECORDINGS}/wacom-stu/capture`, "--out", out], terminal),
    ).toBe(0);
    const page = await readFile(out, "utf8");
    expect(page).toContain("90 c8 03 c0 0b b8 03 48 00 01");
    expect(page).toContain("pen down, pressure 200 at 960, 3000");
  });

  test("of a device that no driver drives: the transport's words, in order where no times are told", async () => {
    const device = path.join(scratch, "stranger");
    await mkdir(device, { recursive: true });
    const known = await readFile(`${RECORDINGS}/uru4000/capture/device.umockdev`, "utf8");
    const unknown = known
      .replaceAll("BA050A00", "8A130A00")
      .replaceAll("05ba", "138a")
      .replaceAll("5ba/", "138a/");
    await writeFile(path.join(device, "device.umockdev"), unknown);
    const text = `@DEV /dev/bus/usb/001/002\n${reaped("B5C457F9")}${reaped("AA".repeat(64))}`;
    await writeFile(path.join(device, "capture.ioctl"), text);
    const out = path.join(scratch, "stranger.html");
    expect(await runCommand(["devices", "view", device, "--out", out], terminal)).toBe(0);
    const page = await readFile(out, "utf8");
    expect(page).toContain("unknown usb device 138a:000a");
    expect(page).toContain("One after the other (this recording tells no times)");
    expect(page).toMatch(/4 of 64 bytes[^]*b5 c4 57 f9[^]*64 bytes[^]*aa aa/u);
    // Each message has a place of its own on the drawing.
    const places = [...page.matchAll(/<rect[^>]* x="([\d.]+)"/gu)].map(([, x]) => x);
    expect(new Set(places).size).toBe(2);
  });

  test("of a single message: every tick of the axis says another time", async () => {
    const out = path.join(scratch, "one.html");
    expect(await runCommand(["devices", "view", `${RECORDINGS}/uvc/capture`, "--out", out], terminal)).toBe(
      0,
    );
    const ticks = [...(await readFile(out, "utf8")).matchAll(/>([\d.]+ ms)<\/text/gu)].map(
      ([, words]) => words,
    );
    expect(ticks.length).toBeGreaterThan(1);
    expect(new Set(ticks).size).toBe(ticks.length);
  });

  test("refuses a folder that holds no recording, by name", async () => {
    expect(
      await runCommand(["devices", "view", scratch, "--out", path.join(scratch, "x.html")], terminal),
    ).toBe(1);
    expect(said.at(-1)).toContain(scratch);
  });

  test("names no folder that holds no recording either", async () => {
    expect(
      await runCommand(["devices", "view", "fixtures", "--out", path.join(scratch, "x.html")], terminal),
    ).toBe(1);
    expect(said.at(-1)).toContain("fixtures holds no recording: a device description with");
  });

  test("of a recorded session, names its recordings", async () => {
    const session = "fixtures/sessions/adult";
    const parts = ["camera", "pad", "scanner"].map((name) => path.join(session, name)).join(", ");
    for (const verb of ["view", "redact", "replay"]) {
      const words = ["devices", verb, session, "--out", path.join(scratch, `${verb}.png`)];
      expect(await runCommand(words, terminal)).toBe(1);
      expect(said.at(-1)).toContain(
        `${session} holds no recording itself; name one of the folders in it, such as ${parts}.`,
      );
    }
  });

  test("lets nothing of a recording become markup", () => {
    const event = {
      at: 0,
      direction: "in",
      lane: "<b>",
      words: "<script>",
      bytes: new Uint8Array(),
    } as const;
    expect(timelinePage({ title: "<i>", about: "", events: [event] })).not.toMatch(/<script>|<b>|<i>/u);
  });
});
