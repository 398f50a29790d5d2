/** A portrait camera that is mounted on its side or its head: the operator is told at the desk, the applicant is not. */
import { readFileSync } from "node:fs";
import path from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { VirtualClock } from "../../../../api/base/clock.ts";
import { silentLog } from "../../../../api/base/log.ts";
import type { DeviceFeatures } from "../../../../api/words/device.ts";
import type { FaceSample } from "../../../../api/words/sample.ts";
import type { CaptureDevice } from "../../../../drivers/driver.ts";
import { Gate } from "../../../../kiosk/cli/start/gate.ts";
import type { Runtime } from "../../../../kiosk/cli/runtime/runtime.ts";
import { inLanguage, readSpeeches, type Speeches } from "../../../../kiosk/desk/speech.ts";
import { KioskStation, type KioskStationParts, type Looker } from "../../../../kiosk/server/kiosk-station.ts";
import { looker } from "../../../../kiosk/server/look/looker.ts";
import { projectRoot } from "../../../../kiosk/server/root.ts";
import { Slot } from "../../../../kiosk/server/slot.ts";
import { T0 } from "../../stand.ts";

const CAMERA = { driver: "played", make: "Test", model: "Acme camera" };
const frame = async (name: string, degrees: number, capturedAt: number): Promise<FaceSample> => {
  const jpeg = readFileSync(path.join(projectRoot, `fixtures/faces/specimen/${name}.jpg`));
  const bytes = await sharp(jpeg).rotate(degrees).jpeg({ quality: 90 }).toBuffer();
  return { characteristic: "face", mediaType: "image/jpeg", bytes, device: CAMERA, capturedAt };
};
const device: CaptureDevice = {
  identity: CAMERA,
  status: () => ({ phase: "ready", words: "ready" }),
  capture: () => Promise.resolve({ kind: "cancelled" }),
  [Symbol.asyncDispose]: () => Promise.resolve(),
};

const slot = () => new Slot({ features: {} as DeviceFeatures, open: () => Promise.resolve(device) });

let eyes: Looker;
let speeches: Speeches;
beforeAll(async () => {
  eyes = looker();
  speeches = await readSpeeches(path.join(projectRoot, "kiosk/web/desk/languages"));
});
afterAll(() => eyes[Symbol.asyncDispose]());

const stand = () => {
  const clock = new VirtualClock(T0);
  const slots = { camera: slot(), scanner: slot() };
  const station = new KioskStation({ slots, clock, looker: eyes, vault: {} } as unknown as KioskStationParts);
  const runtime = {
    readings: () =>
      Promise.resolve({
        at: T0,
        disk: { free: 10e9, floor: 256e6 },
        keys: [{ name: "recipient", daysLeft: 300 }],
        queue: { waiting: 0, setAside: 0, line: "up" },
      }),
    published: { standing: () => [] },
  } as unknown as Runtime;
  const cameraLies = () => station.cameraLies;
  const gate = new Gate({ runtime, slots, clock, log: silentLog, idle: () => false, cameraLies });
  /** What the desk's overview says of the devices then. */
  const devices = async () => {
    await slots.camera.works("face");
    await gate.look();
    return gate.health()?.lines.find(({ part }) => part === "devices");
  };
  return { clock, station, devices };
};

test.each([
  [
    "on its side",
    90,
    /lie on their side.*turn the camera by a quarter/u,
    /sont couchés.*d’un quart de tour/u,
  ],
  ["on its other side", 270, /lie on their side/u, /sont couchés/u],
  ["upside down", 180, /stand on their head.*turn the camera over/u, /la tête en bas.*retourner la caméra/u],
] as const)(
  "a camera %s: said at the desk after some seconds of it, until a face is upright",
  async (_how, degrees, english, french) => {
    const { clock, station, devices } = stand();
    const see = async (name: string, turned: number) =>
      station.look(await frame(name, turned, clock.now()), "adult");
    const first = await see("frame-4-neutral", degrees);
    expect(first.hint, "the applicant can do nothing about it, and is told nothing else than before").toBe(
      "look-here",
    );
    expect(await devices(), "somebody may have bent down").toMatchObject({ level: "good" });
    clock.advance(6000);
    await see("frame-5-neutral", degrees);
    const said = await devices();
    expect(said).toMatchObject({ level: "degraded", words: expect.stringMatching(english) });
    expect(said?.words).toMatch(/^Acme camera: /u);
    expect(inLanguage(said, speeches.fr)?.words).toMatch(french);
    clock.advance(1000);
    await see("frame-6-neutral", 0);
    expect(await devices()).toMatchObject({ level: "good" });
  },
);

test("a camera that is only released: its pictures tell the same", async () => {
  const { clock, station, devices } = stand();
  for (const name of ["frame-4-neutral", "frame-5-neutral"]) {
    expect(await station.amiss(await frame(name, 90, clock.now()))).toBe("look-here");
    clock.advance(30_000);
  }
  expect(await devices()).toMatchObject({
    level: "degraded",
    words: expect.stringContaining("on their side"),
  });
});

test("somebody who bends down before a camera that hangs upright is no matter for the operator", async () => {
  const { clock, station, devices } = stand();
  for (const [name, turned] of [
    ["frame-4-neutral", 90],
    ["frame-4-neutral", 0],
    ["frame-5-neutral", 90],
  ] as const) {
    await station.look(await frame(name, turned, clock.now()), "adult");
    clock.advance(4000);
  }
  expect(await devices()).toMatchObject({ level: "good", words: "All devices are ready." });
});
