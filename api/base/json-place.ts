/**
 * Where in a JSON text (RFC 8259) something stands. JSON.parse says that a text is broken, not always where; it takes a
 * key that stands twice; and it knows no places of what it has read.
 */
import type { Way } from "./complaint.ts";

export interface JsonFlaw {
  /** UTF-16 units from the beginning. */
  readonly at: number;
  /** "is not JSON", or what else. */
  readonly why: string;
}

/** Far more than any file of ours nests. */
const DEEPEST = 64;

/** What a string cannot hold as it is, and DEL to U+009F, which it can. */
const SPECIAL = /["\\\p{Cc}]/gu;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/uy;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/uy;
const WORD = /true|false|null/uy;
const SPACE = /[ \t\r\n]*/uy;

class Broken extends Error {
  readonly flaw: JsonFlaw;
  constructor(flaw: JsonFlaw) {
    super(flaw.why);
    this.flaw = flaw;
  }
}

class Walk {
  readonly #text: string;
  readonly #wanted: Way | undefined;
  readonly #way: PropertyKey[] = [];
  #at = 0;
  /** Of the wanted place, or of the last that stands around it. */
  found = 0;

  constructor(text: string, wanted?: Way) {
    this.#text = text;
    this.#wanted = wanted;
  }

  whole(): void {
    this.#space();
    this.#reach();
    this.#value();
    this.#space();
    if (this.#at < this.#text.length) this.#fail("is not JSON");
  }

  #fail(why: string): never {
    throw new Broken({ at: this.#at, why });
  }

  #take(form: RegExp): string | undefined {
    form.lastIndex = this.#at;
    const [taken] = form.exec(this.#text) ?? [];
    if (taken !== undefined) this.#at += taken.length;
    return taken;
  }

  #space(): void {
    this.#take(SPACE);
  }

  #string(): string | undefined {
    const start = this.#at;
    if (this.#text[start] !== '"') return undefined;
    this.#at += 1;
    for (;;) {
      SPECIAL.lastIndex = this.#at;
      const special = SPECIAL.exec(this.#text);
      this.#at = special?.index ?? this.#text.length;
      if (special?.[0] === '"') {
        this.#at += 1;
        return this.#text.slice(start, this.#at);
      }
      if (special !== null && special[0] >= "\u007f") this.#at += 1;
      else if (this.#take(ESCAPE) === undefined) this.#fail("is not JSON");
    }
  }

  /** The way is that of the wanted place, or of one around it. */
  #reach(): void {
    const wanted = this.#wanted;
    if (wanted === undefined || this.#way.length > wanted.length) return;
    if (this.#way.every((step, depth) => step === wanted[depth])) this.found = this.#at;
  }

  #value(): void {
    if (this.#way.length > DEEPEST) this.#fail(`nests deeper than ${DEEPEST} levels`);
    const first = this.#text[this.#at];
    if (first === "{") return this.#members("}", () => this.#member(new Set()));
    if (first === "[") return this.#members("]", () => this.#item);
    if ((this.#string() ?? this.#take(WORD) ?? this.#take(NUMBER)) === undefined) this.#fail("is not JSON");
  }

  #members(end: "}" | "]", member: () => (index: number) => void): void {
    const one = member();
    this.#at += 1;
    this.#space();
    if (this.#text[this.#at] === end) {
      this.#at += 1;
      return;
    }
    for (let index = 0; ; index += 1) {
      this.#space();
      one(index);
      this.#space();
      const next = this.#text[this.#at];
      if (next !== "," && next !== end) this.#fail("is not JSON");
      this.#at += 1;
      if (next === end) return;
    }
  }

  readonly #item = (index: number): void => {
    this.#way.push(index);
    this.#reach();
    this.#value();
    this.#way.pop();
  };

  #member(keys: Set<string>): () => void {
    return () => {
      const start = this.#at;
      const spelled = this.#string() ?? this.#fail("is not JSON");
      const key = JSON.parse(spelled) as string;
      const after = this.#at;
      this.#at = start;
      if (keys.has(key)) this.#fail(`has the key ${spelled} twice`);
      keys.add(key);
      this.#way.push(key);
      this.#reach();
      this.#at = after;
      this.#space();
      if (this.#text[this.#at] !== ":") this.#fail("is not JSON");
      this.#at += 1;
      this.#space();
      this.#value();
      this.#way.pop();
    };
  }
}

/** The first flaw of a text; undefined: it is JSON, nests no deeper than 64 levels, and no key stands twice. */
export const flawOf = (text: string): JsonFlaw | undefined => {
  try {
    new Walk(text).whole();
    return undefined;
  } catch (error) {
    if (error instanceof Broken) return error.flaw;
    throw error;
  }
};

/** Where the value of that way stands (of a member, its key), or the nearest that there is around it. Of sound JSON only. */
export const offsetIn = (text: string, way: Way): number => {
  const walk = new Walk(text, way);
  walk.whole();
  return walk.found;
};

/** "line 3, column 14", both from 1. */
export const lineWords = (text: string, at: number): string => {
  const before = text.slice(0, at).split("\n");
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
};
