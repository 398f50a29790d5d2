/** What zod found, in our own few words, so that they can be said in other languages too (kiosk/desk/speech.ts). */
import type { z } from "zod";
import englishOf from "zod/v4/locales/en.js";

type Issue = z.core.$ZodIssue;
type Of<C extends Issue["code"]> = Extract<Issue, { code: C }>;

const TYPES: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  tuple: "a list",
  object: "an object",
  record: "an object",
  null: "null",
};

const FORMATS: Readonly<Record<string, string>> = {
  date: "a day, written 2026-11-22",
  datetime: "a moment, written 2026-11-22T08:30:00Z",
  uuid: "a UUID",
  url: "an address",
  base64: "in base64",
};

const quoted = (values: readonly unknown[]): string => values.map((one) => JSON.stringify(one)).join(", ");

const oneOf = (values: readonly unknown[]): string =>
  values.length === 1 ? `must be ${quoted(values)}` : `must be one of ${quoted(values)}`;

const UNITS: Readonly<Record<string, string>> = { string: "characters", array: "entries" };

const tooBig = ({ origin, maximum, exact, inclusive }: Of<"too_big">): string => {
  const unit = UNITS[origin];
  if (unit === undefined)
    return inclusive === false ? `must be below ${maximum}` : `must be at most ${maximum}`;
  return exact === true ? `must have exactly ${maximum} ${unit}` : `must have at most ${maximum} ${unit}`;
};

const tooSmall = ({ origin, minimum, exact, inclusive }: Of<"too_small">): string => {
  const unit = UNITS[origin];
  if (unit === undefined)
    return inclusive === false ? `must be above ${minimum}` : `must be at least ${minimum}`;
  if (exact === true) return `must have exactly ${minimum} ${unit}`;
  return minimum === 1 ? "must not be empty" : `must have at least ${minimum} ${unit}`;
};

const formWords = ({ format, pattern }: Of<"invalid_format">): string => {
  const known = FORMATS[format];
  if (known !== undefined) return `must be ${known}`;
  return pattern === undefined ? "is not written as it must be" : `must be written as ${pattern}`;
};

/** Every word that may stand there, whichever branch it is of. */
const unionWords = (issue: Of<"invalid_union">): string => {
  if ("options" in issue && issue.options !== undefined) return oneOf(issue.options);
  const values = issue.errors.flatMap(([first]) =>
    first?.code === "invalid_value" && first.path.length === 0 ? first.values : [],
  );
  return values.length === 0 ? "fits nothing that may stand there" : oneOf([...new Set(values)]);
};

const english = englishOf().localeError;

/** A message that the schema's author wrote stays; what zod says by itself is said as "must be at most 5". */
export const issueWords = (issue: Issue): string => {
  // The author's words: the issue is the same, and the library would have said something else of it.
  const own = english(issue as Parameters<typeof english>[0]);
  if (issue.code === "custom" || issue.message !== own) return issue.message;
  switch (issue.code) {
    case "invalid_type":
      return `must be ${TYPES[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return oneOf(issue.values);
    case "invalid_union":
      return unionWords(issue);
    case "too_big":
      return tooBig(issue);
    case "too_small":
      return tooSmall(issue);
    case "invalid_format":
      return formWords(issue);
    case "not_multiple_of":
      return `must be a multiple of ${issue.divisor}`;
    default:
      return "is not as it must be";
  }
};
