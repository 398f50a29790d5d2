/**
 * Makes fixtures/recordings: for every driver of the list its twin's recording of one capture, of nobody coming, and scenarios
 * of what may go wrong with what must come of it. `node dist/tests/drivers/make-recordings.js`, then scripts/manifest.mjs.
 */
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { recordTwin } from "../../drivers/record-twin.ts";
import { writeRecording } from "../../drivers/recorder.ts";
import type { Mishap, PlannedFault } from "../../drivers/transport/fault-plan.ts";
import { fixtureOf, withFaults } from "../../drivers/fixture.ts";
import type { CaptureOutcome } from "../../api/words/capture.ts";
import { CONTRACT_DEVICES } from "./contract-devices.ts";
import { digestOf } from "./digest.ts";

const ROOT = "fixtures/recordings";
const DEADLINE = 15_000;
/** A module that sends whole frames all the while fills a disk with nothing. */
const NOBODY = 150;
const MISHAPS: readonly Mishap[] = ["unplug", "stall", "timeout", "short", "garbage"];
const signal = new AbortController().signal;

const outcomeUnder = async (
  recording: Parameters<typeof fixtureOf>[0],
  fault: PlannedFault,
): Promise<CaptureOutcome> => {
  const fixture = withFaults(fixtureOf(recording, "made"), [fault]);
  await using device = await fixture.open();
  return await device.capture({ deadline: DEADLINE }, signal);
};

const expectationOf = (outcome: CaptureOutcome) => {
  switch (outcome.kind) {
    case "failed":
      return { outcome: outcome.kind, code: outcome.fault.code };
    case "retry":
      return { outcome: outcome.kind, reason: outcome.reason };
    default:
      return { outcome: outcome.kind };
  }
};

/** The last transfer in which something comes from the device while the sample is being made: where it hurts. */
const PLACES: Readonly<Record<string, { at: object; place: PlannedFault["place"]; nth: number }>> = {
  uru4000: { at: { ep: "0x82", nth: 1 }, place: "ep 82", nth: 1 },
  nb1010: { at: { ep: "0x83", nth: 50 }, place: "ep 83", nth: 50 },
  "futronic-fs81": { at: { ep: "0x82", nth: 5 }, place: "ep 82", nth: 5 },
  "suprema-sfm": { at: { op: "read", nth: 6 }, place: "read", nth: 6 },
  zfm: { at: { op: "read", nth: 20 }, place: "read", nth: 20 },
  "wacom-stu": { at: { op: "input", nth: 10 }, place: "input", nth: 10 },
  topaz: { at: { op: "read", nth: 10 }, place: "read", nth: 10 },
  "touch-screen": { at: { op: "read", nth: 10 }, place: "read", nth: 10 },
  "mrz-serial": { at: { op: "read", nth: 2 }, place: "read", nth: 2 },
  uvc: { at: { op: "frame", nth: 1 }, place: "frame", nth: 1 },
  ptp: { at: { ep: "0x81", nth: 10 }, place: "ep 81", nth: 10 },
  "ptp-canon": { at: { ep: "0x81", nth: 16 }, place: "ep 81", nth: 16 },
  "ptp-nikon": { at: { ep: "0x81", nth: 16 }, place: "ep 81", nth: 16 },
};

const write = async (file: string, value: unknown): Promise<void> => {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(value)}\n`);
};

const README = `# Recordings of the drivers' twins

Synthetic: no device was used and no person's finger, face or hand. Patterns and scribbles of tests/drivers/pictures.ts were shown to the behavioural
twins (drivers/*/*/model.ts) and what went over the wire was written down. Made by \`node dist/tests/drivers/make-recordings.js\`.

- \`DRIVER/capture\`: one capture; \`expect.json\` is the SHA-256 of the sample.
- \`DRIVER/nobody\`: nobody comes: a retry.
- \`DRIVER/retry\`, of cameras, to which nobody has to come: what makes them ask for another try, and within what time.
- \`DRIVER/scenarios\`: what goes wrong in \`capture\`, and what must come of it.

Each replays: \`kiosk devices replay fixtures/recordings/uru4000/capture --out finger.png [--faults fixtures/recordings/uru4000/scenarios/stall.json]\`.
`;

await rm(ROOT, { recursive: true, force: true });
await mkdir(ROOT, { recursive: true });
await writeFile(path.join(ROOT, "README.md"), README);
for (const [id, { make, alwaysPresents = false, playedBy, unrecorded, retry }] of Object.entries(
  CONTRACT_DEVICES,
)) {
  if (playedBy ?? unrecorded) continue;
  const folder = path.join(ROOT, id);
  const capture = await recordTwin(make(1), 1, DEADLINE);
  await writeRecording(capture.files, path.join(folder, "capture"));
  await write(path.join(folder, "capture", "expect.json"), { sample: capture.outcomes.map(digestOf)[0] });
  if (!alwaysPresents) {
    const nobody = await recordTwin(make(0), 1, NOBODY);
    await writeRecording(nobody.files, path.join(folder, "nobody"));
  }
  if (retry) {
    const again = await recordTwin(retry.make(), 1 + (retry.more ?? 0), retry.deadline);
    await writeRecording(again.files, path.join(folder, "retry"));
    const [outcome] = again.outcomes;
    await write(path.join(folder, "retry", "expect.json"), {
      deadline: retry.deadline,
      expect: outcome && expectationOf(outcome),
    });
  }
  const { at, place, nth } = PLACES[id]!;
  for (const mishap of MISHAPS) {
    const fault = { mishap, nth, seed: 7, ...(place ? { place } : {}) };
    const expected = expectationOf(await outcomeUnder(capture.recording, fault));
    await write(path.join(folder, "scenarios", `${mishap}.json`), {
      faults: [{ at, do: mishap, seed: 7 }],
      expect: expected,
    });
    process.stdout.write(`${id} ${mishap}: ${JSON.stringify(expected)}\n`);
  }
}
