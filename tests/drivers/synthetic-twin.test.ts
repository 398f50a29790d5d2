import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { CaptureOutcome } from "../../api/words/capture.ts";
import { readZone } from "../../api/formats/mrz/read.ts";
import { nb1010 } from "../../drivers/fingerprint/nb1010/driver.ts";
import { uru4000 } from "../../drivers/fingerprint/uru4000/driver.ts";
import { openFixture } from "../../drivers/fixture.ts";
import { DRIVERS } from "../../drivers/index.ts";
import { recordTwin } from "../../drivers/record-twin.ts";
import { readRecording, type Recording } from "../../drivers/recording.ts";
import { writeRecording } from "../../drivers/recorder.ts";
import { syntheticTwin, twinFiles, twinOf } from "../../drivers/synthetic-twin.ts";
import { ZONE_SHAPES } from "../../drivers/twin.ts";
import { isStandardRequest } from "../../drivers/transport/usb-exchange.ts";
import { standInsOf } from "../../kiosk/cli/people/stand-ins.ts";
import { CONTRACT_DEVICES } from "./contract-devices.ts";
import { ridges } from "./pictures.ts";
import { ABSENT, sharedRecording } from "./shared-recordings.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "twin-"));
});
afterEach(() => rm(folder, { recursive: true }));

const dialogueOf = async (directory: string) => {
  const recording = await readRecording(directory);
  if (recording.kind !== "usb") throw new Error(recording.kind);
  return recording.dialogue.filter((exchange) => !isStandardRequest(exchange));
};

describe("the synthetic twin of a real recording", () => {
  test.for([
    ["uru4000-4500", 384, 290, 400],
    ["nb1010", 256, 180, 0],
  ] as const)(
    "%s: another picture, the same everything else",
    async ([name, width, height, lost], context) => {
      const real = sharedRecording(name);
      if (!real) throw context.skip(ABSENT);
      const picture = ridges(5, width, height);
      const files = await syntheticTwin(real, standInsOf({ seed: "test", prints: [picture] }));
      await writeRecording(files, folder);
      expect(String(files.get("device.umockdev"))).not.toMatch(/serial|FB0B9071/iu);

      const fixture = await openFixture(folder);
      await using device = await fixture.open();
      const outcome = await device.capture({ deadline: 30_000 }, new AbortController().signal);
      if (outcome.kind !== "captured" || outcome.sample.characteristic !== "finger")
        throw new Error(JSON.stringify(outcome));
      const differing = outcome.sample.image.pixels.reduce(
        (sum, value, i) => sum + (value === picture.pixels[i] ? 0 : 1),
        0,
      );
      expect(differing).toBeLessThanOrEqual(lost);

      const [before, after] = [await dialogueOf(real), await dialogueOf(folder)];
      expect(after.length).toBe(before.length);
      const large = 300;
      for (const [i, exchange] of before.entries()) {
        const twin = after[i]!;
        expect([twin.endpoint, twin.length, Buffer.from(twin.sent).toString("hex")]).toEqual([
          exchange.endpoint,
          exchange.length,
          Buffer.from(exchange.sent).toString("hex"),
        ]);
        const [was, is] = [
          exchange.completion?.received ?? new Uint8Array(),
          twin.completion?.received ?? new Uint8Array(),
        ];
        expect(is.length).toBe(was.length);
        const kept = was.length > large ? 25 : was.length;
        expect(Buffer.compare(is.subarray(0, kept), was.subarray(0, kept))).toBe(0);
      }
    },
  );
});

/** Pieces of what the driver delivered, as they may stand in the recording: long enough not to be there by chance. */
const piecesOf = (bytes: Uint8Array): readonly Buffer[] =>
  Array.from({ length: 40 }, (_, n) => {
    const at = Math.floor(((bytes.length - 24) * (n + 1)) / 42);
    return Buffer.from(bytes.subarray(Math.max(0, at), Math.max(0, at) + 24));
  }).filter((piece) => new Set(piece).size > 8);

const shownBy = (outcome: CaptureOutcome): Uint8Array => {
  if (outcome.kind !== "captured") throw new Error(JSON.stringify(outcome));
  const { sample } = outcome;
  if (sample.characteristic === "finger") return sample.image.pixels;
  if (sample.characteristic === "face") return sample.bytes;
  if (sample.characteristic === "document")
    return sample.picture?.bytes ?? Buffer.from(sample.lines.join("\n"));
  return Buffer.from(sample.trajectory.points.map(({ x, y }) => `${x},${y}`).join(" "));
};

/** What the device said, piece by piece; what it was told. */
const wire = (recording: Recording) => {
  switch (recording.kind) {
    case "usb":
      return {
        came: recording.dialogue.map(({ completion }) => completion?.received ?? new Uint8Array()),
        rest: recording.dialogue.map(({ completion, ...asked }) => [
          asked,
          completion?.position,
          completion?.at,
          completion?.status,
        ]),
      };
    case "hid":
      return {
        came: recording.dialogue.map(({ kind, payload }) => (kind === "input" ? payload : new Uint8Array())),
        rest: recording.dialogue.map(({ payload, ...entry }) =>
          entry.kind === "input" ? entry : [entry, payload],
        ),
      };
    case "serial":
      return {
        came: recording.dialogue.map(({ direction, data }) => (direction === "in" ? data : new Uint8Array())),
        rest: recording.dialogue.map(({ data, ...entry }) =>
          entry.direction === "in" ? entry : [entry, data],
        ),
      };
    default:
      return {
        came: [],
        rest: [recording.dialogue.controls, recording.dialogue.frames.map(({ t }) => t)],
      };
  }
};

