/** The live view of a service: shown while it captures, recorded with the calls, replayed, redacted, and hurt at every part. */
import { beforeAll, describe, expect, test } from "vitest";
import type { CaptureOutcome, CaptureWatcher } from "../../../api/words/capture.ts";
import type { GreyImage } from "../../../api/words/sample.ts";
import { replaySbi } from "../../../drivers/sbi/recording.ts";
import { MISHAPS, type PlannedFault } from "../../../drivers/transport/fault-plan.ts";
import { readNetRecording } from "../../../drivers/transport/net-recording.ts";
import type { StandIns } from "../../../drivers/twin.ts";
import { systemClock } from "../../../api/base/clock.ts";
import { Slot } from "../../../kiosk/server/slot.ts";
import type { GlassWatcher } from "../../../kiosk/server/station.ts";
import { StationDevices } from "../../../kiosk/server/station/devices.ts";
import { recordedSbi } from "../../../kiosk/devices/sbi-recording.ts";
import { standInService } from "../../../kiosk/devices/sbi-stand-in.ts";
import { decodeGrey, encodeGreyJpeg } from "../../../models/image.ts";
import { ridges } from "../../drivers/pictures.ts";
import { recordSbiTwin, SBI_PICTURE } from "../../drivers/sbi-recordings.ts";
import { SERIAL } from "../../drivers/sbi-twin.ts";

const never = new AbortController().signal;
const SIZE = { width: 160, height: 120 } as const;

/** Keeps what it is shown, as the screen does. */
const onlooker = () => {
  const seen: GreyImage[] = [];
  const watch: CaptureWatcher = {
    print: ({ width, height, pixels }) => void seen.push({ width, height, pixels: Uint8Array.from(pixels) }),
  };
  return { seen, watch };
};

let frames: readonly Uint8Array[] = [];
let shown: readonly GreyImage[] = [];
let recording: ReadonlyMap<string, Uint8Array | string>;
let outcomes: readonly CaptureOutcome[] = [];
let live: readonly GreyImage[] = [];

beforeAll(async () => {
  const pictures = [1, 2, 3].map((seed) => ridges(seed, SIZE.width, SIZE.height));
  frames = await Promise.all(pictures.map((picture) => encodeGreyJpeg(picture, 80)));
  shown = await Promise.all(frames.map((jpeg) => decodeGrey(jpeg)));
  const { seen, watch } = onlooker();
  ({ files: recording, outcomes } = await recordSbiTwin({ captures: 1, frames, watch }));
  live = seen;
});

const calls = (of = recording): string => String(of.get("sbi.jsonl"));
const replayed = async (
  of = recording,
  faults: readonly PlannedFault[] = [],
): Promise<{ readonly outcome: CaptureOutcome; readonly seen: readonly GreyImage[] }> => {
  const { scanner, captures } = recordedSbi(
    replaySbi(calls(of), String(of.get("provider.pem")), "recording"),
    "recording",
    faults,
  );
  const { seen, watch } = onlooker();
  await using device = await scanner.open("left-index");
  const deadline = captures[0]?.deadline ?? 0;
  return { outcome: await device.capture({ deadline, watch }, never), seen };
};

/** Mean difference of a pixel. */
const differs = (a: GreyImage, b: GreyImage) =>
  a.pixels.reduce((sum, value, i) => sum + Math.abs(value - (b.pixels[i] ?? 0)), 0) / a.pixels.length;
const same = (a: GreyImage, b: GreyImage): boolean => Buffer.compare(a.pixels, b.pixels) === 0;
const isWhole = (outcome: CaptureOutcome): boolean =>
  outcome.kind === "captured" &&
  outcome.sample.characteristic === "finger" &&
  same(outcome.sample.image, SBI_PICTURE);

