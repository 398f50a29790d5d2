/** The name field (Doc 9303-3 section 4.6, 9303-4 section 4.2.3 and its kin): primary, two fillers, secondary; cut by rule. */

export interface NameField {
  /** Exactly as long as asked for. */
  readonly field: string;
  readonly truncated: boolean;
}

/** Components without what does not fit, each cut from the end, at least one letter of each that is kept. */
const cut = (components: readonly string[], room: number): string => components.join("<").slice(0, room);

/**
 * Keeps as much as fits and always ends in a letter, which tells a reader that something is missing.
 * The secondary identifier is cut first, component by component from the last to its initial and then away;
 * the primary loses letters only as far as two fillers and one letter of the secondary need room (9303-4 4.2.3.2).
 */
const shorten = (primary: readonly string[], secondary: readonly string[], length: number): string => {
  const whole = primary.join("<");
  if (secondary.length === 0) return endInLetter(cut(primary, length), length, whole);
  const kept =
    whole.length + 3 <= length ? whole : endInLetter(whole.slice(0, length - 3), length - 3, whole);
  const given = secondary.join("<");
  const room = length - kept.length - 2;
  return `${kept}<<${endInLetter(given.slice(0, room), room, given)}`;
};

/** A cut that falls on a filler would end in `<`: the letters before it give way so that the last place has one. */
const endInLetter = (part: string, room: number, whole: string): string => {
  if (!part.endsWith("<")) return part;
  // The filler is moved one place to the left, at the cost of the letter before it: "AB<" becomes "A<C".
  const next = whole.slice(room).match(/[A-Z]/u)?.[0] ?? "";
  return next === "" ? part.slice(0, -1) : `${part.slice(0, -2)}<${next}`.replace(/<<$/u, "<");
};

/** Primary and secondary components of A-Z; an empty secondary is a mononym (section 4.6). */
export const nameField = (
  primary: readonly string[],
  secondary: readonly string[],
  length: number,
): NameField => {
  const full = secondary.length === 0 ? primary.join("<") : `${primary.join("<")}<<${secondary.join("<")}`;
  if (full.length <= length) return { field: full.padEnd(length, "<"), truncated: false };
  return { field: shorten(primary, secondary, length), truncated: true };
};
