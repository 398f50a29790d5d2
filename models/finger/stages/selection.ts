/** Drops minutiae that the edge, breaks and scars of the print make. */
import { hypotenuse } from "../hypotenuse.ts";
import { EXTRACT } from "../params.ts";
import type { edgeDistance } from "./binarisation.ts";
import type { RawMinutia } from "./forks.ts";

const apart = (a: RawMinutia, b: RawMinutia) => hypotenuse(a.x - b.x, a.y - b.y);

const opposite = (a: RawMinutia, b: RawMinutia) =>
  Math.cos(a.angle - b.angle) < Math.cos((EXTRACT.minutiae.facingAngle * Math.PI) / 180);

/** A broken or bridged ridge leaves two that look away from or at each other at close range. */
const facing = (all: readonly RawMinutia[]): Set<RawMinutia> => {
  const doomed = new Set<RawMinutia>();
  for (const [i, a] of all.entries())
    for (const b of all.slice(i + 1))
      if (apart(a, b) < EXTRACT.minutiae.facingDistance && opposite(a, b)) doomed.add(a).add(b);
  return doomed;
};

const crowded = (all: readonly RawMinutia[]): Set<RawMinutia> => {
  const { clusterRadius, clusterCount } = EXTRACT.minutiae;
  return new Set(all.filter((a) => all.filter((b) => apart(a, b) < clusterRadius).length > clusterCount));
};

export const selectMinutiae = (
  all: readonly RawMinutia[],
  edge: ReturnType<typeof edgeDistance>,
): readonly RawMinutia[] => {
  const inside = all.filter(({ x, y }) => {
    const at = Math.floor(y / EXTRACT.block) * edge.columns + Math.floor(x / EXTRACT.block);
    return (edge.data[at] ?? 0) >= EXTRACT.minutiae.border;
  });
  const broken = facing(inside);
  const whole = inside.filter((minutia) => !broken.has(minutia));
  const crowd = crowded(whole);
  return whole.filter((minutia) => !crowd.has(minutia));
};
