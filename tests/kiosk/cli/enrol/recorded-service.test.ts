/** A session over a service's scanner, the screen as a pad and a reader that types: all of it is recorded, and replays to a sealed packet. */
import { readFileSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "../../../../api/base/clock.ts";
import { silentLog } from "../../../../api/base/log.ts";
import { NOT_ASSESSED, writeFinger2011 } from "../../../../api/formats/iso19794/second-edition.ts";
import type { FingerPosition } from "../../../../api/words/characteristic.ts";
import { makeSigner } from "../../../../drivers/sbi/test-provider.ts";
import { virtualCamera } from "../../../../drivers/virtual.ts";
import { sbiSlot, withKeyboardReader } from "../../../../kiosk/cli/start/equipment.ts";
import { SessionRecorder } from "../../../../kiosk/cli/start/session-recorder.ts";
import { KeyboardReader } from "../../../../kiosk/devices/document-reader.ts";
import { LiveRecording } from "../../../../kiosk/devices/live-recording.ts";
import { Slot } from "../../../../kiosk/server/slot.ts";
import { signedOnScreen } from "../../../../kiosk/server/strokes.ts";
import { ridges } from "../../../drivers/pictures.ts";
import { startSbiTwin } from "../../../drivers/sbi-twin.ts";
import { run } from "./run-kiosk.ts";

const signal = new AbortController().signal;
const SIZE = { width: 320, height: 400 } as const;
const ZONE = ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"];
const step = (before: string, after: string) =>
  ({ before: { kind: before }, after: { kind: after } }) as never;

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "recorded-service-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const recordOf = (position: FingerPosition): Uint8Array =>
  writeFinger2011({
    position,
    impression: "live-plain",
    quality: NOT_ASSESSED,
    ppi: 500,
    compression: "none",
    ...SIZE,
    capturedAt: 0,
    image: ridges(1, SIZE.width, SIZE.height).pixels,
  });

/** Somebody's hand on the screen: loops from left to right. */
const written = Array.from({ length: 120 }, (_, i) => ({
  x: 0.1 + 0.8 * (i / 120),
  y: 0.5 + 0.3 * Math.sin(i / 4),
  pressure: 0.5,
  contact: true,
  t: i * 10,
}));

test("a session over a service, the screen and a reader that types replays to a sealed packet", async () => {
  const signer = await makeSigner("A provider");
  const asked: [FingerPosition, string][] = [
    ["right-index", "Right IndexFinger"],
    ["left-index", "Left IndexFinger"],
  ];
  const live = new LiveRecording(systemClock);
  await writeFile(path.join(folder, "provider.pem"), signer.anchor.toString());
  const frames = [new Uint8Array(readFileSync("fixtures/faces/specimen/frame-1-too-far.jpg"))];
  const { module, row } = virtualCamera(frames);
  const camera = new Slot({
    features: module.featuresOf(row),
    open: () => live.open("camera", virtualCamera(frames, { clock: systemClock, interval: 60 })),
    noted: (target) => live.capture("camera", target),
  });
  // Each finger has a service of its own here: a twin hands over one and the same record.
  const served = async (subType: string, position: FingerPosition) => {
    const service = await startSbiTwin({ signer, records: [{ subType, record: recordOf(position) }] });
    const file = path.join(folder, `${position}.json`);
    const config = { format: "kiosk-sbi/1", environment: "Developer", providers: ["provider.pem"] };
    const facts = { ppi: 500, areaMm: { width: 16.3, height: 20.3 } };
    await writeFile(file, JSON.stringify({ ...config, ...facts, ports: [service.port] }));
    return { service, slot: await sbiSlot(file, (device) => Promise.resolve(device), live) };
  };
  const services = await Promise.all(asked.map(([position, subType]) => served(subType, position)));
  const keyboard = new KeyboardReader((place, opening) => live.open(place, opening));
  const equipment = { slots: { camera, scanner: services[0]!.slot }, virtual: false };
  const { slots } = withKeyboardReader(equipment, keyboard, live);
  const recorder = new SessionRecorder({
    live,
    slots,
    clock: systemClock,
    log: silentLog,
    folder: path.join(folder, "sessions"),
    every: false,
  });
  recorder.arm();
  await recorder.settled();
  recorder.follow(step("idle", "reference"));
  const reading = slots.readers![0]!.capture("document", 5000, signal);
  setTimeout(() => keyboard.push(`${ZONE.join("\r")}\r`), 20);
  expect((await reading).kind).toBe("captured");
  for (let i = 0; i < 8; i += 1) await camera.capture("face", 5000, signal);
  for (const [i, { slot }] of services.entries())
    expect(await slot.capture(asked[i]![0], 5000, signal)).toMatchObject({ kind: "captured" });
  const screenPad = {
    open: live.open.bind(live, "screen"),
    noted: (widthMm: number) => live.capture("screen", "signature", widthMm),
  };
  const command = { kind: "sign" as const, points: written, width: 540, height: 200 };
  const screen = { clock: systemClock, pixelsPerMm: 2.7, screenPad };
  expect((await signedOnScreen(command as never, screen, signal)).kind).toBe("captured");
  recorder.follow(step("review", "awaiting-control"));
  await recorder.settled();
  for (const { service } of services) await service[Symbol.asyncDispose]();

  const { state } = recorder;
  if (state.kind !== "done") throw new Error(JSON.stringify(state));
  expect(state).toMatchObject({
    recordings: ["keyboard-1", "camera-1", "scanner-1", "scanner-2", "screen-1"],
    leftOut: [],
  });
  expect(state.incomplete).toBeUndefined();
  const session = JSON.parse(await readFile(path.join(state.folder, "session.json"), "utf8")) as {
    devices: Record<string, unknown>;
  };
  expect(session.devices).toMatchObject({ pad: "screen-1", padWidthMm: 200 });
  // Nobody's name, nor number, nor hand.
  const typed = await readFile(path.join(state.folder, "keyboard-1/serial.jsonl"), "utf8");
  expect(typed).not.toContain(Buffer.from("ERIKSSON").toString("hex"));

  const out = path.join(folder, "out");
  const replayed = await run(path.join(folder, "data"), "enrol", "--session", state.folder, "--out", out);
  expect(replayed.noted).toBe("");
  expect(replayed.status).toBe(0);
}, 60_000);
