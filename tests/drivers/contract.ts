/**
 * One suite for every driver in the list, over its twin, its twin's recording and, where there is one, its real recording.
 * vitest fails a file in which a promise is rejected and nobody looks, so every trial here proves that too.
 */
import { describe, expect, test } from "vitest";
import { Bug, OutsideFault } from "../../api/base/faults.ts";
import type { DriverModule } from "../../drivers/driver.ts";
import { fixtureOf } from "../../drivers/fixture.ts";
import { DRIVERS } from "../../drivers/index.ts";
import { rowsFor } from "../../drivers/match.ts";
import { recordTwin } from "../../drivers/record-twin.ts";
import { Injector, faulty } from "../../drivers/transport/faulty.ts";
import type { TransportKind } from "../../drivers/transport/transport.ts";
import type { ContractDevice } from "./contract-devices.ts";
import { CONTRACT_DEVICES, driverOf, isWhole } from "./contract-devices.ts";
import { attempt, DEADLINE, GRACE, samplesOf, settled, sweepOf, type MakeFixture } from "./mishaps.ts";

const never = new AbortController().signal;

/** Gives how many trials there were. */
export const sweep = async (make: MakeFixture, captures: number): Promise<number> => {
  const { trials, faults } = await sweepOf(make, captures);
  if (faults.length > 0) throw new Error(faults.join("\n"));
  return trials;
};

/** The whole contract for one device, whether it is in the list or not. */
export const contractOf = (module: DriverModule, device: ContractDevice): void => {
  const { id } = module;
  const { make, alwaysPresents = false, longWinded = false, playedBy } = device;
  const drivers = [...DRIVERS.filter((other) => other.id !== id), module];

  const captures = longWinded ? 1 : 2;

  test("identifies itself, and says what is known of it", () => {
    for (const row of module.matches) {
      expect(rowsFor({ kind: row.transport, identity: { ...row, driver: id } }, drivers)[0]?.module).toBe(
        module,
      );
      const features = module.featuresOf(row);
      expect(features.characteristic).toBe(module.characteristic);
      expect(features.note).toMatch(/^[A-Z].{15,200}\.$/u);
      if (module.characteristic === "finger") expect(features.ppi).toBeGreaterThan(300);
    }
  });

  test("captures, and again", async () => {
    const { outcomes } = await attempt(make(2), [], 2);
    expect(outcomes.map(({ kind }) => kind)).toEqual(["captured", "captured"]);
    for (const sample of samplesOf(outcomes)) {
      expect(sample.device.driver).toBe(id);
      expect(sample.device.serial).toBeUndefined();
    }
  });

  test("cancelled at any moment; the next capture works", async () => {
    const reference = samplesOf((await attempt(make(3), [], 3)).outcomes);
    for (let after = 0; after <= 2000; after += 100) {
      const fixture = make(3);
      await using device = await fixture.open();
      const stop = new AbortController();
      void fixture.context.clock.sleep(after).then(() => stop.abort());
      const outcome = await settled(device.capture({ deadline: DEADLINE }, stop.signal), "capture");
      if (outcome.kind === "captured") expect(isWhole(outcome.sample, reference)).toBe(true);
      else expect(outcome).toEqual({ kind: "cancelled" });
      let next = await settled(device.capture({ deadline: DEADLINE }, never), "the next capture");
      // What a reader of documents sends by itself may have been cut in two by the cancellation.
      if (next.kind === "retry")
        next = await settled(device.capture({ deadline: DEADLINE }, never), "another capture");
      if (next.kind === "captured") expect(isWhole(next.sample, reference)).toBe(true);
      expect(next.kind, `after a cancellation at ${after} ms`).toBe("captured");
    }
  });

  test("a signal that is aborted already captures nothing", async () => {
    await using device = await make(1).open();
    expect(await device.capture({ deadline: DEADLINE }, AbortSignal.abort())).toEqual({ kind: "cancelled" });
  });

  test("one capture at a time; none after closing; closing twice is closing once", async () => {
    const fixture = make(1);
    const device = await fixture.open();
    const running = device.capture({ deadline: DEADLINE }, never);
    expect(device.status().phase).toBe("capturing");
    await expect(device.capture({ deadline: DEADLINE }, never)).rejects.toThrow(Bug);
    await settled(device[Symbol.asyncDispose](), "close");
    expect(["cancelled", "captured"]).toContain((await settled(running, "capture")).kind);
    await settled(device[Symbol.asyncDispose](), "the second close");
    expect(device.status().phase).toBe("closed");
    await expect(device.capture({ deadline: DEADLINE }, never)).rejects.toThrow(Bug);
  });

  test("every mishap at every transfer, over the twin", async () => {
    expect(await sweep(() => make(1), 1)).toBeGreaterThan(0);
  });

  // What a virtual device records is the traffic of the device that it plays, which is swept under that name.
  test.each(playedBy ? [] : ["recording"])("every mishap at every transfer, over the %s", async () => {
    const { recording } = await recordTwin(make(captures), captures);
    expect(await sweep(() => fixtureOf(recording, id, { drivers }), captures)).toBeGreaterThan(0);
  });

  test("whatever happens, the transport is given back", async () => {
    for (const nth of [1, 2, 3, 4, 5, 9]) {
      const fixture = make(1);
      let open = 0;
      const { context, row } = fixture;
      const faulted = faulty(
        fixture.transport,
        new Injector([{ nth, mishap: "garbage", seed: nth }], context.clock),
      );
      const counted = Object.assign(Object.create(faulted) as typeof faulted, {
        [Symbol.asyncDispose]: async () => {
          open -= 1;
          await faulted[Symbol.asyncDispose]();
        },
      });
      open += 1;
      try {
        const device = await settled(module.open(counted, row, context), "open");
        await settled(device.capture({ deadline: DEADLINE }, never), "capture");
        await settled(device[Symbol.asyncDispose](), "close");
      } catch (error) {
        expect(error).toBeInstanceOf(OutsideFault);
      }
      expect(open, `a fault at transfer ${nth}`).toBe(0);
    }
  });

  test("unplugged, plugged in again: the new device captures", async () => {
    const broken = await attempt(make(1), [{ nth: 5, mishap: "disconnect-reconnect", seed: 1 }], 1);
    expect(broken.refused?.code ?? broken.outcomes[0]?.kind).toMatch(/^(device-failed|failed|captured)$/u);
    expect((await attempt(make(1), [], 1)).outcomes[0]?.kind).toBe("captured");
  });

  // A camera always sees something.
  test.each(alwaysPresents ? [] : ["nobody"])("%s comes, a retry at the deadline", async () => {
    const fixture = make(0);
    await using device = await fixture.open();
    const start = fixture.context.clock.now();
    const outcome = await settled(device.capture({ deadline: 3000 }, never), "capture");
    expect(outcome).toEqual({ kind: "retry", reason: "nothing-presented" });
    const took = fixture.context.clock.now() - start;
    expect(took).toBeGreaterThanOrEqual(3000);
    expect(took).toBeLessThanOrEqual(3000 + GRACE);
    expect(device.status().phase).toBe("ready");
  });
};

/** The whole contract for the drivers of these transports. */
export const contract = (...transports: readonly TransportKind[]): void => {
  const chosen = Object.keys(CONTRACT_DEVICES).filter((name) =>
    transports.includes(driverOf(name).transport),
  );
  describe.each(chosen)("%s", (name) => {
    contractOf(driverOf(name), CONTRACT_DEVICES[name]!);
  });
};
