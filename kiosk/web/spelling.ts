/** Numbers and names for those who do not see the screen: one recording a letter, one after the other. */
import { view } from "./link.ts";
import { sayAll } from "./voice.ts";

const SIGNS: Readonly<Record<string, string>> = {
  "-": "key-dash",
  "/": "key-slash",
  "<": "key-filler",
  " ": "key-space",
  "'": "key-apostrophe",
  Ɛ: "key-open-e",
  Ɔ: "key-open-o",
  Ŋ: "key-eng",
  Ɲ: "key-hooked-n",
  Ɓ: "key-hooked-b",
  Ɗ: "key-hooked-d",
  Ƙ: "key-hooked-k",
  Ƴ: "key-hooked-y",
  // Marks, as NFD parts them from their letters.
  "\u0301": "key-acute",
  "\u0300": "key-grave",
  "\u0302": "key-circumflex",
  "\u0308": "key-diaeresis",
  "\u0327": "key-cedilla",
};

/** The sentence that names a key; undefined for what no key has. */
export const keySentence = (key: string): string | undefined =>
  /^[0-9A-Z]$/u.test(key) ? `key-${key.toLowerCase()}` : SIGNS[key];

/** A letter, then its mark: É is said as E, acute. What is no letter of the keys stays unsaid. */
export const keysOf = (text: string): readonly string[] =>
  text
    .normalize("NFD")
    .toUpperCase()
    .split("")
    .flatMap((letter) => keySentence(letter) ?? []);

/** The voice leads: the screen is dark, or headphones are in. */
export const voiceLeads = (): boolean => {
  const comfort = view.value?.comfort;
  return comfort?.curtain === true || comfort?.headphones === true;
};

export const spell = (text: string): void => {
  if (voiceLeads()) sayAll(keysOf(text));
};
