/** A byte string as the list of its pieces: nested elements are written without copying what they hold. */
export interface Pieces {
  readonly length: number;
  readonly parts: readonly Uint8Array[];
}

export const piece = (bytes: Uint8Array): Pieces => ({ length: bytes.length, parts: [bytes] });

export const concat = (pieces: readonly Pieces[]): Pieces => ({
  length: pieces.reduce((sum, { length }) => sum + length, 0),
  parts: pieces.flatMap(({ parts }) => parts),
});

/** The bytes in one new array: the only copy. */
export const join = (pieces: Pieces): Uint8Array => {
  const out = new Uint8Array(pieces.length);
  let at = 0;
  for (const part of pieces.parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
};

const HOLE = new Uint8Array();

/** A stretch whose bytes come later, when all is joined: nothing is held for it until then. */
export const hole = (length: number): Pieces => ({ length, parts: [HOLE] });

/** Like join; `fill` writes into the place of the hole, before what follows it is copied. */
export const joinFilling = (pieces: Pieces, fill: (place: Uint8Array) => void): Uint8Array => {
  const out = new Uint8Array(pieces.length);
  const stretch = pieces.length - pieces.parts.reduce((sum, { length }) => sum + length, 0);
  let at = 0;
  for (const part of pieces.parts) {
    if (part === HOLE) fill(out.subarray(at, at + stretch));
    else out.set(part, at);
    at += part === HOLE ? stretch : part.length;
  }
  return out;
};

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);

/** Unsigned, byte by byte; a prefix comes first (the order of DER's SET OF, ITU-T X.690 clause 11.6). */
export const compareBytes = (a: Uint8Array, b: Uint8Array): number => {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i += 1) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
};
