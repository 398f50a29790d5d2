/**
 * The desk's languages on the server: the pages' own Fluent lines, and sentences that drivers, models and store say in
 * English. The English file said.ftl holds those as patterns; what fits one is said by the line of the same key.
 */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";
import { Bug } from "../../api/base/faults.ts";
import { spacedFrench } from "../../api/words/spacing.ts";
import { DESK_LANGUAGES, type DeskLanguage } from "../../api/words/desk-http.ts";

export interface Speech {
  readonly language: DeskLanguage;
  /** The line of that key; undefined: there is none. */
  words(key: string, values?: Record<string, FluentVariable>): string | undefined;
  /** An English sentence of the program in this language; one that is not known comes back as it is. */
  said(english: string): string;
}

export type Speeches = Readonly<Record<DeskLanguage, Speech>>;

const SOURCE: DeskLanguage = "en";

interface Pattern {
  readonly key: string;
  readonly fits: RegExp;
  readonly holes: readonly string[];
  /** Its longest piece of text: where that is missing, nothing has to be tried. */
  readonly anchor: string;
  /** Characters that are the same in every sentence: the more, the better it fits. */
  readonly firm: number;
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);

/** A line's text and holes as one expression; throws Bug for a line that is more than that. */
const patternOf = ({ id, value }: FluentResource["body"][number]): Pattern => {
  const parts = typeof value === "string" ? [value] : (value ?? []);
  const holes: string[] = [];
  let [source, firm, anchor] = ["", 0, ""];
  for (const part of parts) {
    if (typeof part === "string") {
      source += escaped(part);
      firm += part.length;
      if (part.length > anchor.length) anchor = part;
    } else if (part.type === "var") {
      source += "(.+?)";
      holes.push(part.name);
    } else throw new Bug(`${id} is no pattern: only text and values`);
  }
  return { key: id, fits: new RegExp(`^${source}$`, "u"), holes, anchor, firm };
};

const sourceOf = async (folder: string, language: DeskLanguage): Promise<string> => {
  const place = path.join(folder, language);
  const names = (await readdir(place)).filter((name) => name.endsWith(".ftl")).toSorted();
  return (await Promise.all(names.map((name) => readFile(path.join(place, name), "utf8")))).join("\n");
};

const bundleOf = (language: DeskLanguage, source: string): FluentBundle => {
  const bundle = new FluentBundle(language, { useIsolating: false });
  bundle.addResource(new FluentResource(source));
  return bundle;
};

interface Said {
  readonly words: string;
  /** Characters of the English that lines account for. */
  readonly known: number;
}

/** Sentences whose lines were found; pages ask for the same ones again and again. */
const REMEMBERED = 2000;

class Saying implements Speech {
  readonly language: DeskLanguage;
  readonly #bundle: FluentBundle;
  readonly #patterns: readonly Pattern[];
  readonly #known = new Map<string, { readonly found: Said | undefined }>();

  constructor(language: DeskLanguage, bundle: FluentBundle, patterns: readonly Pattern[]) {
    this.language = language;
    this.#bundle = bundle;
    this.#patterns = patterns;
  }

  words(key: string, values?: Record<string, FluentVariable>): string | undefined {
    const found = this.#bundle.getMessage(key)?.value;
    return found == null ? undefined : this.#bundle.formatPattern(found, values);
  }

  said(english: string): string {
    return this.language === SOURCE ? english : this.#text(english).words;
  }

  #text(english: string): Said {
    return this.#whole(english) ?? this.#piecewise(english, /(?<=[.;:])\s+(?=[A-Z0-9(])/u, " ");
  }

  /** Of all lines that fit, the one that knows most of the sentence, its values' own lines included. */
  #whole(english: string): Said | undefined {
    const before = this.#known.get(english);
    if (before !== undefined) return before.found;
    let best: Said | undefined;
    for (const { key, fits, holes, anchor, firm } of this.#patterns) {
      if (best?.known === english.length) break;
      if (!english.includes(anchor)) continue;
      const found = fits.exec(english);
      // A value that holds the end of a sentence is more than a value.
      if (found === null || found.slice(1).some((value) => /\. [A-Z]/u.test(value))) continue;
      const values = holes.map((name, at) => [name, this.#inHole(name, found[at + 1] ?? "")] as const);
      const known = values.reduce((sum, [, value]) => sum + value.known, firm);
      if (best !== undefined && known <= best.known) continue;
      const line = this.words(key, Object.fromEntries(values.map(([name, { words }]) => [name, words])));
      if (line !== undefined) best = { words: line, known };
    }
    if (this.#known.size >= REMEMBERED) this.#known.clear();
    this.#known.set(english, { found: best });
    return best;
  }

  /** A hole called "number" holds one, written as the language writes it; elsewhere 1.6 may be a version. */
  #inHole(name: string, text: string): Said {
    if (name !== "number" || !/^-?\d+(?:\.\d+)?$/u.test(text)) return this.#value(text);
    const digits = text.split(".")[1]?.length ?? 0;
    const format = new Intl.NumberFormat(this.language, {
      minimumFractionDigits: digits,
      useGrouping: false,
    });
    return { words: format.format(Number(text)), known: text.length };
  }

  /** What stands in a hole may be said itself, or be a list of what is. */
  #value(text: string): Said {
    return this.#whole(text) ?? this.#piecewise(text, /, |; /u, ", ");
  }

  /** Several sentences one after the other: of those that belong together as many as fit. */
  #piecewise(text: string, between: RegExp, joint: string): Said {
    const pieces = text.split(between);
    if (pieces.length === 1) return { words: text, known: 0 };
    const out: string[] = [];
    let known = 0;
    for (let from = 0; from < pieces.length;) {
      let to = pieces.length;
      let line: Said | undefined;
      for (; to > from && line === undefined; to -= 1) line = this.#whole(pieces.slice(from, to).join(joint));
      out.push(line?.words ?? pieces[from] ?? "");
      known += line?.known ?? 0;
      from = line === undefined ? from + 1 : to + 1;
    }
    return { words: out.join(joint), known };
  }
}

/** `folder`: the desk's Fluent folders, one a language. */
export const readSpeeches = async (folder: string): Promise<Speeches> => {
  const sources = new Map<DeskLanguage, string>();
  for (const language of DESK_LANGUAGES) sources.set(language, await sourceOf(folder, language));
  const patterns = new FluentResource(sources.get(SOURCE) ?? "").body
    .filter(({ id }) => id.startsWith("said-"))
    .map(patternOf)
    // Longest first: of two that know as much, the one with fewer holes.
    .toSorted((a, b) => b.firm - a.firm);
  const of = (language: DeskLanguage) =>
    new Saying(language, bundleOf(language, sources.get(language) ?? ""), patterns);
  return { fr: of("fr"), en: of("en") };
};

/** Fields that hold sentences for people, wherever they stand in an answer. */
const SENTENCES = new Set([
  "words",
  "advice",
  "why",
  "sentence",
  "reason",
  "note",
  "lentTo",
  "rate",
  "held",
  "of",
  "rehearsal",
  "broken",
]);

/** An answer with its sentences in that language; everything else as it is. */
export const inLanguage = <T>(value: T, speech: Speech): T => {
  if (speech.language === SOURCE) return value;
  const walk = (part: unknown, name: string): unknown => {
    if (typeof part === "string") return SENTENCES.has(name) ? spacedFrench(speech.said(part)) : part;
    if (Array.isArray(part)) return part.map((one) => walk(one, name));
    if (typeof part !== "object" || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, one]) => [key, walk(one, key)]));
  };
  return walk(value, "") as T;
};
