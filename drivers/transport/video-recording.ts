/** Camera recordings: `identity.json`, `frames.mjpeg` with its index `frames.jsonl`, and `controls.jsonl`. */
import { createHash } from "node:crypto";
import { OutsideFault } from "../../api/base/faults.ts";
import type { Microseconds } from "../../api/words/units.ts";
import { readJsonLines, readObject } from "./json-lines.ts";
import type { VideoFrame } from "./transport.ts";

export interface ControlEntry {
  readonly t: Microseconds;
  readonly kind: "read" | "write";
  /** A V4L2 name, e.g. "exposure_time_absolute". */
  readonly name: string;
  readonly value: number;
}

export interface VideoRecording {
  readonly model: string;
  /** Of a camera that does not say what it looks at: the driver that the configuration named. */
  readonly driver?: string;
  readonly vendorId?: number;
  readonly productId?: number;
  readonly frames: readonly VideoFrame[];
  readonly controls: readonly ControlEntry[];
  /** When the camera was unplugged; absent: it was not. */
  readonly lost?: Microseconds;
}

export interface VideoFiles {
  readonly identity: string;
  readonly frames: Uint8Array;
  readonly index: string;
  readonly controls: string;
}

/** Control values are signed in V4L2 (e.g. pan). */
const signed = (value: unknown, label: string): number => {
  if (typeof value === "number" && Number.isInteger(value)) return value;
  throw new OutsideFault("input-malformed", `${label}: "value" must be a whole number.`);
};

/** Throws OutsideFault input-malformed or input-unknown-key. Frames are views of the file. */
export const readVideoRecording = (files: VideoFiles, label: string): VideoRecording => {
  const identity = readObject(files.identity, `${label}/identity.json`, [
    "model",
    "driver",
    "vendorId",
    "productId",
    "lost_us",
  ]);
  const id = (name: "vendorId" | "productId") =>
    identity.field(name) === undefined ? {} : { [name]: identity.whole(name, 0xffff) };
  return {
    model: identity.text("model"),
    ...(identity.field("driver") === undefined ? {} : { driver: identity.text("driver") }),
    ...id("vendorId"),
    ...id("productId"),
    ...(identity.field("lost_us") === undefined ? {} : { lost: identity.whole("lost_us") }),
    frames: readJsonLines(files.index, `${label}/frames.jsonl`, ["t_us", "offset", "length"]).map((line) => {
      const [offset, length] = [line.whole("offset"), line.whole("length")];
      if (offset + length > files.frames.length)
        throw new OutsideFault("input-malformed", `${line.label}: beyond the end of frames.mjpeg.`);
      return { t: line.whole("t_us"), jpeg: files.frames.subarray(offset, offset + length) };
    }),
    controls: readJsonLines(files.controls, `${label}/controls.jsonl`, ["t_us", "kind", "name", "value"]).map(
      (line) => {
        const kind = line.field("kind");
        if (kind !== "read" && kind !== "write")
          throw new OutsideFault("input-malformed", `${line.label}: "kind" must be "read" or "write".`);
        const value = signed(line.field("value"), line.label);
        return { t: line.whole("t_us"), kind, name: line.text("name"), value };
      },
    ),
  };
};

const line = (value: unknown): string => `${JSON.stringify(value)}\n`;

/** A picture that came before is kept once: its later entries point to it. */
export const writeVideoRecording = (recording: VideoRecording): VideoFiles => {
  const places = new Map<string, number>();
  const pictures: Uint8Array[] = [];
  let end = 0;
  const index = recording.frames.map(({ t, jpeg }) => {
    const digest = createHash("sha256").update(jpeg).digest("hex");
    const offset = places.get(digest) ?? end;
    if (offset === end) {
      places.set(digest, offset);
      pictures.push(jpeg);
      end += jpeg.length;
    }
    return line({ t_us: t, offset, length: jpeg.length });
  });
  const { model, driver, vendorId, productId, lost } = recording;
  return {
    identity: line({ model, driver, vendorId, productId, lost_us: lost }),
    frames: Buffer.concat(pictures),
    index: index.join(""),
    controls: recording.controls.map(({ t, ...rest }) => line({ t_us: t, ...rest })).join(""),
  };
};
