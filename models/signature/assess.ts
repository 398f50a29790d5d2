/** Whether a signature is one: not empty, not a dot, not run off the pad, not too small. */
import type { Check } from "../../api/words/quality.ts";
import type { PenTrajectory } from "../../api/words/sample.ts";
import type { Millimetres } from "../../api/words/units.ts";
import { SIGNATURE_LIMITS } from "../params/signature.ts";
import { strokesOf } from "./strokes.ts";
import type { StrokePoint, Strokes } from "./strokes.ts";

export type SignatureFault = "empty" | "dot" | "clipped" | "too-small";

export interface SignatureAssessment {
  readonly checks: readonly Check[];
  /** Why it should be written again, the plainest reason; absent: it is good. */
  readonly fault?: SignatureFault;
}

const ALGORITHM = { name: "signature-checks", version: "1.0" } as const;

const pathLength = (stroke: readonly StrokePoint[]): Millimetres =>
  stroke.reduce((sum, p, i) => {
    const before = stroke[i - 1] ?? p;
    return sum + Math.hypot(p.x - before.x, p.y - before.y);
  }, 0);

const extent = (points: readonly StrokePoint[]): Millimetres => {
  if (points.length === 0) return 0;
  const [xs, ys] = [points.map((p) => p.x), points.map((p) => p.y)];
  return Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys));
};

const atEdge = ({ width, height, strokes }: Strokes): number => {
  const points = strokes.flat();
  if (points.length === 0) return 0;
  const [mx, my] = [width * SIGNATURE_LIMITS.edge, height * SIGNATURE_LIMITS.edge];
  const near = points.filter((p) => p.x <= mx || p.y <= my || p.x >= width - mx || p.y >= height - my);
  return near.length / points.length;
};

const scalar = (share: number): number => Math.round(100 * Math.min(1, Math.max(0, share)));

type Limit = NonNullable<Check["limit"]>;

const check = (id: string, raw: number, score: number, limit: Limit, passed: boolean): Check => ({
  id,
  result: { kind: "assessed", raw, scalar: score },
  algorithm: ALGORITHM,
  limit,
  passed,
});

/** Throws OutsideFault input-missing where nobody says how wide the pad is. */
export const assessSignature = (trajectory: PenTrajectory, padWidthMm?: Millimetres): SignatureAssessment => {
  const pen = strokesOf(trajectory, padWidthMm);
  const path = pen.strokes.reduce((sum, stroke) => sum + pathLength(stroke), 0);
  const wide = extent(pen.strokes.flat());
  const edge = atEdge(pen);
  const { pathMm, extentMm, edgeShare, source } = SIGNATURE_LIMITS;
  const checks = [
    check("signature-path", path, scalar(path / pathMm), { atLeast: pathMm, source }, path >= pathMm),
    check("signature-extent", wide, scalar(wide / extentMm), { atLeast: extentMm, source }, wide >= extentMm),
    check(
      "signature-edge",
      edge,
      scalar(1 - edge / edgeShare),
      { atMost: edgeShare, source },
      edge <= edgeShare,
    ),
  ];
  const fault = faultOf(pen, path, wide, edge);
  return fault === undefined ? { checks } : { checks, fault };
};

/** A dot is smaller than the pen needs to draw anything: a fifth of the least extent. */
const faultOf = (pen: Strokes, path: number, wide: number, edge: number): SignatureFault | undefined => {
  if (pen.strokes.flat().length === 0) return "empty";
  if (wide < SIGNATURE_LIMITS.extentMm / 5) return "dot";
  if (edge > SIGNATURE_LIMITS.edgeShare) return "clipped";
  if (wide < SIGNATURE_LIMITS.extentMm || path < SIGNATURE_LIMITS.pathMm) return "too-small";
  return undefined;
};
