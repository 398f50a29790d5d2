/** Limits of legibility: this project's own, set on made-up pages (tests/models/document); no public clause states one. */
export const LEGIBILITY = {
  /** Fewer are a photograph, a table top or a stamp. */
  leastLetters: 30,
  /** Pixels. Capitals of ten points are 2.5 mm: 15 pixels are 150 dpi, where small print can still be told apart. */
  leastHeight: 12,
  /** Edge beside the letter's height: strokes are about a seventh of it, and an edge of a stroke and a half closes the letter's eyes. */
  widestEdge: 0.2,
  /** Grey levels from letter to paper. */
  leastContrast: 50,
  /** A level from which nothing can be told apart, and how much of the picture may be there. */
  washedOut: 252,
  mostGlare: 0.02,
  /** How near to the picture's end a letter is cut off, in its heights; and how many may be: a stamp, a table's edge. */
  borderOfHeight: 0.5,
  mostAtBorder: 2,
  /** Grey levels that a letter is darker than what surrounds it. */
  darker: 12,
} as const;
