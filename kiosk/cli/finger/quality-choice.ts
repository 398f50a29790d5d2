/** Whose quality a print's record states: NFIQ 2's where NIST's program is installed, otherwise the kiosk's own. */
import { OutsideFault } from "../../../api/base/faults.ts";
import type { AlgorithmId } from "../../../api/words/quality.ts";
import type { GreyImage } from "../../../api/words/sample.ts";
import type { Extraction } from "../../../models/finger/extract.ts";
import { findNfiq2, nfiq2Score, type Nfiq2Program } from "../../../models/finger/nfiq2.ts";
import type { QualityChoice } from "./quality-names.ts";

/**
 * The program to ask; undefined: the kiosk's own score stands, and what is written is what it would be on a machine without
 * the program. Without a choice an installed program is used. Throws OutsideFault capability-missing.
 */
export const qualityProgram = async (
  choice: QualityChoice | undefined,
): Promise<Nfiq2Program | undefined> => {
  if (choice === "own") return undefined;
  const program = await findNfiq2();
  if (program === undefined && choice === "nfiq2")
    throw new OutsideFault(
      "capability-missing",
      "NIST's program nfiq2 is in no folder of PATH; install it, or use --quality own.",
    );
  return program;
};

/** None of the records that are written has a field for the algorithm of its quality, so what is printed names it. */
export interface StatedQuality {
  /** 0..100, as it stands in the record. */
  readonly quality: number;
  /** Name and version of what gave it. This and the next two are absent where NFIQ 2 was not to be asked. */
  readonly qualityAlgorithm?: string;
  /** 0..100, the kiosk's own, whichever stands in the record. */
  readonly ownQuality?: number;
  /** Why the kiosk's own score stands although NFIQ 2 is installed; empty where it does not. */
  readonly qualityNote?: string;
}

const words = ({ name, version }: AlgorithmId): string => `${name} ${version}`;

/** A program that fails at a print costs that print NFIQ 2's score and nothing else: never throws. */
export const statedQuality = async (
  { template, assessment }: Pick<Extraction, "template" | "assessment">,
  image: GreyImage,
  ppi: number,
  program: Nfiq2Program | undefined,
): Promise<StatedQuality> => {
  const own = template.quality;
  if (program === undefined) return { quality: own };
  const kept = (qualityNote: string): StatedQuality => ({
    quality: own,
    qualityAlgorithm: words(assessment.algorithm),
    ownQuality: own,
    qualityNote,
  });
  if (assessment.reasons.includes("nothing-there")) return kept("there is no print to ask NFIQ 2 about");
  const theirs = await nfiq2Score(program, image, ppi);
  if (theirs.kind === "failure-to-assess")
    return kept(
      `NFIQ 2 gave no score: ${theirs.reason.replace("NFIQ 2 gave no score.", "it said nothing.")}`,
    );
  return {
    quality: theirs.scalar,
    qualityAlgorithm: words(program.algorithm),
    ownQuality: own,
    qualityNote: "",
  };
};

/** Behind a printed score: empty where NFIQ 2 was not to be asked. */
export const qualitySource = ({ qualityAlgorithm, ownQuality, qualityNote }: StatedQuality): string => {
  if (qualityAlgorithm === undefined) return "";
  return qualityNote === ""
    ? ` (${qualityAlgorithm}; the kiosk's own ${ownQuality})`
    : ` (${qualityAlgorithm}; ${qualityNote})`;
};
