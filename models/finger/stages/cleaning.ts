/** Takes out of a skeleton what is not ridge flow: pores and dots, spurs, fragments, cross-links. */
import { EXTRACT } from "../params.ts";
import { gridAt } from "../plane.ts";
import { degree, removeEdge, type GraphEdge, type SkeletonGraph } from "./graph.ts";
import type { Orientation } from "./orientation.ts";

const edgesOf = (graph: SkeletonGraph): Set<GraphEdge> => {
  const edges = new Set<GraphEdge>();
  for (const node of graph.nodes) for (const edge of node.edges) edges.add(edge);
  return edges;
};

const linked = (edge: GraphEdge) => edge.from.edges.has(edge);

/** Two lines between the same two forks: the longer goes. A line back to its own fork goes. */
const removeLoops = (graph: SkeletonGraph): void => {
  const { shortestLoop } = EXTRACT.skeleton;
  for (const edge of edgesOf(graph)) {
    if (!linked(edge)) continue;
    if (edge.from === edge.to) {
      if (edge.path.length < shortestLoop) removeEdge(graph, edge);
      continue;
    }
    for (const twin of edge.from.edges) {
      if (twin === edge || (twin.to !== edge.to && twin.from !== edge.to)) continue;
      if (twin.path.length + edge.path.length >= shortestLoop) continue;
      removeEdge(graph, twin.path.length > edge.path.length ? twin : edge);
      break;
    }
  }
};

const removeSpurs = (graph: SkeletonGraph): void => {
  const { shortestSpur, shortestFragment } = EXTRACT.skeleton;
  const short = [...edgesOf(graph)]
    .filter((edge) => edge.path.length < Math.max(shortestSpur, shortestFragment))
    .sort((a, b) => a.path.length - b.path.length);
  for (const edge of short) {
    if (!linked(edge)) continue;
    const [a, b] = [degree(edge.from) === 1, degree(edge.to) === 1];
    if (a && b ? edge.path.length < shortestFragment : (a || b) && edge.path.length < shortestSpur)
      removeEdge(graph, edge);
  }
};

/** A short line between two forks that crosses the local ridge direction. */
const removeBridges = (graph: SkeletonGraph, orientation: Orientation): void => {
  const { longestBridge, bridgeAngle } = EXTRACT.skeleton;
  const short = [...edgesOf(graph)]
    .filter((edge) => edge.path.length <= longestBridge)
    .sort((a, b) => a.path.length - b.path.length);
  for (const edge of short) {
    if (!linked(edge) || edge.from === edge.to) continue;
    if (degree(edge.from) < 3 || degree(edge.to) < 3) continue;
    const ax = edge.from.at % graph.width;
    const ay = Math.floor(edge.from.at / graph.width);
    const bx = edge.to.at % graph.width;
    const by = Math.floor(edge.to.at / graph.width);
    const twice = 2 * Math.atan2(ay - by, bx - ax);
    const mx = (ax + bx) / 2;
    const my = (ay + by) / 2;
    const along =
      Math.cos(twice) * gridAt(orientation.cos2, mx, my) + Math.sin(twice) * gridAt(orientation.sin2, mx, my);
    if (along < Math.cos((2 * bridgeAngle * Math.PI) / 180)) removeEdge(graph, edge);
  }
};

export const cleanSkeleton = (graph: SkeletonGraph, orientation: Orientation): void => {
  removeLoops(graph);
  removeBridges(graph, orientation);
  removeSpurs(graph);
  removeLoops(graph);
  removeSpurs(graph);
};
