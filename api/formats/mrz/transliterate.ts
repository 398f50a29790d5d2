/** From national letters to A-Z, as data says (Doc 9303-3 sections 4.6 and 6); what was done is told, letter by letter. */
import { ARABIC, ARABIC_SILENT, ARABIC_WORDS, SHADDA, TEH_MARBUTA, TEH_MARBUTA_AT_END } from "./arabic.ts";
import { CYRILLIC } from "./cyrillic.ts";
import { LATIN } from "./latin.ts";
import { PROPOSED_NATIONAL, type NationalTable } from "./national.ts";

export type NoteKind =
  /** From the State's own table, not from ICAO's: to be confirmed by the State. */
  | "national"
  /** One of several that ICAO's table offers. */
  | "choice"
  /** Punctuation or a digit that the zone does not carry (section 4.6). */
  | "dropped"
  /** A letter that no table has: it is missing from the result, an operator must transcribe the name. */
  | "unknown";

export interface Note {
  readonly kind: NoteKind;
  readonly character: string;
  readonly became: string;
}

export interface Transliteration {
  /** Name components of A-Z, none empty. */
  readonly components: readonly string[];
  readonly notes: readonly Note[];
}

export interface TransliterationRules {
  /** The State's table; it wins over ICAO's. */
  readonly national?: NationalTable;
  /** For letters where table A offers several: which one. */
  readonly choices?: Readonly<Record<string, string>>;
}

/** Apostrophes and the letters that look and act like them (section 4.6: omitted, nothing in their place). */
const APOSTROPHES = new Set([
  "'",
  "\u2018",
  "\u2019",
  "\u02bc",
  "\u02bb",
  "\u02be",
  "\u02bf",
  "\u0060",
  "\u00b4",
  "\u02b9",
]);
/** Separate components: spaces, hyphens, commas (section 4.6), and strokes between alternatives. */
const SEPARATORS = /[\s,/\u002d\u00ad\u2010-\u2015\u2212\u30a0]+/u;

/** A table's entry; never what every JavaScript object has besides ("constructor" is a possible name). */
const own = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

interface Letter {
  readonly became: string;
  readonly kind?: NoteKind;
}

const fromTables = (letter: string, rules: TransliterationRules): Letter | undefined => {
  if (/^[A-Z]$/u.test(letter)) return { became: letter };
  const national = own(rules.national ?? PROPOSED_NATIONAL, letter);
  if (national !== undefined) return { became: national, kind: "national" };
  const latin = own(LATIN, letter);
  if (latin !== undefined) {
    const chosen = own(rules.choices ?? {}, letter);
    const became = chosen !== undefined && latin.includes(chosen) ? chosen : latin[0];
    return latin.length > 1 ? { became, kind: "choice" } : { became };
  }
  const other = own(CYRILLIC, letter) ?? own(ARABIC, letter);
  return other === undefined ? undefined : { became: other };
};

/** A letter with marks that no table has as a whole: its base letter's entry. */
const fromBase = (letter: string, rules: TransliterationRules): Letter | undefined => {
  const [base = "", ...marks] = letter.normalize("NFD");
  if (marks.length === 0) return undefined;
  return fromTables(base, rules);
};

const isUpperable = /^\p{L}$/u;

const onLetter = (character: string, rules: TransliterationRules): readonly Letter[] => {
  const capitals = isUpperable.test(character)
    ? Array.from(character.toUpperCase().normalize("NFC"))
    : [character];
  return capitals.map((letter) => {
    const found = fromTables(letter, rules) ?? fromBase(letter, rules);
    if (found !== undefined) return found;
    if (ARABIC_SILENT.has(letter) || /^\p{M}$/u.test(letter)) return { became: "" };
    return { became: "", kind: /^\p{L}$/u.test(letter) ? "unknown" : "dropped" };
  });
};

const onWord = (word: string, rules: TransliterationRules, notes: Note[]): string => {
  const whole = own(ARABIC_WORDS, word.replaceAll(SHADDA, ""));
  if (whole !== undefined) return whole;
  const characters = Array.from(word).filter((character) => !APOSTROPHES.has(character));
  let out = "";
  let last = "";
  for (const [i, character] of characters.entries()) {
    if (character === SHADDA) {
      out += last.replace(/^X+/u, "");
      continue;
    }
    const ends = characters.slice(i + 1).every((rest) => ARABIC_SILENT.has(rest));
    if (character === TEH_MARBUTA && ends) out += TEH_MARBUTA_AT_END;
    else
      for (const { became, kind } of onLetter(character, rules)) {
        if (kind !== undefined) notes.push({ kind, character, became });
        if (became !== "") last = became;
        out += became;
      }
  }
  return out;
};

/** Any text to components of A-Z. */
export const transliterate = (text: string, rules: TransliterationRules = {}): Transliteration => {
  const notes: Note[] = [];
  const components = text
    .normalize("NFC")
    .split(SEPARATORS)
    .map((word) => onWord(word, rules, notes))
    .filter((component) => component !== "");
  return { components, notes };
};
