/** What every driver states of its devices, and what `kiosk devices list` shows of it. */
import { describe, expect, test } from "vitest";
import { CALIBRATION_STEPS, type CalibratedCharacteristic } from "../../api/words/calibration.ts";
import { DRIVERS } from "../../drivers/index.ts";
import { factRow, factsOf } from "../../kiosk/cli/devices/facts.ts";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { CONTRACT_DEVICES, driverOf } from "./contract-devices.ts";

const rows = DRIVERS.flatMap((module) =>
  module.matches.map((row) => ({ id: module.id, features: module.featuresOf(row) })),
);

describe("every driver of the list", () => {
  test.each(
    DRIVERS.filter(({ characteristic }) => characteristic in CALIBRATION_STEPS).map(
      (one) => [one.id, one] as const,
    ),
  )(
    "%s says of each step of calibration whether its hardware permits it, and why not",
    (_id, { characteristic, calibration }) => {
      const steps = CALIBRATION_STEPS[characteristic as CalibratedCharacteristic];
      for (const step of steps) {
        const permit = calibration?.[step];
        if (permit === "permitted") continue;
        expect(permit?.notTestable, step).toMatch(/^[A-Z].{15,200}\.$/u);
      }
      // Nothing is said of another device's steps.
      expect(Object.keys(calibration ?? {}).toSorted()).toEqual([...steps].toSorted());
    },
  );
});

describe("every row of the list", () => {
  test.each(rows.map(({ id, features }) => [id, features] as const))("%s", (_id, features) => {
    expect(features.note).toMatch(/^[A-Z].{15,200}\.$/u);
    expect(factsOf(features)).toMatch(/presentation-attack detection|detects presentation attacks/u);
    expect(factRow(features)).toMatchObject({
      evidence: features.evidence,
      suitability: features.suitability,
    });
  });

  test("a scanner states its native dpi, its depth and its area, or that the area is not known", () => {
    const scanners = rows.filter(({ features }) => features.characteristic === "finger");
    expect(scanners.length).toBeGreaterThan(10);
    for (const { features } of scanners) {
      expect(features.ppi).toBeGreaterThan(300);
      expect(features.bitDepth).toBeGreaterThanOrEqual(4);
      expect(factsOf(features)).toMatch(/^\d+ dpi, (?:[\d.]+ x [\d.]+ mm|area not known), \d bits/u);
    }
  });

  test("nothing is suitable for enrolment whose sensor is smaller than 16 x 20 mm or was never confirmed", () => {
    for (const { id, features } of rows.filter(({ features }) => features.characteristic === "finger")) {
      const { areaMm, suitability } = features;
      const large = areaMm !== undefined && areaMm.width >= 16 && areaMm.height >= 20;
      expect(large || suitability !== "enrolment", id).toBe(true);
    }
  });

  test("what is virtual says so, in the list and in every sample", async () => {
    for (const name of Object.keys(CONTRACT_DEVICES).filter((one) => CONTRACT_DEVICES[one]?.playedBy)) {
      const module = driverOf(name);
      expect(module.featuresOf(module.matches[0]!)).toMatchObject({
        evidence: "virtual",
        suitability: "demonstration",
      });
      await using device = await CONTRACT_DEVICES[name]!.make(1).open();
      const outcome = await device.capture({ deadline: 20_000 }, new AbortController().signal);
      expect(outcome).toMatchObject({
        kind: "captured",
        sample: { device: { driver: name, make: "Kiosk" } },
      });
    }
  });
});

test("the facts travel with a print: dpi, depth, area, how it was turned, device and firmware", async () => {
  await using device = await CONTRACT_DEVICES["uru4000"]!.make(1).open();
  const outcome = await device.capture({ deadline: 20_000 }, new AbortController().signal);
  expect(outcome).toMatchObject({
    kind: "captured",
    sample: {
      ppi: 512,
      bitDepth: 8,
      areaMm: { width: 14.6, height: 18.1 },
      orientation: "turned-180",
      device: { driver: "uru4000", make: "DigitalPersona", model: "U.are.U 4000B/4500", firmware: "1.03" },
    },
  });
});

test("every driver has a README of the one shape", async () => {
  const folders = {
    finger: "fingerprint",
    face: "camera",
    signature: "signature",
    document: "document",
  } as const;
  for (const { id, characteristic } of DRIVERS.filter((one) => !one.id.startsWith("virtual-"))) {
    const text = await readFile(path.join("drivers", folders[characteristic], id, "README.md"), "utf8");
    for (const heading of ["## Evidence", "## Protocol", "## Not known", "## Twin and recordings"])
      expect(text, id).toContain(heading);
  }
});
