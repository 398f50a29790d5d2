/**
 * Whose appointment it is: what lies in the state folder first, then the mission's register over the line; a document
 * that is shown names its holder itself. A service that is not for this person is said, not begun.
 */
import { systemClock } from "../../../api/base/clock.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { id, type Log } from "../../../api/base/log.ts";
import type { ReferenceProblem } from "../../../api/words/kiosk-reference.ts";
import type { Subject } from "../../../api/words/subject.ts";
import { declaredHolder } from "../../server/particulars.ts";
import { documentHolder, holderOf, type Appointments } from "../../server/appointments.ts";
import { referenceIn } from "../../server/code.ts";
import type { Registry } from "../../server/registry.ts";
import type { Found, Station } from "../../server/station.ts";
import type { Service } from "../../session/catalogue.ts";
import { ageOn } from "../../session/run/age.ts";

export interface FindingParts {
  readonly appointments: Appointments;
  /** Who is enrolled where no appointment is shown; a trial's. */
  readonly somebody: Subject | undefined;
  readonly registry: Registry | undefined;
  /** That was chosen; undefined: this kiosk has no catalogue. */
  readonly service: () => Service | undefined;
  /** Issuing State, three letters. */
  readonly state: string;
  readonly log: Log;
}

/** Nationals of the issuing State, or everybody else (Doc 9303-3 section 5: nationality as three letters). */
export const isFor = (service: Service | undefined, state: string, { nationality }: Subject): boolean =>
  service === undefined || (service.applicants === "nationals") === (nationality === state);

const inRegistry = async (
  { registry, log }: FindingParts,
  reference: string,
  at: number,
): Promise<Found | ReferenceProblem> => {
  if (registry === undefined) return "unknown";
  try {
    const answer = await registry.find(reference);
    return typeof answer === "string"
      ? answer
      : { reference, ...answer, age: ageOn(answer.subject.birth, at) };
  } catch (error) {
    if (!(error instanceof OutsideFault)) throw error;
    log.write("warn", "register", { code: id(error.code) });
    return "line-down";
  }
};

const found = async (
  parts: FindingParts,
  text: string,
  way: Parameters<Station["find"]>[1],
): Promise<Found | ReferenceProblem> => {
  const at = systemClock.now();
  const { appointments, somebody } = parts;
  if (way === "document") return documentHolder(text, at);
  if (way === "none")
    return somebody === undefined
      ? "unknown"
      : { reference: "TRIAL", subject: somebody, age: ageOn(somebody.birth, at) };
  const here = holderOf(appointments, text, at);
  const reference = referenceIn(text);
  return here === "unknown" && reference !== undefined ? inRegistry(parts, reference, at) : here;
};

export const finder =
  (parts: FindingParts): Station["find"] =>
  async (text, way) => {
    const answer = await found(parts, text, way);
    if (typeof answer === "string" || answer.subject === undefined || way === "none") return answer;
    return isFor(parts.service(), parts.state, answer.subject) ? answer : "other-service";
  };

/** Of the State's nationals, each under a number of its own until the register is asked. */
export const declarer =
  (parts: Pick<FindingParts, "state" | "service">): NonNullable<Station["declared"]> =>
  (particulars) => {
    const at = systemClock.now();
    const found = declaredHolder(particulars, parts.state, at);
    if (found === "incomplete" || found.subject === undefined) return "incomplete";
    if (!isFor(parts.service(), parts.state, found.subject)) return "other-service";
    return { ...found, reference: `TYPED-${at.toString(36).toUpperCase()}` };
  };
