import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { impression } from "../../../models/synthetic/fingerprint/impression.ts";
import { masterPrint } from "../../../models/synthetic/fingerprint/master.ts";
import type { MasterPrint } from "../../../models/synthetic/fingerprint/master.ts";
import { sample } from "../../../models/synthetic/fingerprint/grid.ts";
import { MASTER, PATTERN_CLASSES, orientationAt } from "../../../models/synthetic/fingerprint/orientation.ts";
import { drawCondition } from "../../../models/synthetic/fingerprint/condition.ts";
import { makePlacement } from "../../../models/synthetic/fingerprint/placement.ts";
import { groundTruth, writeGroundTruth } from "../../../models/synthetic/fingerprint/ground-truth.ts";
import { SENSORS } from "../../../models/synthetic/fingerprint/sensors.ts";
import type { SensorKind } from "../../../models/synthetic/fingerprint/sensors.ts";
import { makeSweep } from "../../../models/synthetic/fingerprint/sweep.ts";
import { decodeGrey } from "../../../models/image.ts";
import { Dice } from "../../../models/synthetic/dice.ts";

const masters = new Map(
  PATTERN_CLASSES.map((pattern) => [pattern, masterPrint(`test/${pattern}`, { pattern })]),
);
const whorl = masters.get("whorl")!;
const hash = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** Turn of the orientation around a closed path, in half turns: +1 a core, -1 a delta. */
const index = (master: MasterPrint, cx: number, cy: number, radius: number): number => {
  let turn = 0;
  for (let k = 0; k < 180; k += 1) {
    const at = (n: number) => {
      const bearing = (2 * Math.PI * n) / 180;
      return orientationAt(master.flow, cx + radius * Math.cos(bearing), cy - radius * Math.sin(bearing));
    };
    const step = 2 * (at(k + 1) - at(k));
    turn += Math.atan2(Math.sin(step), Math.cos(step)) / 2;
  }
  return Math.round(turn / Math.PI) || 0;
};

/** Mean distance from ridge to ridge along straight probes across the flow, in pixels. */
const meanPeriod = (master: MasterPrint): number => {
  let length = 0;
  let ridges = 0;
  for (let y = 120; y < 440; y += 24)
    for (let x = 100; x < 320; x += 24) {
      const angle = orientationAt(master.flow, x, y);
      const along = (r: number) => sample(master.ridges, x - r * Math.sin(angle), y - r * Math.cos(angle));
      const rises: number[] = [];
      for (let r = -24; r < 24; r += 0.25) if (along(r) <= 0 && along(r + 0.25) > 0) rises.push(r);
      length += rises.at(-1)! - rises[0]!;
      ridges += rises.length - 1;
    }
  return length / ridges;
};

const touched = (contact: Uint8Array): number => contact.reduce((total, value) => total + value, 0);

/** Mean grey where the finger touches. */
const tone = (moisture: number): number => {
  const condition = { moisture, pressure: 0.5, wear: 0 };
  const { image, contact } = impression(whorl, "tone", { width: 300, height: 400, ppi: 500, condition });
  return image.pixels.reduce((sum, value, i) => sum + (contact[i] ? value : 0), 0) / touched(contact);
};

