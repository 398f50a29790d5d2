// node models/training/finger/features.mjs FOLDER: measures of every print and scores of every genuine pair, by two matchers.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
const D = new URL("../../../dist/", import.meta.url).href;
const { fingerFeatures } = await import(D + "models/finger/extract.js");
const { compareFingers } = await import(D + "models/finger/compare/compare.js");
const { FINGER_MEASURES } = await import(D + "models/finger/measures/list.js");
const { blockFigures, FIGURES } = await import(D + "models/finger/blocks/figures.js");
const boz = (await import("./pair-table.mjs")).compare;
const dir = `${process.argv[2]}/`;
const names = readdirSync(dir)
  .filter((f) => /\.raw$/.test(f))
  .map((f) => f.slice(0, -4))
  .sort();
const T = [];
let ms = 0;
for (const n of names) {
  const j = JSON.parse(readFileSync(dir + n + ".json"));
  const img = { width: j.width, height: j.height, pixels: new Uint8Array(readFileSync(dir + n + ".raw")) };
  const F = fingerFeatures(img, 500);
  const s = performance.now();
  const m = FINGER_MEASURES.map((x) => {
    const r = x.assess(F);
    return r.kind === "assessed" ? r.raw : NaN;
  });
  ms += performance.now() - s;
  const figures = blockFigures(F.print);
  const f = FIGURES.map((x) => (figures === undefined ? 0 : x.of(figures)));
  T.push({ n, f, id: n.split("_")[0], t: { minutiae: F.minutiae, ppi: 500 }, m, own: [], boz: [] });
}
console.log("measures ms", ms / names.length);
const by = {};
T.forEach((t) => (by[t.id] ??= []).push(t));
const pairs = [];
for (const l of Object.values(by))
  for (let i = 0; i < l.length; i++)
    for (let j = i + 1; j < l.length; j++) {
      const o = compareFingers(l[i].t, l[j].t),
        b = boz(l[i].t, l[j].t);
      l[i].own.push(o);
      l[j].own.push(o);
      l[i].boz.push(b);
      l[j].boz.push(b);
      pairs.push([l[i].n, l[j].n, o.toFixed(2), b]);
    }
const med = (a) => {
  const s = [...a].sort((x, y) => x - y);
  return s.length ? (s[(s.length - 1) >> 1] + s[s.length >> 1]) / 2 : NaN;
};
writeFileSync(
  `${dir}features.csv`,
  [
    "name," + [...FINGER_MEASURES.map((m) => m.id), ...FIGURES.map((x) => x.name)].join(",") + ",own,boz",
    ...T.map((t) => [t.n, ...[...t.m, ...t.f].map((v) => v.toFixed(5)), med(t.own), med(t.boz)].join(",")),
  ].join("\n"),
);
writeFileSync(`${dir}pairs.csv`, ["a,b,own,boz", ...pairs.map((p) => p.join(","))].join("\n"));
