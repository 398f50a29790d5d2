/** For every driver of the list: its twin, with what the contract suite must know of it. A driver that is missing here fails the suite. */
import { seededRandom } from "../../api/base/random.ts";
import { silentLog } from "../../api/base/log.ts";
import type { CapturedSample } from "../../api/words/sample.ts";
import { futronicFs81 } from "../../drivers/fingerprint/futronic-fs81/driver.ts";
import { twinFs81 } from "../../drivers/fingerprint/futronic-fs81/model.ts";
import { supremaSfm } from "../../drivers/fingerprint/suprema-sfm/driver.ts";
import { twinSfm } from "../../drivers/fingerprint/suprema-sfm/model.ts";
import { zfm } from "../../drivers/fingerprint/zfm/driver.ts";
import { twinZfm } from "../../drivers/fingerprint/zfm/model.ts";
import { touchScreen } from "../../drivers/signature/touch-screen/driver.ts";
import { twinTouchScreen } from "../../drivers/signature/touch-screen/model.ts";
import { documentCamera } from "../../drivers/document/document-camera/driver.ts";
import { twinCamera } from "../../drivers/camera/uvc/model.ts";
import { mrzSerial } from "../../drivers/document/mrz-serial/driver.ts";
import { twinMrzReader } from "../../drivers/document/mrz-serial/model.ts";
import { topaz } from "../../drivers/signature/topaz/driver.ts";
import { twinTopaz } from "../../drivers/signature/topaz/model.ts";
import { ptp } from "../../drivers/camera/ptp/driver.ts";
import { twinPtpCamera } from "../../drivers/camera/ptp/model.ts";
import type { PtpMaker } from "../../drivers/camera/ptp/model.ts";
import { nb1010 } from "../../drivers/fingerprint/nb1010/driver.ts";
import { twinNb1010 } from "../../drivers/fingerprint/nb1010/model.ts";
import type { DriverModule } from "../../drivers/driver.ts";
import { DRIVERS } from "../../drivers/index.ts";
import type { Fixture } from "../../drivers/fixture.ts";
import type { Place } from "../../drivers/transport/fault-plan.ts";
import { ReplayClock } from "../../drivers/transport/replay-clock.ts";
import {
  asVirtual,
  virtualCamera,
  virtualDevice,
  virtualPad,
  virtualScanner,
} from "../../drivers/virtual.ts";
import { jpegFrames, ridges, scribble } from "./pictures.ts";

interface Twinned {
  /** Whose twin it is; default: the driver of this name. */
  readonly driver?: string;
  /** A fresh twin that is presented something `times` times; 0: nobody comes. */
  readonly make: (times: number) => Fixture;
  /** Hundreds of transfers a capture: its recording for the sweep of mishaps holds one. */
  readonly longWinded?: boolean;
}

/** Its recordings are of a capture, of nobody coming, and of what goes wrong at this transfer. */
interface Recorded {
  readonly playedBy?: undefined;
  /** The last transfer in which something comes from the device while the sample is being made: where it hurts. */
  readonly hurt: { readonly place: Place; readonly nth: number };
}

/** Somebody has to come. */
interface Waiting {
  readonly alwaysPresents?: false;
  readonly retry?: undefined;
}

/** A camera gives frames whether somebody is there or not: what makes it ask for another try, and within what time. */
interface Seeing {
  readonly alwaysPresents: true;
  readonly retry: {
    readonly make: () => Fixture;
    readonly deadline: number;
    /** Captures recorded after it: a camera that goes on streaming. */
    readonly more?: number;
  };
}

/** It plays another device: what it records is that device's traffic, and replays as that. */
interface Played {
  readonly playedBy: string;
  readonly alwaysPresents?: boolean;
  readonly hurt?: undefined;
  readonly retry?: undefined;
}

/** No driver without a recording of each kind. */
export type ContractDevice = Twinned & ((Recorded & (Waiting | Seeing)) | Played);

const frames = await jpegFrames(3);
const torn = (frames[0] ?? new Uint8Array()).slice(0, -100);
const first = <T>(all: readonly T[], count: number): T[] => all.slice(0, count);
const fingers = [ridges(1), ridges(2), ridges(3)];
const small = [ridges(1, 256, 180), ridges(2, 256, 180), ridges(3, 256, 180)];
const tall = [ridges(1, 320, 480), ridges(2, 320, 480), ridges(3, 320, 480)];
const square = [ridges(1, 256, 288), ridges(2, 256, 288), ridges(3, 256, 288)];
/** Doc 9303-4's specimen, and two of other shapes; made up, of the State of Utopia. */
const documents = [
  ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"],
  ["I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"],
  ["I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"],
];
const signatures = [scribble(70), scribble(80), scribble(90)];

const context = () => ({ clock: new ReplayClock(0), random: seededRandom("contract"), log: silentLog });

const stillCamera = (maker: PtpMaker, times: number, blurred = 0): Fixture => {
  const given = context();
  const pictures = first(frames, Math.max(1, times));
  const options = { ...given, maker, blurred, serial: "SN-0123456789" };
  return virtualDevice(ptp, twinPtpCamera(pictures, options), given);
};
/** It finds nothing to focus on. */
const unfocused = (maker: PtpMaker) => ({ make: () => stillCamera(maker, 1, 1), deadline: 15_000 });

const documentDesk = (papers: readonly Uint8Array[], interval: number): Fixture => {
  const given = context();
  return virtualDevice(documentCamera, twinCamera(papers, { ...given, interval }), given);
};

