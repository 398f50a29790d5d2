/**
 * The desk's languages on the server: the pages' own Fluent lines, and sentences that drivers, models and store say in
 * English. The English file said.ftl holds those as patterns; what fits one is said by the line of the same key.
 */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";
import { Bug } from "../../api/base/faults.ts";
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
  /** Characters that are the same in every sentence: the more, the better it fits. */
  readonly firm: number;
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);

/** A line's text and holes as one expression; throws Bug for a line that is more than that. */
const patternOf = ({ id, value }: FluentResource["body"][number]): Pattern => {
  const parts = typeof value === "string" ? [value] : (value ?? []);
  const holes: string[] = [];
  let [source, firm] = ["", 0];
  for (const part of parts) {
    if (typeof part === "string") {
      source += escaped(part);
      firm += part.length;
    } else if (part.type === "var") {
      source += "(.+?)";
      holes.push(part.name);
    } else throw new Bug(`${id} is no pattern: only text and values`);
  }
  return { key: id, fits: new RegExp(`^${source}$`, "u"), holes, firm };
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

class Saying implements Speech {
  readonly language: DeskLanguage;
  readonly #bundle: FluentBundle;
  readonly #patterns: readonly Pattern[];

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
    if (this.language === SOURCE) return english;
    return this.#whole(english) ?? this.#piecewise(english, /(?<=[.;:])\s+(?=[A-Z0-9(])/u, " ");
  }

  /** Undefined: no line fits it. */
  #whole(english: string): string | undefined {
    for (const { key, fits, holes } of this.#patterns) {
      const found = fits.exec(english);
      // A value that holds the end of a sentence is more than a value.
      if (found === null || found.slice(1).some((value) => /\. [A-Z]/u.test(value))) continue;
      const values = Object.fromEntries(holes.map((name, at) => [name, this.#value(found[at + 1] ?? "")]));
      return this.words(key, values);
    }
    return undefined;
  }

  /** What stands in a hole may be said itself, or be a list of what is. */
  #value(text: string): string {
    return this.#whole(text) ?? this.#piecewise(text, /, |; /u, ", ");
  }

  /** Several sentences one after the other: of those that belong together as many as fit. */
  #piecewise(text: string, between: RegExp, joint: string): string {
    const pieces = text.split(between);
    const out: string[] = [];
    for (let from = 0; from < pieces.length;) {
      let to = pieces.length;
      let line: string | undefined;
      for (; to > from && line === undefined; to -= 1) line = this.#whole(pieces.slice(from, to).join(joint));
      out.push(line ?? pieces[from] ?? "");
      from = line === undefined ? from + 1 : to + 1;
    }
    return out.join(joint);
  }
}

/** `folder`: the desk's Fluent folders, one a language. */
export const readSpeeches = async (folder: string): Promise<Speeches> => {
  const sources = new Map<DeskLanguage, string>();
  for (const language of DESK_LANGUAGES) sources.set(language, await sourceOf(folder, language));
  const patterns = new FluentResource(sources.get(SOURCE) ?? "").body
    .filter(({ id }) => id.startsWith("said-"))
    .map(patternOf)
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
    if (typeof part === "string") return SENTENCES.has(name) ? speech.said(part) : part;
    if (Array.isArray(part)) return part.map((one) => walk(one, name));
    if (typeof part !== "object" || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, one]) => [key, walk(one, key)]));
  };
  return walk(value, "") as T;
};
