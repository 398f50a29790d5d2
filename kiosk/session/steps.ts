/** From one part of a session to the next: what is begun, what a finished acquisition leaves, what stands in the way. */
import type { Step } from "../../api/base/machine.ts";
import type { Milliseconds } from "../../api/words/units.ts";
import { begin, type Acquiring, type Outcome, type Rules, type Target, type Try } from "./acquire.ts";
import { nextFinger, type FingerResult } from "./fingers.ts";
import type { Acquisition, Policy } from "./policy.ts";
import { askedPapers, pagesOf, paperDoubt, paperInHand } from "./papers.ts";
import {
  APPLICANT,
  PARTS,
  type AcquiredPart,
  type Data,
  type Doubt,
  type Part,
  type PortraitTemplate,
  type SessionEffect,
  type SessionState,
} from "./state.ts";

export type SessionStep = Step<SessionState, SessionEffect>;

export const stepTo = (state: SessionState, ...effects: readonly SessionEffect[]): SessionStep => ({
  state,
  effects,
});
/** What of a step only its effects tell, kept with the session: its log needs it, also after a power cut. */
export const told = (data: Data, effects: readonly SessionEffect[]): Data => {
  const shown = effects.flatMap((effect) => (effect.kind === "show" ? [effect.message] : []));
  const discarded = effects.flatMap((effect) => (effect.kind === "discard" ? effect.numbers : []));
  return {
    ...data,
    ...(shown.length === 0 ? {} : { shown: [...(data.shown ?? []), ...shown] }),
    ...(discarded.length === 0 ? {} : { discarded: [...new Set([...(data.discarded ?? []), ...discarded])] }),
  };
};

/** The same step, its effects after these. */
export const after = (effects: readonly SessionEffect[], next: SessionStep): SessionStep => ({
  state: next.state,
  effects: [...effects, ...next.effects],
});

export const acquisitionOf = (policy: Policy, data: Data): Acquisition => policy[data.mode];

export const partOf = (target: Target): AcquiredPart =>
  target === "face" || target === "signature" ? target : "fingers";

/** What the applicant said of the face is not so. */
const contestedOf = ({ contests = [] }: Data): readonly string[] =>
  contests.flatMap(({ part, by, check }) => (part === "face" && by === APPLICANT ? [check] : []));

export const rulesOf = (policy: Policy, data: Data, target: Target): Rules => {
  const acquisition = acquisitionOf(policy, data);
  const { limit, captureMs } = acquisition[partOf(target)];
  return {
    limit,
    captureMs,
    onDuplicate: acquisition.fingers.sameFingerTwice === "warn" ? "warn" : "stop",
    onAttack: acquisition.attackSuspected === "warn" ? "warn" : "stop",
    ...(target === "face" ? { contested: contestedOf(data) } : {}),
  };
};

export const portraitOf = (policy: Policy, { age }: Pick<Data, "age">): PortraitTemplate => {
  if (age === undefined) return "adult";
  if (age < policy.ages.infantPortrait) return "infant";
  return age < policy.ages.childPortrait ? "child" : "adult";
};

/** Attempts and pages share their numbers: a sample is known by its number alone. */
export const nextNumber = (data: Data, running?: Acquiring): number =>
  Math.max(
    0,
    running?.number ?? 0,
    ...data.tries.map(({ number }) => number),
    ...pagesOf(data).map(({ number }) => number),
  ) + 1;

const acquiringState = (target: Target, data: Data, acquiring: Acquiring): SessionState => ({
  kind: partOf(target),
  data,
  acquiring,
});

/** The state and effect for an acquisition that captures or assesses. */
export const running = (
  policy: Policy,
  data: Data,
  outcome: Extract<Outcome, { kind: "capture" | "assess" }>,
): SessionStep => {
  const { target, number } = outcome.acquiring;
  const portrait = portraitOf(policy, data);
  const state = acquiringState(target, data, outcome.acquiring);
  if (outcome.kind === "capture")
    return stepTo(state, { kind: "capture", target, number, deadline: outcome.deadline, portrait });
  const against = partOf(target) === "fingers" ? accepted(data) : [];
  const headCovering = data.headCovering !== undefined;
  return stepTo(state, { kind: "assess", target, number, against, portrait, headCovering });
};

/** Attempts whose prints were kept so far. */
const accepted = (data: Data): readonly number[] =>
  data.fingerResults.flatMap(({ chosen }) => (chosen === undefined ? [] : [chosen.number]));

