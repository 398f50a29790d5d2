// node models/training/uncertainty-table.mjs BENCH.json: puts what `KIOSK_FACE_HELD=SET npm run -s bench -- face-unsure --json` measured into
// docs/face-measures.md, between the marks <!-- stated --> and <!-- end -->: a line a number, all people and the groups it fits worst.
import { readFileSync, writeFileSync } from "node:fs";

const FILE = "docs/face-measures.md";
const { rows } = JSON.parse(
  readFileSync(process.argv[2] ?? "bench.json", "utf8")
    .trim()
    .split("\n")
    .at(-1) ?? "",
);

/** "NUMBER, GROUP: WHAT" to NUMBER, GROUP and the three values. */
const numbers = new Map();
for (const { name, value } of rows) {
  const [, number, group, what] = name.match(/^(\w+), (.+): (error over stated|within one|within two)/);
  const groups = numbers.get(number) ?? new Map();
  const people = name.match(/median of (\d+)$/)?.[1];
  groups.set(group, {
    ...groups.get(group),
    [what]: value,
    ...(people === undefined ? {} : { people: Number(people) }),
  });
  numbers.set(number, groups);
}

/** Groups of fewer people differ by chance. */
const LEAST = 40;
const said = (one) =>
  `${one["error over stated"].toFixed(2)} / ${one["within one"].toFixed(0)} / ${one["within two"].toFixed(0)}`;
const lines = [...numbers].map(([number, groups]) => {
  const sorted = [...groups]
    .filter(([group, { people }]) => group !== "all" && people >= LEAST)
    .toSorted(([, a], [, b]) => a["within two"] - b["within two"]);
  const [worst, best] = [sorted[0], sorted.at(-1)].map(([group, one]) => `${group}: ${said(one)}`);
  return `| ${number} | ${said(groups.get("all"))} | ${worst} | ${best} |`;
});
const table = [
  `| number | all ${Math.max(...[...numbers.values()].map((groups) => groups.get("all").people))} | where the most lies outside twice | where the least |`,
  "| --- | --- | --- | --- |",
  ...lines,
].join("\n");
const text = readFileSync(FILE, "utf8");
writeFileSync(
  FILE,
  text.replace(/(?<=<!-- stated -->\n).*?(?=<!-- end -->)/s, () => `\n${table}\n\n`),
);
