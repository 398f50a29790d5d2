/** From the session's state and what the screen adds to it: the one screen that is shown. Pure, so a reload shows the same. */
import { never } from "../../api/base/faults.ts";
import type { FingerPosition } from "../../api/words/characteristic.ts";
import { WALK_STEPS, type ReviewItem, type Screen, type WalkStep } from "../../api/words/kiosk-screen.ts";
import type { ReferenceWay } from "../../api/words/kiosk-reference.ts";
import type { Closure } from "../../api/words/kiosk-service.ts";
import type { PaperName } from "../../api/words/kiosk-paper.ts";
import type { Subject } from "../../api/words/subject.ts";
import { TARGET_DEVICES } from "./station.ts";
import { pagesOf, paperInHand, paperOf } from "../session/papers.ts";
import type { WantedPaper } from "../session/paper.ts";
import { isOptional } from "../session/steps.ts";
import type { Policy } from "../session/policy.ts";
import type { AcquiredPart, Data, Part, SessionState } from "../session/state.ts";
import type { Presentation } from "./presentation.ts";
import { appliedFor, type OfferedService } from "./services.ts";
import { troubleOf } from "./trouble.ts";

/** What does not change while the kiosk runs. */
export interface Surroundings {
  readonly policy: Policy;
  readonly ways: readonly ReferenceWay[];
  readonly camera: "driver" | "page";
  readonly signing: "pad" | "screen";
  /** Papers that are asked for where there is no catalogue; absent: none. */
  readonly papers?: readonly (WantedPaper & PaperName)[];
  /** Who brings the frames of papers; absent: the driver. */
  readonly paperCamera?: "driver" | "page";
  /** What may be applied for here, each with its opening now; absent, or none: this kiosk has no catalogue. */
  readonly services?: () => readonly OfferedService[];
  /** Why no session starts now; absent, or undefined: one may. */
  readonly closure?: () => Closure | undefined;
}

/** Pictures of the samples of this session, by part. */
export interface Pictures {
  readonly face?: string;
  readonly fingers?: string;
  readonly signature?: string;
  /** The newest page. */
  readonly documents?: string;
}

const isFinger = (target: string): target is FingerPosition => target !== "face" && target !== "signature";

const takenFingers = (data: Data): readonly FingerPosition[] =>
  data.fingerResults
    .filter(({ chosen }) => chosen?.assessment?.sufficient === true)
    .map(({ position }) => position);

/** A partly known date as it was declared: unknown parts stay out. */
const birthOf = ({ birth }: Subject): string =>
  [birth.day, birth.month, birth.year]
    .filter((part) => part !== undefined)
    .map((part) => String(part).padStart(2, "0"))
    .join(".");

const identityLines = (subject: Subject): readonly string[] =>
  [`${subject.givenNames} ${subject.surname}`.trim(), birthOf(subject), subject.birthPlace ?? ""].filter(
    (line) => line !== "",
  );

const itemOf = (what: Part, done: boolean, picture: string | undefined): ReviewItem => ({
  what,
  state: done ? "taken" : "later-at-desk",
  ...(done && picture !== undefined ? { picture } : {}),
});

const reviewItems = (data: Data, subject: Subject | undefined, pictures: Pictures): readonly ReviewItem[] => {
  const doubted = new Set(data.doubts.map(({ part }) => part));
  const exempt = data.missing.some(({ reason }) => reason === "exempt");
  const below = data.signature?.kind === "cannot-sign" && data.signature.reason === "below-age";
  const asked = (part: AcquiredPart) => data.without?.includes(part) !== true;
  return [
    {
      what: "identity",
      state: subject === undefined ? "later-at-desk" : "taken",
      ...(subject === undefined ? {} : { lines: identityLines(subject) }),
    },
    ...(asked("face")
      ? [itemOf("face", data.face !== undefined && !doubted.has("face"), pictures.face)]
      : []),
    ...(exempt || !asked("fingers")
      ? []
      : [itemOf("fingers", data.fingers.length > 0 && !doubted.has("fingers"), pictures.fingers)]),
    ...(below || !asked("signature")
      ? []
      : [
          itemOf(
            "signature",
            data.signature?.kind === "signed" && !doubted.has("signature"),
            pictures.signature,
          ),
        ]),
    // Where nothing was brought along and nothing is missed, there is nothing to say.
    ...(pagesOf(data).length === 0 && !doubted.has("documents")
      ? []
      : [itemOf("documents", !doubted.has("documents"), pictures.documents)]),
  ];
};

