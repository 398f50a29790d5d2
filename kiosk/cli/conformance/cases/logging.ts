/** The attempts log of five different sessions (FM LOG-*). */
import { ALL_CODES } from "../../../session/log/codes.ts";
import { attemptsXml } from "../../../session/log/xml.ts";
import type { AttemptsLog } from "../../../session/log/attempts-log.ts";
import type { Bench, Play } from "../bench.ts";
import {
  checked,
  notApplicable,
  notTestable,
  type ConformanceCase,
  type Finding,
  type Profile,
} from "../case.ts";

const SCHEMA = notTestable(
  "Every log validates against the guideline's schema.",
  "The schema is not part of the guideline's public text; the export uses its element names in a namespace of its own.",
);

const FIVE: readonly Play[] = ["complete", "facePoor", "fingersPoor", "fingerMissing", "child"];

const logsOf = async (bench: Bench, plays: readonly Play[]): Promise<readonly AttemptsLog[]> => {
  const logs: AttemptsLog[] = [];
  for (const play of plays) logs.push((await bench.sitting(play)).log);
  return logs;
};

const every = (
  requirement: string,
  logs: readonly AttemptsLog[],
  holds: (log: AttemptsLog) => boolean,
): Finding => {
  const kept = logs.filter(holds).length;
  return checked(requirement, kept === logs.length, `${kept} of ${logs.length} logs`);
};

const codesOf = (log: AttemptsLog): readonly string[] => [
  ...log.attempts.flatMap(({ code }) => (code === undefined ? [] : [code])),
  ...log.doubts.map(({ doubt }) => `doubt/${doubt}`),
];

const generic = async (bench: Bench): Promise<readonly Finding[]> => {
  const logs = await logsOf(bench, FIVE);
  return [
    SCHEMA,
    every("Each log is one transaction with an id, a beginning and an end.", logs, (log) =>
      [log.transaction, log.startedAt, log.endedAt].every((text) => text !== ""),
    ),
    every("Every attempt that did not succeed carries a code.", logs, (log) =>
      log.attempts.every(({ verdict, code }) => verdict === "accepted" || code !== undefined),
    ),
    every("Every export is well-formed and carries every attempt.", logs, (log) => {
      const xml = attemptsXml(log);
      return (xml.match(/<CaptureAttempt /gu) ?? []).length === log.attempts.length;
    }),
  ];
};

const one = (
  id: string,
  module: string,
  profiles: readonly Profile[],
  about: string,
  examine: ConformanceCase["examine"],
): ConformanceCase => ({ id, module, profiles, about, examine });

const BOTH: readonly Profile[] = ["face", "fingerprint"];

