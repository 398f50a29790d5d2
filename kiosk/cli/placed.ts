/** Files that people write: strict YAML (JSON is YAML too); what is wrong is said with file, line, column and remedy. */
import {
  LineCounter,
  isMap,
  isScalar,
  parseDocument,
  visit,
  type Document,
  type ErrorCode,
  type YAMLParseError,
} from "yaml";
import type { z } from "zod";
import { complaint, innermost, type Way } from "../../api/base/complaint.ts";
import { OutsideFault } from "../../api/base/faults.ts";

/** Where that place of the document stands; of a key, the key itself. */
const offsetOf = (document: Document, way: Way, key?: string): number => {
  for (let depth = way.length; depth >= 0; depth -= 1) {
    const node = depth === 0 ? document.contents : document.getIn(way.slice(0, depth), true);
    if (key !== undefined && isMap(node)) {
      const pair = node.items.find(({ key: name }) => isScalar(name) && name.value === key);
      if (pair !== undefined && isScalar(pair.key)) return pair.key.range?.[0] ?? 0;
    }
    if (node !== undefined && node !== null && typeof node === "object" && "range" in node)
      return (node.range as readonly [number] | null | undefined)?.[0] ?? 0;
  }
  return 0;
};

export interface Written {
  readonly text: string;
  /** The file, as whoever named it spells it. */
  readonly label: string;
  /** What it is: "the scenario". */
  readonly what: string;
  /** Where its format is described. */
  readonly see: string;
}

/** What the file's bytes spell. Throws OutsideFault input-malformed where they are no text. */
export const textOf = (bytes: Uint8Array, label: string): string => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new OutsideFault("input-malformed", `${label} is not text in UTF-8; save it as UTF-8.`, { cause });
  }
};

/** What the YAML library says to programmers, said to whoever wrote the file. */
const OWN_WORDS: Partial<Record<ErrorCode, string>> = {
  MULTIPLE_DOCS: "a second document begins here, and a file holds one; write each into a file of its own.",
  DUPLICATE_KEY: "this key stands here a second time; correct it: each stands once.",
};

const flawWords = ({ code, message }: YAMLParseError): string =>
  OWN_WORDS[code] ?? `${message.split("\n")[0] ?? "is not YAML"}; correct it.`;

const placedAt = (lines: LineCounter, label: string, offset: number): string => {
  const { line, col } = lines.linePos(offset);
  return `${label}, line ${line}, column ${col}`;
};

/** Throws OutsideFault input-malformed or input-unknown-key, with line and remedy. */
export const parsePlaced = <S extends z.ZodType>(
  schema: S,
  { text, label, what, see }: Written,
): z.output<S> => {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    strict: true,
    uniqueKeys: true,
  });
  const placed = (offset: number): string => placedAt(lines, label, offset);
  const [broken] = document.errors;
  if (broken !== undefined)
    throw new OutsideFault("input-malformed", `${placed(broken.pos[0])}: ${flawWords(broken)}`);
  if (document.contents === null)
    throw new OutsideFault("input-malformed", `${label} is empty; write ${what} into it (${see}).`);
  visit(document, {
    Alias: (_key, alias) => {
      throw new OutsideFault(
        "input-malformed",
        `${placed(alias.range?.[0] ?? 0)}: aliases are not taken; correct it, and write out what *${alias.source} stands for.`,
      );
    },
  });
  const parsed = schema.safeParse(document.toJS(), { reportInput: true });
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  if (first === undefined)
    throw new OutsideFault("input-malformed", `${label} does not fit; correct it (${see}).`);
  const { issue, way } = innermost(first);
  const unknown = issue.code === "unrecognized_keys" ? issue.keys[0] : undefined;
  throw new OutsideFault(
    unknown === undefined ? "input-malformed" : "input-unknown-key",
    `${placed(offsetOf(document, way, unknown))}: ${complaint(issue, way, what, see)}`,
  );
};

/** "FILE, line 12, column 3" of that place in a file that was read before; with a key, of the key itself. */
export const placeOfWay = (
  { text, label }: Pick<Written, "text" | "label">,
  way: Way,
  key?: string,
): string => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  return placedAt(lines, label, offsetOf(document, way, key));
};

/** "FILE, line 12" where that text first stands in the file; the file alone where it does not. */
export const placeOf = ({ text, label }: Pick<Written, "text" | "label">, needle: string): string => {
  const at = text.indexOf(needle);
  return at < 0 ? label : `${label}, line ${text.slice(0, at).split("\n").length}`;
};
