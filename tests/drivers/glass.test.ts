/** What a fingerprint driver tells of the glass while it waits: the screen shows it before there is a picture. */
import { describe, expect, test } from "vitest";
import { DRIVERS } from "../../drivers/index.ts";
import { CONTRACT_DEVICES } from "./contract-devices.ts";

type Told = "there" | "still-there" | "gone" | "print";

/** By driver: what two captures in a row tell; a twin's finger leaves at once. A driver that is missing here fails. */
const TELLS: Readonly<Record<string, readonly [readonly Told[], readonly Told[]]>> = {
  // Its interrupt says when a finger comes and when it has left.
  uru4000: [["there"], ["still-there", "gone", "there"]],
  // It is asked for a level until a finger is there; it does not wait for one to leave.
  nb1010: [["there"], ["there"]],
  // Its frames are the preview; one that shows the last finger still is not.
  "futronic-fs81": [["print"], ["gone", "print"]],
  // It says that it has seen a finger before it sends the picture.
  "suprema-sfm": [["there"], ["there"]],
  zfm: [["there"], ["gone", "there"]],
};

const distinct = (told: readonly Told[]): readonly Told[] => told.filter((one, at) => one !== told[at - 1]);

describe("the glass", () => {
  const scanners = DRIVERS.filter(
    ({ id, characteristic }) => characteristic === "finger" && CONTRACT_DEVICES[id]?.playedBy === undefined,
  ).map(({ id }) => id);

  test("every scanner of the list is here, or comes over a network and tells nothing", () => {
    expect(scanners.filter((id) => TELLS[id] === undefined && !id.startsWith("virtual"))).toEqual([]);
  });

  test.each(Object.keys(TELLS))("%s tells what lies there before there is a picture", async (name) => {
    await using device = await CONTRACT_DEVICES[name]?.make(2).open();
    if (device === undefined) throw new Error(`no twin of ${name}`);
    for (const expected of TELLS[name] ?? []) {
      const told: Told[] = [];
      const watch = { finger: (what: Told) => void told.push(what), print: () => void told.push("print") };
      const outcome = await device.capture({ deadline: 20_000, watch }, new AbortController().signal);
      expect(outcome.kind).toBe("captured");
      expect(distinct(told)).toEqual(expected);
    }
  });
});
