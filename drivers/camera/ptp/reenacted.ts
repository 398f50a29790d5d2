/**
 * A recorded camera that is looked through as often as somebody likes. How often a kiosk looks before it releases depends on
 * what it makes of each frame, so a session never asks in the recorded order: here the camera answers as it does, says
 * who it is as it did, shows its live frames one after the other and takes the pictures that it took.
 */
import type { Clock } from "../../../api/base/clock.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import type { UsbModel } from "../../transport/model-usb.ts";
import type { UsbExchange } from "../../transport/usb-exchange.ts";
import { CANON } from "./canon.ts";
import { dataOf, pictureAt, type Data } from "./data.ts";
import { twinPtpCamera, type PtpMaker } from "./model.ts";
import { NIKON } from "./nikon.ts";
import { HEAD_LENGTH, OPERATION, readDeviceInfo } from "./protocol.ts";

const LIVE: ReadonlySet<number> = new Set([CANON.viewfinderData, NIKON.liveViewImage]);
const PICTURES: ReadonlySet<number> = new Set([OPERATION.getObject, CANON.getObject]);

/** From their first byte on; what follows a live frame in its container is cut off by whoever reads it. */
const picturesOf = (all: readonly Data[], codes: ReadonlySet<number>): readonly Uint8Array[] =>
  all.flatMap(({ code, bytes }) => {
    const at = codes.has(code) ? pictureAt(bytes) : undefined;
    return at === undefined ? [] : [bytes.subarray(at)];
  });

/** Faster than any camera's live view; a recording of a twin may tell nothing. */
const LEAST: Milliseconds = 40;

/** As long as it usually took from one live frame to the next. */
const intervalOf = (all: readonly Data[]): Milliseconds => {
  const times = all.filter(({ code }) => LIVE.has(code)).map(({ t }) => t / 1000);
  const gaps = times.slice(1).map((t, i) => t - (times[i] ?? t));
  const middle = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0;
  return Math.max(LEAST, Math.round(middle));
};

const makerOf = (operations: readonly number[]): PtpMaker =>
  operations.includes(CANON.viewfinderData)
    ? "canon"
    : operations.includes(NIKON.liveViewImage)
      ? "nikon"
      : "plain";

/** Undefined: nobody looked through it, or it took nothing; then what it said is replayed as it is. */
export const reenacted = (dialogue: readonly UsbExchange[], clock: Clock): UsbModel | undefined => {
  const all = dataOf(dialogue);
  const [live, pictures] = [picturesOf(all, LIVE), picturesOf(all, PICTURES)];
  const info = all.find(({ code }) => code === OPERATION.deviceInfo)?.bytes.subarray(HEAD_LENGTH);
  if (live.length === 0 || pictures.length === 0 || info === undefined) return undefined;
  const { operations } = readDeviceInfo(info);
  return twinPtpCamera(pictures, {
    clock,
    maker: makerOf(operations),
    operations,
    live: { frames: live, interval: intervalOf(all) },
    info,
  });
};