/** Begins a target's acquisition from the start. */
export const beginTarget = (
  policy: Policy,
  data: Data,
  target: Target,
  at: Milliseconds,
  before?: Acquiring,
): SessionStep => {
  const outcome = begin(target, nextNumber(data, before), at, rulesOf(policy, data, target));
  return running(policy, data, outcome as Extract<Outcome, { kind: "capture" }>);
};

export const settle = (data: Data, part: Part, doubt?: Doubt): Data => ({
  ...data,
  settled: [...data.settled.filter((name) => name !== part), part],
  doubts: [
    ...data.doubts.filter((entry) => entry.part !== part),
    ...(doubt === undefined ? [] : [{ part, doubt }]),
  ],
});

export const isOptional = ({ optional }: Data, part: AcquiredPart): boolean =>
  optional?.includes(part) === true;

/** The service does without: nothing of that part is enrolled, and nobody doubts it. */
export const leaveOut = (data: Data, part: AcquiredPart): Data => {
  const { face, signature, ...rest } = settle(data, part);
  return {
    ...rest,
    without: [...(data.without ?? []), part],
    ...(part === "face" || face === undefined ? {} : { face }),
    ...(part === "signature" || signature === undefined ? {} : { signature }),
    ...(part === "fingers" ? { fingers: [], fingerResults: [], missing: [] } : {}),
  };
};

/** Doubts are the desk's; an optional part of which there is one is left out instead. An attack never is. */
const settleDoubted = (data: Data, part: AcquiredPart, doubt: Doubt | undefined): Data =>
  doubt !== undefined && doubt !== "attack-suspected" && isOptional(data, part)
    ? leaveOut(data, part)
    : settle(data, part, doubt);

const belowAge = (data: Data, limit: number): boolean => data.age !== undefined && data.age < limit;

const exempt = (data: Data): Data => ({
  ...settle(data, "fingers"),
  fingers: [],
  missing: (["right-index", "left-index"] as const).map((position) => ({
    position,
    reason: "exempt",
    note: "below the age at which fingerprints are taken",
  })),
});

/** The first part that is not through; when all are, the review. */
export const advance = (policy: Policy, data: Data, at: Milliseconds): SessionStep => {
  const part = PARTS.find((name) => !data.settled.includes(name));
  switch (part) {
    case "face":
      return beginTarget(policy, data, "face", at);
    case "fingers":
      return belowAge(data, policy.ages.fingers)
        ? advance(policy, exempt(data), at)
        : advanceFingers(policy, data, at);
    case "signature":
      return belowAge(data, policy.ages.signature)
        ? advance(
            policy,
            { ...settle(data, "signature"), signature: { kind: "cannot-sign", reason: "below-age" } },
            at,
          )
        : beginTarget(policy, data, "signature", at);
    case "documents":
      return advancePapers(policy, data, at);
    default:
      return stepTo({ kind: "review", data }, { kind: "show", message: "review" });
  }
};

/** The next paper; when all are through, what they leave open. */
export const advancePapers = (policy: Policy, data: Data, at: Milliseconds): SessionStep => {
  const { adult } = policy.ages;
  const paper = paperInHand(data, adult);
  if (paper !== undefined)
    return stepTo(
      { kind: "documents", data },
      { kind: "ask-paper", paper: paper.id, number: nextNumber(data) },
    );
  return askedPapers(data, adult).length === 0
    ? stepTo({ kind: "review", data }, { kind: "show", message: "review" })
    : advance(policy, settle(data, "documents", paperDoubt(data, adult)), at);
};

/** Leaves the fingers to the desk and goes on. */
export const leaveFingers = (policy: Policy, data: Data, doubt: Doubt, at: Milliseconds): SessionStep =>
  after(
    [{ kind: "show", message: "go-to-desk" }],
    advance(policy, settleDoubted({ ...data, fingers: [] }, "fingers", doubt), at),
  );

const isPoor = (result: FingerResult): boolean => result.chosen?.assessment?.sufficient !== true;

