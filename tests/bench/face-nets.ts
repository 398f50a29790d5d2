/**
 * The face networks on photographs nobody trained on, group by group, and on held-out synthetic people.
 * `npm run bench -- face-nets`. KIOSK_FACE_HELD names a set written by models/training/held-out.sh.
 */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { RgbImage } from "../../api/words/sample.ts";
import { segmentFace } from "../../models/face/stages/net-segment.ts";
import { networks } from "../../models/onnx.ts";
import { decodeRgb, resizeRgb } from "../../models/image.ts";
import { detectFaces } from "../../models/face/stages/net-detect.ts";
import { distantFaces } from "../../models/face/stages/net-distant.ts";
import { locateLandmarks } from "../../models/face/stages/net-landmarks.ts";
import { median, type BenchRow } from "./row.ts";
import { heldOut } from "./face-held.ts";
import { chinsOf, judge, mean, rowsOf, type Judged, type Tally } from "./face-judge.ts";
import { PartsTally } from "./face-parts.ts";
import { indexLines, mid, realPortraits, shared, type Portrait } from "./face-sets.ts";
import { worstOverBest } from "./intervals.ts";

/**
 * Pixel by pixel takes as long as all the rest: parts are counted on so many held-out people and more, spread over the set, so that
 * even of a kind of covering or of glasses there are hundreds. People with a fringe over an eye are left out: the set holds hundreds of
 * them for a row of their own, and rendered fringes pass for coverings.
 */
const PARTED = 3000;
const parting = ({ mask, groups }: Portrait): boolean =>
  mask !== undefined && !groups.some(({ name }) => name === "held-out, an eye hidden");
const parted = networks().some((entry) => entry.name === "face-segment");

const measure = async (portraits: readonly Portrait[], parts: PartsTally): Promise<Map<string, Tally>> => {
  const groups = new Map<string, Tally>();
  const every = Math.max(1, Math.floor(portraits.filter(parting).length / PARTED));
  let masked = 0;
  for (const portrait of portraits) {
    const image = await portrait.image();
    const faces = await detectFaces(image);
    const eyes = mid(portrait.marks.rightEye, portrait.marks.leftEye);
    const own = faces.find(
      ({ box: [x, y, w, h] }) => eyes[0] > x && eyes[0] < x + w && eyes[1] > y - h / 4 && eyes[1] < y + h,
    );
    const face = own === undefined ? undefined : await locateLandmarks(image, own.box);
    if (face !== undefined && parted && parting(portrait) && masked++ % every === 0)
      await parts.add(image, face, { mask: portrait.mask?.() ?? new Uint8Array(), groups: portrait.groups });
    for (const { name, of } of portrait.groups) {
      const tally = groups.get(name) ?? {
        ...(of === undefined ? {} : { of }),
        pictures: 0,
        found: 0,
        extra: 0,
        judged: [],
      };
      tally.pictures++;
      tally.found += face === undefined ? 0 : 1;
      tally.extra += faces.length - (own === undefined ? 0 : 1);
      if (face !== undefined) tally.judged.push(judge(face, portrait.marks));
      groups.set(name, tally);
    }
  }
  return groups;
};

/** Fewer pictures than these say too little to be compared. */
const LEAST = 40;
const COMPARED: readonly (readonly [string, (all: readonly Judged[]) => readonly number[]])[] = [
  ["eye centres", (all) => all.map((one) => mean(one.eye))],
  ["mouth corners", (all) => all.map((one) => one.mouth)],
  ["chin", chinsOf],
];

/** Of every kind of group: the worst mean over the best, and how sure that is. */
const comparisons = (groups: ReadonlyMap<string, Tally>): BenchRow[] => {
  const kinds = new Set([...groups.values()].flatMap(({ of }) => of ?? []));
  return [...kinds].flatMap((kind) =>
    COMPARED.flatMap(([what, pick]): BenchRow[] => {
      const values = [...groups].flatMap(([name, tally]): [string, number[]][] =>
        tally.of === kind ? [[name.replace(/^held-out, /, ""), [...pick(tally.judged)]]] : [],
      );
      const found = worstOverBest(new Map(values), LEAST);
      if (found === undefined) return [];
      const { worst, best, ratio, interval } = found;
      const name = `by ${kind}, ${what}: worst (${worst}) over best (${best})`;
      return [{ name, value: ratio, unit: "", bar: "<= 1.25", interval }];
    }),
  );
};

