// node models/training/write-cards.mjs BENCH.json [COARSE.json]: puts the measured rows (npm run bench -- face-nets --json) into the
// model cards, between the marks <!-- measured --> and <!-- end -->; of the second, on the coarse held-out set, what landmarks and the
// closer look answer there.
import { readFileSync, writeFileSync } from "node:fs";

const measuredIn = (file) => JSON.parse(readFileSync(file, "utf8").trim().split("\n").at(-1) ?? "");
const { rows, load, cores, processor } = measuredIn(process.argv[2] ?? "bench.json");
const coarse = process.argv[3] === undefined ? [] : measuredIn(process.argv[3]).rows;
const cell = (row) => {
  const value =
    row.value === null || Number.isNaN(row.value) ? "-" : row.value.toFixed(row.value < 10 ? 2 : 1);
  return `${value} ${row.unit}`.trim();
};
/** "group: what" rows become one table with a line a group. */
const table = (rows, wanted) => {
  const grouped = new Map();
  const columns = [];
  for (const row of rows) {
    const split = row.name.lastIndexOf(": ");
    if (split < 0) continue;
    const what = row.name.slice(split + 2).replace(/^recall of \d+$/, "recall");
    if (!wanted.some((word) => what.startsWith(word))) continue;
    const count = row.name.match(/recall of (\d+)$/)?.[1];
    const group = row.name.slice(0, split);
    const line = grouped.get(group) ?? {};
    if (count) line.n = count;
    const heading = `${what}${row.bar ? ` (${row.bar})` : ""}`;
    if (!columns.includes(heading)) columns.push(heading);
    line[heading] = cell(row);
    grouped.set(group, line);
  }
  const counts = new Map(
    rows.map((row) => [row.name.split(": ")[0], row.name.match(/recall of (\d+)/)?.[1]]).filter(([, n]) => n),
  );
  const head = `| group | pictures | ${columns.join(" | ")} |\n|${"---|".repeat(columns.length + 2)}\n`;
  return (
    head +
    [...grouped]
      .map(
        ([group, line]) =>
          `| ${group} | ${counts.get(group) ?? ""} | ${columns.map((c) => line[c] ?? "-").join(" | ")} |`,
      )
      .join("\n")
  );
};
const parts = {
  "face-detect": ["recall", "extra boxes", "boxes on"],
  "face-landmarks": [
    "eye centres",
    "mouth corners",
    "chin",
    "roll",
    "yaw",
    "pitch",
    "shut eyes",
    "open eyes",
    "open mouths",
    "shut mouths",
    "gaze",
    "points within",
  ],
  "face-eye": ["eye centres", "shut eyes", "open eyes", "gaze"],
  "face-mouth": ["mouth corners", "open mouths", "shut mouths"],
  "face-segment": ["IoU"],
};
const number = (v) => v.toFixed(2);
const within = ({ value, interval: [lowest, highest] }) =>
  `${number(value)} [${number(lowest)}, ${number(highest)}]`;
/** Worst group over best, for every kind of group: of the parts, or of all else. */
const comparedIn = (rows, ofParts) =>
  rows
    .filter((row) => row.name.startsWith("by ") && row.name.includes(" IoU") === ofParts)
    .map((row) => `- ${row.name}: ${within(row)}${row.bar ? ` (${row.bar})` : ""}`)
    .join("\n");
const comparison = (rows, ofParts = false) =>
  `\n\nWorst group over best, bootstrap interval of 95 %:\n\n${comparedIn(rows, ofParts)}`;
/** "group: part, IoU, N wear it" rows become one table with a line a group. */
const partsByGroup = (rows) => {
  const grouped = new Map();
  const bars = new Map();
  for (const row of rows) {
    const [, group, part, wearers] = row.name.match(/^(.+): (.+), IoU, (\d+) wear it$/) ?? [];
    if (group === undefined) continue;
    bars.set(part, row.bar);
    grouped.set(group, { ...grouped.get(group), [part]: `${wearers} | ${within(row)}` });
  }
  if (grouped.size === 0) return "";
  const parts = [...bars.keys()];
  const head = parts.map((part) => `wear ${part} | IoU of ${part} (${bars.get(part)})`).join(" | ");
  const lines = [...grouped].map(
    ([group, line]) => `| ${group} | ${parts.map((part) => line[part] ?? "- | -").join(" | ")} |`,
  );
  return `\n\nGroup by group, with bootstrap intervals of 95 %; "-" where too few wear it:\n\n| group | ${head} |\n|${"---|".repeat(1 + 2 * parts.length)}\n${lines.join("\n")}${comparison(rows, true)}`;
};
const CLOSER = ["face-landmarks", "face-eye", "face-mouth"];
const held = coarse.filter((row) => row.name.startsWith("held-out,") && !row.name.includes("IoU"));
const second = (name, wanted) =>
  held.length === 0 || !CLOSER.includes(name)
    ? ""
    : `\n\nOn the coarse set:\n\n${table(held, wanted)}${name === "face-landmarks" ? comparison(coarse) : ""}`;

const extra = (name) => {
  if (name === "face-landmarks") return comparison(rows);
  return name === "face-segment" ? partsByGroup(rows) : "";
};

const speeds = rows
  .filter((row) => row.unit === "ms" || row.unit === "MiB")
  .map((row) => `- ${row.name}: ${cell(row)} (bar ${row.bar})`);
for (const [name, wanted] of Object.entries(parts)) {
  const file = `models/weights/${name}.md`;
  let text;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    continue;
  }
  const measured = `<!-- measured -->\n\n${table(rows, wanted)}${extra(name)}${second(name, wanted)}\n\nTime, median, and memory on ${cores} cores (${processor}), load ${load} when it began:\n\n${speeds.join("\n")}\n\n<!-- end -->`;
  writeFileSync(
    file,
    text.replace(/<!-- measured -->[\s\S]*<!-- end -->/, () => measured),
  );
}