/** Unattended, only both index fingers will do, and the first that fails ends it (4.9, figure 4.17). */
export const advanceFingers = (policy: Policy, data: Data, at: Milliseconds): SessionStep => {
  const rules = acquisitionOf(policy, data).fingers;
  if (rules.insufficient === "desk") {
    const asked = data.missing.some(({ position }) => rules.order.some((kind) => position.endsWith(kind)));
    if (asked) return leaveFingers(policy, data, "finger-missing", at);
    const poor = data.fingerResults.find(isPoor);
    if (poor !== undefined)
      return leaveFingers(policy, data, poor.chosen === undefined ? "not-captured" : "insufficient", at);
  }
  const step = nextFinger(rules, data.fingerResults, data.missing);
  if (step.kind === "capture") return beginTarget(policy, data, step.position, at);
  const doubt = fingerDoubt(data, step.chosen);
  return advance(policy, settleDoubted({ ...data, fingers: step.chosen }, "fingers", doubt), at);
};

const fingerDoubt = (data: Data, chosen: readonly FingerResult[]): Doubt | undefined => {
  if (chosen.some((result) => result.chosen?.assessment?.attackSuspected === true)) return "attack-suspected";
  if (chosen.some((result) => result.chosen?.assessment?.duplicateOf !== undefined))
    return "same-finger-twice";
  if (chosen.some(isPoor)) return "insufficient";
  // Fewer than two with a reason for every other finger is a fact about the person, not a doubt.
  return chosen.length < 2 && data.missing.length === 0 ? "not-captured" : undefined;
};

const attemptDoubt = (chosen: Try | undefined): Doubt | undefined => {
  if (chosen === undefined) return "not-captured";
  if (chosen.assessment?.attackSuspected === true) return "attack-suspected";
  return chosen.assessment?.sufficient === true ? undefined : "insufficient";
};

/** What a finished acquisition leaves behind, and what comes next. */
export const finish = (
  policy: Policy,
  data: Data,
  target: Target,
  chosen: Try | undefined,
  at: Milliseconds,
): SessionStep => {
  if (target === "face") {
    const taken = chosen === undefined ? data : { ...data, face: chosen };
    return advance(policy, settleDoubted(taken, "face", attemptDoubt(chosen)), at);
  }
  if (target === "signature") {
    const signature = chosen === undefined ? undefined : ({ kind: "signed", attempt: chosen } as const);
    const taken = signature === undefined ? data : { ...data, signature };
    return advance(policy, settleDoubted(taken, "signature", attemptDoubt(chosen)), at);
  }
  const result: FingerResult = { position: target, ...(chosen === undefined ? {} : { chosen }) };
  return advanceFingers(policy, { ...data, fingerResults: [...data.fingerResults, result] }, at);
};

export interface Shortfall {
  readonly limit: "face-attack-detection" | "finger-attack-detection" | "resolution" | "area";
  readonly has?: string;
  readonly wanted?: string;
}

/** What of the devices is below the policy's limits, with what there is and what is wanted, each in its unit. */
export const shortfalls = (policy: Policy, { facts }: Pick<Data, "facts">): readonly Shortfall[] => {
  const { attackDetection, fingerPpi, fingerAreaMm } = policy.devices;
  const { fingerPpi: ppi = 0, fingerAreaMm: area = { width: 0, height: 0 } } = facts;
  const small = area.width < fingerAreaMm.width || area.height < fingerAreaMm.height;
  const millimetres = ({ width, height }: typeof area) => `${width} × ${height}`;
  return [
    ...(attackDetection && !facts.faceAttackDetection ? [{ limit: "face-attack-detection" } as const] : []),
    ...(attackDetection && !facts.fingerAttackDetection
      ? [{ limit: "finger-attack-detection" } as const]
      : []),
    ...(ppi < fingerPpi ? [{ limit: "resolution", has: `${ppi}`, wanted: `${fingerPpi}` } as const] : []),
    ...(small ? [{ limit: "area", has: millimetres(area), wanted: millimetres(fingerAreaMm) } as const] : []),
  ];
};

/** Devices below the policy's limits, unless an operator has typed why they may be used. */
export const deviceLimits = (policy: Policy, data: Data): boolean => shortfalls(policy, data).length > 0;

/** What an operator must settle before an attended session may be sealed. */
export const blockers = (policy: Policy, data: Data): readonly (Part | "device-limits")[] => {
  const overridden = new Set(data.overrides.map(({ part }) => part));
  const doubted = data.doubts.map(({ part }) => part);
  const limits = deviceLimits(policy, data) ? (["device-limits"] as const) : [];
  return [...doubted, ...limits].filter((part) => !overridden.has(part));
};
