/** A skeleton as nodes (line ends and forks) joined by traced lines. */
import type { BytePlane } from "../plane.ts";
import { scratch } from "../scratch.ts";
import { codeAt, neighbourOffsets, risings } from "./thinning.ts";

export interface GraphNode {
  /** Index of the node's pixel. */
  readonly at: number;
  readonly edges: Set<GraphEdge>;
}

export interface GraphEdge {
  from: GraphNode;
  to: GraphNode;
  /** Pixels from one node to the other, both included. */
  path: number[];
}

export interface SkeletonGraph {
  readonly width: number;
  readonly nodes: Set<GraphNode>;
}

const crossings = scratch(Uint8Array);

/** Forks that touch are one; the first found stands for all. */
const findNodes = (skeleton: BytePlane, offsets: readonly number[]) => {
  const { data, width } = skeleton;
  const crossing = crossings(data.length).fill(0);
  for (let at = width; at < data.length - width; at += 1)
    if (data[at] === 1) crossing[at] = risings[codeAt(data, at, width)] ?? 0;
  const owner = new Map<number, GraphNode>();
  const nodes = new Set<GraphNode>();
  for (let at = width; at < data.length - width; at += 1) {
    const count = crossing[at] as number;
    if (data[at] !== 1 || count === 0 || count === 2 || owner.has(at)) continue;
    const node: GraphNode = { at, edges: new Set() };
    nodes.add(node);
    owner.set(at, node);
    if (count === 1) continue;
    const stack = [at];
    for (let here = stack.pop(); here !== undefined; here = stack.pop())
      for (const offset of offsets) {
        const next = here + offset;
        if ((crossing[next] as number) < 3 || owner.has(next)) continue;
        owner.set(next, node);
        stack.push(next);
      }
  }
  return { nodes, owner };
};

const touches = (a: number, b: number, offsets: readonly number[]) => offsets.includes(b - a);

/**
 * The next pixel of a line: a node if one is near, else the pixel that leads away from the previous one.
 * At a fork the first pixels of two arms can touch; leading away keeps a line from turning into its neighbour.
 */
const step = (
  data: Uint8Array,
  offsets: readonly number[],
  owner: ReadonlyMap<number, GraphNode>,
  previous: number,
  here: number,
  home: GraphNode | undefined,
): number | undefined => {
  let away: number | undefined;
  let aside: number | undefined;
  for (const offset of offsets) {
    const candidate = here + offset;
    if (data[candidate] !== 1 || candidate === previous) continue;
    const node = owner.get(candidate);
    if (node !== undefined && node === home) continue;
    if (node !== undefined) return candidate;
    if (touches(previous, candidate, offsets)) aside ??= candidate;
    else away ??= candidate;
  }
  return away ?? aside;
};

/** Follows a line from a node's pixel through `first` to the next node; undefined for a line that closes on nothing. */
const follow = (
  data: Uint8Array,
  offsets: readonly number[],
  owner: ReadonlyMap<number, GraphNode>,
  start: number,
  first: number,
): { path: number[]; end: GraphNode } | undefined => {
  const path = [start, first];
  const home = owner.get(start);
  let previous = start;
  let here = first;
  for (let steps = 0; steps < data.length; steps += 1) {
    const reached = owner.get(here);
    if (reached !== undefined) return { path, end: reached };
    const next = step(data, offsets, owner, previous, here, path.length <= 3 ? home : undefined);
    if (next === undefined) return undefined;
    path.push(next);
    previous = here;
    here = next;
  }
  return undefined;
};

export const link = (edge: GraphEdge): void => {
  edge.from.edges.add(edge);
  edge.to.edges.add(edge);
};

export const unlink = (edge: GraphEdge): void => {
  edge.from.edges.delete(edge);
  edge.to.edges.delete(edge);
};

export const traceGraph = (skeleton: BytePlane): SkeletonGraph => {
  const offsets = neighbourOffsets(skeleton.width);
  const { data } = skeleton;
  const { nodes, owner } = findNodes(skeleton, offsets);
  // A line leaves a node by one pixel only, however many of the node's pixels touch it.
  const left = new Map<GraphNode, Set<number>>([...nodes].map((node) => [node, new Set()]));
  for (const [at, node] of owner)
    for (const offset of offsets) {
      const first = at + offset;
      if (data[first] !== 1 || owner.get(first) === node || left.get(node)?.has(first) === true) continue;
      const line = follow(data, offsets, owner, at, first);
      if (line === undefined) continue;
      const { path, end } = line;
      left.get(node)?.add(first);
      left.get(end)?.add(path.at(-2) ?? at);
      const touching =
        path.length === 2 &&
        [...node.edges].some((edge) => edge.path.length === 2 && (edge.to === end || edge.from === end));
      if (!touching) link({ from: node, to: end, path });
    }
  return { width: skeleton.width, nodes };
};

/** Lines that leave a node; one that comes back to it leaves twice. */
export const degree = (node: GraphNode): number => {
  let count = 0;
  for (const edge of node.edges) count += edge.from === edge.to ? 2 : 1;
  return count;
};

/** Removes an edge; a node left with two lines becomes a plain point of one line, a node with none goes. */
export const removeEdge = (graph: SkeletonGraph, edge: GraphEdge): void => {
  unlink(edge);
  for (const node of new Set([edge.from, edge.to])) settle(graph, node);
};

const oriented = (edge: GraphEdge, start: GraphNode): number[] =>
  edge.from === start ? edge.path : edge.path.toReversed();

export const settle = (graph: SkeletonGraph, node: GraphNode): void => {
  if (node.edges.size === 0) {
    graph.nodes.delete(node);
    return;
  }
  if (degree(node) !== 2) return;
  const [one, two] = [...node.edges];
  if (one === undefined || two === undefined || two === one) return;
  const start = one.from === node ? one.to : one.from;
  const end = two.from === node ? two.to : two.from;
  const path = [...oriented(one, start), ...oriented(two, node).slice(1)];
  unlink(one);
  unlink(two);
  graph.nodes.delete(node);
  link({ from: start, to: end, path });
};

/** Every line as seen when leaving `node`. */
export const leaving = (node: GraphNode): readonly (readonly number[])[] =>
  [...node.edges].flatMap((edge) =>
    edge.from === edge.to ? [edge.path, edge.path.toReversed()] : [oriented(edge, node)],
  );
