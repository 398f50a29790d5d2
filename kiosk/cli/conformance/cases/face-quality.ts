/** Software-based quality assessment of facial images against ground truth (FM QA-FI-GENERIC, QA-FI-GID). */
import type { Bench } from "../bench.ts";
import { checked, notApplicable, type ConformanceCase, type Finding } from "../case.ts";
import { answerFace, bestCapture, type FaceAnswer, type FaceQuality } from "../face-quality.ts";
import type { FaceTruth } from "../truth/truth.ts";

interface Judged {
  readonly truth: FaceTruth;
  readonly answer: FaceAnswer;
}

/** Pictures are judged once for all cases of a bench. */
const JUDGED = new WeakMap<Bench, Promise<readonly Judged[]>>();

const judgeAll = async (bench: Bench): Promise<readonly Judged[]> => {
  const all: Judged[] = [];
  for (const truth of bench.truth.faces)
    all.push({ truth, answer: await answerFace(await truth.read(), truth.age) });
  return all;
};

const judged = (bench: Bench): Promise<readonly Judged[]> => {
  const known = JUDGED.get(bench) ?? judgeAll(bench);
  JUDGED.set(bench, known);
  return known;
};

const share = (part: number, whole: number): string => `${part} of ${whole}`;
const names = (some: readonly Judged[]): string =>
  some.length === 0 ? "" : ` (${some.map(({ truth }) => truth.name).join("; ")})`;

const provided = (all: readonly Judged[], status: FaceQuality["status"]): Finding => {
  const lacking = all.filter(({ answer }) =>
    answer.qualities.some((quality) => quality.status === status && quality.result === undefined),
  );
  return checked(
    `Every ${status} criterion has a value for every compliant picture.`,
    lacking.length === 0,
    `${share(all.length - lacking.length, all.length)} pictures${names(lacking)}`,
  );
};

const inOrder = ({ min, tmin, tmax, max, result }: FaceQuality): boolean =>
  min <= tmin && tmin <= tmax && tmax <= max && (result === undefined || (min <= result && result <= max));

const ordered = (all: readonly Judged[]): Finding => {
  const wrong = all.flatMap(({ truth, answer }) =>
    answer.qualities.filter((quality) => !inOrder(quality)).map(({ id }) => `${truth.name}: ${id}`),
  );
  return checked(
    "Every value lies within its range, every tolerance within that range.",
    wrong.length === 0,
    wrong.length === 0 ? `${all.length} pictures` : wrong.join("; "),
  );
};

const accepted = ({ truth: { acceptance } }: Bench, compliant: readonly Judged[]): Finding => {
  const refused = compliant.filter(({ answer }) => !answer.verdict.approved);
  const reasons = refused.flatMap(({ answer }) => [...answer.verdict.failed, ...answer.verdict.notProvided]);
  return checked(
    "Compliant pictures are accepted.",
    refused.length <= acceptance.falseRefusals * compliant.length,
    `${share(compliant.length - refused.length, compliant.length)} accepted${names(refused)}${reasons.length > 0 ? `: ${[...new Set(reasons)].join(", ")}` : ""}`,
  );
};

const found = (bench: Bench, wrong: readonly Judged[], status: FaceQuality["status"]): Finding => {
  const claims = wrong.flatMap((one) =>
    one.answer.qualities
      .filter((quality) => quality.status === status && one.truth.violates.includes(quality.id))
      .map((quality) => ({ one, quality })),
  );
  if (claims.length === 0)
    return notApplicable(`Violations of ${status} criteria are found.`, "The ground truth holds none.");
  const missed = claims.filter(({ quality }) => quality.passed !== false);
  return checked(
    `Violations of ${status} criteria are found.`,
    missed.length <= bench.truth.acceptance.missedViolations * claims.length,
    `${share(claims.length - missed.length, claims.length)} found${missed.length === 0 ? "" : `; missed ${missed.map(({ one, quality }) => `${quality.id} in "${one.truth.name}" (${quality.result?.toFixed(2) ?? quality.failure ?? ""})`).join(", ")}`}`,
  );
};

const refusedWhole = (bench: Bench, wrong: readonly Judged[]): Finding => {
  const mandatory = wrong.filter(({ truth, answer }) =>
    answer.qualities.some(({ id, status }) => status === "mandatory" && truth.violates.includes(id)),
  );
  const passed = mandatory.filter(({ answer }) => answer.verdict.approved);
  return checked(
    "The total result of a picture that breaks a mandatory criterion is negative.",
    passed.length <= bench.truth.acceptance.missedViolations * mandatory.length,
    `${share(mandatory.length - passed.length, mandatory.length)} refused${names(passed)}`,
  );
};

const split = (all: readonly Judged[]) => ({
  compliant: all.filter(({ truth }) => truth.violates.length === 0),
  wrong: all.filter(({ truth }) => truth.violates.length > 0),
});

const noFaces: Finding = notApplicable(
  "Facial images are assessed.",
  "The ground truth holds no facial images.",
);

export const faceQualityCases: readonly ConformanceCase[] = [
  {
    id: "TC-QA-FI-GENERIC-001",
    module: "FM QA-FI-GENERIC",
    profiles: ["face"],
    about: "Values and tolerances of compliant pictures",
    examine: async (bench) => {
      const { compliant } = split(await judged(bench));
      if (compliant.length === 0) return [noFaces];
      return [provided(compliant, "mandatory"), provided(compliant, "optional"), ordered(compliant)];
    },
  },
  {
    id: "TC-QA-FI-GENERIC-002",
    module: "FM QA-FI-GENERIC",
    profiles: ["face"],
    about: "The best of several captures",
    examine: async (bench) => {
      const findings: Finding[] = [];
      for (const { name, pictures, best } of bench.truth.sequences) {
        const captures = [];
        for (const picture of pictures) captures.push(await answerFace(await picture.read(), picture.age));
        const chosen = bestCapture(captures.map(({ verdict }) => verdict));
        findings.push(
          checked(
            `The choice among "${name}" is that of 5.4.1.1.2.`,
            chosen === best,
            `chosen: ${chosen === undefined ? "none" : chosen + 1} of ${pictures.length}, expected ${best + 1}; mandatory and optional criteria met: ${captures.map(({ verdict }) => `${verdict.mandatoryMet}+${verdict.optionalMet}`).join(", ")}`,
          ),
        );
      }
      return findings.length > 0
        ? findings
        : [notApplicable("The best of a sequence is chosen.", "The ground truth holds no sequences.")];
    },
  },
  {
    id: "TC-QA-FI-GID-001",
    module: "FM QA-FI-GID",
    profiles: ["face"],
    about: "Compliant and non-compliant pictures, criterion by criterion",
    examine: async (bench) => {
      const all = await judged(bench);
      if (all.length === 0) return [noFaces];
      const { compliant, wrong } = split(all);
      return [
        ordered(all),
        accepted(bench, compliant),
        found(bench, wrong, "mandatory"),
        found(bench, wrong, "optional"),
        refusedWhole(bench, wrong),
      ];
    },
  },
];
