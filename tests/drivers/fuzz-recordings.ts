/**
 * Mutated recordings through the real drivers: what the device said is spoilt somewhere, and the driver may fail, but only as
 * drivers fail: with an outcome, within its deadline, and never with an exception. Seeded; a case is found again by its number.
 */
import { OutsideFault } from "../../api/base/faults.ts";
import type { Recording } from "../../drivers/recording.ts";
import { fixtureOf } from "../../drivers/fixture.ts";
import { recordTwin } from "../../drivers/record-twin.ts";
import { CONTRACT_DEVICES } from "./contract-devices.ts";
import { generator, spoil } from "./fuzz.ts";
import type { Next } from "./fuzz.ts";

const DEADLINE = 20_000;
const GRACE = 2500;

const recordings = new Map<string, Recording>();

/** One capture of every twin; those of hundreds of transfers would take the time of all others. */
const NAMES = Object.entries(CONTRACT_DEVICES)
  .filter(([, device]) => device.hurt && !device.longWinded)
  .map(([name]) => name);

const recordingOf = async (name: string): Promise<Recording> => {
  const kept = recordings.get(name) ?? (await recordTwin(CONTRACT_DEVICES[name]!.make(1), 1)).recording;
  recordings.set(name, kept);
  return kept;
};

/** One of the places where `does` holds. */
const chosen = <T>(all: readonly T[], does: (one: T) => boolean, next: Next): number => {
  const places = all.flatMap((one, at) => (does(one) ? [at] : []));
  return places[next(Math.max(1, places.length))] ?? 0;
};

/** The recording with one to three of the device's messages spoilt. */
const spoilt = (recording: Recording, next: Next): Recording => {
  let now = recording;
  for (let changes = 1 + next(3); changes > 0; changes -= 1) now = once(now, next);
  return now;
};

const once = (recording: Recording, next: Next): Recording => {
  switch (recording.kind) {
    case "usb": {
      const at = chosen(recording.dialogue, ({ completion }) => (completion?.received.length ?? 0) > 0, next);
      const dialogue = recording.dialogue.map((exchange, i) =>
        i === at && exchange.completion
          ? {
              ...exchange,
              completion: { ...exchange.completion, received: spoil(exchange.completion.received, next) },
            }
          : exchange,
      );
      return { ...recording, dialogue };
    }
    case "hid": {
      const at = chosen(recording.dialogue, ({ kind }) => kind === "input" || kind === "feature-get", next);
      const dialogue = recording.dialogue.map((entry, i) =>
        i === at ? { ...entry, payload: spoil(entry.payload, next) } : entry,
      );
      return { ...recording, dialogue };
    }
    case "serial": {
      const at = chosen(recording.dialogue, ({ direction }) => direction === "in", next);
      const dialogue = recording.dialogue.map((entry, i) =>
        i === at ? { ...entry, data: spoil(entry.data, next) } : entry,
      );
      return { ...recording, dialogue };
    }
    default: {
      const frames = recording.dialogue.frames.map((frame) => ({ ...frame, jpeg: spoil(frame.jpeg, next) }));
      return { ...recording, dialogue: { ...recording.dialogue, frames } };
    }
  }
};

const trial = async (recording: Recording): Promise<string | undefined> => {
  const fixture = fixtureOf(recording, "fuzz");
  const { clock } = fixture.context;
  try {
    await using device = await fixture.open();
    const start = clock.now();
    await device.capture({ deadline: DEADLINE }, new AbortController().signal);
    const took = clock.now() - start;
    return took > DEADLINE + GRACE ? `${took} ms, past its deadline` : undefined;
  } catch (error) {
    return error instanceof OutsideFault ? undefined : String(error);
  }
};

/** Cases [from, from + count), one driver after the other; one line a fault. */
export const fuzzRecordings = async (from: number, count: number): Promise<readonly string[]> => {
  const faults: string[] = [];
  for (let number = from; number < from + count; number += 1) {
    const name = NAMES[number % NAMES.length] ?? "uru4000";
    const fault = await trial(spoilt(await recordingOf(name), generator(number + 1)));
    if (fault !== undefined) faults.push(`recording case ${number}, ${name}: ${fault}`);
  }
  return faults;
};
