/** What an operator sees of a name before it is printed for ten years: the field, what was cut, what needs a decision. */
import { nameField, type Shortening } from "./name.ts";
import { transliterate, type Note, type TransliterationRules } from "./transliterate.ts";

export interface NamePreview {
  /** 39 characters of a passport's upper line. */
  readonly field: string;
  readonly truncated: boolean;
  /** Components that do not stand whole in the field, with what is left of them. */
  readonly cut: readonly { readonly component: string; readonly left: string }[];
  readonly notes: readonly Note[];
  /** Words that look like titles; they stay out unless the State holds them to be part of the name (Doc 9303-3 4.6). */
  readonly titles: readonly string[];
  /** False: letters are missing from the field; the name must be transcribed first. */
  readonly complete: boolean;
}

/** Titles heard in the region, in capitals without accents. El Hadj and Hadja are often part of the civil name. */
const TITLES = new Set(
  "M MME MLLE MR MRS MS DR PR PROF ME SIR COL GEN CAPT LT SGT ING IMAM CHEIKH ELHADJ HADJ HADJA ALHAJI ALHADJI MAITRE DOCTEUR".split(
    " ",
  ),
);

const NAME_LENGTH = 39;

const partsOf = (field: string): readonly string[] => field.split("<").filter((part) => part !== "");

/** Pure and quick: to be called at every keystroke. */
export const previewName = (
  surname: string,
  givenNames: string,
  rules: TransliterationRules = {},
  shortening?: Shortening,
): NamePreview => {
  const primary = transliterate(surname, rules);
  const secondary = transliterate(givenNames, rules);
  const all = [...primary.components, ...secondary.components];
  const { field, truncated } = nameField(primary.components, secondary.components, NAME_LENGTH, shortening);
  const shown = partsOf(field);
  const notes = [...primary.notes, ...secondary.notes];
  return {
    field,
    truncated,
    cut: truncated
      ? all.flatMap((component, i) => (shown[i] === component ? [] : [{ component, left: shown[i] ?? "" }]))
      : [],
    notes,
    titles: all.filter((component) => TITLES.has(component)),
    complete: primary.components.length > 0 && !notes.some(({ kind }) => kind === "unknown"),
  };
};
