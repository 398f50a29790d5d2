/** What the cases work with: the policy under test, ground truth, and sessions played once for all cases that read them. */
import type { FingerPosition } from "../../../api/words/characteristic.ts";
import type { GreyImage } from "../../../api/words/sample.ts";
import type { Policy } from "../../session/policy.ts";
import { watchScreens, type Screens } from "./screens.ts";
import { sit, type Behaviour, type Sitting } from "./sitting.ts";
import type { ScannerName } from "../people/scanners.ts";
import { emptyRoom, frame, print, SCANNER } from "./specimen.ts";
import type { GroundTruth } from "./truth/truth.ts";

/** Milliseconds between pictures where all of them fail: ten in 30 s show as much as a hundred. */
const SLOW = 3000;

type Prints = (position: FingerPosition, visit: number) => GreyImage;

const PLAYS = {
  /** Everything as asked. */
  complete: async (policy, print) => ({ policy, frames: [await frame("neutral")], print }),
  /** The face is never right; the applicant gives up at the fingers. */
  facePoor: async (policy, print) => ({
    policy,
    frames: [await frame("tooFar"), await frame("lookingAway")],
    frameInterval: SLOW,
    print,
    leavesAt: "fingers",
  }),
  /** The person is gone before a picture could be taken. */
  faceGone: async (policy, print) => ({
    policy,
    frames: [await emptyRoom()],
    frameInterval: SLOW,
    print,
    leavesAt: "fingers",
  }),
  /** First not right, then right. */
  faceCorrected: async (policy, print) => ({
    policy,
    frames: [await frame("tooFar"), await frame("neutral"), await frame("neutralAgain")],
    print,
    leavesAt: "fingers",
  }),
  /** No print reaches the limit, and the time is the ten seconds of TC-PAP-ACQ-FP2P-USV-2_001. */
  fingersPoor: async (policy, print) => ({
    policy: {
      ...policy,
      fingerQuality: { thumb: 100, index: 100, middle: 100, ring: 100, little: 100 },
      unattended: {
        ...policy.unattended,
        fingers: { ...policy.unattended.fingers, limit: { budgetMs: 10_000 } },
      },
    },
    frames: [await frame("neutral")],
    print: (asked: FingerPosition, visit: number) => print(asked, 1 + (visit % 2)),
  }),
  /** Nothing is laid on the scanner. */
  noFinger: async (policy) => ({ policy, frames: [await frame("neutral")], print: () => undefined }),
  /** The right index finger is laid on whatever is asked for. */
  sameFinger: async (policy, print) => ({
    policy,
    frames: [await frame("neutral")],
    print: (_: FingerPosition, visit: number) => print("right-index", 1 + (visit % 3)),
  }),
  fingerMissing: async (policy, print) => ({
    policy,
    frames: [await frame("neutral")],
    print,
    missing: ["left-index"],
  }),
  /** Below the age at which prints may be taken. */
  child: async (policy, print) => ({
    policy,
    frames: [await frame("neutral")],
    print,
    age: policy.ages.fingers - 1,
  }),
} as const satisfies Record<string, (policy: Policy, print: Prints) => Promise<Omit<Behaviour, "scanner">>>;

export type Play = keyof typeof PLAYS;

export interface Bench {
  readonly policy: Policy;
  readonly truth: GroundTruth;
  /** On whose twin fingers are laid. */
  readonly scanner: ScannerName;
  /** Played at the first call. */
  sitting(play: Play): Promise<Sitting>;
  /** Played at the first call, on the kiosk's own walk with the built-in self-service policy. */
  screens(): Promise<Screens>;
}

export const makeBench = (policy: Policy, truth: GroundTruth, scanner: ScannerName = SCANNER): Bench => {
  const prints: Prints = (position, visit) => print(position, visit, scanner);
  const played = new Map<Play, Promise<Sitting>>();
  let screens: Promise<Screens> | undefined;
  return {
    policy,
    truth,
    scanner,
    sitting: (play) => {
      const known =
        played.get(play) ?? PLAYS[play](policy, prints).then((behaviour) => sit({ ...behaviour, scanner }));
      played.set(play, known);
      return known;
    },
    screens: () => (screens ??= watchScreens()),
  };
};
