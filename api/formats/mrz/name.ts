/**
 * The name field: primary identifier, two fillers, secondary identifier (Doc 9303-3 section 4.6); shortened only where it
 * does not fit, and then so that its last place has a letter (Doc 9303-4 section 4.2.3, 9303-5, -6 and -7 alike).
 */

/**
 * Doc 9303-4 section 4.2.3.3 leaves the way of shortening the primary identifier to the State: the last components to
 * their initials (its example a), or every component to a fixed number of letters (its example c).
 */
export type Shortening = { readonly kind: "initials" } | { readonly kind: "fixed"; readonly letters: number };

export interface NameField {
  /** Exactly as long as asked for. */
  readonly field: string;
  readonly truncated: boolean;
}

const joined = (components: readonly string[]): string => components.join("<");

/** Takes letters from the last component down to its initial, then from the one before it, until `excess` is gone. */
const trim = (components: readonly string[], excess: number): { kept: string[]; left: number } => {
  const kept = [...components];
  let left = excess;
  for (let i = kept.length - 1; i >= 0 && left > 0; i -= 1) {
    const component = kept[i] ?? "";
    const cut = Math.min(left, component.length - 1);
    kept[i] = component.slice(0, component.length - cut);
    left -= cut;
  }
  return { kept, left };
};

/** As many components as can show their initials in this room; may be shorter than the room, never longer. */
const fit = (components: readonly string[], room: number): string => {
  for (let count = components.length; count > 0; count -= 1) {
    const some = components.slice(0, count);
    const { kept, left } = trim(some, Math.max(0, joined(some).length - room));
    if (left === 0) return joined(kept);
  }
  return "";
};

/** The primary identifier, shortened by the State's rule until two fillers and a letter have room. */
const shortPrimary = (primary: readonly string[], room: number, shortening: Shortening): string => {
  if (joined(primary).length <= room) return joined(primary);
  if (shortening.kind === "fixed")
    return fit(
      primary.map((part) => part.slice(0, shortening.letters)),
      room,
    );
  const kept = [...primary];
  for (let i = kept.length - 1; i >= 0 && joined(kept).length > room; i -= 1)
    kept[i] = (kept[i] ?? "").slice(0, 1);
  return fit(kept, room);
};

/** Both identifiers in exactly `length` places with a letter in the last; undefined: not at this primary's length. */
const together = (primary: string, secondary: readonly string[], length: number): string | undefined => {
  const given = fit(secondary, length - primary.length - 2);
  const field = `${primary}<<${given}`;
  return field.length === length && /[A-Z]$/u.test(field) ? field : undefined;
};

/** Names of nothing but initials may leave the last place to a filler: that filler gives way to the next letter. */
const lastResort = (components: readonly string[], length: number): string => {
  const text = joined(components);
  const cut = text.slice(0, length);
  return cut.endsWith("<") ? `${cut.slice(0, -1)}${text.charAt(length)}` : cut;
};

const shorten = (
  primary: readonly string[],
  secondary: readonly string[],
  length: number,
  shortening: Shortening,
): string => {
  if (secondary.length === 0) {
    const alone = fit(primary, length);
    return alone.length === length ? alone : lastResort(primary, length);
  }
  const best = shortPrimary(primary, length - 3, shortening);
  const whole = joined(primary).length;
  // Where the secondary cannot end the field with a letter, the primary gains or loses a few letters.
  for (let step = 0; step <= length; step += 1)
    for (const room of [best.length + step, best.length - step]) {
      if (room > Math.min(whole, length - 3) || room < 1) continue;
      const kept = step === 0 ? best : fit(primary, room);
      const field = kept.length === room ? together(kept, secondary, length) : undefined;
      if (field !== undefined) return field;
    }
  return lastResort([...primary, "", ...secondary], length);
};

/** Components of A-Z, none empty; an empty secondary is a mononym. */
export const nameField = (
  primary: readonly string[],
  secondary: readonly string[],
  length: number,
  shortening: Shortening = { kind: "initials" },
): NameField => {
  const full = secondary.length === 0 ? joined(primary) : `${joined(primary)}<<${joined(secondary)}`;
  if (full.length <= length) return { field: full.padEnd(length, "<"), truncated: false };
  return { field: shorten(primary, secondary, length, shortening), truncated: true };
};
