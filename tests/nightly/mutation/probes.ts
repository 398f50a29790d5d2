/** Probes in source text: which statements a test runs, so that a mutant meets the tests that get to it and no others. */
import { parseSync } from "vite";

/** A statement of a function, what an arrow gives, or what a condition decides about; its number is its place in the list. */
export interface Place {
  readonly start: number;
  readonly end: number;
  /** How a probe is put before it. */
  readonly shape: "statement" | "alone" | "value";
  /** Stands for an element that is not there, after `a[i] ??` or in `[a = …]`: the type-checker wants it, needed or not. */
  readonly spare?: true;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "type" in value && "start" in value;

const nodesIn = (value: unknown): readonly Node[] =>
  Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [];

/** Keys under which a node holds what only sometimes runs. */
const SOMETIMES = ["consequent", "alternate", "body"];

const isIndexed = (node: unknown): boolean =>
  isNode(node) && node.type === "MemberExpression" && "computed" in node && node.computed === true;

/** The right side of `&&`, `||` and `??`. */
const rightOf = (node: Node): readonly Place[] => {
  const { operator, left, right } = node as Node & Readonly<Record<"operator" | "left" | "right", unknown>>;
  const spare = operator === "??" && isIndexed(left) ? { spare: true as const } : {};
  return nodesIn(right).map(({ start, end }) => ({ start, end, shape: "value", ...spare }));
};

/** In `[a = 0]`. */
const defaultsOf = (node: Node): readonly Place[] =>
  nodesIn((node as Node & Readonly<Record<"elements", unknown>>).elements)
    .filter(({ type }) => type === "AssignmentPattern")
    .flatMap((element) => nodesIn((element as Node & Readonly<Record<"right", unknown>>).right))
    .map(({ start, end }) => ({ start, end, shape: "value", spare: true }));

const placesOwn = (node: Node): readonly Place[] => {
  const at = (shape: Place["shape"]) => (one: Node) => ({ start: one.start, end: one.end, shape });
  const held = Object.entries(node).filter(([key]) => SOMETIMES.includes(key));
  if (node.type === "ArrowFunctionExpression")
    return held
      .flatMap(([, value]) => nodesIn(value))
      .filter(({ type }) => type !== "BlockStatement")
      .map(at("value"));
  if (node.type === "ArrayPattern") return defaultsOf(node);
  if (node.type === "LogicalExpression") return rightOf(node);
  if (node.type === "ConditionalExpression")
    return held.flatMap(([, value]) => nodesIn(value)).map(at("value"));
  if (["BlockStatement", "StaticBlock", "SwitchCase"].includes(node.type))
    return held.flatMap(([, value]) => nodesIn(value)).map(at("statement"));
  if (/^(?:If|For|ForIn|ForOf|While|DoWhile)Statement$/u.test(node.type))
    return held
      .flatMap(([, value]) => nodesIn(value))
      .filter(({ type }) => type !== "BlockStatement")
      .map(at("alone"));
  return [];
};

const placesIn = (node: Node): readonly Place[] => [
  ...placesOwn(node),
  ...Object.values(node).flatMap((value) => nodesIn(value).flatMap(placesIn)),
];

/** Every place of a source, outer ones before what they hold; code of the module itself has none. */
export const placesOf = (file: string, source: string): readonly Place[] => {
  const { program, errors } = parseSync(file, source, { lang: "ts" });
  const [first] = errors;
  if (first !== undefined) throw new Error(`${file} cannot be parsed: ${first.message}`);
  return isNode(program) ? placesIn(program) : [];
};

/** The number of the innermost place that holds an offset; none in code that runs when the module is loaded. */
export const placeAt = (places: readonly Place[], offset: number): number | undefined =>
  places.reduce<number | undefined>(
    (inner, { start, end }, n) => (start <= offset && offset < end ? n : inner),
    undefined,
  );

/** The name under which reach.ts hands a module its marks. */
export const MARKS = "__marksOfModule";

/** The source, marking each place that it passes; still on the same lines. */
export const probed = (file: string, source: string): string => {
  const places = placesOf(file, source);
  const inserts = places.flatMap(({ start, end, shape }, n) => {
    const mark = `__marks[${n}]=1`;
    if (shape === "statement") return [{ at: start, rank: n, text: `${mark};` }];
    const [open, close] = shape === "alone" ? [`{${mark};`, "}"] : [`(${mark},`, ")"];
    // At one offset what opens stands outside in, and what closes inside out, before anything opens.
    return [
      { at: start, rank: n, text: open },
      { at: end, rank: -n - 1, text: close },
    ];
  });
  const pieces: string[] = [];
  let from = 0;
  for (const { at, text } of inserts.toSorted((a, b) => a.at - b.at || a.rank - b.rank)) {
    pieces.push(source.slice(from, at), text);
    from = at;
  }
  const name = JSON.stringify(file);
  return `const __marks=globalThis.${MARKS}(${name},${places.length});${pieces.join("")}${source.slice(from)}`;
};
