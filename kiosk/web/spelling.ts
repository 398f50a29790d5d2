/** Numbers and names for those who do not see the screen: one recording a letter, one after the other. */
import { view } from "./link.ts";
import { sayAll } from "./voice.ts";

const SIGNS: Readonly<Record<string, string>> = { "-": "key-dash", "/": "key-slash", "<": "key-filler" };

/** The sentence that names a key; undefined for what no key has. */
export const keySentence = (key: string): string | undefined =>
  /^[0-9A-Z]$/u.test(key) ? `key-${key.toLowerCase()}` : SIGNS[key];

/** Letters without their marks: É is said as E. What is no letter of the keys stays unsaid. */
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
