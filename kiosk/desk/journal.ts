/** The audit chain in a language: what its events, its fields and the desk's commands are called. Values stay what they are. */
import { CALIBRATION_STEPS } from "../../api/words/calibration.ts";
import { PLACE_NAMES } from "./devices/self-tests.ts";
import type { Speech } from "./speech.ts";

const STEPS: readonly string[] = Object.values(CALIBRATION_STEPS).flat();

export interface JournalField {
  readonly name: string;
  readonly value: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** What words for a value begin with, by the field that holds it; tried in turn. */
const KINDS: ReadonlyMap<string, readonly string[]> = new Map([
  ["action", ["act"]],
  ["file", ["act"]],
  ["what", ["act", "approval"]],
  ["role", ["role"]],
  ["code", ["refusal", "cause"]],
]);

/** What a command is about: a step and a place of the wizards; elsewhere ids, which are names. */
const aboutWords = (speech: Speech, action: unknown, one: string): string | undefined => {
  if (typeof action !== "string" || !action.startsWith("devices/")) return undefined;
  if (PLACE_NAMES.some((place) => place === one)) return speech.words(`devices-${one}`);
  return STEPS.some((step) => step === one) ? speech.words(`step-${one}`) : undefined;
};

export const eventWords = (speech: Speech, event: string): string => speech.words(`event-${event}`) ?? event;

const plain = (speech: Speech, value: unknown): string => {
  if (typeof value === "boolean") return speech.words(value ? "journal-yes" : "journal-no") ?? String(value);
  return String(value);
};

const valueWords = (speech: Speech, fields: Fields, name: string): string => {
  const value = fields[name];
  if (typeof value !== "string") return plain(speech, value);
  if (name === "about")
    return value
      .split(" ")
      .map((one) => aboutWords(speech, fields["action"], one) ?? one)
      .join(" ");
  const kinds = KINDS.get(name) ?? [];
  const found = kinds.map((kind) => speech.words(`${kind}-${value.replaceAll("/", "-")}`));
  return found.find((words) => words !== undefined) ?? value;
};

/** What was done stands first, by whom last. */
const FIRST = ["action", "what", "file", "about"];
const rank = (name: string): number => {
  const at = FIRST.indexOf(name);
  return name === "by" ? FIRST.length + 1 : at < 0 ? FIRST.length : at;
};

export const fieldsWords = (speech: Speech, fields: Fields): readonly JournalField[] =>
  Object.keys(fields)
    .filter((name) => fields[name] !== "")
    .toSorted((a, b) => rank(a) - rank(b))
    .map((name) => ({
      name: speech.words(`field-${name}`) ?? name,
      value: valueWords(speech, fields, name),
    }));
