/** A kiosk with nothing plugged in: twins behind the real drivers, used by a person who does not exist. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { systemClock } from "../../../api/base/clock.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { seededRandom } from "../../../api/base/random.ts";
import type { FingerPosition } from "../../../api/words/characteristic.ts";
import type { GreyImage } from "../../../api/words/sample.ts";
import type { Subject } from "../../../api/words/subject.ts";
import type { DeviceFeatures } from "../../../api/words/device.ts";
import { signatureScreen } from "../../../drivers/signature/signature-screen.ts";
import type { Fixture } from "../../../drivers/fixture.ts";
import { asVirtual, virtualCamera, virtualPad, virtualScanner } from "../../../drivers/virtual.ts";
import { decodeRgb, encodeRgbJpeg } from "../../../models/image.ts";
import type { StationSlots } from "../../server/station/identities.ts";
import { LiveRecording, type LivePlace } from "../../devices/live-recording.ts";
import { Slot } from "../../server/slot.ts";
import { isFingerPosition } from "../../session/run/finger-station.ts";
import { CHECKOUT } from "../checkout.ts";
import { virtualPaper } from "./virtual-paper.ts";
import { renderPrint, renderSignature } from "../people/rendering.ts";
import { wholePerson } from "../people/stand-ins.ts";

/** 15 frames a second: enough for a mirror, and what two cores can show. */
const FRAME_MS = 66;
const FRAMES = path.join(CHECKOUT, "fixtures/faces/specimen");

/** What the person does in front of the camera, in seconds: too far, looking away, eyes closed, then as asked. */
const PERFORMANCE = [
  ["frame-1-too-far.jpg", 3],
  ["frame-2-looking-away.jpg", 3],
  ["frame-3-eyes-closed.jpg", 3],
  ["frame-4-neutral.jpg", 40],
] as const;

/** Two frames of one scene are never the same bytes: a camera that repeats itself counts as frozen. */
const takesOf = async (jpeg: Uint8Array): Promise<readonly Uint8Array[]> => {
  const picture = await decodeRgb(jpeg, "camera frame");
  return [
    jpeg,
    await encodeRgbJpeg(picture, 92),
    await encodeRgbJpeg(picture, 93),
    await encodeRgbJpeg(picture, 94),
  ];
};

/** Which take is shown at each frame: never the same twice, and in no round that a slow looker could fall in step with. */
const takesInTurn = (count: number, takes: number): readonly number[] => {
  let take = 0;
  return Array.from(
    seededRandom("takes of a scene")("take", count),
    (byte) => (take = (take + 1 + (byte % (takes - 1))) % takes),
  );
};

const frames = async (): Promise<readonly Uint8Array[]> => {
  const shown: Uint8Array[] = [];
  for (const [name, seconds] of PERFORMANCE) {
    const jpeg = await readFile(path.join(FRAMES, name)).catch((cause: unknown) => {
      throw new OutsideFault("input-missing", `${FRAMES} lacks ${name}; check the project out whole.`, {
        cause,
      });
    });
    const takes = await takesOf(jpeg);
    const count = Math.round((seconds * 1000) / FRAME_MS);
    shown.push(...takesInTurn(count, takes.length).map((take) => takes[take] ?? jpeg));
  }
  return shown;
};

const featuresOf = ({ module, row }: Fixture): DeviceFeatures => module.featuresOf(row);

export interface VirtualKiosk {
  readonly slots: StationSlots;
  readonly subject: Subject;
}

/** A device that is opened for each capture anew, as the person lays each finger down anew. */
const eachTime = (
  make: (target: string) => Promise<Fixture>,
  features: DeviceFeatures,
  place: LivePlace,
  live: LiveRecording,
): Slot =>
  new Slot({
    features,
    each: true,
    screen: signatureScreen,
    open: async (target) => live.open(place, await make(target)),
    noted: (target) => live.capture(place, target),
  });

export const virtualKiosk = async (
  seed: string,
  live: LiveRecording = new LiveRecording(systemClock),
): Promise<VirtualKiosk> => {
  const person = wholePerson(seed);
  const clock = systemClock;
  const shown = await frames();
  const camera = () => asVirtual(virtualCamera(shown, { clock, interval: FRAME_MS }));
  const prints = new Map<FingerPosition, GreyImage>();
  const printOf = (position: FingerPosition): GreyImage => {
    const print = prints.get(position) ?? renderPrint(person, position, "first");
    prints.set(position, print);
    return print;
  };
  // Grown before anybody stands there: growing a finger holds the program up for a moment.
  for (const position of ["right-index", "left-index"] as const) printOf(position);
  const scanner = (target: string) =>
    Promise.resolve(
      asVirtual(virtualScanner([printOf(isFingerPosition(target) ? target : "right-index")], { clock })),
    );
  const pad = () => {
    const signature = renderSignature(person, "first");
    return Promise.resolve(asVirtual(virtualPad(signature === undefined ? [] : [signature], { clock })));
  };
  return {
    slots: {
      camera: new Slot({
        features: featuresOf(camera()),
        open: () => live.open("camera", camera()),
        noted: (target) => live.capture("camera", target),
      }),
      scanner: eachTime(scanner, featuresOf(await scanner("right-index")), "scanner", live),
      pad: eachTime(pad, featuresOf(await pad()), "pad", live),
      paper: await virtualPaper(systemClock, live),
    },
    subject: person.subject,
  };
};
