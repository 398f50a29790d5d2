/** What operators and supervisors do at the desk of a scenario: each deed is one of the desk's own actions, with its input. */
import { z } from "zod";
import { never } from "../../../api/base/faults.ts";
import {
  FINGER_POSITIONS,
  MISSING_FINGER_REASONS,
  type FingerPosition,
} from "../../../api/words/characteristic.ts";
import { CONTEST_STATEMENTS, type ContestStatement } from "../../../api/words/contest.ts";
import { PARTS } from "../../session/state.ts";
import { SCANNER_NAMES, type ScannerName } from "../people/scanners.ts";
import { CAMERA_NAMES, PAD_NAMES, type CameraName, type PadName } from "../people/surfaces.ts";
import { momentSchema, seconds } from "./moment.ts";

/** Who is known at every scenario's desk. */
export const DESK_PEOPLE = {
  awa: { id: "awa", name: "Awa Koné", role: "supervisor", passphrase: "first light over sand" },
  fanta: { id: "fanta", name: "Fanta Sy", role: "supervisor", passphrase: "rain on the tin roof" },
  moussa: { id: "moussa", name: "Moussa Ba", role: "operator", passphrase: "boats across a river" },
} as const;
export type DeskName = keyof typeof DESK_PEOPLE;

const position = z.enum(Object.keys(FINGER_POSITIONS) as [FingerPosition, ...FingerPosition[]]);
const statement = z.enum(Object.keys(CONTEST_STATEMENTS) as [ContestStatement, ...ContestStatement[]]);
const part = z.enum(PARTS);
const taken = z.enum([...PARTS, "device-limits"]);
const reason = z.string().min(1).max(200);
const said = { same: z.boolean().default(true), note: z.string().max(200).default("") };

const common = {
  by: z.enum(Object.keys(DESK_PEOPLE) as [DeskName, ...DeskName[]]).default("moussa"),
  /** Not before that moment; absent: after the deed before. */
  from: momentSchema.optional(),
  /** Before it is done: the way to the desk, reading, thinking. */
  after: seconds.default(5),
};
const deed = <K extends string, S extends z.ZodRawShape>(name: K, shape: S) =>
  z.strictObject({ ...common, do: z.literal(name), ...shape });

export const deskDeedSchema = z.discriminatedUnion("do", [
  // Control of a session that waits, in front of the person.
  deed("take-face", {}),
  deed("take-finger", { finger: position }),
  deed("pass", said),
  deed("refuse", { reason }),
  deed("take-over", said),
  // Of the attended session that runs, or else of the one that waits.
  deed("accept", { part: taken, reason }),
  deed("reject", { part, reason }),
  deed("contest", { part, check: z.string().min(1).max(120), statement }),
  // An attended enrolment.
  deed("begin", { reference: z.string().max(60).optional() }),
  deed("missing", {
    finger: position,
    reason: z.enum(MISSING_FINGER_REASONS),
    note: z.string().max(200).default(""),
  }),
  deed("cannot-sign", { reason: z.enum(["physically-unable", "cannot-write"]) }),
  deed("head-covering", { reason: z.enum(["religious", "medical"]) }),
  deed("redo", { part }),
  deed("confirm", {}),
  deed("end", {}),
  // A session that is paused goes on by the operator's word.
  deed("resume", {}),
  // The second person: the oldest request is decided.
  deed("approve", {}),
  deed("decline", {}),
  // The outbox: the packet that was sealed last.
  deed("retry", {}),
  deed("set-aside", {}),
  deed("export", {}),
  /** The medium travels to the backend, which takes the packets and writes its answers on it. */
  deed("carry", {}),
  deed("import", {}),
  // Another device in a place, and a self-test of the place.
  deed("swap", {
    place: z.enum(["camera", "scanner", "pad"]),
    with: z.enum([...CAMERA_NAMES, ...SCANNER_NAMES, ...PAD_NAMES] as [
      CameraName | ScannerName | PadName,
      ...(CameraName | ScannerName | PadName)[],
    ]),
  }),
  deed("test", { place: z.enum(["camera", "scanner", "pad"]) }),
  deed("rehearse", { on: z.boolean() }),
]);
export type DeskDeed = z.infer<typeof deskDeedSchema>;

/** What a deed is about: known only when it is done. */
export interface About {
  /** Of the attended session that runs. */
  readonly running?: string;
  /** Of the oldest session that waits for control. */
  readonly waiting?: string;
  /** Sealed last. */
  readonly packet?: string;
  /** Asked for first. */
  readonly request?: string;
  readonly medium: string;
  readonly reference: string;
}

export interface DeskCall {
  readonly part: string;
  readonly name: string;
  readonly input: unknown;
}

/** Of the running session where one runs, else of the one that waits. */
const judged = (about: About, name: string, input: object): DeskCall =>
  about.running === undefined
    ? { part: "review", name, input: { packet: about.waiting, ...input } }
    : { part: "attended", name, input: name === "accept" ? { packet: about.running, ...input } : input };

const review = (about: About, name: string, input: object): DeskCall => ({
  part: "review",
  name,
  input: { packet: about.waiting, ...input },
});

const outbox = (name: string, input: object): DeskCall => ({ part: "outbox", name, input });

const attended = (name: string, input: object): DeskCall => ({ part: "attended", name, input });

/** The desk's action for a deed; undefined: it is done with the hands ("carry"). Pure. */
export const callFor = (one: DeskDeed, about: About): DeskCall | undefined => {
  switch (one.do) {
    case "take-face":
      return review(about, "face", {});
    case "take-finger":
      return review(about, "finger", { position: one.finger });
    case "pass":
    case "take-over":
      return review(about, one.do, { faceSame: one.same, note: one.note });
    case "refuse":
      return review(about, "refuse", { reason: one.reason });
    case "accept":
    case "reject":
      return judged(about, one.do, { part: one.part, reason: one.reason });
    case "contest":
      return judged(about, "contest", { part: one.part, check: one.check, statement: one.statement });
    case "begin":
      return attended("begin", { reference: one.reference ?? about.reference });
    case "missing":
      return attended("missing", { position: one.finger, reason: one.reason, note: one.note });
    case "cannot-sign":
    case "head-covering":
      return attended(one.do, { reason: one.reason });
    case "redo":
      return attended("redo", { part: one.part });
    case "confirm":
    case "end":
    case "resume":
      return attended(one.do, {});
    case "approve":
    case "decline":
      return {
        part: "approvals",
        name: one.do === "approve" ? "approve" : "reject",
        input: { id: about.request ?? "none" },
      };
    case "retry":
    case "set-aside":
      return outbox(one.do, { packet: about.packet });
    case "export":
    case "import":
      return outbox(one.do, { medium: about.medium });
    case "swap":
    case "test":
      return { part: "devices", name: "test", input: { place: one.place } };
    case "rehearse":
      return { part: "rehearsal", name: "switch", input: { on: one.on } };
    case "carry":
      return undefined;
    default:
      return never(one);
  }
};
