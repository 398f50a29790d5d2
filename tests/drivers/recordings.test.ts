/** The committed recordings: each driver's own, with what must come of it, and of what may go wrong. */
import { existsSync } from "node:fs";
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { CaptureOutcome } from "../../api/words/capture.ts";
import { DRIVERS } from "../../drivers/index.ts";
import { VIRTUAL } from "../../drivers/virtual/entries.ts";
import { openFixture, withFaults } from "../../drivers/fixture.ts";
import type { Fixture } from "../../drivers/fixture.ts";
import { endOf, readScenario } from "../../drivers/transport/fault-plan.ts";
import { CONTRACT_DEVICES, driverOf } from "./contract-devices.ts";
import { digestOf } from "./digest.ts";

const signal = new AbortController().signal;

const capture = async (fixture: Fixture, deadline = 15_000): Promise<CaptureOutcome> => {
  await using device = await fixture.open();
  return await device.capture({ deadline }, signal);
};

const recorded = Object.keys(CONTRACT_DEVICES).filter((name) => CONTRACT_DEVICES[name]?.hurt);

test("every driver of the list that plays no other has its recordings", () => {
  const drivers = new Set(recorded.map((name) => driverOf(name).id));
  const real = DRIVERS.filter((one) => !VIRTUAL.includes(one)).map(({ id }) => id);
  expect([...drivers].toSorted()).toEqual(real.toSorted());
});

describe.each(recorded)("%s", (id) => {
  const folder = path.join("fixtures/recordings", id);

  test("its recording gives the sample that was recorded", async () => {
    const { sample } = JSON.parse(await readFile(path.join(folder, "capture/expect.json"), "utf8")) as {
      sample: unknown;
    };
    const fixture = await openFixture(path.join(folder, "capture"));
    expect(fixture.module.id).toBe(driverOf(id).id);
    expect(digestOf(await capture(fixture))).toEqual(sample);
  });

  test("nobody comes, or what was presented will not do: a retry", async () => {
    if (existsSync(path.join(folder, "nobody"))) {
      const outcome = await capture(await openFixture(path.join(folder, "nobody")), 100);
      expect(outcome).toEqual({ kind: "retry", reason: "nothing-presented" });
      return;
    }
    const again = path.join(folder, "retry");
    const { deadline, expect: expected } = JSON.parse(
      await readFile(path.join(again, "expect.json"), "utf8"),
    ) as { deadline: number; expect: { outcome: string } };
    expect(expected.outcome).toBe("retry");
    expect(endOf(await capture(await openFixture(again), deadline))).toEqual(expected);
  });

  test("what may go wrong ends as its scenario says", async () => {
    const scenarios = path.join(folder, "scenarios");
    const names = await readdir(scenarios);
    expect(names.length).toBe(5);
    for (const name of names) {
      const file = path.join(scenarios, name);
      const { faults, expect: expected } = readScenario(await readFile(file, "utf8"), file);
      const fixture = withFaults(await openFixture(path.join(folder, "capture")), faults);
      expect(endOf(await capture(fixture)), file).toEqual(expected);
    }
  });
});
