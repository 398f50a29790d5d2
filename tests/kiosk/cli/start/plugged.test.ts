import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { Bug } from "../../../../api/base/faults.ts";
import type { Found } from "../../../../drivers/discovery.ts";
import { seededRandom } from "../../../../api/base/random.ts";
import { silentLog } from "../../../../api/base/log.ts";
import { topaz } from "../../../../drivers/signature/topaz/driver.ts";
import { twinTopaz } from "../../../../drivers/signature/topaz/model.ts";
import { ReplayClock } from "../../../../drivers/transport/replay-clock.ts";
import type { Fixture } from "../../../../drivers/fixture.ts";
import { virtualCamera, virtualDevice, virtualPad, virtualScanner } from "../../../../drivers/virtual.ts";
import { projectRoot } from "../../../../kiosk/server/root.ts";
import { pluggedSlots, type Doors } from "../../../../kiosk/cli/start/plugged.ts";

const grey = { width: 384, height: 290, pixels: new Uint8Array(384 * 290).fill(200) };
const signature = {
  maxX: 9600,
  maxY: 6000,
  maxPressure: 1023,
  points: Array.from({ length: 60 }, (_point, at) => ({
    x: 1000 + at * 90,
    y: 3000 + (at % 7) * 200,
    pressure: 500,
    t: at * 5000,
    contact: true,
  })),
};
/** Two pictures: a camera that repeats itself counts as frozen. */
const frames = ["frame-4-neutral.jpg", "frame-5-neutral.jpg"].map((name) =>
  Uint8Array.from(readFileSync(path.join(projectRoot, "fixtures/faces/specimen", name))),
);

const camera = () => virtualCamera(frames);
const scanner = () => virtualScanner([grey, grey, grey]);
const pad = () => virtualPad(signature);

const topazPad = () => {
  const context = { clock: new ReplayClock(0), random: seededRandom("pad"), log: silentLog };
  return virtualDevice(topaz, twinTopaz([signature], context), context);
};

interface Connected {
  readonly node: string;
  readonly make: () => Fixture;
  readonly state?: Found["state"];
}

/** What a machine has: plugged in and pulled out at will, each with its real driver on a twin. */
const machine = (connected: Connected[]) => {
  const opened: string[] = [];
  const doors: Doors = {
    discover: () =>
      Promise.resolve(
        connected.map(({ node, make, state = "ready" }): Found => {
          const { module, row } = make();
          return {
            thing: {
              kind: row.transport,
              identity: {},
              name: node,
              node,
              accessible: state !== "access-denied",
            },
            match: { module, row, score: 1 },
            features: module.featuresOf(row),
            state,
            words: node,
          };
        }),
      ),
    open: ({ thing }) => {
      opened.push(thing.node);
      const found = connected.find(({ node }) => node === thing.node);
      if (found === undefined) throw new Bug("opened what is not there");
      return found.make().open();
    },
  };
  return { doors, opened };
};

const still = new AbortController().signal;

describe("--devices auto", () => {
  test("takes one device of each kind, and each captures through its driver", async () => {
    const { doors, opened } = machine([
      { node: "scanner-1", make: scanner },
      { node: "camera-1", make: camera },
      { node: "pad-1", make: pad },
      { node: "camera-2", make: camera },
    ]);
    const slots = await pluggedSlots(doors);
    expect(slots.camera.features.characteristic).toBe("face");
    expect(slots.pad?.features.characteristic).toBe("signature");
    const [face, finger, sign] = [
      await slots.camera.capture("face", 5000, still),
      await slots.scanner.capture("right-index", 5000, still),
      await slots.pad?.capture("signature", 20_000, still),
    ];
    expect([face.kind, finger.kind, sign?.kind]).toEqual(["captured", "captured", "captured"]);
    expect(opened).toEqual(["camera-1", "scanner-1", "pad-1"]);
    for (const slot of [slots.camera, slots.scanner, slots.pad]) await slot?.close();
  });

  test("one that may be opened goes before one that may not", async () => {
    const { doors, opened } = machine([
      { node: "scanner-1", make: scanner },
      { node: "locked", make: camera, state: "access-denied" },
      { node: "free", make: camera },
    ]);
    const slots = await pluggedSlots(doors);
    await slots.camera.capture("face", 5000, still);
    expect(opened).toEqual(["free"]);
    await slots.camera.close();
  });

  test("without a pad one signs on the screen; without a scanner the kiosk says what to plug in", async () => {
    const both = machine([
      { node: "s", make: scanner },
      { node: "c", make: camera },
    ]);
    expect((await pluggedSlots(both.doors)).pad).toBeUndefined();
    await expect(pluggedSlots(machine([{ node: "c", make: camera }]).doors)).rejects.toThrow(
      /^No fingerprint scanner is found; see kiosk devices list/u,
    );
    await expect(pluggedSlots(machine([{ node: "s", make: scanner }]).doors)).rejects.toThrow(
      /^No camera is found;/u,
    );
    await expect(pluggedSlots(machine([]).doors)).rejects.toThrow(
      /^Neither a camera nor a fingerprint scanner is found;/u,
    );
  });

  test("a pad that does not state its width is not taken until the configuration says it", async () => {
    const { doors } = machine([
      { node: "s", make: scanner },
      { node: "c", make: camera },
      { node: "p", make: topazPad },
    ]);
    await expect(pluggedSlots(doors)).rejects.toThrow(
      /"padWidthMm".*kiosk\.json, or start with --pad-width-mm/u,
    );
    const { pad: slot } = await pluggedSlots(doors, { padWidthMm: 110 });
    expect(slot?.features.sizeUnstated).toBe(true);
  });

  test("one that was pulled out is missed, and found again at another place", async () => {
    const connected: Connected[] = [
      { node: "c", make: camera },
      { node: "here", make: scanner },
    ];
    const { doors, opened } = machine(connected);
    const slots = await pluggedSlots(doors);
    connected.splice(1, 1);
    expect(await slots.scanner.capture("right-index", 5000, still)).toMatchObject({
      kind: "failed",
      fault: { code: "unplugged" },
    });
    expect(await slots.scanner.works("right-index")).toBe(false);
    connected.push({ node: "there", make: scanner });
    expect(await slots.scanner.works("right-index")).toBe(true);
    expect(opened).toEqual(["there"]);
    await slots.scanner.close();
  });
});
