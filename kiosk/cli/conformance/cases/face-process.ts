/** The automated acquisition of the face: several people, leaving, time (PAP ACQ-FI-AUTO-1, FM AS-FI-ICS3, UI-FI-BSJ). */
import { seenIn } from "../watching.ts";
import type { Bench } from "../bench.ts";
import { checked, notTestable, type ConformanceCase } from "../case.ts";
import { momentsIn } from "../screens.ts";
import type { Sitting } from "../sitting.ts";
import { emptyRoom, frame, twoPeople } from "../specimen.ts";

/** FM O-ALL-USV and PAP ACQ-FI-AUTO-1 for identity documents: the whole step, attack detection included. */
const FACE_LIMIT_MS = 30_000;

const faceTries = ({ data }: Sitting) => data.tries.filter(({ target }) => target === "face");

const spent = (sitting: Sitting): number => {
  const tries = faceTries(sitting);
  const [first, last] = [tries[0], tries.at(-1)];
  return first === undefined || last === undefined ? 0 : last.endedAt - first.startedAt;
};

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s on the session's clock`;
const verdicts = (sitting: Sitting): string =>
  faceTries(sitting)
    .map(({ verdict }) => verdict.kind)
    .join(", ");

const HEIGHT = notTestable(
  "The camera follows the height of the person.",
  "The bench's camera does not move; a kiosk's may.",
);

const compliant = async (bench: Bench) => {
  const sitting = await bench.sitting("complete");
  const accepted = faceTries(sitting).some(({ verdict }) => verdict.kind === "accepted");
  return { sitting, accepted };
};

export const faceProcessCases: readonly ConformanceCase[] = [
  {
    id: "TC-AS-FI-ICS3-001",
    module: "FM AS-FI-ICS3",
    profiles: ["face"],
    about: "More than one person in view",
    examine: async (bench) => {
      const { accepted, sitting } = await compliant(bench);
      const pair = await seenIn(await twoPeople());
      return [
        checked("One person alone is captured.", accepted, verdicts(sitting)),
        checked(
          "With two people in view nothing is taken.",
          pair.faces >= 2 && !pair.approved,
          `${pair.faces} faces seen; ${pair.approved ? "approved" : "refused"}`,
        ),
        checked(
          "The screen says so.",
          pair.instruction === "one-person-only",
          `the instruction is "${pair.instruction}"`,
        ),
      ];
    },
  },
  {
    id: "TC-AS-FI-ICS3-002",
    module: "FM AS-FI-ICS3",
    profiles: ["face"],
    about: "The face leaves the capture area",
    examine: async (bench) => {
      const sitting = await bench.sitting("faceGone");
      return [
        checked("No picture is taken.", sitting.data.face === undefined, verdicts(sitting)),
        checked(
          "The step ends by itself when its time is over.",
          sitting.data.settled.includes("face") &&
            spent(sitting) <= FACE_LIMIT_MS + bench.policy.unattended.face.captureMs,
          `${seconds(spent(sitting))}; ${sitting.data.doubts.map(({ doubt }) => doubt).join(", ")}`,
        ),
      ];
    },
  },
  {
    id: "TC-ACQ-FI-AUTO-1-001",
    module: "PAP ACQ-FI-AUTO-1",
    profiles: ["face"],
    about: "A person who does as asked",
    examine: async (bench) => {
      const { accepted, sitting } = await compliant(bench);
      return [
        HEIGHT,
        checked("The portrait is taken without anybody's help.", accepted, verdicts(sitting)),
        checked("It took at most 30 s.", spent(sitting) <= FACE_LIMIT_MS, seconds(spent(sitting))),
        checked(
          "It comes with its quality values.",
          (sitting.record?.face?.checks.length ?? 0) > 0,
          `${sitting.record?.face?.checks.length ?? 0} values`,
        ),
      ];
    },
  },
  {
    id: "TC-ACQ-FI-AUTO-1-002",
    module: "PAP ACQ-FI-AUTO-1",
    profiles: ["face"],
    about: "A person who does not",
    examine: async (bench) => {
      const sitting = await bench.sitting("facePoor");
      const tries = faceTries(sitting);
      const ranks = tries.flatMap(({ number, assessment }) =>
        assessment === undefined ? [] : [{ number, rank: assessment.rank }],
      );
      return [
        HEIGHT,
        checked(
          "Captures go on until the time is over.",
          tries.length > 1,
          `${tries.length} captures: ${verdicts(sitting)}`,
        ),
        checked(
          "The time is 30 s.",
          bench.policy.unattended.face.limit.budgetMs === FACE_LIMIT_MS &&
            spent(sitting) >= FACE_LIMIT_MS - bench.policy.unattended.face.captureMs,
          `policy ${(bench.policy.unattended.face.limit.budgetMs ?? 0) / 1000} s, ${seconds(spent(sitting))}`,
        ),
        checked(
          "The best of them is handed on, marked as insufficient.",
          sitting.data.face !== undefined && sitting.data.doubts.some(({ part }) => part === "face"),
          `attempt ${sitting.data.face?.number ?? "none"} of ${ranks.map(({ number, rank }) => `${number}: ${rank.join("+")}`).join(", ")}`,
        ),
      ];
    },
  },
  {
    id: "TC-UI-FI-BSJ-001",
    module: "FM UI-FI-BSJ",
    profiles: ["face"],
    about: "Guidance for the person",
    examine: async (bench) => {
      const far = await seenIn(await frame("tooFar"));
      const away = await seenIn(await frame("lookingAway"));
      const nobody = await seenIn(await emptyRoom());
      const corrected = await bench.sitting("faceCorrected");
      const screens = await bench.screens();
      const alarms = corrected.shown.filter((message) => /attack/u.test(message));
      return [
        checked(
          "Somebody too far away is asked to come nearer.",
          far.instruction === "come-closer",
          `"${far.instruction}"`,
        ),
        checked(
          "Somebody who looks away is told to turn or look here.",
          /turn|look|chin|tilt/u.test(away.instruction),
          `"${away.instruction}"`,
        ),
        checked(
          "An empty view asks to come into view.",
          nobody.instruction === "come-into-view",
          `"${nobody.instruction}"`,
        ),
        checked(
          "Who follows is captured.",
          corrected.data.face?.verdict.kind === "accepted",
          verdicts(corrected),
        ),
        checked(
          "No attack score reaches the person.",
          alarms.length === 0,
          `${corrected.shown.length} messages shown`,
        ),
        checked(
          "A mirror is shown while it guides.",
          screens.mirrored > 0,
          `${screens.mirrored} frames in the mirror until the picture; ${momentsIn(screens, ["screen face:come-closer", "screen face:ready"])}`,
        ),
      ];
    },
  },
];
