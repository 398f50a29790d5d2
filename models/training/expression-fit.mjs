// expression-fit.mjs DIR: fits models/params/expression.ts to the truth files of expression-recipe.mjs, and says how well it
// does on the people it has not seen (every fifth). After `tsc -b`, in the checkout's root.
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { expressionFeatures } from "../../dist/models/face/measures/expression-features.js";

const folder = process.argv[2] ?? ".";
/** Landmarks found by the network scatter by about this, eye distances; features less spread than that say nothing. */
const SCATTER = 0.0085;
const CUT = 6;

const rows = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .map((name) => {
    const { points98 } = JSON.parse(readFileSync(path.join(folder, name), "utf8"));
    const points = points98.map(([x, y]) => ({ x, y }));
    return {
      neutral: name.startsWith("neutral") ? 1 : 0,
      person: Number(/(\d+)\.json$/u.exec(name)?.[1]),
      features: expressionFeatures({ points, pupils: { right: points[96], left: points[97] } }),
    };
  });
const seen = rows.filter((row) => row.person % 5 !== 0);
const unseen = rows.filter((row) => row.person % 5 === 0);
const rest = seen.filter((row) => row.neutral === 1);
const count = rows[0].features.length;
const mean = Array.from(
  { length: count },
  (_, k) => rest.reduce((s, r) => s + r.features[k], 0) / rest.length,
);
const deviation = mean.map((m, k) =>
  Math.sqrt(rest.reduce((s, r) => s + (r.features[k] - m) ** 2, 0) / rest.length + SCATTER ** 2),
);
const terms = (row) => {
  const z = row.features.map((v, k) => Math.min(CUT, Math.max(-CUT, (v - mean[k]) / deviation[k])));
  return [...z, ...z.map((v) => v * v)];
};
const data = seen.map((row) => [terms(row), row.neutral]);
const weights = Array.from({ length: 2 * count }, () => 0);
let bias = 0;
const odds = (x) => bias + x.reduce((s, v, k) => s + v * weights[k], 0);
for (let pass = 0; pass < 1500; pass += 1) {
  const slope = weights.map(() => 0);
  let slopeOfBias = 0;
  for (const [x, y] of data) {
    const error = 1 / (1 + Math.exp(-odds(x))) - y;
    slopeOfBias += error;
    x.forEach((v, k) => (slope[k] += error * v));
  }
  weights.forEach((w, k) => {
    const next = w - 0.02 * (slope[k] / data.length + 0.01 * w);
    // Being far from rest is never a sign of rest.
    weights[k] = k >= count ? Math.min(0, next) : next;
  });
  bias -= (0.02 * slopeOfBias) / data.length;
}
const scored = unseen.map((row) => [odds(terms(row)), row.neutral]);
const of = (kind) =>
  scored
    .filter(([, y]) => y === kind)
    .map(([s]) => s)
    .sort((a, b) => a - b);
const [at, away] = [of(1), of(0)];
const above = at.reduce((sum, a) => sum + away.filter((b) => a > b).length, 0);
const round = (list) => list.map((v) => Number(v.toFixed(4)));
console.log({
  mean: round(mean),
  deviation: round(deviation),
  linear: round(weights.slice(0, count)),
  square: round(weights.slice(count)),
  bias,
});
console.log(
  "area under the curve, unseen people:",
  (above / at.length / away.length).toFixed(3),
  `(${scored.length} pictures)`,
);
console.log(
  "at rest, 2 % and 50 %:",
  at[Math.floor(at.length * 0.02)].toFixed(2),
  at[at.length >> 1].toFixed(2),
);
