/**
 * Makes fixtures/recordings: for every driver of the list its twin's recording of one capture, of nobody coming, and scenarios
 * of what may go wrong with what must come of it. `node dist/tests/drivers/make-recordings.js`, then scripts/manifest.mjs.
 */
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { recordTwin } from "../../drivers/record-twin.ts";
import { writeRecording } from "../../drivers/recorder.ts";
import type { Mishap, Place, PlannedFault } from "../../drivers/transport/fault-plan.ts";
import { fixtureOf, withFaults } from "../../drivers/fixture.ts";
import type { CaptureOutcome } from "../../api/words/capture.ts";
import { CONTRACT_DEVICES } from "./contract-devices.ts";
import { digestOf } from "./digest.ts";
import { endOf } from "../../drivers/transport/fault-plan.ts";
import { printRecorded, recordPrinter } from "./printer-recordings.ts";
import { recordSbiTwin } from "./sbi-recordings.ts";
import { replaySbi } from "../../drivers/sbi/recording.ts";
import { recordedSbi } from "../../kiosk/devices/sbi-recording.ts";

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

/** A place as a scenario has it. */
const written = (place: Place) =>
  place.startsWith("ep ") ? { ep: `0x${place.slice(3).padStart(2, "0")}` } : { op: place };

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
- \`sbi\`: a service's, signed by a provider that is made for each recording: other bytes at each making.
- \`escpos\`: a ticket that is printed, and one for which there is no paper (\`retry\`).
- \`DRIVER/scenarios\`: what goes wrong in \`capture\`, and what must come of it.

Each but the printer's, which \`kiosk devices view\` draws, replays: \`kiosk devices replay fixtures/recordings/uru4000/capture --out finger.png [--faults fixtures/recordings/uru4000/scenarios/stall.json]\`.
`;

/** A service has its own recorder: what it signed is signed anew (drivers/sbi/unnamed.ts). */
const makeService = async (folder: string): Promise<void> => {
  const capture = await recordSbiTwin({ captures: 1 });
  await writeRecording(capture.files, path.join(folder, "capture"));
  await write(path.join(folder, "capture", "expect.json"), { sample: capture.outcomes.map(digestOf)[0] });
  const nobody = await recordSbiTwin({ captures: 1, nobody: true });
  await writeRecording(nobody.files, path.join(folder, "nobody"));
  const [calls, provider] = ["sbi.jsonl", "provider.pem"].map((name) => String(capture.files.get(name)));
  for (const mishap of MISHAPS) {
    const at = { op: "exchange", nth: 3 };
    const fault = { mishap, nth: 3, seed: 7, place: "exchange" } as const;
    const { scanner, captures } = recordedSbi(replaySbi(calls ?? "", provider ?? "", "made"), "made", [
      fault,
    ]);
    await using device = await scanner.open("left-index");
    const outcome = await device.capture({ deadline: captures[0]?.deadline ?? DEADLINE }, signal);
    await write(path.join(folder, "scenarios", `${mishap}.json`), {
      faults: [{ at, do: mishap, seed: 7 }],
      expect: endOf(outcome),
    });
    process.stdout.write(`sbi ${mishap}: ${JSON.stringify(endOf(outcome))}\n`);
  }
};

/** A printer hands over nothing: what is recorded is a ticket. */
const makePrinter = async (folder: string): Promise<void> => {
  const capture = await recordPrinter();
  await writeRecording(capture.files, path.join(folder, "capture"));
  await writeRecording((await recordPrinter({ paper: 0x72 })).files, path.join(folder, "retry"));
  for (const mishap of MISHAPS) {
    const { printed } = await printRecorded(capture.entries, [{ mishap, nth: 5, seed: 7, place: "read" }]);
    await write(path.join(folder, "scenarios", `${mishap}.json`), {
      faults: [{ at: { op: "read", nth: 5 }, do: mishap, seed: 7 }],
      expect: { outcome: printed.outcome },
    });
    process.stdout.write(`escpos ${mishap}: ${JSON.stringify(printed)}\n`);
  }
};

await rm(ROOT, { recursive: true, force: true });
await mkdir(ROOT, { recursive: true });
await writeFile(path.join(ROOT, "README.md"), README);
for (const [id, { make, alwaysPresents = false, hurt, retry }] of Object.entries(CONTRACT_DEVICES)) {
  if (!hurt) continue;
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
      expect: outcome && endOf(outcome),
    });
  }
  const { place, nth } = hurt;
  for (const mishap of MISHAPS) {
    const fault = { mishap, nth, seed: 7, place };
    const expected = endOf(await outcomeUnder(capture.recording, fault));
    await write(path.join(folder, "scenarios", `${mishap}.json`), {
      faults: [{ at: { ...written(place), nth }, do: mishap, seed: 7 }],
      expect: expected,
    });
    process.stdout.write(`${id} ${mishap}: ${JSON.stringify(expected)}\n`);
  }
}
await makeService(path.join(ROOT, "sbi"));
await makePrinter(path.join(ROOT, "escpos"));
