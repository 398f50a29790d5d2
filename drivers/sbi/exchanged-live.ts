/** A recorded live view with another finger in it: each frame as long as it was, at the same moment, and all around it as it was. */
import { copyOf } from "../transport/copy.ts";
import { JpegSplitter } from "../transport/jpeg-splitter.ts";
import type { NetLive } from "../transport/net-recording.ts";
import type { ServiceStandIns } from "./stand-ins.ts";

interface Place {
  readonly from: number;
  readonly to: number;
}

/** Where whole frames lie in what came. */
const framesIn = (whole: Buffer): readonly Place[] => {
  const places: Place[] = [];
  let at = 0;
  for (const frame of new JpegSplitter().push(whole)) {
    const from = whole.indexOf(frame, at);
    if (from < 0) continue;
    at = from + frame.length;
    places.push({ from, to: at });
  }
  return places;
};

/** Between two frames stand lines of text (RFC 2046, 5.1). */
const isText = (bytes: Uint8Array): boolean =>
  bytes.every((byte) => (byte >= 0x20 && byte < 0x7f) || byte === 0x0d || byte === 0x0a);

/** Half a frame is half a finger: what is no text goes. */
const wipeBetween = (whole: Buffer, places: readonly Place[]): void => {
  const ends = [0, ...places.map(({ to }) => to)];
  const starts = [...places.map(({ from }) => from), whole.length];
  for (const [i, end] of ends.entries()) {
    const gap = whole.subarray(end, starts[i]);
    if (!isText(gap)) gap.fill(0);
  }
};

/** Cut where it was cut. */
const cutAgain = ({ contentType, parts }: NetLive, whole: Buffer): NetLive => {
  let at = 0;
  return {
    contentType,
    parts: parts.map(({ t, bytes }) => {
      at += bytes.length;
      return { t, bytes: copyOf(whole, at - bytes.length, at) };
    }),
  };
};

export const joined = ({ parts }: NetLive): Buffer => Buffer.concat(parts.map(({ bytes }) => bytes));

/** The same live view of other bytes. */
export const withBytes = cutAgain;

export const withOtherFrames = async (live: NetLive, standIns: ServiceStandIns): Promise<NetLive> => {
  const whole = joined(live);
  const places = framesIn(whole);
  wipeBetween(whole, places);
  const t = live.parts[0]?.t ?? 0;
  for (const { from, to } of places) {
    const place = whole.subarray(from, to);
    const other = await standIns.frame(copyOf(place), t);
    place.fill(0);
    if (other && other.length <= place.length) place.set(other);
  }
  return cutAgain(live, whole);
};
