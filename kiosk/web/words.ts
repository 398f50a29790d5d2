/** The page's words: one Fluent file a language, fetched when it is chosen. */
import { FluentBundle, FluentResource } from "@fluent/bundle";
import { computed, effect, signal } from "@preact/signals";
import { PATHS } from "../../api/words/kiosk-http.ts";
import { setting, view } from "./link.ts";

const bundles = signal<ReadonlyMap<string, FluentBundle>>(new Map());
/** A draft lacks sentences; those come in the working language. */
const WORKING = "fr";

export const addWords = (tag: string, strings: string): void => {
  const bundle = new FluentBundle(tag, { useIsolating: false });
  bundle.addResource(new FluentResource(strings));
  bundles.value = new Map([...bundles.value, [tag, bundle]]);
};

const load = async (tag: string): Promise<void> => {
  if (bundles.value.has(tag)) return;
  const answer = await fetch(`${PATHS.strings}/${tag}/strings.ftl`);
  if (answer.ok) addWords(tag, await answer.text());
};

export const language = computed(() => view.value?.language ?? WORKING);
export const offer = computed(() => setting.value?.languages.find(({ tag }) => tag === language.value));

effect(() => {
  if (view.value !== undefined) void load(language.value);
});
effect(() => {
  if (offer.value?.draft === true) void load(WORKING);
});

const message = (key: string) => {
  for (const tag of [language.value, WORKING]) {
    const bundle = bundles.value.get(tag);
    const found = bundle?.getMessage(key);
    if (bundle !== undefined && found?.value != null) return { bundle, found, tag };
  }
  return undefined;
};

/** The line of that key; empty until the language is here. */
export const words = (key: string): string => {
  const hit = message(key);
  return hit?.found.value == null ? "" : hit.bundle.formatPattern(hit.found.value);
};

/** Which language a key's line really comes in: a draft falls back. */
export const languageOf = (key: string): string => message(key)?.tag ?? language.value;

/** The words are here: before that nothing is drawn. */
export const ready = computed(() => bundles.value.has(language.value) || bundles.value.has(WORKING));
