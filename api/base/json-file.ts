/**
 * The one way in which a JSON file is read that people or other programs write: never more of it than such a file may
 * hold, strictly, and with one sentence for whatever is wrong with it: the file, the place in it, the remedy.
 */
import type { z } from "zod";
import { complaint, innermost } from "./complaint.ts";
import { OutsideFault } from "./faults.ts";
import type { FileSystem } from "./files.ts";
import { flawOf, lineWords, offsetIn } from "./json-place.ts";

export interface JsonKind<S extends z.ZodType> {
  readonly schema: S;
  /** With its article: "a configuration". */
  readonly what: string;
  /** Bytes that such a file may have. */
  readonly most: number;
  /** Where its format is described. */
  readonly see?: string;
}

const sizeWords = (bytes: number): string =>
  bytes >= 1024 * 1024 ? `${Math.floor(bytes / (1024 * 1024))} MB` : `${Math.floor(bytes / 1024)} kB`;

const tooLong = (label: string, what: string, most: number): OutsideFault =>
  new OutsideFault(
    "input-too-large",
    `${label} is longer than ${what} may be (${sizeWords(most)}); name the right file, or shorten it.`,
  );

const malformed = (sentence: string, cause?: unknown): OutsideFault =>
  new OutsideFault("input-malformed", sentence, { cause });

/** @param label The file, as whoever named it spells it. @throws OutsideFault input-malformed, -unknown-key, -too-large */
export const parseJson = <S extends z.ZodType>(
  bytes: Uint8Array,
  label: string,
  { schema, what, most, see }: JsonKind<S>,
): z.output<S> => {
  if (bytes.length > most) throw tooLong(label, what, most);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw malformed(`${label} is not text in UTF-8; save it as UTF-8.`, cause);
  }
  const flaw = flawOf(text);
  if (flaw !== undefined)
    throw malformed(`${label}, ${lineWords(text, flaw.at)}: it ${flaw.why} there; correct it.`);
  const parsed = schema.safeParse(JSON.parse(text), { reportInput: true });
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  if (first === undefined) throw malformed(`${label} is not ${what}; correct it.`);
  const { issue, way } = innermost(first);
  const unknown = issue.code === "unrecognized_keys" ? issue.keys[0] : undefined;
  const place = unknown === undefined ? way : [...way, unknown];
  throw new OutsideFault(
    unknown === undefined ? "input-malformed" : "input-unknown-key",
    `${label}, ${lineWords(text, offsetIn(text, place))}: ${complaint(issue, way, what, see)}`,
  );
};

/** Undefined: there is no such file. Throws as `parseJson` does, and for a disk that fails. */
export const readJson = async <S extends z.ZodType>(
  files: Pick<FileSystem, "read">,
  file: string,
  kind: JsonKind<S>,
): Promise<z.output<S> | undefined> => {
  const bytes = await readBounded(files, file, kind.what, kind.most);
  return bytes === undefined ? undefined : parseJson(bytes, file, kind);
};

/** A file that is not JSON, as strictly bounded. Undefined: there is none. Throws OutsideFault input-too-large. */
export const readBounded = async (
  files: Pick<FileSystem, "read">,
  file: string,
  what: string,
  most: number,
): Promise<Uint8Array | undefined> => {
  // One byte more tells that there is more.
  const bytes = await files.read(file, most + 1);
  if (bytes !== undefined && bytes.length > most) throw tooLong(file, what, most);
  return bytes;
};