export const loggingCases: readonly ConformanceCase[] = [
  one("TC-LOG-ALL-GENERIC-001", "FM LOG-ALL-GENERIC", BOTH, "Every session is logged", generic),
  one("TC-LOG-ALL-GENERIC-002", "FM LOG-ALL-GENERIC", BOTH, "The list of codes", async (bench) => {
    const logs = await logsOf(bench, FIVE);
    const unknown = [...new Set(logs.flatMap(codesOf))].filter((code) => !ALL_CODES.has(code));
    return [
      checked(
        "Every code that occurs has a meaning in the list.",
        unknown.length === 0,
        unknown.join(", ") || `${ALL_CODES.size} codes`,
      ),
    ];
  }),
  one("TC-LOG-ALL-GID-001", "FM LOG-ALL-GID", BOTH, "Whether prints were allowed", async (bench) => {
    const [complete, missing, child] = await logsOf(bench, ["complete", "fingerMissing", "child"]);
    return [
      SCHEMA,
      checked("Allowed for an adult.", complete?.fingerprintCaptureAllowed === true, "36 years"),
      checked(
        "Allowed for an adult without that finger.",
        missing?.fingerprintCaptureAllowed === true && missing.missingFingers.length > 0,
        missing?.missingFingers.map(({ position, reason }) => `${position}: ${reason}`).join(", ") ?? "",
      ),
      checked(
        "Not allowed below the age, and no attempt made.",
        child?.fingerprintCaptureAllowed === false &&
          child.attempts.every(({ what }) => what === "face" || what === "signature"),
        `${bench.policy.ages.fingers - 1} years`,
      ),
      checked(
        "The place is named.",
        complete?.station.mission !== undefined,
        complete?.station.mission ?? "",
      ),
    ];
  }),
  one(
    "TC-LOG-FI-GENERIC-001",
    "FM LOG-FI-GENERIC",
    ["face"],
    "What a log says of the face",
    async (bench) => {
      const logs = await logsOf(bench, ["complete", "facePoor", "faceCorrected", "faceGone", "child"]);
      const [complete] = logs;
      const chosen = complete?.attempts.find(({ what, selected }) => what === "face" && selected);
      return [
        SCHEMA,
        every("Every capture is there.", logs, (log) => log.attempts.some(({ what }) => what === "face")),
        checked(
          "The chosen one has its values.",
          (chosen?.checks.length ?? 0) > 0,
          `${chosen?.checks.length ?? 0} values`,
        ),
        checked(
          "Each judged value has its limits.",
          chosen?.checks.every(
            ({ passed, atLeast, atMost }) =>
              passed === undefined || atLeast !== undefined || atMost !== undefined,
          ) === true,
          `${chosen?.checks.filter(({ passed }) => passed !== undefined).length ?? 0} judged`,
        ),
        every("Whether attack detection was performed is said of each.", logs, (log) =>
          log.attempts.every(({ attackDetection }) => attackDetection.length > 0),
        ),
        every("What was shown is there.", logs, (log) => log.shown.length > 0),
      ];
    },
  ),
  one(
    "TC-LOG-FI-GID-001",
    "FM LOG-FI-GID",
    ["face"],
    "Only what was chosen leaves the kiosk",
    async (bench) => {
      const { record, log } = await bench.sitting("complete");
      return [
        checked(
          "One portrait is handed on, however many were taken.",
          record?.face !== undefined &&
            log.attempts.filter(({ what, selected }) => what === "face" && selected).length === 1,
          `${log.attempts.filter(({ what }) => what === "face").length} captures`,
        ),
        checked(
          "The log holds no biometric bytes.",
          !attemptsXml(log).includes("BinaryData"),
          "text and numbers alone",
        ),
      ];
    },
  ),
  one(
    "TC-LOG-FP-GENERIC-001",
    "FM LOG-FP-GENERIC",
    ["fingerprint"],
    "What a log says of fingers",
    async (bench) => {
      const logs = await logsOf(bench, [
        "complete",
        "fingersPoor",
        "noFinger",
        "fingerMissing",
        "sameFinger",
      ]);
      const same = logs.at(-1);
      return [
        SCHEMA,
        every("Every capture is there.", logs, (log) =>
          log.attempts.some(({ what }) => what !== "face" && what !== "signature"),
        ),
        checked(
          "A duplicate names the finger it repeats.",
          same?.attempts.some(({ uniqueness }) => typeof uniqueness !== "string") === true,
          same?.attempts
            .flatMap(({ uniqueness }) => (typeof uniqueness === "string" ? [] : [uniqueness.duplicateOf]))
            .join(", ") ?? "",
        ),
        notApplicable(
          "Surveillance pictures are linked to captures.",
          "No surveillance camera is part of this profile.",
        ),
        notTestable(
          "Whether several people stood there is said.",
          "The bench has no camera on the surroundings.",
        ),
      ];
    },
  ),
  one("TC-LOG-FP-GID-001", "FM LOG-FP-GID", ["fingerprint"], "Positions agree", async (bench) => {
    const { record, log } = await bench.sitting("complete");
    const logged = log.attempts.filter(({ selected }) => selected).map(({ what }) => what);
    const child = await bench.sitting("child");
    return [
      checked(
        "Every enrolled finger is a selected attempt of that finger.",
        record?.fingers.every(({ position }) => logged.includes(position)) === true,
        record?.fingers.map(({ position }) => position).join(", ") ?? "",
      ),
      checked(
        "One or two prints are handed on.",
        record !== undefined && record.fingers.length >= 1 && record.fingers.length <= 2,
        `${record?.fingers.length ?? 0}`,
      ),
      checked(
        "No finger is acquired where none is allowed.",
        child.data.fingers.length === 0,
        `${child.data.fingers.length} fingers`,
      ),
    ];
  }),
];