/** The driver of a device of this table. */
export const driverOf = (name: string): DriverModule => {
  const id = CONTRACT_DEVICES[name]?.driver ?? name;
  const module = DRIVERS.find((one) => one.id === id);
  if (!module) throw new Error(`no driver ${id}`);
  return module;
};

export const CONTRACT_DEVICES: Readonly<Record<string, ContractDevice>> = {
  uru4000: { hurt: { place: "ep 82", nth: 1 }, make: (times) => virtualScanner(first(fingers, times)) },
  nb1010: {
    hurt: { place: "ep 83", nth: 50 },
    make: (times) => {
      const given = context();
      return virtualDevice(nb1010, twinNb1010(first(small, times), given), given);
    },
  },
  "futronic-fs81": {
    hurt: { place: "ep 82", nth: 5 },
    make: (times) => {
      const given = context();
      return virtualDevice(futronicFs81, twinFs81(first(tall, times), given), given);
    },
  },
  "suprema-sfm": {
    hurt: { place: "read", nth: 6 },
    make: (times) => {
      const given = context();
      return virtualDevice(supremaSfm, twinSfm(first(small, times), given), given);
    },
  },
  zfm: {
    hurt: { place: "read", nth: 20 },
    make: (times) => {
      const given = context();
      return virtualDevice(zfm, twinZfm(first(square, times), given), given);
    },
    longWinded: true,
  },
  topaz: {
    hurt: { place: "read", nth: 10 },
    make: (times) => {
      const given = context();
      return virtualDevice(topaz, twinTopaz(first(signatures, times), given), given);
    },
  },
  "touch-screen": {
    hurt: { place: "read", nth: 10 },
    make: (times) => {
      const given = context();
      return virtualDevice(touchScreen, twinTouchScreen(first(signatures, times), given), given);
    },
  },
  "document-camera": {
    hurt: { place: "frame", nth: 1 },
    make: (times) => documentDesk(first(frames, Math.max(1, times)), 33),
    alwaysPresents: true,
    // A torn frame, and the next one takes longer than that.
    retry: {
      make: () => documentDesk([torn, ...first(frames, 1)], 500),
      deadline: 300,
      more: 1,
    },
  },
  "mrz-serial": {
    hurt: { place: "read", nth: 2 },
    make: (times) => {
      const given = context();
      return virtualDevice(mrzSerial, twinMrzReader(first(documents, times), given), given);
    },
  },
  "wacom-stu": { hurt: { place: "input", nth: 10 }, make: (times) => virtualPad(first(signatures, times)) },
  ptp: {
    hurt: { place: "ep 81", nth: 10 },
    make: (times) => stillCamera("plain", times),
    alwaysPresents: true,
    // Its picture takes longer than that.
    retry: { make: () => stillCamera("plain", 1), deadline: 5 },
  },
  "ptp-canon": {
    hurt: { place: "ep 81", nth: 16 },
    driver: "ptp",
    make: (times) => stillCamera("canon", times),
    alwaysPresents: true,
    retry: unfocused("canon"),
  },
  "ptp-nikon": {
    hurt: { place: "ep 81", nth: 16 },
    driver: "ptp",
    make: (times) => stillCamera("nikon", times),
    alwaysPresents: true,
    retry: unfocused("nikon"),
  },
  "virtual-scanner": {
    make: (times) => asVirtual(virtualScanner(first(fingers, times))),
    playedBy: "uru4000",
  },
  "virtual-pad": { make: (times) => asVirtual(virtualPad(first(signatures, times))), playedBy: "wacom-stu" },
  "virtual-camera": {
    make: (times) => asVirtual(virtualCamera(first(frames, Math.max(1, times)))),
    alwaysPresents: true,
    playedBy: "uvc",
  },
  uvc: {
    hurt: { place: "frame", nth: 1 },
    make: (times) => virtualCamera(first(frames, Math.max(1, times))),
    alwaysPresents: true,
    // A torn frame, and the next one takes longer than that.
    retry: {
      make: () => virtualCamera([torn, ...first(frames, 1)], { interval: 500 }),
      deadline: 300,
      more: 1,
    },
  },
};

const subsequence = <T>(part: readonly T[], whole: readonly T[]): boolean => {
  let at = 0;
  for (const one of part) {
    while (at < whole.length && JSON.stringify(whole[at]) !== JSON.stringify(one)) at += 1;
    if (at === whole.length) return false;
    at += 1;
  }
  return true;
};

/** Whether a sample is the whole of what was presented: a picture to the pixel, of a signature no point that was not written. */
export const isWhole = (sample: CapturedSample, reference: readonly CapturedSample[]): boolean =>
  reference.some((one) => {
    if (one.characteristic === "finger" && sample.characteristic === "finger")
      return Buffer.compare(one.image.pixels, sample.image.pixels) === 0;
    if (one.characteristic === "face" && sample.characteristic === "face")
      return Buffer.compare(one.bytes, sample.bytes) === 0;
    if (one.characteristic === "document" && sample.characteristic === "document")
      return (
        JSON.stringify(one.lines) === JSON.stringify(sample.lines) &&
        Buffer.compare(one.picture?.bytes ?? new Uint8Array(), sample.picture?.bytes ?? new Uint8Array()) ===
          0
      );
    if (one.characteristic !== "signature" || sample.characteristic !== "signature") return false;
    // A point that came twice is one: some pads do not number theirs.
    const places = (of: typeof one) =>
      of.trajectory.points
        .map(({ x, y, pressure }) => [x, y, pressure])
        .filter((place, i, all) => String(place) !== String(all[i - 1]));
    const [got, written] = [places(sample), places(one)];
    return got.length > written.length * 0.9 && subsequence(got, written);
  });
