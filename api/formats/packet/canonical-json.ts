/** JSON in its canonical form (RFC 8785): one value, one spelling, so that it can be signed. */
import { Bug, OutsideFault } from "../../base/faults.ts";

export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/** Keys in the order of their UTF-16 code units; `undefined` members are left out. */
const spell = (value: Json): string => {
  if (typeof value === "string") {
    if (/[\ud800-\udfff]/u.test(value))
      throw new Bug("a lone surrogate has no canonical form (RFC 8785 3.2.2.2)");
    return JSON.stringify(value);
  }
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new Bug(`${value} has no JSON form (RFC 8785 3.2.2.3)`);
    return JSON.stringify(value);
  }
  if (value === null || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return `[${value.map(spell).join(",")}]`;
  const members = value as { readonly [key: string]: Json | undefined };
  return `{${Object.keys(members)
    .sort()
    .flatMap((key) => {
      const member = members[key];
      return member === undefined ? [] : [`${spell(key)}:${spell(member)}`];
    })
    .join(",")}}`;
};

export const canonicalJson = (value: Json): Uint8Array => new TextEncoder().encode(spell(value));

/** Parses canonical JSON and nothing else: doubled keys, spaces and other spellings are refused. */
export const parseCanonicalJson = (bytes: Uint8Array, label: string): Json => {
  const malformed = (why: string, cause?: unknown): never => {
    throw new OutsideFault("input-malformed", `${label}: ${why}`, { cause });
  };
  let text: string;
  let value: Json;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    value = JSON.parse(text) as Json;
  } catch (cause) {
    return malformed("not JSON in UTF-8 (RFC 8259)", cause);
  }
  let again: string;
  try {
    again = spell(value);
  } catch (cause) {
    return malformed("has no canonical form (RFC 8785)", cause);
  }
  if (again !== text) malformed("not in canonical form (RFC 8785)");
  return value;
};
