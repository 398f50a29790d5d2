/** A session recorded while somebody enrols: nobody is in what is written, and it replays through the real drivers to a sealed packet. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { OutsideFault } from "../../../../api/base/faults.ts";
import { seededRandom } from "../../../../api/base/random.ts";
import { silentLog } from "../../../../api/base/log.ts";
import type { CapturedSample } from "../../../../api/words/sample.ts";
import { ptp } from "../../../../drivers/camera/ptp/driver.ts";
import { twinPtpCamera, type PtpMaker } from "../../../../drivers/camera/ptp/model.ts";
import { signatureScreen } from "../../../../drivers/signature/signature-screen.ts";
import { ReplayClock } from "../../../../drivers/transport/replay-clock.ts";
import { virtualCamera, virtualDevice, virtualPad, virtualScanner } from "../../../../drivers/virtual.ts";
import { renderPrint, renderSignature } from "../../../../kiosk/cli/people/rendering.ts";
import { wholePerson } from "../../../../kiosk/cli/people/stand-ins.ts";
import { SessionRecorder } from "../../../../kiosk/cli/start/session-recorder.ts";
import { LiveRecording, type LivePlace } from "../../../../kiosk/devices/live-recording.ts";
import type { RecordingState } from "../../../../kiosk/server/recording-control.ts";
import { Slot } from "../../../../kiosk/server/slot.ts";
import { openRecorded } from "../../../../kiosk/cli/enrol/recorded.ts";
import { readSession } from "../../../../kiosk/cli/enrol/session-file.ts";
import { run } from "./run-kiosk.ts";

const random = seededRandom("recorded session");
const signal = new AbortController().signal;
const START = Date.parse("2026-03-02T09:00:00.000Z");
const step = (before: string, after: string) =>
  ({ before: { kind: before }, after: { kind: after } }) as never;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "recorded-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A kiosk's places, used by somebody who shall not be in the recording. */
const kiosk = (into: string, every = false, maker?: PtpMaker) => {
  const somebody = wholePerson("somebody of flesh and blood");
  const clock = new ReplayClock(START);
  const live = new LiveRecording(clock);
  // Not the picture that stands in.
  const frames = ["frame-1-too-far", "frame-2-looking-away"].map(
    (name) => new Uint8Array(readFileSync(`fixtures/faces/specimen/${name}.jpg`)),
  );
  const slot = (place: LivePlace, make: (target: string) => ReturnType<typeof virtualPad>, each: boolean) => {
    const { module, row } = make("right-index");
    return new Slot({
      features: module.featuresOf(row),
      each,
      ...(place === "pad" ? { screen: signatureScreen } : {}),
      open: (target) => live.open(place, make(target)),
      noted: (target) => live.capture(place, target),
    });
  };
  const slots = {
    camera: slot(
      "camera",
      () =>
        maker === undefined
          ? virtualCamera(frames, { clock, interval: 400 })
          : virtualDevice(ptp, twinPtpCamera(frames, { clock, maker }), { clock, random, log: silentLog }),
      false,
    ),
    scanner: slot(
      "scanner",
      (target) => virtualScanner([renderPrint(somebody, target as "left-index", "live")], { clock }),
      true,
    ),
    pad: slot("pad", () => virtualPad(renderSignature(somebody, "live")!, { clock }), true),
  };
  const recorder = new SessionRecorder({ live, slots, clock, log: silentLog, folder: into, every });
  return { slots, recorder, live, clock };
};

/** What the devices gave, while they were recorded. */
const enrol = async ({ slots, recorder }: ReturnType<typeof kiosk>): Promise<readonly CapturedSample[]> => {
  const given: CapturedSample[] = [];
  const take = async (slot: Slot, target: "face" | "right-index" | "left-index" | "signature") => {
    const outcome = await slot.capture(target, 20_000, signal);
    if (outcome.kind !== "captured") throw new Error(JSON.stringify(outcome));
    given.push(outcome.sample);
  };
  recorder.follow(step("idle", "reference"));
  for (let i = 0; i < 8; i += 1) await take(slots.camera, "face");
  await take(slots.scanner, "right-index");
  await take(slots.scanner, "left-index");
  await take(slots.pad, "signature");
  recorder.follow(step("review", "awaiting-control"));
  await recorder.settled();
  return given;
};

