/** Mutants that no test can catch, because the program does the same with them: each was looked at, and says why. */
import type { Mutant } from "./mutants.ts";

interface Equivalent {
  readonly file: string;
  /** The line as it stands in the source, trimmed; absent: any line of the file. */
  readonly line?: string;
  readonly was: string;
  readonly becomes: string;
  readonly why: string;
}

export const EQUIVALENTS: readonly Equivalent[] = [
  {
    file: "models/face/measures/histogram.ts",
    line: "bins[bin] = (bins[bin] ?? 0) + 1;",
    was: "1",
    becomes: "2",
    why: "the bins are shares of their own sum",
  },
  {
    file: "models/face/measures/histogram.ts",
    line: "const bins = new Float64Array(256);",
    was: "256",
    becomes: "257",
    why: "no value falls into a bin beyond the last, and an empty one adds nothing to what is made of the shares",
  },
  {
    file: "models/finger/measures/direction-bias.ts",
    line: "const right = new Float64Array(3);",
    was: "3",
    becomes: "4",
    why: "a place that nobody reads",
  },
  {
    file: "models/finger/measures/direction-bias.ts",
    line: "for (let i = 0; i < 3; i += 1) {",
    was: "3",
    becomes: "4",
    why: "what is written past the end of both arrays is dropped",
  },
  {
    file: "models/finger/measures/direction-bias.ts",
    line: "for (let row = 1; row < mask.rows - 1; row += 1)",
    was: "<",
    becomes: "<=",
    why: "below the last row there is no mark, and the block is left out",
  },
  {
    file: "kiosk/session/set-back.ts",
    was: ">",
    becomes: ">=",
    why: "what lies at the limit is set to the limit",
  },
  {
    file: "kiosk/session/acquire.ts",
    line: "return by === 0 ? (a.number > b.number ? a : b) : by > 0 ? a : b;",
    was: ">",
    becomes: ">=",
    why: "no two attempts have one number, and those that differ by nothing went the other way",
  },
  {
    file: "kiosk/session/catalogue.ts",
    line: "const past = windows.flatMap(({ to }) => (to !== undefined && to < now ? [to] : []));",
    was: "<",
    becomes: "<=",
    why: "a window that ends now is still open, and this is not reached",
  },
  {
    file: "kiosk/session/outcomes.ts",
    line: 'const sequenceErrors = target === "face" || target === "signature" ? [] : [...data.sequenceErrors, target];',
    was: "||",
    becomes: "&&",
    why: "only fingers come here; the types need to be told",
  },
  {
    file: "kiosk/queue/states.ts",
    line: "const whole = Math.min(BACKOFF.most, BACKOFF.first * 2 ** Math.min(attempts - 1, 20));",
    was: "20",
    becomes: "21",
    why: "the longest wait is reached long before",
  },
  {
    file: "kiosk/queue/ticket-news.ts",
    line: ".filter((packetId) => (Number.parseInt(packetId.slice(0, 1), 16) & 1) === bit);",
    was: "16",
    becomes: "17",
    why: "one digit is what it is to any base above it",
  },
  {
    file: "api/formats/mrz/name.ts",
    line: "for (let step = 0; step <= length; step += 1)",
    was: "<=",
    becomes: "<",
    why: "no room is left, or more than there is, a whole length away from the best",
  },
  {
    file: "api/formats/mrz/name.ts",
    line: "for (let count = components.length; count > 0; count -= 1) {",
    was: ">",
    becomes: ">=",
    why: "no components give no text, as the line after the loop does",
  },
];

/** A signal is aborted once, whether or not one listens on. */
const isOnceOfAbort = (text: string, { was }: Mutant): boolean =>
  was === "true" && text.includes('("abort",') && text.includes("once: true");

/** One past the end of an array of marks stands no mark, and the loop asks for marks. */
const isPastTheMarks = (text: string, next: string, { was, becomes }: Mutant): boolean => {
  const [, index = "", marks = ""] = /for \(let (\w+) = 0; \1 < ([\w.]+)\.length; /u.exec(text) ?? [];
  return (
    was === "<" &&
    becomes === "<=" &&
    marks !== "" &&
    ["===", "!=="].some((asks) => next.startsWith(`if (${marks}[${index}] ${asks} 1)`))
  );
};

export const isEquivalent = (file: string, source: string, mutant: Mutant): boolean => {
  const { line, was, becomes } = mutant;
  const [text = "", next = ""] = source
    .split("\n")
    .slice(line - 1, line + 1)
    .map((one) => one.trim());
  return (
    isOnceOfAbort(text, mutant) ||
    isPastTheMarks(text, next, mutant) ||
    EQUIVALENTS.some(
      (one) => one.file === file && (one.line ?? text) === text && one.was === was && one.becomes === becomes,
    )
  );
};
