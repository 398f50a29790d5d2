/** A recorded SBI service in the scanner's place: the same scanner, asking what was recorded, of the fingers that were recorded. */
import { OutsideFault } from "../../api/base/faults.ts";
import type { Milliseconds } from "../../api/words/units.ts";
import type { FingerPosition } from "../../api/words/characteristic.ts";
import type { DeviceFeatures } from "../../api/words/device.ts";
import { MOSIP_FINGERS } from "../../api/words/mosip-fingers.ts";
import { openSbiRecording, type SbiReplay } from "../../drivers/sbi/recording.ts";
import type { PlannedFault } from "../../drivers/transport/fault-plan.ts";
import { faultyNet, Injector } from "../../drivers/transport/faulty.ts";
import { SbiScanner } from "./sbi-scanner.ts";

export interface RecordedSbi {
  readonly scanner: SbiScanner;
  /** What was asked for, in order; asked for otherwise, a capture is told to differ from the recording. */
  /** Faults that were planned and not reached so far. */
  readonly missed: () => readonly PlannedFault[];
  readonly captures: readonly { readonly finger: FingerPosition; readonly deadline: Milliseconds }[];
}

/** What whoever configured the service said of its scanner; a recording holds no configuration. */
export interface ServedFacts {
  readonly ppi?: DeviceFeatures["ppi"] | undefined;
  readonly areaMm?: DeviceFeatures["areaMm"] | undefined;
}

const fingerOf = (subType: string | undefined, label: string): FingerPosition => {
  const found = (Object.keys(MOSIP_FINGERS) as FingerPosition[]).find(
    (position) => MOSIP_FINGERS[position] === subType,
  );
  if (found !== undefined) return found;
  throw new OutsideFault("input-malformed", `${label}: "${subType ?? "nothing"}" is no finger of MOSIP's.`);
};

/** Throws OutsideFault input-malformed when nothing was captured in the recording. */
export const recordedSbi = (
  { net, clock, random, anchors, ports, requests }: SbiReplay,
  label: string,
  faults: readonly PlannedFault[] = [],
  facts: ServedFacts = {},
): RecordedSbi => {
  const environment = requests[0]?.environment;
  if (environment === undefined)
    throw new OutsideFault("input-malformed", `${label}: nothing is captured in this recording.`);
  const features = {
    characteristic: "finger",
    evidence: "vendor-document",
    suitability: "demonstration",
    note: "A recorded SBI service; what its scanner is worth, the recording does not say.",
    presentationAttackDetection: false,
    ...(facts.ppi === undefined ? {} : { ppi: facts.ppi }),
    ...(facts.areaMm === undefined ? {} : { areaMm: facts.areaMm }),
  } as const;
  const injector = new Injector(faults, clock);
  return {
    missed: () => injector.missed,
    scanner: new SbiScanner({
      setting: { environment, anchors, ports, features },
      clock,
      random,
      net: faultyNet(net, injector),
    }),
    captures: requests.map(({ bioSubTypes, timeout }) => ({
      finger: fingerOf(bioSubTypes[0], label),
      deadline: timeout,
    })),
  };
};

/** Throws OutsideFault input-missing, input-malformed or input-unknown-key. */
export const openRecordedSbi = async (
  folder: string,
  faults: readonly PlannedFault[] = [],
  facts: ServedFacts = {},
): Promise<RecordedSbi> => recordedSbi(await openSbiRecording(folder), folder, faults, facts);