const bytesOf = (sample: CapturedSample): Uint8Array => {
  if (sample.characteristic === "finger") return sample.image.pixels;
  if (sample.characteristic === "face") return sample.bytes;
  if (sample.characteristic === "signature")
    return Buffer.concat(
      // As the pad reports them: x and y, big-endian.
      sample.trajectory.points.map(({ x, y }) => Buffer.of(x >> 8, x & 0xff, y >> 8, y & 0xff)),
    );
  throw new Error(sample.characteristic);
};

const filesIn = (place: string): readonly string[] =>
  readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));

const doneOf = (state: RecordingState) => {
  if (state.kind !== "done") throw new Error(JSON.stringify(state));
  return state;
};

describe("a live session", () => {
  test("is recorded when that was asked, has nobody in it, and replays to a sealed packet", async () => {
    const place = kiosk(path.join(folder, "asked"));
    place.recorder.arm();
    expect(place.recorder.state).toEqual({ kind: "armed" });
    const given = await enrol(place);
    const done = doneOf(place.recorder.state);
    expect(done).toMatchObject({ recordings: ["camera-1", "scanner-1", "scanner-2", "pad-1"], leftOut: [] });
    expect(done.incomplete).toBeUndefined();
    expect(statSync(done.folder).mode & 0o077).toBe(0);

    const written = Buffer.concat(filesIn(done.folder).map((file) => readFileSync(file)));
    const text = written.toString("latin1").toLowerCase();
    for (const sample of given) {
      const bytes = bytesOf(sample);
      const [length, pieces] = sample.characteristic === "signature" ? [4, 200] : [24, 60];
      let looked = 0;
      for (let n = 0; n < pieces; n += 1) {
        const at = Math.floor((bytes.length * n) / pieces / 4) * 4;
        const piece = Buffer.from(bytes.subarray(at, at + length));
        // Four bytes occur by chance in pictures; the pad's own are hexadecimal text.
        const hex = sample.characteristic === "signature" ? piece.toString("hex") : undefined;
        if (hex === undefined && new Set(piece).size < 10) continue;
        looked += 1;
        const pad = path.join(done.folder, "pad-1/hid.jsonl");
        if (hex !== undefined)
          expect(readFileSync(pad, "utf8").match(new RegExp(`"hex":"\\w{4}${hex}`, "u")), hex).toBeNull();
        else {
          expect(written.includes(piece), sample.characteristic).toBe(false);
          expect(text.includes(piece.toString("hex")), sample.characteristic).toBe(false);
        }
      }
      expect(looked).toBeGreaterThan(10);
    }

    const out = path.join(folder, "out");
    const replayed = await run(path.join(folder, "data"), "enrol", "--session", done.folder, "--out", out);
    expect(replayed.noted).toBe("");
    expect(replayed.status).toBe(0);
    expect(filesIn(out).map((file) => path.basename(file))).toEqual(
      expect.arrayContaining(["manifest.json", "portrait-master.jpg", "report.html"]),
    );
  }, 180_000);

  test("nothing is written of a session that nobody asked for, nor of one that was broken off before anything was captured", async () => {
    const into = path.join(folder, "unasked");
    const place = kiosk(into);
    await enrol(place);
    expect(place.recorder.state).toEqual({ kind: "off" });
    place.recorder.arm();
    place.recorder.disarm();
    await place.recorder.settled();
    expect(place.live.running).toBe(false);
    expect(existsSync(into)).toBe(false);

    place.recorder.arm();
    place.recorder.follow(step("idle", "reference"));
    expect(place.recorder.state).toEqual({ kind: "recording" });
    place.recorder.follow(step("reference", "ended"));
    await place.recorder.settled();
    // Nothing was captured: the next one is waited for.
    expect(place.recorder.state).toEqual({ kind: "armed" });
    expect(existsSync(into)).toBe(false);
  });

  test("a finger that was tried again is stood in for by a poor one first; what was broken off is broken off in the replay", async () => {
    const into = path.join(folder, "every");
    const place = kiosk(into, true);
    place.recorder.begin();
    place.recorder.follow(step("idle", "reference"));
    await place.slots.camera.capture("face", 20_000, signal);
    for (let i = 0; i < 2; i += 1) await place.slots.scanner.capture("right-index", 20_000, signal);
    // Somebody stops it before the finger comes; and somebody leaves before the very last.
    const stop = new AbortController();
    void place.clock.sleep(500).then(() => stop.abort());
    const stopped = await place.slots.scanner.capture("left-index", 20_000, stop.signal);
    expect(stopped.kind).toBe("cancelled");
    await place.slots.scanner.capture("left-index", 20_000, signal);
    await place.slots.scanner.capture("left-index", 20_000, AbortSignal.abort());
    place.recorder.follow(step("fingers", "ended"));
    await place.recorder.settled();
    // Every session: the next one is waited for.
    expect(place.recorder.state).toEqual({ kind: "armed" });
    const [session] = readdirSync(into);
    const recorded = await readSession(path.join(into, session!));
    expect(recorded.file.fingers).toEqual(["right-index", "right-index", "left-index"]);
    expect(recorded.file.devices.scanner).toEqual([
      "scanner-1",
      "scanner-2",
      { recording: "scanner-3", brokenOffAfterMs: expect.closeTo(500, -1) as number },
      "scanner-4",
    ]);
    await using devices = await openRecorded(recorded);
    const kinds: string[] = [];
    for (let i = 0; i < 3; i += 1)
      kinds.push((await devices.finger.device.capture({ deadline: 20_000 }, signal)).kind);
    expect(kinds).toEqual(["captured", "captured", "captured"]);
  });

  test.each(["canon", "nikon"] as const)(
    "a still camera (%s) that was looked through is looked through in the replay as often as somebody wants",
    async (maker) => {
      const into = path.join(folder, maker);
      const place = kiosk(into, false, maker);
      const { camera, scanner } = place.slots;
      place.recorder.arm();
      place.recorder.follow(step("idle", "reference"));
      const faces: CapturedSample[] = [];
      const look = async () => {
        const outcome = await camera.capture("face", 4000, signal, { look: true });
        expect(outcome).toMatchObject({ kind: "captured", sample: { live: true } });
      };
      for (let i = 0; i < 3; i += 1) await look();
      for (let picture = 0; picture < 2; picture += 1) {
        const outcome = await camera.capture("face", 20_000, signal);
        if (outcome.kind === "captured") faces.push(outcome.sample);
        await look();
      }
      await scanner.capture("right-index", 20_000, signal);
      place.recorder.follow(step("fingers", "ended"));
      await place.recorder.settled();
      const session = await readSession(doneOf(place.recorder.state).folder);
      await using devices = await openRecorded(session);
      const { device } = devices.face;
      expect(device.identity).toEqual(faces[0]!.device);
      // More often than it was recorded, and never; in any order.
      for (const looks of [9, 0]) {
        for (let i = 0; i < looks; i += 1)
          expect(await device.capture({ deadline: 4000, look: true }, signal)).toMatchObject({
            kind: "captured",
            sample: { live: true },
          });
        const outcome = await device.capture({ deadline: 20_000 }, signal);
        if (outcome.kind !== "captured") throw new Error(JSON.stringify(outcome));
        expect("live" in outcome.sample).toBe(false);
        // Whoever stands in, in the size and length of the picture that was taken then.
        const [stood, taken] = [bytesOf(outcome.sample), bytesOf(faces[looks === 9 ? 0 : 1]!)];
        expect(stood.length).toBe(taken.length);
        expect(Buffer.compare(stood, taken)).not.toBe(0);
      }
    },
  );

  test("a service's scanner is in it by its own recording, and what may not leave the machine is left out with its reason", async () => {
    const into = path.join(folder, "service");
    const { recorder, live, slots } = kiosk(into);
    recorder.arm();
    recorder.follow(step("idle", "reference"));
    await slots.camera.capture("face", 20_000, signal);
    for (const files of [
      () => Promise.resolve(new Map([["sbi.jsonl", "{}"]])),
      () => Promise.reject(new OutsideFault("policy-refused", "It cannot leave this machine.")),
    ]) {
      live.include("scanner", files);
      live.capture("scanner", "right-index")("captured");
    }
    recorder.follow(step("fingers", "ended"));
    await recorder.settled();
    expect(doneOf(recorder.state)).toMatchObject({
      recordings: ["camera-1", "scanner-1"],
      leftOut: ["It cannot leave this machine."],
      incomplete: expect.stringMatching(/scanner/u),
    });
    expect(live.running).toBe(false);
    live.include("scanner", () => Promise.reject(new Error("asked for nothing")));
    expect((await live.end()).recordings.size).toBe(0);
  });
});