const standIns = () => standInsOf({ seed: "nobody" });
const mine = Object.entries(CONTRACT_DEVICES).filter(([, { playedBy }]) => playedBy === undefined);

describe("every driver's own twin", () => {
  test("every driver says what becomes of its recordings", () => {
    for (const { id, twin } of DRIVERS)
      expect("none" in twin ? twin.none : typeof twin.make, id).not.toBe("");
  });

  test.each(mine)(
    "%s: nobody is left in it, every other byte is, and it replays",
    async (_name, { make }) => {
      const { recording, outcomes } = await recordTwin(make(1), 1);
      const real = shownBy(outcomes[0]!);
      const made = await twinOf(recording, "a recording", standIns());

      const [before, after] = [wire(recording), wire(made)];
      expect(after.rest).toEqual(before.rest);
      expect(after.came.map(({ length }) => length)).toEqual(before.came.map(({ length }) => length));

      const written = Buffer.concat(
        [...twinFiles(made).values()].map((content) => Buffer.from(content as string)),
      );
      const came = Buffer.concat([...after.came, written]);
      const pieces = piecesOf(real);
      for (const piece of pieces) expect(came.includes(piece)).toBe(false);

      await writeRecording(twinFiles(made), folder);
      const fixture = await openFixture(folder, { drivers: [make(0).module] });
      await using device = await fixture.open();
      const shown = shownBy(await device.capture({ deadline: 30_000 }, new AbortController().signal));
      expect(Buffer.compare(shown, real)).not.toBe(0);
      const same = Buffer.from(shown).toString("latin1");
      for (const piece of pieces) expect(same.includes(piece.toString("latin1"))).toBe(false);
    },
  );
});

describe("what cannot leave the machine", () => {
  test("a driver that does not know where people are: said, with the reason", async () => {
    const { recording } = await recordTwin(CONTRACT_DEVICES["nb1010"]!.make(1), 1);
    const drivers = [{ ...nb1010, twin: { none: "nobody wrote it" } }];
    await expect(twinOf(recording, "my-scanner", standIns(), drivers)).rejects.toMatchObject({
      code: "policy-refused",
      message: expect.stringMatching(
        /^my-scanner cannot leave this machine: no twin for it, because nobody wrote it/u,
      ),
    });
  });

  test("a twin that leaves a picture where it was is not believed", async () => {
    const { recording } = await recordTwin(CONTRACT_DEVICES["uru4000"]!.make(1), 1);
    const drivers = [{ ...uru4000, twin: { make: ({ dialogue }: typeof recording) => dialogue } }] as never;
    await expect(twinOf(recording, "my-scanner", standIns(), drivers)).rejects.toMatchObject({
      code: "policy-refused",
      message: expect.stringMatching(/not understood and may show somebody/u),
    });
  });

  test("a picture of another size than the sensor's: refused in words", async () => {
    const { recording } = await recordTwin(CONTRACT_DEVICES["nb1010"]!.make(1), 1);
    const wrong = standInsOf({ seed: "x", prints: [ridges(1, 100, 100)] });
    await expect(twinOf(recording, "x", wrong)).rejects.toMatchObject({ code: "input-malformed" });
  });
});

describe("what a line did to a recording", () => {
  test("cut anywhere and cut short, no part of a picture survives", async () => {
    for (const name of ["suprema-sfm", "zfm", "topaz", "touch-screen"]) {
      const { recording, outcomes } = await recordTwin(CONTRACT_DEVICES[name]!.make(1), 1);
      if (recording.kind !== "serial") throw new Error(name);
      const dialogue = recording.dialogue.flatMap((entry) =>
        entry.direction === "out"
          ? [entry]
          : [entry.data.slice(0, 7), entry.data.slice(7)].map((data) => ({ ...entry, data })),
      );
      const short = dialogue.slice(0, Math.floor(dialogue.length * 0.7));
      const made = await twinOf({ ...recording, dialogue: short }, name, standIns());
      const came = Buffer.concat(wire(made).came);
      for (const piece of piecesOf(shownBy(outcomes[0]!))) expect(came.includes(piece), name).toBe(false);
    }
  });
});

test("zones that stand in have right check digits, in every shape", () => {
  for (const shape of ["TD1", "TD2", "TD3"] as const) {
    const lines = standIns().zone(shape);
    expect(lines.map(({ length }) => length)).toEqual(
      Array(ZONE_SHAPES[shape][0]).fill(ZONE_SHAPES[shape][1]),
    );
    expect(readZone(lines)).toBeDefined();
  }
});
