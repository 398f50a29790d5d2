/** A print: its template, its quality against the policy's limit, and whether it is a finger that was given already. */
import { FINGER_POSITIONS, type FingerPosition } from "../../../api/words/characteristic.ts";
import type { EnrolledFinger } from "../../../api/words/enrolment.ts";
import type { FingerTemplate } from "../../../api/words/finger.ts";
import type { Check, MeasureResult } from "../../../api/words/quality.ts";
import { compareFingers } from "../../../models/finger/compare/compare.ts";
import { isSameFinger } from "../../../models/finger/compare/thresholds.ts";
import { extractFinger } from "../../../models/finger/extract.ts";
import { FINGER_EXTRACTOR } from "../../../models/finger/extractor.ts";
import { askNfiq2 } from "../../../models/finger/nfiq2.ts";
import { kindOf } from "../fingers.ts";
import { encodeFingerImage } from "../../../api/formats/finger-image/finger-image.ts";
import { PRINT_LIMIT_BYTES } from "../../../api/formats/wsq/encode.ts";
import type { Policy } from "../policy.ts";
import type { Examination, SampleOf } from "./station.ts";

/** TR-03121-3.2 v6.0: WSQ at 0.75 bits a pixel, compressed once, at most 18 kB a print for the chip. */
const CODING = { kind: "wsq", maxBytes: PRINT_LIMIT_BYTES } as const;

export const isFingerPosition = (target: string): target is FingerPosition => target in FINGER_POSITIONS;

/** What ISO/IEC 19794-2:2005 has room for: 0 stands for a quality that was not assessed. */
const scoreOf = (quality: MeasureResult): number => (quality.kind === "assessed" ? quality.scalar : 0);

/** A kiosk must not send people to the desk because two of their fingers look alike. */
const UNIQUENESS_RATE = "1 in 10000";

const duplicateOf = (
  template: FingerTemplate,
  others: readonly EnrolledFinger[],
): FingerPosition | undefined =>
  others.find((other) => isSameFinger(compareFingers(template, other.template), UNIQUENESS_RATE))?.position;

/** `others`: the fingers accepted so far. */
export const examinePrint = async (
  sample: SampleOf<"finger">,
  position: FingerPosition,
  others: readonly EnrolledFinger[],
  policy: Policy,
): Promise<Examination<EnrolledFinger>> => {
  const { template, assessment: own } = extractFinger(sample.image, sample.ppi, { position });
  const { algorithm, quality: result } = (await askNfiq2(sample.image, sample.ppi)) ?? own;
  const atLeast = policy.fingerQuality[kindOf(position)];
  const passed = result.kind === "assessed" && result.scalar >= atLeast;
  const quality: Check = {
    id: "finger quality",
    // Judged is the score from 0 to 100, of whichever algorithm; what our own is made of stands beside it.
    result: result.kind === "assessed" ? { ...result, raw: result.scalar } : result,
    algorithm,
    limit: { atLeast, source: `BSI TR-03121-3.2 v6.0, 5.4, ${kindOf(position)} finger` },
    passed,
  };
  const measures = Object.entries({
    "own finger quality": own.quality,
    ...own.measures,
  }).map(([id, measured]): Check => ({ id, result: measured, algorithm: own.algorithm }));
  const duplicate = duplicateOf(template, others);
  const enrolled: EnrolledFinger = {
    position,
    image: await encodeFingerImage(sample.image, sample.ppi, CODING),
    ppi: sample.ppi,
    quality: result,
    qualityAlgorithm: algorithm,
    template: { ...template, quality: scoreOf(result) },
    extractor: FINGER_EXTRACTOR,
    device: sample.device,
    capturedAt: sample.capturedAt,
  };
  return {
    assessment: {
      sufficient: passed,
      rank: [scoreOf(result)],
      reason: passed ? "" : (own.reasons[0] ?? "the print is not clear enough"),
      ...(duplicate === undefined ? {} : { duplicateOf: duplicate }),
    },
    checks: [quality, ...measures],
    enrolled,
  };
};