describe("master prints", () => {
  test("the same seed gives the same finger, another seed another", () => {
    const again = masterPrint("test/whorl", { pattern: "whorl" });
    expect(hash(new Uint8Array(again.ridges.values.buffer))).toBe(
      hash(new Uint8Array(whorl.ridges.values.buffer)),
    );
    expect(again.minutiae).toEqual(whorl.minutiae);
    const other = masterPrint("test/whorl2", { pattern: "whorl" });
    expect(other.minutiae).not.toEqual(whorl.minutiae);
  });

  test.each([
    ["arch", 0],
    ["tented-arch", 1],
    ["left-loop", 1],
    ["right-loop", 1],
    ["whorl", 2],
  ] as const)("%s has %d cores and as many deltas, and the flow turns around each", (pattern, count) => {
    const master = masters.get(pattern)!;
    expect(master.cores).toHaveLength(count);
    expect(master.deltas).toHaveLength(count);
    for (const core of master.cores) expect(index(master, core.x, core.y, 3)).toBe(1);
    for (const delta of master.deltas) expect(index(master, delta.x, delta.y, 3)).toBe(-1);
    expect(index(master, MASTER.width / 2, MASTER.height / 2, 190)).toBe(0);
  });

  test("a left loop has its delta at the right, a right loop at the left", () => {
    for (const [pattern, side] of [
      ["left-loop", 1],
      ["right-loop", -1],
    ] as const) {
      const { cores, deltas } = masters.get(pattern)!;
      expect(Math.sign(deltas[0]!.x - cores[0]!.x)).toBe(side);
      expect(deltas[0]!.y).toBeGreaterThan(cores[0]!.y);
    }
  });

  test("ridges stand about 9 pixels apart at 500 ppi, a child's nearer", () => {
    for (const master of masters.values()) {
      expect(meanPeriod(master)).toBeGreaterThan(7.6);
      expect(meanPeriod(master)).toBeLessThan(10.5);
    }
    const child = masterPrint("test/child", { pattern: "right-loop", period: 7 });
    expect(meanPeriod(child)).toBeGreaterThan(6.3);
    expect(meanPeriod(child)).toBeLessThan(8);
  });

  test("minutiae are as many as fingers have, of both kinds, along the flow", () => {
    for (const master of masters.values()) {
      expect(master.minutiae.length).toBeGreaterThan(35);
      expect(master.minutiae.length).toBeLessThan(120);
      const endings = master.minutiae.filter(({ kind }) => kind === "ending").length / master.minutiae.length;
      expect(endings).toBeGreaterThan(0.2);
      expect(endings).toBeLessThan(0.8);
      const off = master.minutiae.map(({ x, y, angle }) => {
        const gap = 2 * ((angle * Math.PI) / 180 - orientationAt(master.flow, x, y));
        return Math.abs(Math.atan2(Math.sin(gap), Math.cos(gap))) / 2;
      });
      expect(off.filter((gap) => gap < Math.PI / 8).length / off.length).toBeGreaterThan(0.85);
    }
  });

  test("the angle points between the branches: behind the fork lies its own stem, ahead the enclosed line", () => {
    const right = [...masters.values()].flatMap((master) =>
      master.minutiae.map(({ kind, x, y, angle }) => {
        const flow = (angle * Math.PI) / 180;
        const at = (away: number) =>
          sample(master.ridges, x + away * Math.cos(flow), y - away * Math.sin(flow));
        const own = kind === "bifurcation" ? 1 : -1;
        expect(Math.sign(at(0)) * own).toBe(1);
        return own * at(-8) > own * at(8);
      }),
    );
    expect(right.filter(Boolean).length / right.length).toBeGreaterThan(0.93);
  });
});

describe("impressions", () => {
  const options = { width: 300, height: 400, ppi: 500 } as const;

  test("the same seeds give the same pixels; another impression differs but is the same finger", () => {
    const one = impression(whorl, "1", options);
    expect(hash(impression(whorl, "1", options).image.pixels)).toBe(hash(one.image.pixels));
    expect(hash(impression(whorl, "2", options).image.pixels)).not.toBe(hash(one.image.pixels));
  });

  test("the placement and its inverse agree within a twentieth of a pixel, however it is dragged", () => {
    for (let k = 0; k < 20; k += 1) {
      const dice = new Dice(`placement ${k}`);
      const placement = makePlacement(
        dice,
        drawCondition(dice, { drag: 1.2, rotation: (12 * (k - 10)) / 10 }),
      );
      for (let y = 60; y < 520; y += 50)
        for (let x = 40; x < 400; x += 50) {
          const on = placement.toPlaten(x, y);
          const back = placement.toFinger(on.x, on.y);
          expect(Math.hypot(back.x - x, back.y - y)).toBeLessThan(0.05);
        }
    }
  });

  test("the picture has the asked size at any resolution, and the finger its true size", () => {
    const still = {
      rotation: 0,
      shiftX: 0,
      shiftY: 0,
      drag: 0,
      pressure: 0.5,
      moisture: 0,
      wear: 0,
      residue: 0,
    };
    const coarse = impression(whorl, "size", { width: 300, height: 400, ppi: 385, condition: still });
    const fine = impression(whorl, "size", { width: 600, height: 800, ppi: 770, condition: still });
    expect([coarse.image.width, coarse.image.height, coarse.image.pixels.length]).toEqual([
      300, 400, 120_000,
    ]);
    expect(touched(fine.contact) / touched(coarse.contact)).toBeCloseTo(4, 1);
    const native = impression(whorl, "desk", { width: 384, height: 290, ppi: 512 });
    expect([native.image.width, native.image.height]).toEqual([384, 290]);
  });

  test("ridges are dark where they touch; moisture darkens, dryness breaks", () => {
    const [dry, normal, wet] = [tone(-0.8), tone(0), tone(0.8)];
    expect(dry).toBeGreaterThan(normal + 10);
    expect(wet).toBeLessThan(normal - 10);
  });

  test("true minutiae lie in the picture, where the finger touches, at whole pixels", () => {
    const { minutiae, contact, image } = impression(whorl, "truth", options);
    expect(minutiae.length).toBeGreaterThan(20);
    for (const { x, y, angle, quality } of minutiae) {
      expect(Number.isInteger(x) && Number.isInteger(y)).toBe(true);
      expect(contact[y * image.width + x]).toBe(1);
      expect(angle).toBeGreaterThanOrEqual(0);
      expect(angle).toBeLessThan(360);
      expect(quality).toBeGreaterThan(0);
    }
  });

  test("a finger turned by 20 degrees has its true minutiae turned by 20 degrees", () => {
    const still = { shiftX: 0, shiftY: 0, drag: 0, pressure: 0.5, moisture: 0, wear: 0, residue: 0 };
    const [straight, turned] = [0, 20].map(
      (rotation) =>
        impression(whorl, "turn", { ...options, width: 500, height: 600, condition: { ...still, rotation } })
          .minutiae,
    );
    expect(turned).toHaveLength(straight!.length);
    straight!.forEach((minutia, i) => {
      const gap = (turned![i]!.angle - minutia.angle + 360) % 360;
      expect(Math.abs(gap - 20)).toBeLessThan(1);
    });
  });
});

