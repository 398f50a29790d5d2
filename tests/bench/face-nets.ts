/**
 * The face networks on photographs nobody trained on, group by group, and on held-out synthetic people.
 * `npm run bench -- face-nets`. KIOSK_FACE_HELD names a set written by the renderer with `--held` (models/training/README.md).
 */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { RgbImage } from "../../api/words/sample.ts";
import { segmentFace } from "../../models/face/stages/net-segment.ts";
import { networks } from "../../models/onnx.ts";
import { decodeRgb, resizeRgb } from "../../models/image.ts";
import { detectFaces } from "../../models/face/stages/net-detect.ts";
import { locateLandmarks } from "../../models/face/stages/net-landmarks.ts";
import type { FaceLandmarks } from "../../models/face/stages/net-landmarks.ts";
import { median, type BenchRow } from "./row.ts";

import {
  heldOut,
  indexLines,
  mid,
  realPortraits,
  shared,
  type Marks,
  type Point,
  type Portrait,
} from "./face-sets.ts";
import { partsRows } from "./face-parts.ts";

const far = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);
const tilt = (a: Point, b: Point): number => (Math.atan2(b[1] - a[1], b[0] - a[0]) * 180) / Math.PI;
const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ??
  Number.NaN;

interface Judged {
  readonly eye: readonly number[];
  readonly mouth: number;
  readonly chin: number;
  readonly roll: number;
  readonly yaw?: number;
  readonly pitch?: number;
  readonly shut?: boolean;
  readonly shutSeen?: boolean;
  readonly open?: boolean;
  readonly openSeen?: boolean;
}

/** Inner lip distance over the distance from eyes to chin: truly open above, truly shut below; between, not judged. */
const OPEN = 0.08;
const SHUT = 0.04;
/** From which the answer counts as open; chosen on trained-on people. */
const SEEN_OPEN = 0.05;

const judge = (face: FaceLandmarks, marks: Marks): Judged => {
  const at = (i: number): Point => [face.points[i]?.x ?? Number.NaN, face.points[i]?.y ?? Number.NaN];
  const ied = far(marks.rightEye, marks.leftEye) / 100;
  const right = mid(at(60), at(64));
  const left = mid(at(68), at(72));
  return {
    eye: [far(right, marks.rightEye) / ied, far(left, marks.leftEye) / ied],
    mouth: (far(at(76), marks.mouthRight) + far(at(82), marks.mouthLeft)) / 2 / ied,
    chin: far(at(16), marks.chin) / ied,
    roll: Math.abs(tilt(right, left) - tilt(marks.rightEye, marks.leftEye)),
    ...(marks.pose === undefined
      ? {}
      : {
          yaw: Math.abs(face.pose.yaw - marks.pose.yaw),
          pitch: Math.abs(face.pose.pitch - marks.pose.pitch),
        }),
    ...(marks.closed === undefined ? {} : { shut: marks.closed, shutSeen: face.eyeClosed.right > 0.5 }),
    ...(marks.mouthOpening === undefined || (marks.mouthOpening > SHUT && marks.mouthOpening < OPEN)
      ? {}
      : { open: marks.mouthOpening >= OPEN, openSeen: face.mouthOpening > SEEN_OPEN }),
  };
};

interface Tally {
  pictures: number;
  found: number;
  extra: number;
  readonly judged: Judged[];
}

const measure = async (portraits: readonly Portrait[]): Promise<Map<string, Tally>> => {
  const groups = new Map<string, Tally>();
  for (const portrait of portraits) {
    const image = await portrait.image();
    const faces = await detectFaces(image);
    const eyes = mid(portrait.marks.rightEye, portrait.marks.leftEye);
    const own = faces.find(
      ({ box: [x, y, w, h] }) => eyes[0] > x && eyes[0] < x + w && eyes[1] > y - h / 4 && eyes[1] < y + h,
    );
    const judged =
      own === undefined ? undefined : judge(await locateLandmarks(image, own.box), portrait.marks);
    for (const name of portrait.groups) {
      const tally = groups.get(name) ?? { pictures: 0, found: 0, extra: 0, judged: [] };
      tally.pictures++;
      tally.found += judged === undefined ? 0 : 1;
      tally.extra += faces.length - (own === undefined ? 0 : 1);
      if (judged !== undefined) tally.judged.push(judged);
      groups.set(name, tally);
    }
  }
  return groups;
};

