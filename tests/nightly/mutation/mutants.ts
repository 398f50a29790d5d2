/** Small deliberate mistakes in source text: each must make a test fail, or the tests do not watch that line. */

export interface Mutant {
  /** Where in the source it begins. */
  readonly at: number;
  readonly line: number;
  readonly was: string;
  readonly becomes: string;
  readonly text: string;
}

/** What is replaced by what; spaces keep generics, arrows and types out of it. */
const SWAPS: readonly (readonly [was: RegExp, becomes: (was: string) => string])[] = [
  [/===/gu, () => "!=="],
  [/!==/gu, () => "==="],
  [/ <= /gu, () => " < "],
  [/ >= /gu, () => " > "],
  [/ < /gu, () => " <= "],
  [/ > /gu, () => " >= "],
  [/&&/gu, () => "||"],
  [/\|\|/gu, () => "&&"],
  [/ \+ /gu, () => " - "],
  [/ - /gu, () => " + "],
  [/ \* /gu, () => " / "],
  [/ \/ /gu, () => " * "],
  [/\btrue\b/gu, () => "false"],
  [/\bfalse\b/gu, () => "true"],
  [/(?<![\w.$])\d+(?![\w.$])/gu, (digits) => String(Number(digits) + 1)],
];

const blank = (text: string): string => text.replaceAll(/[^\n]/gu, " ");

/** Comments, strings, regular expressions and declarations of types, blanked out at equal length. */
const codeOf = (source: string): string =>
  source
    .replaceAll(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/gu, blank)
    .replaceAll(/"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`/gu, blank)
    .replaceAll(/\/(?:\\.|\[(?:\\.|[^\]\n])*\]|[^/\\\n[])+\/[a-z]*u[a-z]*/gu, blank)
    .replaceAll(/^(?:export )?interface [\s\S]*?^\}$/gmu, blank)
    // To the semicolon that ends it: members of its objects end with one too, and are indented.
    .replaceAll(/^(?:export )?type [\s\S]*?;$(?=\n*(?:[^\s]|$(?![\s\S])))/gmu, blank)
    // Members of types that are written in place.
    .replaceAll(/^ *readonly [^=\n]*;$/gmu, blank)
    .replaceAll(/^import [^\n]*$/gmu, blank);

/** Every mutant of a source, in the order of the text. */
export const mutantsOf = (source: string): readonly Mutant[] => {
  const code = codeOf(source);
  return SWAPS.flatMap(([was, becomes]) =>
    [...code.matchAll(was)].map((match) => ({ at: match.index, was: match[0], becomes: becomes(match[0]) })),
  )
    .toSorted((a, b) => a.at - b.at)
    .map(({ at, was, becomes }) => ({
      at,
      line: source.slice(0, at).split("\n").length,
      was: was.trim(),
      becomes: becomes.trim(),
      text: source.slice(0, at) + becomes + source.slice(at + was.length),
    }));
};
