/** Which device captured what, for the packet. */
import type { DeviceIdentity } from "../../../api/words/device.ts";
import type { DeviceRecord } from "../../../api/words/enrolment.ts";
import type { Check } from "../../../api/words/quality.ts";
import type { Target } from "../../session/acquire.ts";
import type { Enrolled, SampleBox } from "../../session/run/sample-box.ts";
import { characteristicOf } from "../../session/run/station.ts";
import { pagesOf } from "../../session/papers.ts";
import type { Data } from "../../session/state.ts";
import type { Slot } from "../slot.ts";

export interface StationSlots {
  readonly camera: Slot;
  readonly scanner: Slot;
  readonly pad?: Slot;
  /** Looks at papers; absent: the camera does. */
  readonly paper?: Slot;
  /** Of machine-readable zones; each reads by itself. */
  readonly readers?: readonly Slot[];
}

export interface SealedDevices {
  readonly records: readonly DeviceRecord[];
  readonly identityOf: (target: Target) => DeviceIdentity;
}

type Kind = Enrolled["kind"];

const deviceOf = (enrolled: Enrolled | undefined): DeviceIdentity | undefined => {
  switch (enrolled?.kind) {
    case "face":
      return enrolled.face.device;
    case "finger":
      return enrolled.finger.device;
    case "signature":
      return enrolled.signature.device;
    case "document":
      return enrolled.device;
    default:
      return undefined;
  }
};

const SCREEN: DeviceIdentity = { driver: "touch-screen", make: "Kiosk", model: "touch screen" };

export interface LoggedParts {
  readonly devices: readonly DeviceRecord[];
  /** The driver's id. */
  readonly deviceOf: (target: Target) => string;
  readonly checksOf: (attempt: number) => readonly Check[];
}

/** For the attempts log; taken before anything is wiped. */
export const loggedParts = (data: Data, box: SampleBox, slots: StationSlots): LoggedParts => {
  const { records, identityOf } = devicesOf(data, box, slots);
  const checks = new Map(data.tries.map(({ number }) => [number, box.checks(number)]));
  return {
    devices: records,
    deviceOf: (target) => identityOf(target).driver,
    checksOf: (number) => checks.get(number) ?? [],
  };
};

/** After a power cut a device may not have been opened again: what it captured names it. */
export const devicesOf = (data: Data, box: SampleBox, slots: StationSlots): SealedDevices => {
  const places: Record<Kind, Slot | undefined> = {
    face: slots.camera,
    finger: slots.scanner,
    signature: slots.pad,
    // Where the one camera looks at papers too, it stands in the list already.
    document: pagesOf(data).length === 0 ? undefined : slots.paper,
  };
  const identityOf = (kind: Kind): DeviceIdentity | undefined => {
    const numbers =
      kind === "document"
        ? pagesOf(data)
        : data.tries.filter(({ target }) => characteristicOf(target) === kind);
    const kept = numbers.map(({ number }) => deviceOf(box.enrolled(number)));
    return places[kind]?.identity ?? kept.find((identity) => identity !== undefined);
  };
  const records = (["face", "finger", "signature", "document"] as const).flatMap(
    (kind): readonly DeviceRecord[] => {
      const identity = identityOf(kind);
      const features = places[kind]?.features;
      return identity === undefined || features === undefined ? [] : [{ identity, features }];
    },
  );
  return { records, identityOf: (target) => identityOf(characteristicOf(target)) ?? SCREEN };
};