const rowsOf = (name: string, tally: Tally): BenchRow[] => {
  const all = tally.judged;
  const eyes = all.flatMap((one) => one.eye);
  const numbers = (pick: (one: Judged) => number | undefined) =>
    all.map(pick).filter((v): v is number => v !== undefined);
  const rows: BenchRow[] = [
    {
      name: `${name}: recall of ${tally.pictures}`,
      value: (100 * tally.found) / tally.pictures,
      unit: "%",
      bar: "100",
    },
    { name: `${name}: extra boxes`, value: tally.extra, unit: "", bar: "0" },
    { name: `${name}: eye centres, mean`, value: mean(eyes), unit: "% IED", bar: "<= 2.5" },
    {
      name: `${name}: eye centres, 95th percentile`,
      value: quantile(eyes, 0.95),
      unit: "% IED",
      bar: "<= 3.8",
    },
    {
      name: `${name}: mouth corners`,
      value: mean(all.map((one) => one.mouth)),
      unit: "% IED",
      bar: "<= 3.3",
    },
    { name: `${name}: chin`, value: mean(all.map((one) => one.chin)), unit: "% IED", bar: "<= 5" },
    { name: `${name}: roll`, value: mean(all.map((one) => one.roll)), unit: "deg", bar: "<= 0.5" },
  ];
  const yaw = numbers((one) => one.yaw);
  if (yaw.length > 0) {
    rows.push({ name: `${name}: yaw`, value: mean(yaw), unit: "deg", bar: "<= 3" });
    rows.push({ name: `${name}: pitch`, value: mean(numbers((one) => one.pitch)), unit: "deg", bar: "<= 3" });
    const share = (truth: (one: Judged) => boolean, seen: (one: Judged) => boolean): number => {
      const those = all.filter(truth);
      return (100 * those.filter(seen).length) / those.length;
    };
    const shutSeen = (one: Judged) => one.shutSeen === true;
    const openSeen = (one: Judged) => one.openSeen === true;
    const rates: [string, number, string][] = [
      ["shut eyes found", share((one) => one.shut === true, shutSeen), ">= 95"],
      ["open eyes called shut", share((one) => one.shut === false, shutSeen), "<= 5"],
      ["open mouths found", share((one) => one.open === true, openSeen), ">= 95"],
      ["shut mouths called open", share((one) => one.open === false, openSeen), "<= 5"],
    ];
    for (const [what, value, bar] of rates)
      if (!Number.isNaN(value)) rows.push({ name: `${name}: ${what}`, value, unit: "%", bar });
  }
  return rows;
};

const falseAlarms = async (): Promise<BenchRow[]> => {
  const lines = indexLines().filter((line) => line.set.startsWith("noface"));
  let boxes = 0;
  for (const line of lines)
    boxes += (await detectFaces(await decodeRgb(readFileSync(path.join(shared, line.image))))).length;
  return [{ name: `real, no face: boxes on ${lines.length} pictures`, value: boxes, unit: "", bar: "0" }];
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
  if (networks().some((entry) => entry.name === "face-segment"))
    rows.push(...(await timed("parts", "<= 25", () => segmentFace(frame, face))));
  return rows;
};

export const run = async (): Promise<BenchRow[]> => {
  const rows = await speed();
  const portraits = existsSync(path.join(shared, "index.jsonl")) ? [...realPortraits()] : [];
  if (portraits.length > 0) rows.push(...(await falseAlarms()));
  const folder = process.env["KIOSK_FACE_HELD"];
  if (folder !== undefined) {
    portraits.push(...heldOut(folder));
    rows.push(...(await partsRows(portraits)));
  }
  for (const [name, tally] of await measure(portraits)) rows.push(...rowsOf(name, tally));
  return rows;
};
