/** How a camera is released and looked through: each maker has a way of its own. */
import type { TransferOptions } from "../../transport/transport.ts";
import { TransferFault } from "../../transport/transport.ts";
import { isWholeJpeg } from "../uvc/jpeg.ts";

export const ANSWER_TIMEOUT = 5000;
export const PICTURE_TIMEOUT = 10_000;
/** A released picture is there by then, or will not come. */
export const LATE_PICTURE = 3000;

export interface Shutter {
  /** Once in every new session. */
  prepare(options: TransferOptions): Promise<void>;
  /** One picture as the camera compressed it, none of it left in the camera. Undefined: the camera finds nothing to focus on. */
  release(signal: AbortSignal): Promise<Uint8Array | undefined>;
  /** A frame of the live view; absent: this way has none. */
  look?(signal: AbortSignal): Promise<Uint8Array>;
  /** After a release that was broken off: its picture is nobody's now; it is waited for and forgotten. */
  discard(signal: AbortSignal): Promise<void>;
  /** Before the session ends: the live view goes out. */
  rest(options: TransferOptions): Promise<void>;
}

/** Throws TransferFault short-transfer or garbage for what is no whole picture. */
export const wholePicture = (bytes: Uint8Array, announced: number): Uint8Array => {
  if (bytes.length !== announced)
    throw new TransferFault("short-transfer", `${bytes.length} of ${announced} bytes of a picture`);
  if (!isWholeJpeg(bytes)) throw new TransferFault("garbage", "the picture is no whole JPEG");
  return bytes;
};

/** The JPEG within what a live view sends: makers put headers of differing length before it. */
export const jpegWithin = (data: Uint8Array): Uint8Array => {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.length);
  const start = bytes.indexOf(Uint8Array.of(0xff, 0xd8, 0xff));
  const end = bytes.lastIndexOf(Uint8Array.of(0xff, 0xd9));
  const jpeg = start < 0 || end < start ? undefined : data.subarray(start, end + 2);
  if (!jpeg || !isWholeJpeg(jpeg))
    throw new TransferFault("garbage", "the live view's frame is no whole JPEG");
  return new Uint8Array(jpeg);
};