const size = { width: 300, height: 400, ppi: 500 } as const;
const still = {
  rotation: 0,
  shiftX: 0,
  shiftY: 0,
  drag: 0,
  pressure: 0.5,
  moisture: 0,
  wear: 0,
  residue: 0,
  cuts: 0,
};

const brightness = (residue: number) => {
  const { image, contact } = impression(whorl, "glass", {
    ...size,
    width: 500,
    condition: { ...still, residue },
  });
  const free = image.pixels.filter((_, i) => contact[i] === 0);
  return free.reduce((sum, value) => sum + value, 0) / free.length;
};

describe("knobs", () => {
  test("a child's finger is the grown one, smaller: the same minutiae nearer together", () => {
    const grown = impression(masterPrint("kin", { size: 1 }), "1", { ...size, condition: still });
    const child = impression(masterPrint("kin", { size: 0.6 }), "1", { ...size, condition: still });
    expect(touched(child.contact)).toBeLessThan(0.5 * touched(grown.contact));
    expect(child.minutiae.length).toBeGreaterThanOrEqual(grown.minutiae.length);
  });

  test("scars, cuts and a plaster take minutiae away, and nothing else", () => {
    const plain = masterPrint("marked");
    const scarred = masterPrint("marked", { scars: 3 });
    expect(scarred.minutiae.length).toBeLessThan(plain.minutiae.length);
    for (const minutia of scarred.minutiae) expect(plain.minutiae).toContainEqual(minutia);
    const print = (condition: object) =>
      impression(plain, "1", { ...size, condition: { ...still, ...condition } });
    const whole = print({});
    const cut = print({ cuts: 3 });
    const bandaged = print({ bandage: 0.4 });
    expect(cut.minutiae.length).toBeLessThan(whole.minutiae.length);
    expect(bandaged.minutiae.length).toBeLessThan(0.85 * whole.minutiae.length);
    for (const minutia of [...cut.minutiae, ...bandaged.minutiae])
      expect(whole.minutiae).toContainEqual(minutia);
  });

  test("an earlier finger's residue darkens the free glass", () => {
    expect(brightness(0.9)).toBeLessThan(brightness(0) - 1);
  });

  test.each(Object.keys(SENSORS) as SensorKind[])("a %s sensor: dark ridges, bright glass", (sensor) => {
    const { image, contact } = impression(whorl, "sensor", {
      ...size,
      width: 500,
      sensor,
      condition: still,
    });
    const mean = (on: number) => {
      const part = image.pixels.filter((_, i) => contact[i] === on);
      return part.reduce((sum, value) => sum + value, 0) / part.length;
    };
    expect(mean(1)).toBeLessThan(mean(0) - 30);
  });

  test("a sweep's rows keep their order and the map back is exact", () => {
    for (let k = 0; k < 20; k += 1) {
      const sweep = makeSweep(new Dice(`sweep ${k}`), 400);
      for (let row = 0; row < 400; row += 7) {
        expect(sweep.toGlance(row + 1)).toBeGreaterThan(sweep.toGlance(row));
        expect(Math.abs(sweep.toPicture(sweep.toGlance(row)) - row)).toBeLessThan(0.05);
      }
    }
  });
});

describe("ground truth", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "truth-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  test("a set is written with one exact label a picture", async () => {
    const options = { seed: "t", fingers: 2, impressions: 2, sensor: "any" } as const;
    expect(await writeGroundTruth(folder, options)).toBe(4);
    const labels = readFileSync(path.join(folder, "truth.jsonl"), "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { file: string; minutiae: unknown[]; width: number });
    expect(labels.map(({ file }) => file)).toEqual(["0001_1.png", "0001_2.png", "0002_1.png", "0002_2.png"]);
    const again = [...groundTruth(options)];
    for (const [i, label] of labels.entries()) {
      const image = await decodeGrey(readFileSync(path.join(folder, label.file)));
      expect(hash(image.pixels)).toBe(hash(again[i]!.print.image.pixels));
      expect(label.minutiae).toEqual(again[i]!.print.minutiae);
    }
  });
});
