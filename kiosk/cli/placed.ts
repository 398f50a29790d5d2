/** Files that people write: strict YAML (JSON is YAML too); what is wrong is said with file, line, column and remedy. */
import { LineCounter, isMap, isScalar, parseDocument, visit, type Document } from "yaml";
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
  const placed = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${label}, line ${line}, column ${col}`;
  };
  const [broken] = document.errors;
  if (broken !== undefined)
    throw new OutsideFault(
      "input-malformed",
      `${placed(broken.pos[0])}: ${broken.message.split("\n")[0] ?? "is not YAML"}; correct it.`,
    );
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

/** "FILE, line 12" where that text first stands in the file; the file alone where it does not. */
export const placeOf = ({ text, label }: Pick<Written, "text" | "label">, needle: string): string => {
  const at = text.indexOf(needle);
  return at < 0 ? label : `${label}, line ${text.slice(0, at).split("\n").length}`;
};
