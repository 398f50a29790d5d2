/** JSON Lines that strangers wrote: unknown keys, wrong types and broken lines are refused with file and line. */
import { OutsideFault } from "../../api/base/faults.ts";

export interface JsonLine {
  readonly label: string;
  field(name: string): unknown;
  /** A whole number, 0 .. most. */
  whole(name: string, most?: number): number;
  text(name: string): string;
  hex(name: string): Uint8Array;
}

const refuse = (label: string, why: string): never => {
  throw new OutsideFault("input-malformed", `${label}: ${why}`);
};

/** An object with no other keys than these; `keys` absent: another's, who may say more than is read. */
export const objectOf = (value: unknown, label: string, keys?: readonly string[]): JsonLine => {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return refuse(label, "not an object.");
  const fields = new Map<string, unknown>(Object.entries(value));
  const unknown = keys && [...fields.keys()].find((key) => !keys.includes(key));
  if (keys && unknown !== undefined)
    throw new OutsideFault(
      "input-unknown-key",
      `${label}: unknown key "${unknown}"; known are ${keys.join(", ")}.`,
    );
  const line: JsonLine = {
    label,
    field: (name) => fields.get(name),
    whole: (name, most = Number.MAX_SAFE_INTEGER) => {
      const got = fields.get(name);
      return typeof got === "number" && Number.isInteger(got) && got >= 0 && got <= most
        ? got
        : refuse(label, `"${name}" must be a whole number from 0 to ${most}.`);
    },
    text: (name) => {
      const got = fields.get(name);
      return typeof got === "string" ? got : refuse(label, `"${name}" must be text.`);
    },
    hex: (name) => {
      const got = line.text(name);
      return /^(?:[\da-f]{2})*$/iu.test(got)
        ? Uint8Array.from(Buffer.from(got, "hex"))
        : refuse(label, `"${name}" must be hexadecimal.`);
    },
  };
  return line;
};

/** The same, from its text. */
export const readObject = (text: string, label: string, keys?: readonly string[]): JsonLine => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    refuse(label, "not JSON.");
  }
  return objectOf(value, label, keys);
};

/** Empty lines are passed over. */
export const readJsonLines = (text: string, label: string, keys: readonly string[]): readonly JsonLine[] =>
  text
    .split("\n")
    .map((line, index) => ({ line, index }))
    .filter(({ line }) => line.trim() !== "")
    .map(({ line, index }) => readObject(line, `${label}, line ${index + 1}`, keys));