/** What the person or a guardian said before, as far as the face goes by it. */
const aboutPerson = ({ consent, headCovering }: Data): Partial<Extract<Screen, { kind: "face" }>> => ({
  ...(consent?.by === "guardian" ? { accompanied: true } : {}),
  ...(headCovering === undefined ? {} : { covered: headCovering.reason }),
});

const paperNamed = ({ papers = [], services }: Surroundings, data: Data, id: string): PaperName["name"] => {
  const chosen = services?.().find(({ view }) => view.id === data.service);
  return [...(chosen?.papers ?? []), ...papers].find((one) => one.id === id)?.name ?? {};
};

const paperScreen = (data: Data, { live }: Presentation, around: Surroundings): Screen => {
  const wanted = paperInHand(data, around.policy.ages.adult);
  // The session goes on by itself once the last paper is through.
  if (wanted === undefined) return { kind: "sealing" };
  const { id } = wanted;
  const paper = { id, name: paperNamed(around, data, id) };
  if (live.asking !== undefined) return { kind: "paper-review", paper, picture: live.asking.picture };
  const another = paperOf(data, id).pages.length > 0;
  return {
    kind: "paper",
    paper,
    ...live.paper,
    camera: around.paperCamera ?? "driver",
    ...(another ? { another } : {}),
  };
};

const whatIn = (data: Data, { services }: Surroundings) => {
  const all = (services?.() ?? []).map(({ view }) => view);
  return appliedFor(
    all.find(({ id }) => id === data.service)?.process,
    all.map(({ process }) => process),
  );
};

const slipOf = ({ slip }: Presentation) => (slip === undefined ? {} : { slip });

const sessionScreen = (
  state: SessionState,
  now: Presentation,
  around: Surroundings,
  subject: Subject | undefined,
  pictures: Pictures,
): Screen => {
  const { live } = now;
  const again = live.again === undefined ? {} : { again: live.again };
  switch (state.kind) {
    case "idle":
      return { kind: "attract" };
    case "reference":
      return {
        kind: "reference",
        ways: around.ways,
        ...(now.problem === undefined ? {} : { problem: now.problem }),
        ...(now.unasked === undefined ? {} : { declares: true }),
      };
    case "payment":
    case "identifier":
      return { kind: state.kind, ...(now.unreadable === true ? { problem: "unreadable" } : {}) };
    case "consent": {
      const minor = state.data.age !== undefined && state.data.age < around.policy.ages.adult;
      return {
        kind: "consent",
        textVersion: around.policy.consentTextVersion,
        by: minor ? "guardian" : "applicant",
        what: whatIn(state.data, around),
      };
    }
    case "face":
    case "fingers":
    case "signature": {
      const { target, phase, fault } = state.acquiring;
      if (phase === "faulted")
        return {
          kind: "paused",
          device: TARGET_DEVICES[state.kind],
          ...(fault === undefined ? {} : { trouble: troubleOf(fault) }),
        };
      if (live.asking !== undefined) {
        const { part, ...asked } = live.asking;
        return { kind: part === "face" ? "face-review" : "signature-review", ...asked };
      }
      const extra = {
        ...again,
        ...(isOptional(state.data, state.kind) ? ({ optional: true } as const) : {}),
      };
      if (isFinger(target))
        return {
          kind: "finger",
          position: target,
          taken: takenFingers(state.data),
          ...live.finger,
          ...extra,
        };
      return target === "face"
        ? { kind: "face", camera: around.camera, ...live.face, ...aboutPerson(state.data), ...extra }
        : { kind: "signature", surface: around.signing, ...live.signature, ...extra };
    }
    case "documents":
      return paperScreen(state.data, now, around);
    case "review":
      return { kind: "review", items: reviewItems(state.data, subject, pictures) };
    case "paused":
      return {
        kind: "reference",
        ways: around.ways,
        resumes: true,
        ...(now.problem === undefined ? {} : { problem: now.problem }),
      };
    case "awaiting-control":
      return {
        kind: "desk",
        reason: now.deskReason ?? (state.data.held === undefined ? "profile" : "device"),
        ...(now.ticket === undefined ? {} : { ticket: now.ticket }),
        ...slipOf(now),
      };
    case "sealing":
      return state.fault === undefined ? { kind: "sealing" } : { kind: "paused", device: "kiosk" };
    case "ticket":
      return now.ticket === undefined
        ? { kind: "sealing" }
        : { kind: "ticket", ticket: now.ticket, ...slipOf(now) };
    case "ended":
      return state.reason === "completed" ? { kind: "thanks" } : { kind: "wiped", done: now.wiped };
    default:
      return never(state);
  }
};

