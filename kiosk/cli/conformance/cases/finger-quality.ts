/** Prints of the ground truth: the grey scale that they use, and their quality beside that of NFIQ 2. */
import { OutsideFault } from "../../../../api/base/faults.ts";
import type { GreyImage } from "../../../../api/words/sample.ts";
import { assessFinger } from "../../../../models/finger/extract.ts";
import { checked, notApplicable, notTestable, type Finding } from "../case.ts";
import type { GroundTruth, PrintTruth } from "../truth/truth.ts";

/** Grey levels that at least five pixels have. */
const levelsOf = ({ pixels }: GreyImage): readonly number[] => {
  const counts = new Uint32Array(256);
  for (const value of pixels) counts[value] = (counts[value] ?? 0) + 1;
  return [...counts].flatMap((count, level) => (count >= 5 ? [level] : []));
};

/** Levels that no pixel has, between the darkest and the lightest that occur. */
const gapsIn = ({ pixels }: GreyImage, levels: readonly number[]): number => {
  const present = new Set(pixels);
  let gaps = 0;
  for (let level = levels[0] ?? 0; level < (levels.at(-1) ?? 0); level += 1)
    if (!present.has(level)) gaps += 1;
  return gaps;
};

const readable = (prints: readonly PrintTruth[]) => prints.filter(({ nfiq2 }) => nfiq2 !== "unable");

const GREY_SCALE = {
  most: "99 % of the prints use 128 grey levels or more.",
  many: "80 % of the prints use 200 grey levels or more.",
  gaps: "The histograms have no gaps.",
} as const;

/** FM AH-FP-OPT: how much of the grey scale prints use. */
export const histograms = async ({ prints, made }: GroundTruth): Promise<readonly Finding[]> => {
  // It is asked of the hardware: impressions that this program draws would answer for themselves.
  if (made === true)
    return Object.values(GREY_SCALE).map((requirement) =>
      notTestable(requirement, "It is asked of the scanner's own prints; bring some with --truth."),
    );
  const found: { readonly levels: readonly number[]; readonly gaps: number }[] = [];
  for (const one of readable(prints)) {
    const image = await one.read();
    const levels = levelsOf(image);
    found.push({ levels, gaps: gapsIn(image, levels) });
  }
  if (found.length === 0)
    return [notApplicable("Prints use the grey scale.", "The ground truth holds no prints.")];
  const share = (least: number) => found.filter(({ levels }) => levels.length >= least).length / found.length;
  const percent = (value: number) => `${(100 * value).toFixed(0)} % of ${found.length} prints`;
  return [
    checked(GREY_SCALE.most, share(128) >= 0.99, percent(share(128))),
    checked(GREY_SCALE.many, share(200) >= 0.8, percent(share(200))),
    checked(
      GREY_SCALE.gaps,
      found.every(({ gaps }) => gaps === 0),
      `gaps: ${found.map(({ gaps }) => gaps).join(", ")}`,
    ),
  ];
};

/** FM QA-FP-APP: the kiosk's scores beside those of NFIQ 2, and none where NFIQ 2 has none. */
export const quality = async (prints: readonly PrintTruth[]): Promise<readonly Finding[]> => {
  const scored = prints.filter(({ nfiq2 }) => typeof nfiq2 === "number");
  const unable = prints.filter(({ nfiq2 }) => nfiq2 === "unable");
  const differences: number[] = [];
  for (const { read, ppi, nfiq2 } of scored) {
    const { quality: result } = assessFinger(await read(), ppi);
    if (result.kind === "assessed" && typeof nfiq2 === "number") differences.push(result.scalar - nfiq2);
  }
  let notScored = 0;
  for (const { read, ppi } of unable) {
    const score = await read()
      .then((image) => assessFinger(image, ppi).quality)
      .catch((error: unknown) => {
        if (error instanceof OutsideFault) return { kind: "failure-to-assess" as const };
        throw error;
      });
    if (score.kind !== "assessed" || score.scalar === 0) notScored += 1;
  }
  return [
    scored.length === 0
      ? notTestable(
          "Every score equals that of NFIQ 2.",
          "The kiosk's quality is an algorithm of its own and says so; ground truth with scores shows by how much they differ.",
        )
      : checked(
          "Every score equals that of NFIQ 2.",
          differences.length === scored.length && differences.every((difference) => difference === 0),
          `own algorithm, ${differences.length} of ${scored.length} scored, mean absolute difference ${(differences.reduce((sum, d) => sum + Math.abs(d), 0) / Math.max(1, differences.length)).toFixed(1)}`,
        ),
    checked(
      "What cannot be assessed gets no score that could be taken for one.",
      notScored === unable.length,
      `${notScored} of ${unable.length}`,
    ),
  ];
};
