/** The devices that are plugged in, one of each kind; or those of a recorded session, at the recorded pace. */
import path from "node:path";
import { systemClock } from "../../../api/base/clock.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { silentLog } from "../../../api/base/log.ts";
import { systemRandom } from "../../../api/base/random.ts";
import type { CharacteristicType } from "../../../api/words/characteristic.ts";
import { discover, openFound, type Found } from "../../../drivers/discovery.ts";
import type { ConnectedThing } from "../../../drivers/transport/sysfs.ts";
import { openFixture } from "../../../drivers/fixture.ts";
import { signatureScreen } from "../../../drivers/signature/signature-screen.ts";
import type { StationSlots } from "../../server/station/identities.ts";
import { Slot } from "../../server/slot.ts";
import { readSession, type RecordedSession } from "../enrol/session-file.ts";

const context = { clock: systemClock, random: systemRandom, log: silentLog };

/** What a place is for; papers are seen by a camera, zones are read over a line. */
interface Purpose {
  readonly characteristic: CharacteristicType;
  readonly over?: ConnectedThing["kind"];
}

const ofKind = (all: readonly Found[], { characteristic, over }: Purpose): Found | undefined => {
  const fit = all.filter(
    ({ features, thing }) =>
      features?.characteristic === characteristic && (over === undefined || thing.kind === over),
  );
  return fit.find(({ state }) => state !== "access-denied") ?? fit[0];
};

/** How devices are found and opened; a test has its own. */
export interface Doors {
  readonly discover: () => Promise<readonly Found[]>;
  readonly open: typeof openFound;
}

/** Found again at each opening: it may have come back at another place. */
const plugged = async (
  doors: Doors,
  characteristic: CharacteristicType,
  over?: ConnectedThing["kind"],
): Promise<Slot | undefined> => {
  const purpose = { characteristic, ...(over === undefined ? {} : { over }) };
  const found = ofKind(await doors.discover(), purpose);
  if (found?.features === undefined) return undefined;
  return new Slot({
    features: found.features,
    screen: signatureScreen,
    open: async () => {
      const now = ofKind(await doors.discover(), purpose);
      if (now === undefined)
        throw new OutsideFault("device-missing", `There is no device for ${characteristic}; plug one in.`);
      return doors.open(now, context);
    },
  });
};

/** Throws OutsideFault device-missing, naming what to plug in. */
export const pluggedSlots = async (
  doors: Doors = { discover, open: openFound },
  /** A scanner that is on no bus: a service's. */
  served?: Slot,
): Promise<StationSlots> => {
  const [camera, scanner, pad, paper, reader] = [
    await plugged(doors, "face"),
    served ?? (await plugged(doors, "finger")),
    await plugged(doors, "signature"),
    await plugged(doors, "document", "video"),
    await plugged(doors, "document", "serial"),
  ];
  const missing = [
    camera === undefined ? "a camera" : "",
    scanner === undefined ? "a fingerprint scanner" : "",
  ]
    .filter((words) => words !== "")
    .join(" and ");
  if (camera === undefined || scanner === undefined)
    throw new OutsideFault(
      "device-missing",
      `${missing} is not found; see kiosk devices list, or try kiosk start --devices virtual.`,
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

const slot = async (recording: string): Promise<Slot> => {
  const open = () => openFixture(recording, { clock: systemClock });
  const { module, row } = await open();
  return new Slot({ features: module.featuresOf(row), open: async () => (await open()).open() });
};

export const replayedSlots = async (folder: string): Promise<ReplayedKiosk> => {
  const session = await readSession(path.resolve(folder));
  const { camera, scanner, pad } = session.recordings;
  return {
    slots: {
      camera: await slot(camera),
      scanner: await slot(scanner),
      ...(pad === undefined ? {} : { pad: await slot(pad) }),
    },
    session,
  };
};
