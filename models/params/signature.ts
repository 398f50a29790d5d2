/** Every tuned number of the signature models. Limits are this project's defaults; no standard states any. */
export const INK = {
  /** Stroke width at middling pressure, and how far pressure changes it. */
  widthMm: 0.5,
  leastWidth: 0.6,
  mostWidth: 1.3,
  /** Room left around the ink when the picture is trimmed. */
  marginMm: 2,
} as const;

export const SIGNATURE_LIMITS = {
  source: "kiosk default",
  /** Length of the pen's path on the pad; less is a dot or a slip. */
  pathMm: 15,
  /** Longer side of the box around the ink. */
  extentMm: 10,
  /** Share of contact points at the pad's edge; more means that the pen ran off it. */
  edgeShare: 0.02,
  /** How near to the edge counts, in shares of the pad's width and height. */
  edge: 0.004,
} as const;
