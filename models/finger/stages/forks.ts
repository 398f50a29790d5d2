/**
 * Minutiae from the forks of the two skeletons. A fork of the ridge skeleton is a bifurcation; a fork of the valley
 * skeleton lies before a ridge ending (ISO/IEC 19794-2:2005 clause 6.4.2 places the ending there). Either way the
 * direction runs from the fork between the two branches that enclose a valley (bifurcation) or the ridge (ending).
 */
import { EXTRACT } from "../params.ts";
import { gridAt } from "../plane.ts";
import { degree, leaving, type GraphNode, type SkeletonGraph } from "./graph.ts";
import type { Orientation } from "./orientation.ts";

export interface RawMinutia {
  readonly kind: "ending" | "bifurcation";
  readonly x: number;
  readonly y: number;
  /** Radians, counter-clockwise from +x. */
  readonly angle: number;
}

const armAngles = (graph: SkeletonGraph, node: GraphNode): number[] | undefined => {
  const { reach, leastReach } = EXTRACT.minutiae;
  const x = node.at % graph.width;
  const y = Math.floor(node.at / graph.width);
  const angles: number[] = [];
  for (const path of leaving(node)) {
    if (path.length <= leastReach) return undefined;
    const tip = path[Math.min(path.length - 1, reach)] ?? node.at;
    angles.push(Math.atan2(y - Math.floor(tip / graph.width), (tip % graph.width) - x));
  }
  return angles;
};

/** The direction opposite to the stem: the arm that stands farthest from the other two. */
const betweenBranches = (angles: readonly number[]): number => {
  const stem = angles
    .map((angle) => ({
      angle,
      apart: angles.reduce((sum, other) => sum + Math.cos(angle - other), 0),
    }))
    .reduce((best, arm) => (arm.apart < best.apart ? arm : best));
  const rest = angles.filter((angle) => angle !== stem.angle);
  const bx = rest.reduce((sum, angle) => sum + Math.cos(angle), 0) - Math.cos(stem.angle);
  const by = rest.reduce((sum, angle) => sum + Math.sin(angle), 0) - Math.sin(stem.angle);
  return Math.atan2(by, bx);
};

/** The local ridge direction on the side of `angle`; the flow is steadier than three short arms. */
const alongRidge = (angle: number, orientation: Orientation, x: number, y: number): number => {
  const ridge = 0.5 * Math.atan2(gridAt(orientation.sin2, x, y), gridAt(orientation.cos2, x, y));
  const difference = Math.atan2(Math.sin(angle - ridge), Math.cos(angle - ridge));
  return Math.abs(difference) > Math.PI / 2 ? ridge + Math.PI : ridge;
};

export const forksOf = (
  graph: SkeletonGraph,
  kind: RawMinutia["kind"],
  orientation: Orientation,
): readonly RawMinutia[] => {
  const found: RawMinutia[] = [];
  for (const node of graph.nodes) {
    if (degree(node) !== 3) continue;
    const angles = armAngles(graph, node);
    if (angles === undefined) continue;
    const x = node.at % graph.width;
    const y = Math.floor(node.at / graph.width);
    const angle = alongRidge(betweenBranches(angles), orientation, x, y);
    found.push({ kind, x, y, angle: (angle + 4 * Math.PI) % (2 * Math.PI) });
  }
  return found;
};