const beforeSession = (
  place: "attract" | "language" | "service" | "notice",
  { service }: Presentation,
  { services }: Surroundings,
): Screen => {
  if (place === "service") return { kind: place, services: (services?.() ?? []).map(({ view }) => view) };
  const chosen = place === "notice" ? services?.().find(({ view }) => view.id === service)?.view : undefined;
  return { kind: place, ...(chosen === undefined ? {} : { service: chosen }) };
};

export const screenOf = (
  state: SessionState,
  now: Presentation,
  around: Surroundings,
  subject: Subject | undefined,
  pictures: Pictures,
): Screen => {
  switch (now.place) {
    case "attract":
    case "language":
    case "service":
    case "notice": {
      const closure = around.closure?.();
      return closure === undefined ? beforeSession(now.place, now, around) : { kind: "closed", closure };
    }
    case "thanks":
      return { kind: now.place };
    case "status":
      return {
        kind: "status",
        ways: around.ways.filter((way) => way === "qr" || way === "typed"),
        ...now.asked,
      };
    case "wiped":
      return { kind: "wiped", done: now.wiped };
    case "desk":
      return { kind: "desk", reason: now.deskReason ?? "asked" };
    case "session":
      return sessionScreen(state, now, around, subject, pictures);
    default:
      return never(now.place);
  }
};

const STEP_OF: Partial<Record<Screen["kind"], WalkStep>> = {
  reference: "reference",
  payment: "reference",
  identifier: "reference",
  consent: "reference",
  face: "face",
  "face-review": "face",
  finger: "fingers",
  signature: "signature",
  "signature-review": "signature",
  paper: "documents",
  "paper-review": "documents",
  review: "review",
  sealing: "ticket",
  ticket: "ticket",
};

export const stepOf = (screen: Screen, state: SessionState): WalkStep | undefined => {
  const step = STEP_OF[screen.kind];
  if (step !== undefined) return step;
  return screen.kind === "paused" &&
    (state.kind === "face" || state.kind === "fingers" || state.kind === "signature")
    ? state.kind
    : undefined;
};

/** The steps this person has: a young child gives no prints and no signature, a service may not ask for some. */
export const stepsOf = (
  state: SessionState,
  policy: Policy,
  /** What the next session is begun with. */
  chosen: Pick<Data, "without" | "wanted"> = {},
): readonly WalkStep[] => {
  const known: Pick<Data, "age" | "without" | "wanted"> = "data" in state ? state.data : chosen;
  const { age, without = [], wanted = [] } = known;
  return WALK_STEPS.filter(
    (step) =>
      !(step === "documents" && wanted.length === 0) &&
      !without.some((part) => part === step) &&
      !(age !== undefined && step === "fingers" && age < policy.ages.fingers) &&
      !(age !== undefined && step === "signature" && age < policy.ages.signature),
  );
};
