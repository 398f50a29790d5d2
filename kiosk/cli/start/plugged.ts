/** The devices that are plugged in, one of each kind; or those of a recorded session, at the recorded pace. */
import path from "node:path";
import { systemClock } from "../../../api/base/clock.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { silentLog } from "../../../api/base/log.ts";
import { systemRandom } from "../../../api/base/random.ts";
import type { CharacteristicType } from "../../../api/words/characteristic.ts";
import { discover, openFound, type Found } from "../../../drivers/discovery.ts";
import type { ConnectedThing } from "../../../drivers/transport/sysfs.ts";
import type { CaptureDevice, DriverContext } from "../../../drivers/driver.ts";
import { openFixture } from "../../../drivers/fixture.ts";
import { demandPadWidth, withPadWidth } from "../../devices/pad-width.ts";
import type { Millimetres } from "../../../api/words/units.ts";
import { signatureScreen } from "../../../drivers/signature/signature-screen.ts";
import type { StationSlots } from "../../server/station/identities.ts";
import { Slot } from "../../server/slot.ts";
import { LiveRecording, type LivePlace } from "../../devices/live-recording.ts";
import { readSession, type RecordedSession } from "../enrol/session-file.ts";

const context = { clock: systemClock, random: systemRandom, log: silentLog };

/** What a place is for; papers are seen by a camera, zones are read over a line. */
interface Purpose {
  readonly place: LivePlace;
  readonly characteristic: CharacteristicType;
  readonly over?: ConnectedThing["kind"];
}

const usable = ({ state }: Found): boolean => state !== "access-denied" && state !== "not-connected";

const ofKind = (all: readonly Found[], { characteristic, over }: Purpose): Found | undefined => {
  const fit = all.filter(
    ({ features, thing }) =>
      features?.characteristic === characteristic && (over === undefined || thing.kind === over),
  );
  return fit.find(usable) ?? fit[0];
};

/** How devices are found and opened; a test has its own. */
export interface Doors {
  readonly discover: () => Promise<readonly Found[]>;
  readonly open: (found: Found, context: DriverContext, place: LivePlace) => Promise<CaptureDevice>;
}

/** Found again at each opening: it may have come back at another place. */
const plugged = async (doors: Doors, live: LiveRecording, purpose: Purpose): Promise<Slot | undefined> => {
  const { characteristic, place } = purpose;
  const found = ofKind(await doors.discover(), purpose);
  if (found?.features === undefined) return undefined;
  return new Slot({
    features: found.features,
    screen: signatureScreen,
    open: async () => {
      const now = ofKind(await doors.discover(), purpose);
      if (now === undefined)
        throw new OutsideFault("device-missing", `There is no device for ${characteristic}; plug one in.`);
      return doors.open(now, context, place);
    },
    noted: (target) => live.capture(place, target),
  });
};

/** What is not on a bus, and what a device does not tell. */
export interface Told {
  /** A service's scanner. */
  readonly served?: Slot;
  readonly padWidthMm?: Millimetres;
  readonly live?: LiveRecording;
}

/** Throws OutsideFault device-missing, naming what to plug in, or input-missing for a pad whose width nobody tells. */
export const pluggedSlots = async (
  doors: Doors = { discover, open: (found, own) => openFound(found, own) },
  { served, padWidthMm, live = new LiveRecording(systemClock) }: Told = {},
): Promise<StationSlots> => {
  const [camera, scanner, pad, paper, reader] = [
    await plugged(doors, live, { place: "camera", characteristic: "face" }),
    served ?? (await plugged(doors, live, { place: "scanner", characteristic: "finger" })),
    await plugged(doors, live, { place: "pad", characteristic: "signature" }),
    await plugged(doors, live, { place: "paper", characteristic: "document", over: "video" }),
    await plugged(doors, live, { place: "reader", characteristic: "document", over: "serial" }),
  ];
  demandPadWidth(pad?.features, padWidthMm, "that is plugged in", "kiosk.json, or start with --pad-width-mm");
  if (camera === undefined || scanner === undefined)
    throw new OutsideFault(
      "device-missing",
      `${
        camera !== undefined
          ? "No fingerprint scanner is"
          : scanner !== undefined
            ? "No camera is"
            : "Neither a camera nor a fingerprint scanner is"
      } found; see kiosk devices list, or try kiosk start --devices virtual.`,
    );
  return {
    camera,
    scanner,
    ...(pad === undefined ? {} : { pad }),
    ...(paper === undefined ? {} : { paper }),
    ...(reader === undefined ? {} : { readers: [reader] }),
  };
};

export interface ReplayedKiosk {
  readonly slots: StationSlots;
  readonly session: RecordedSession;
}

const slot = async (
  recording: string,
  place: LivePlace,
  live: LiveRecording,
  padWidthMm?: Millimetres,
): Promise<Slot> => {
  const open = () => openFixture(recording, { clock: systemClock, reenacted: true });
  const { module, row } = await open();
  const features = module.featuresOf(row);
  demandPadWidth(features, padWidthMm, recording, "session.json");
  return new Slot({
    features,
    open: async () => withPadWidth(await live.open(place, await open()), padWidthMm),
    noted: (target) => live.capture(place, target),
  });
};

export const replayedSlots = async (
  folder: string,
  live: LiveRecording = new LiveRecording(systemClock),
): Promise<ReplayedKiosk> => {
  const session = await readSession(path.resolve(folder));
  const { camera, scanner, pad } = session.recordings;
  return {
    slots: {
      camera: await slot(camera, "camera", live),
      scanner: await slot(scanner, "scanner", live),
      ...(pad === undefined ? {} : { pad: await slot(pad, "pad", live, session.file.devices.padWidthMm) }),
    },
    session,
  };
};
