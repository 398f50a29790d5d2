/** What a scenario says will happen, and did not: a fault that never came proves nothing, and a slip of the pen is no proof. */
import { never } from "../../../api/base/faults.ts";
import type { DeskDeed } from "./desk-deeds.ts";
import { momentWords } from "./moment.ts";
import type { Deed, Fault, Scenario } from "./scenario.ts";

export interface NeverCame {
  /** Its place in the scenario: "faults.0". */
  readonly place: string;
  /** What was to happen, and when. */
  readonly what: string;
}

/** What happened until everybody left. */
export interface Came {
  readonly faults: (fault: Fault) => boolean;
  readonly deeds: (deed: Deed) => boolean;
  /** Deeds of the desk that were begun, in their order. */
  readonly atDesk: number;
}

const whenOf = (fault: Fault): string => {
  if ("from" in fault && fault.from !== undefined)
    return "write" in fault.from ? `write ${fault.from.write}` : momentWords(fault.from);
  if (fault.layer !== "device") return never(fault as never);
  const place = fault.place === undefined ? "" : ` at ${fault.place}`;
  return `transfer ${fault.nth}${place} of its opening ${fault.opening}`;
};

const faultWords = (fault: Fault): string => {
  const of = fault.layer === "device" || fault.layer === "plug" ? fault.device : fault.layer;
  return `${of} ${fault.do}, from ${whenOf(fault)}`;
};

const deedWords = ({ do: what, on, nth }: Deed): string =>
  `the applicant's ${what}, on ${on}${nth === undefined ? "" : `, time ${nth}`}`;

const deskWords = ({ by, do: what, from }: DeskDeed): string =>
  `${what} by ${by} at the desk${from === undefined ? "" : `, from ${momentWords(from)}`}`;

/** In the order of the file. */
export const neverCame = ({ applicant, desk, faults }: Scenario, came: Came): readonly NeverCame[] => [
  ...applicant.does.flatMap((deed, i) =>
    came.deeds(deed) ? [] : [{ place: `applicant.does.${i}`, what: deedWords(deed) }],
  ),
  ...desk.flatMap((deed, i) => (i < came.atDesk ? [] : [{ place: `desk.${i}`, what: deskWords(deed) }])),
  ...faults.flatMap((fault, i) =>
    came.faults(fault) ? [] : [{ place: `faults.${i}`, what: faultWords(fault) }],
  ),
];