/** Clockwise, by quarters of a circle. */
const turnedBy = ({ width, height, pixels }: RgbImage, quarters: 1 | 2 | 3): RgbImage => {
  const out = new Uint8Array(pixels.length);
  const [w, h] = quarters === 2 ? [width, height] : [height, width];
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const [column, row] =
        quarters === 2 ? [w - 1 - x, h - 1 - y] : quarters === 1 ? [w - 1 - y, x] : [y, h - 1 - x];
      const from = (y * width + x) * 3;
      out.set(pixels.subarray(from, from + 3), (row * w + column) * 3);
    }
  return { width: w, height: h, pixels: out };
};

/** Turned pictures hold faces that nobody may take for a person standing there; by half a circle, and by a quarter to either side. */
const lying = async (portraits: readonly Portrait[]): Promise<BenchRow[]> => {
  const boxes = { "upside down": 0, "on their side": 0 };
  for (const [i, portrait] of portraits.entries()) {
    const image = await portrait.image();
    boxes["upside down"] += (await detectFaces(turnedBy(image, 2))).length;
    boxes["on their side"] += (await detectFaces(turnedBy(image, i % 2 === 0 ? 1 : 3))).length;
  }
  return Object.entries(boxes).map(([how, value]) => ({
    name: `portraits ${how}: boxes on ${portraits.length} pictures`,
    value,
    unit: "",
    bar: "0",
  }));
};

const falseAlarms = async (): Promise<BenchRow[]> => {
  const lines = indexLines().filter((line) => line.set.startsWith("noface"));
  let [boxes, far] = [0, 0];
  for (const line of lines) {
    const image = await decodeRgb(readFileSync(path.join(shared, line.image)));
    boxes += (await detectFaces(image)).length;
    far += (await distantFaces(image)).length;
  }
  return [
    { name: `real, no face: boxes on ${lines.length} pictures`, value: boxes, unit: "", bar: "0" },
    {
      name: `real, no face, part by part: boxes on ${lines.length} pictures`,
      value: far,
      unit: "",
      bar: "0",
    },
  ];
};

/** Median wall-clock time, and processor time a run, which other work on the machine does not stretch. */
const timed = async (name: string, bar: string, work: () => Promise<unknown>): Promise<BenchRow[]> => {
  const times = 30;
  await work();
  const spent: number[] = [];
  const before = process.cpuUsage();
  for (let i = 0; i < times; i++) {
    const begin = performance.now();
    await work();
    spent.push(performance.now() - begin);
  }
  const used = process.cpuUsage(before);
  return [
    { name: `${name}, wall`, value: median(spent), unit: "ms", bar },
    { name: `${name}, processor`, value: (used.user + used.system) / 1000 / times, unit: "ms", bar },
  ];
};

const speed = async (): Promise<BenchRow[]> => {
  const file = "fixtures/faces/specimen/frame-5-neutral.jpg";
  const frame: RgbImage = await resizeRgb(await decodeRgb(readFileSync(file), file), 480, 640);
  const box = (await detectFaces(frame))[0]?.box ?? [100, 150, 280, 300];
  const face = await locateLandmarks(frame, box);
  const rows = await timed("detector, 640 px frame", "<= 8", () => detectFaces(frame));
  rows.push(...(await timed("landmarks, three runs", "<= 6", () => locateLandmarks(frame, box))));
  if (parted) rows.push(...(await timed("parts", "<= 25", () => segmentFace(frame, face))));
  return rows;
};

/** Resident memory of a process that holds the networks and has used them all; MiB. */
const memory = (): BenchRow[] => [
  {
    name: "memory of the whole process",
    value: process.memoryUsage().rss / 2 ** 20,
    unit: "MiB",
    bar: "<= 350",
  },
];

export const run = async (): Promise<BenchRow[]> => {
  const rows = await speed();
  rows.push(...memory());
  const portraits = existsSync(path.join(shared, "index.jsonl")) ? [...realPortraits()] : [];
  if (portraits.length > 0) rows.push(...(await falseAlarms()), ...(await lying(portraits)));
  const folder = process.env["KIOSK_FACE_HELD"];
  const parts = new PartsTally();
  if (folder !== undefined) {
    const held = heldOut(folder);
    rows.push(...(await lying(held.slice(0, 300))).map((row) => ({ ...row, name: `held-out ${row.name}` })));
    portraits.push(...held);
  }
  const groups = await measure(portraits, parts);
  if (folder !== undefined && parted) rows.push(...parts.rows(), ...parts.groupRows());
  for (const [name, tally] of groups) rows.push(...rowsOf(name, tally));
  return [...rows, ...comparisons(groups)];
};
