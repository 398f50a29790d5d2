/** What stands in the kiosk's places: plugged in, virtual, replayed, or the browser's own camera. */
import { systemClock } from "../../../api/base/clock.ts";
import { Bug, OutsideFault } from "../../../api/base/faults.ts";
import { silentLog } from "../../../api/base/log.ts";
import { systemRandom } from "../../../api/base/random.ts";
import type { Millimetres } from "../../../api/words/units.ts";
import type { Subject } from "../../../api/words/subject.ts";
import { uvc } from "../../../drivers/camera/uvc/driver.ts";
import type { HandedFrames } from "../../../drivers/transport/handed-frames.ts";
import { Slot } from "../../server/slot.ts";
import type { StationSlots } from "../../server/station/identities.ts";
import { recordSbi } from "../../../drivers/sbi/recording.ts";
import { makeSigner, type SbiSigner } from "../../../drivers/sbi/test-provider.ts";
import { loopback } from "../../../drivers/transport/net.ts";
import type { CaptureDevice } from "../../../drivers/driver.ts";
import { discover, openFound, type ConfiguredLine } from "../../../drivers/discovery.ts";
import type { KeyboardReader } from "../../devices/document-reader.ts";
import { LiveRecording } from "../../devices/live-recording.ts";
import { standInService } from "../../devices/sbi-stand-in.ts";
import { readSbiSetting, SbiScanner } from "../../devices/sbi-scanner.ts";
import { isFingerPosition } from "../../session/run/finger-station.ts";
import { pluggedSlots, replayedSlots } from "./plugged.ts";
import { virtualKiosk } from "./virtual.ts";

export interface Equipment {
  readonly slots: StationSlots;
  readonly virtual: boolean;
  /** Who is enrolled where no appointment is shown. */
  readonly somebody?: Subject;
}

/** What is done to a device as it is opened, e.g. its settings. */
type Prepare = (device: CaptureDevice) => Promise<CaptureDevice>;

/** What does not say itself that it is there. */
export interface Named {
  readonly lines?: readonly ConfiguredLine[];
  /** File of the SBI service's configuration. */
  readonly sbi?: string;
  /** Of a pad that does not state it. */
  readonly padWidthMm?: Millimetres;
  /** What is opened is opened through it. */
  readonly live?: LiveRecording;
}

/** The scanner of an SBI service: opened anew for each finger, which it is asked for by name. */
export const sbiSlot = async (file: string, prepare: Prepare, live: LiveRecording): Promise<Slot> => {
  const setting = await readSbiSetting(file);
  const own = { setting, clock: systemClock, random: systemRandom };
  const scanner = new SbiScanner(own);
  let signer: SbiSigner | undefined;
  const recorded = async (): Promise<SbiScanner> => {
    signer ??= await makeSigner("Recordings of a kiosk, a provider whom nobody accepts");
    const trust = { anchors: setting.anchors, now: systemClock.now() };
    const recorder = await recordSbi(loopback, systemClock, trust, signer);
    live.include("scanner", (standIns) => recorder.files(standInService(standIns)));
    return new SbiScanner({ ...own, net: recorder.net });
  };
  return new Slot({
    features: scanner.features,
    each: true,
    open: async (target) => {
      const now = live.running ? await recorded() : scanner;
      return prepare(await now.open(isFingerPosition(target) ? target : "right-index"));
    },
    noted: (target) => live.capture("scanner", target),
  });
};

export const equip = async (
  devices: string,
  prepare: Prepare,
  { lines = [], sbi, padWidthMm, live = new LiveRecording(systemClock) }: Named = {},
): Promise<Equipment> => {
  if (devices === "virtual") {
    const { slots, subject } = await virtualKiosk("kiosk start", live);
    return { slots, virtual: true, somebody: subject };
  }
  if (devices.startsWith("replay:")) {
    const { slots, session } = await replayedSlots(devices.slice("replay:".length), live);
    return { slots, virtual: true, somebody: session.file.subject };
  }
  if (devices !== "auto")
    throw new OutsideFault("usage", `--devices "${devices}" is not known; give auto, virtual or replay:DIR.`);
  return {
    slots: await pluggedSlots(
      {
        discover: () => discover({ lines }),
        open: async (found, context, place) =>
          prepare(await openFound(found, context, (opening) => live.open(place, opening))),
      },
      {
        ...(sbi === undefined ? {} : { served: await sbiSlot(sbi, prepare, live) }),
        ...(padWidthMm === undefined ? {} : { padWidthMm }),
        live,
      },
    ),
    virtual: false,
  };
};

/** Beside what is plugged in, whatever reader types into the page. */
export const withKeyboardReader = (
  equipment: Equipment,
  keyboard: KeyboardReader,
  live: LiveRecording,
): Equipment => {
  const { slots } = equipment;
  const reader = new Slot({
    features: keyboard.features,
    open: () => keyboard.open(),
    noted: (target) => live.capture("keyboard", target),
  });
  return { ...equipment, slots: { ...slots, readers: [...(slots.readers ?? []), reader] } };
};

/** The browser's camera in the place of the machine's, behind the same driver. */
export const withPageCamera = (
  equipment: Equipment,
  camera: HandedFrames,
  live: LiveRecording,
): Equipment => {
  const [row] = uvc.matches;
  if (row === undefined) throw new Bug("the camera driver matches nothing");
  const context = { clock: systemClock, random: systemRandom, log: silentLog };
  const slot = new Slot({
    features: uvc.featuresOf(row),
    open: () => live.open("camera", { module: uvc, row, transport: camera, context }),
    noted: (target) => live.capture("camera", target),
  });
  return { ...equipment, slots: { ...equipment.slots, camera: slot } };
};
