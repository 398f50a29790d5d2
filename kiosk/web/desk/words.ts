/** The desk's words: one Fluent text a language with every page's strings, and dates and numbers in that language. */
import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";
import { computed, signal } from "@preact/signals";
import { spacedFrench } from "../../../api/words/spacing.ts";
import {
  DESK_LANGUAGE_COOKIE,
  DESK_LANGUAGES,
  DESK_PATHS,
  type DeskLanguage,
} from "../../../api/words/desk-http.ts";

const KEPT = "desk-language";
const bundles = signal<ReadonlyMap<DeskLanguage, FluentBundle>>(new Map());

const first = (): DeskLanguage => {
  const kept = localStorage.getItem(KEPT);
  return DESK_LANGUAGES.find((known) => known === kept) ?? "fr";
};
export const language = signal<DeskLanguage>(first());
export const ready = computed(() => bundles.value.has(language.value));

export const speak = async (tag: DeskLanguage): Promise<void> => {
  // Before anything is asked for: the server answers in this language.
  document.cookie = `${DESK_LANGUAGE_COOKIE}=${tag}; path=/desk; samesite=strict; max-age=31536000`;
  if (!bundles.value.has(tag)) {
    const answer = await fetch(`${DESK_PATHS.strings}/${tag}`);
    const bundle = new FluentBundle(tag, { useIsolating: false });
    bundle.addResource(new FluentResource(await answer.text()));
    bundles.value = new Map([...bundles.value, [tag, bundle]]);
  }
  localStorage.setItem(KEPT, tag);
  language.value = tag;
  document.documentElement.lang = tag;
};

/** The line of that key; undefined: there is none. */
export const wordsIfAny = (key: string, values?: Record<string, FluentVariable>): string | undefined => {
  const bundle = bundles.value.get(language.value);
  const found = bundle?.getMessage(key)?.value;
  if (bundle === undefined || found == null) return undefined;
  const text = bundle.formatPattern(found, values);
  return language.value === "fr" ? spacedFrench(text) : text;
};

/** The key itself where nobody has written its line: a test finds those. */
export const words = (key: string, values?: Record<string, FluentVariable>): string =>
  wordsIfAny(key, values) ?? `{${key}}`;

export const dateTime = (at: number): string =>
  new Intl.DateTimeFormat(language.value, { dateStyle: "medium", timeStyle: "short" }).format(at);
/** To the second, where the order of things counts. */
export const dateTimeExact = (at: number): string =>
  new Intl.DateTimeFormat(language.value, { dateStyle: "medium", timeStyle: "medium" }).format(at);
export const dateOnly = (at: number): string =>
  new Intl.DateTimeFormat(language.value, { dateStyle: "medium" }).format(at);
/** Day and month, for an axis. */
export const dayOnly = (at: number): string =>
  new Intl.DateTimeFormat(language.value, { day: "numeric", month: "short", timeZone: "UTC" }).format(at);
/** A language by its name; one that nobody has a name for, by its tag. */
export const languageName = (tag: string): string => {
  try {
    return new Intl.DisplayNames(language.value, { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
};
export const number = (value: number, digits = 0): string =>
  new Intl.NumberFormat(language.value, { maximumFractionDigits: digits }).format(value);
/** A measured value in as many digits as say something. */
export const amount = (value: number): string => {
  const size = Math.abs(value);
  return number(value, size >= 100 ? 1 : size >= 10 ? 2 : 3);
};
export const percent = (share: number, digits = 1): string =>
  new Intl.NumberFormat(language.value, { style: "percent", maximumFractionDigits: digits }).format(share);

const UNITS = [
  ["days", 86_400_000],
  ["hours", 3_600_000],
  ["minutes", 60_000],
  ["seconds", 1000],
] as const;

/** A duration in its largest unit, or two where the second still says something. */
export const duration = (ms: number): string => {
  let rest = Math.max(0, ms);
  const parts: string[] = [];
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(words(`duration-${unit}`, { count }));
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.length === 0 ? words("duration-seconds", { count: 0 }) : parts.join(" ");
};
