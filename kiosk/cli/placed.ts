/** Files that people write: strict YAML (JSON is YAML too); what is wrong is said with file, line, column and remedy. */
import { LineCounter, isMap, isScalar, parseDocument, visit, type Document } from "yaml";
import type { z } from "zod";
import { OutsideFault } from "../../api/base/faults.ts";

type Way = readonly PropertyKey[];

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

/** The innermost complaint: a union's own says nothing of use. */
const innermost = (issue: z.core.$ZodIssue, way: Way = []): { issue: z.core.$ZodIssue; way: Way } => {
  const here = [...way, ...issue.path];
  if (issue.code !== "invalid_union") return { issue, way: here };
  const branches = issue.errors.map((errors) => errors[0]).filter((inner) => inner !== undefined);
  // The branch that got farthest is the one that was meant.
  const deepest = branches.toSorted((a, b) => b.path.length - a.path.length)[0];
  return deepest === undefined || deepest.path.length === 0 ? { issue, way: here } : innermost(deepest, here);
};

const sentenceOf = (issue: z.core.$ZodIssue, way: Way, what: string, see: string): string => {
  const place = way.length === 0 ? what : `"${way.join(".")}"`;
  if (issue.code === "unrecognized_keys")
    return `${place} has no key "${issue.keys.join('", "')}"; remove it, or see ${see} for those there are.`;
  if ((issue.code === "invalid_type" || issue.code === "invalid_value") && issue.input === undefined)
    return `${place} is missing; add it (${see}).`;
  return `${place}: ${issue.message}; correct it (${see}).`;
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
    `${placed(offsetOf(document, way, unknown))}: ${sentenceOf(issue, way, what, see)}`,
  );
};

/** "FILE, line 12" where that text first stands in the file; the file alone where it does not. */
export const placeOf = ({ text, label }: Pick<Written, "text" | "label">, needle: string): string => {
  const at = text.indexOf(needle);
  return at < 0 ? label : `${label}, line ${text.slice(0, at).split("\n").length}`;
};
