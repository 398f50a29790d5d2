/** How long a recording is, from the bytes alone: what a browser or a file says of it is not believed. */
import { OutsideFault } from "../../../api/base/faults.ts";
import { Reader } from "../../../api/bytes/reader.ts";
import type { PromptEnding } from "../../../api/words/prompts.ts";
import type { Milliseconds } from "../../../api/words/units.ts";

export interface Sound {
  readonly ending: PromptEnding;
  readonly lasts: Milliseconds;
  /** Largest magnitude as a share of full scale; undefined where the sound is compressed. */
  readonly peak?: number;
}

const text = (bytes: Uint8Array, at: number, length: number): string =>
  Buffer.from(bytes.subarray(at, at + length)).toString("latin1");

const PCM = 1;
const FULL_SCALE = 32_768;

const loudest = (samples: Uint8Array): number => {
  const view = new DataView(samples.buffer, samples.byteOffset, samples.byteLength);
  let most = 0;
  for (let at = 0; at + 1 < samples.length; at += 2) most = Math.max(most, Math.abs(view.getInt16(at, true)));
  return most / FULL_SCALE;
};

/** RIFF WAVE: chunks of four letters and a little-endian length; "fmt " before "data". */
const wave = (bytes: Uint8Array): Sound => {
  const reader = new Reader(bytes, "recording", 12);
  let bytesASecond = 0;
  while (reader.left >= 8) {
    const name = text(reader.take(4), 0, 4);
    const length = reader.unsigned(4, "little");
    if (name === "fmt ") {
      const format = new Reader(reader.take(length), "recording");
      const [coding, channels, rate] = [
        format.unsigned(2, "little"),
        format.unsigned(2, "little"),
        format.unsigned(4, "little"),
      ];
      format.take(6);
      if (
        coding !== PCM ||
        format.unsigned(2, "little") !== 16 ||
        channels < 1 ||
        channels > 2 ||
        rate < 8000
      )
        reader.refuse("is not PCM of 16 bits with one or two channels");
      bytesASecond = rate * channels * 2;
    } else if (name === "data") {
      if (bytesASecond === 0) reader.refuse("has no format before its samples");
      const samples = reader.take(Math.min(length, reader.left));
      return { ending: "wav", lasts: (samples.length / bytesASecond) * 1000, peak: loudest(samples) };
    } else reader.take(length + (length % 2));
  }
  return reader.refuse("has no samples");
};

/** Opus counts its granules at 48 kHz whatever the input was (RFC 7845, 4). */
const OPUS_A_MS = 48;

/** RFC 3533: pages of "OggS"; the last one's granule position is the end. RFC 7845, 5.1: pre-skip is not heard. */
const ogg = (bytes: Uint8Array): Sound => {
  const reader = new Reader(bytes, "recording");
  let granules = 0n;
  let skip: number | undefined;
  while (reader.left > 0) {
    if (text(reader.take(4), 0, 4) !== "OggS") reader.refuse("is not an Ogg page");
    reader.take(2);
    const granule = reader.unsigned64("little");
    reader.take(12);
    const lengths = reader.take(reader.u8());
    const page = reader.take(lengths.reduce((sum, length) => sum + length, 0));
    if (skip === undefined) {
      if (text(page, 0, 8) !== "OpusHead") reader.refuse("holds no Opus");
      skip = new Reader(page, "recording", 10).unsigned(2, "little");
    }
    // All bits set: no packet ends on this page.
    if (granule < 1n << 63n) granules = granule;
  }
  return { ending: "ogg", lasts: Math.max(0, Number(granules) - (skip ?? 0)) / OPUS_A_MS };
};

/** RFC 8794, 4 and 5: an element's name keeps its length bits, its size does not; all size bits set means "unknown". */
const elementName = (reader: Reader): number => {
  const first = reader.u8();
  const more = Math.clz32(first) - 24;
  if (more > 3) reader.refuse("is not an EBML element");
  return reader.take(more).reduce((name, byte) => name * 256 + byte, first);
};
const elementSize = (reader: Reader): number | undefined => {
  const first = reader.u8();
  const more = Math.clz32(first) - 24;
  if (more > 7) reader.refuse("has an EBML size of more than eight bytes");
  const start = first & (0xff >> (more + 1));
  const rest = reader.take(more);
  if (start === 0xff >> (more + 1) && rest.every((byte) => byte === 0xff)) return undefined;
  return rest.reduce((size, byte) => size * 256 + byte, start);
};

/** RFC 9559: names of the elements that time is read from. */
const WEBM = {
  segment: 0x18_53_80_67,
  info: 0x15_49_a9_66,
  scale: 0x2a_d7_b1,
  cluster: 0x1f_43_b6_75,
  clusterTime: 0xe7,
  simpleBlock: 0xa3,
  blockGroup: 0xa0,
  block: 0xa1,
} as const;
const OPENED = new Set<number>([WEBM.segment, WEBM.info, WEBM.cluster, WEBM.blockGroup]);
const NANOSECONDS = 1e6;

const big = (bytes: Uint8Array): number => bytes.reduce((value, byte) => value * 256 + byte, 0);

/** A browser's recorder writes no duration: the last block's time is the end. */
const webm = (bytes: Uint8Array): Sound => {
  const reader = new Reader(bytes, "recording");
  let scale = NANOSECONDS;
  let cluster = 0;
  let end = 0;
  if (!Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes("A_OPUS"))
    reader.refuse("holds no Opus");
  while (reader.left > 0) {
    const name = elementName(reader);
    const size = elementSize(reader);
    if (OPENED.has(name)) continue;
    const body = reader.take(size ?? reader.refuse("has an element of unknown size"));
    if (name === WEBM.scale) scale = big(body);
    else if (name === WEBM.clusterTime) cluster = big(body);
    else if (name === WEBM.simpleBlock || name === WEBM.block) {
      const block = new Reader(body, "recording");
      elementSize(block);
      const ago = block.unsigned(2, "big");
      end = Math.max(end, cluster + (ago >= 0x80_00 ? ago - 0x1_00_00 : ago));
    }
  }
  return { ending: "webm", lasts: (end * scale) / NANOSECONDS };
};

/** Undefined: no sound of a kind that is taken. */
export const soundIn = (bytes: Uint8Array): Sound | undefined => {
  const start = text(bytes, 0, 4);
  try {
    if (start === "RIFF" && text(bytes, 8, 4) === "WAVE") return wave(bytes);
    if (start === "OggS") return ogg(bytes);
    return start === "\x1A\x45\xDF\xA3" ? webm(bytes) : undefined;
  } catch (error) {
    if (error instanceof OutsideFault) return undefined;
    throw error;
  }
};