describe("the live view of a service", () => {
  test("is shown while the service captures, and the sample is the signed record alone", () => {
    expect(live.length).toBeGreaterThan(0);
    for (const picture of live) expect(shown.some((one) => same(one, picture))).toBe(true);
    expect(outcomes.every(isWhole)).toBe(true);
  });

  test("is recorded with the calls and replays with them, at its recorded moments", async () => {
    const entries = readNetRecording(calls(), "recording");
    const stream = entries.find(({ request }) => request.method === "STREAM");
    expect(stream && "parts" in stream.answer && stream.answer.parts.length).toBeGreaterThanOrEqual(3);
    const { outcome, seen } = await replayed();
    expect(isWhole(outcome)).toBe(true);
    expect(seen.length).toBeGreaterThan(0);
    for (const picture of seen) expect(shown.some((one) => same(one, picture))).toBe(true);
  });

  test("stands on the applicant's screen before the print that counts", async () => {
    const { scanner } = recordedSbi(replaySbi(calls(), String(recording.get("provider.pem")), "r"), "r");
    const slot = new Slot({ features: scanner.features, open: () => scanner.open("left-index") });
    const station = new StationDevices({ camera: slot, scanner: slot }, systemClock);
    const pictures: Uint8Array[] = [];
    const glass: GlassWatcher = { print: ({ bytes }) => void pictures.push(bytes), finger: () => undefined };
    expect((await station.scan("left-index", 5000, never, glass)).kind).toBe("captured");
    const sizes = await Promise.all(pictures.map(async (png) => (await decodeGrey(png)).width));
    expect(sizes.slice(0, -1)).toContain(SIZE.width);
    expect(sizes.at(-1)).toBe(SBI_PICTURE.width);
  });

  test("leaves with another finger in it: no frame of it, no part of one, nor the serial number, stays", async () => {
    const other = ridges(9, SIZE.width, SIZE.height);
    const record = ridges(9, SBI_PICTURE.width, SBI_PICTURE.height);
    const nobody = {
      print: ({ width }: { width: number }) => (width === SIZE.width ? other : record),
    } as unknown as StandIns;
    // The last frame is cut off by the end of the capture.
    const cut = [...frames, frames[0]!.subarray(0, frames[0]!.length >> 1)];
    const { files } = await recordSbiTwin({
      captures: 1,
      frames: cut,
      watch: onlooker().watch,
      replace: standInService(nobody),
    });
    const bytes = Buffer.concat(
      readNetRecording(calls(files), "twin").flatMap(({ answer }) =>
        "parts" in answer ? answer.parts.map((part) => part.bytes) : [],
      ),
    );
    expect(bytes.length).toBeGreaterThan(1000);
    for (const frame of frames)
      for (let at = 200; at + 32 <= frame.length; at += 32)
        expect(bytes.includes(Buffer.from(frame.subarray(at, at + 32))), `bytes ${at} of a frame`).toBe(
          false,
        );
    expect(bytes.includes(SERIAL)).toBe(false);
    const { outcome, seen } = await replayed(files);
    expect(outcome.kind).toBe("captured");
    expect(seen.length).toBeGreaterThan(0);
    // Compressed as roughly as its room demands, it still is that other finger.
    for (const picture of seen) expect(differs(picture, other)).toBeLessThan(40);
  });

  test("whatever becomes of it, the capture is what it would have been without it", async () => {
    for (let nth = 1; nth <= 4; nth += 1)
      for (const mishap of MISHAPS) {
        const { outcome } = await replayed(recording, [{ place: "stream", nth, mishap, seed: nth }]);
        const at = `${mishap} at part ${nth}`;
        // Whoever pulls the plug of the service pulls it for the capture too.
        if (mishap === "unplug" || mishap === "disconnect-reconnect")
          expect(outcome.kind, at).toMatch(/^(captured|failed)$/u);
        else expect(isWhole(outcome), at).toBe(true);
      }
  });

  test("a service that has none captures all the same, and says nothing of it", async () => {
    const { seen, watch } = onlooker();
    const { outcomes: without, files } = await recordSbiTwin({ captures: 1, watch });
    expect([without.every(isWhole), seen.length]).toEqual([true, 0]);
    expect(isWhole((await replayed(files)).outcome)).toBe(true);
  });
});
