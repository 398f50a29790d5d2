// node models/training/finger/impostors.mjs FOLDER: thresholds of models/finger/compare/thresholds.ts from the synthetic prints
// of prints.mjs: all pairs of different fingers by our comparison, every ninth by the pair table (for fit.py).
import { readFileSync, readdirSync } from "node:fs";
const D = new URL("../../../dist/", import.meta.url).href;
const { fingerFeatures } = await import(D + "models/finger/extract.js");
const { compareFingers } = await import(D + "models/finger/compare/compare.js");
const pairTable = (await import("./pair-table.mjs")).compare;
const folder = `${process.argv[2]}/`;
const prints = readdirSync(folder)
  .filter((file) => file.endsWith(".raw"))
  .sort()
  .map((file) => {
    const name = file.slice(0, -4);
    const { width, height } = JSON.parse(readFileSync(`${folder}${name}.json`));
    const pixels = new Uint8Array(readFileSync(folder + file));
    const { minutiae } = fingerFeatures({ width, height, pixels }, 500);
    return { finger: name.split("_")[0], template: { minutiae, ppi: 500, width, height } };
  });
const genuine = [];
const own = [];
const table = [];
for (const [i, a] of prints.entries())
  for (const b of prints.slice(i + 1)) {
    const score = compareFingers(a.template, b.template);
    if (a.finger === b.finger) genuine.push(score);
    else if (own.push(score) % 9 === 0) table.push(pairTable(a.template, b.template));
  }
const falling = (scores) => scores.sort((a, b) => b - a);
const at = (scores, rate) => scores[Math.floor(scores.length * rate)];
console.log(own.length, "impostors,", table.length, "by the pair table,", genuine.length, "genuine");
for (const rate of [0.01, 0.001, 0.0001]) {
  const threshold = at(falling(own), rate);
  const missed = genuine.filter((score) => score < threshold).length / genuine.length;
  console.log(
    rate,
    threshold.toFixed(2),
    "misses",
    missed.toFixed(4),
    "pair table",
    at(falling(table), rate),
  );
}
