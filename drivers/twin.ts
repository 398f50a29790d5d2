/**
 * What a recording of a device becomes before it may leave the machine: its synthetic twin. What shows or tells of a person is
 * replaced by what was made up, in the same place and of the same length; every other byte stays as it was. A driver makes the
 * twins of its own recordings, because only it knows where people are in them; what is made up comes from outside, because no
 * driver knows a finger.
 */
import { OutsideFault } from "../api/base/faults.ts";
import type { GreyImage, PenTrajectory } from "../api/words/sample.ts";
import type { Microseconds } from "../api/words/units.ts";
import type { Recordings } from "./recordings.ts";
import type { Recording, RecordingKinds } from "./recording.ts";
import type { SerialEntry } from "./transport/serial-recording.ts";
import type { TransportKind } from "./transport/transport.ts";
import type { UsbExchange } from "./transport/usb-exchange.ts";

export interface PrintPlace {
  /** Pixels; the stand-in has exactly these. */
  readonly width: number;
  readonly height: number;
  readonly ppi: number;
  /** When the recorded picture came. */
  readonly t: Microseconds;
}

export interface FramePlace {
  readonly width: number;
  readonly height: number;
  readonly t: Microseconds;
  /** Bytes that there is room for; absent: as many as it takes. */
  readonly room?: number;
}

export const ZONE_SHAPES = { TD3: [2, 44], TD2: [2, 36], TD1: [3, 30] } as const;
export type ZoneShape = keyof typeof ZONE_SHAPES;

/** Whoever stands in for the people of a recording. Asked once a presentation, in the order of the recording. */
export interface StandIns {
  /** A finger as this sensor sees it. */
  print(place: PrintPlace): GreyImage;
  /** A face as JPEG; never twice the same bytes in a row, as of a camera. */
  frame(place: FramePlace): Promise<Uint8Array>;
  /** A paper as JPEG. */
  paper(place: FramePlace): Promise<Uint8Array>;
  signature(place: { readonly t: Microseconds }): PenTrajectory;
  /** A machine-readable zone with right check digits (Doc 9303-3). */
  zone(shape: ZoneShape): readonly string[];
}

export type RecordingOf<K extends TransportKind> = RecordingKinds[K];

export type Twin<K extends TransportKind> =
  | {
      make(recording: RecordingOf<K>, standIns: StandIns): Promise<Recordings[K]> | Recordings[K];
    }
  /** A clause that says why there is none. */
  | { readonly none: string };

/** The dialogue with other contents of some completed transfers, by the position of their completion. */
export const withReceived = (
  dialogue: readonly UsbExchange[],
  changed: ReadonlyMap<number, Uint8Array>,
): readonly UsbExchange[] =>
  dialogue.map((exchange) => {
    const { completion } = exchange;
    const received = completion && changed.get(completion.position);
    return received ? { ...exchange, completion: { ...completion, received } } : exchange;
  });

/** What a serial device sent, as one stream: a line may cut a packet anywhere. */
export interface Stream {
  /** To be written into. */
  readonly bytes: Uint8Array;
  /** When the byte at this place came. */
  readonly timeOf: (at: number) => Microseconds;
}

export const withStream = (
  entries: readonly SerialEntry[],
  change: (stream: Stream) => void,
): readonly SerialEntry[] => {
  const came = entries.filter(({ direction }) => direction === "in");
  const bytes = new Uint8Array(Buffer.concat(came.map(({ data }) => data)));
  const ends: number[] = [];
  for (const { data } of came) ends.push((ends.at(-1) ?? 0) + data.length);
  const timeOf = (at: number): Microseconds =>
    came[
      Math.max(
        0,
        ends.findIndex((end) => at < end),
      )
    ]?.t ?? 0;
  change({ bytes, timeOf });
  let at = 0;
  return entries.map((entry) => {
    if (entry.direction === "out") return entry;
    at += entry.data.length;
    return { ...entry, data: bytes.slice(at - entry.data.length, at) };
  });
};

const MUCH = 1024;
/** So many of its bytes differ from their neighbours: a picture, and no filling. */
const BUSY = 0.2;

const isMuch = (bytes: Uint8Array): boolean =>
  bytes.length >= MUCH &&
  bytes.reduce((sum, byte, at) => sum + (byte === bytes[at - 1] ? 0 : 1), 0) > BUSY * bytes.length;

const piecesOf = (recording: Recording): readonly Uint8Array[] => {
  switch (recording.kind) {
    case "usb":
      return recording.dialogue.map(({ completion }) => completion?.received ?? new Uint8Array());
    case "hid":
      return recording.dialogue.map(({ kind, payload }) => (kind === "input" ? payload : new Uint8Array()));
    case "serial":
      return recording.dialogue.map(({ direction, data }) => (direction === "in" ? data : new Uint8Array()));
    default:
      return recording.dialogue.frames.map(({ jpeg }) => jpeg);
  }
};

/** Beside what the driver knows: nothing as large as a picture came through as it was. Throws OutsideFault policy-refused. */
export const demandReplaced = (before: Recording, after: Recording, label: string): void => {
  const replaced = piecesOf(after);
  for (const [i, piece] of piecesOf(before).entries())
    if (isMuch(piece) && Buffer.compare(piece, replaced[i] ?? new Uint8Array()) === 0)
      throw new OutsideFault(
        "policy-refused",
        `${label} cannot leave this machine: ${piece.length} bytes that came from the device (number ${i + 1}) are not understood and may show somebody.`,
      );
};
