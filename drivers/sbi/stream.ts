/**
 * The live view of an SBI device (specification, "Stream"): JPEG frames as multipart/x-mixed-replace, to be shown to the subject
 * while a capture is prepared. They are not signed and are never a sample.
 *
 *   for await (const jpeg of streamSbi(device, { deviceSubId: 1, timeout: 30_000 }, signal)) show(jpeg);
 */
import { OutsideFault } from "../../api/base/faults.ts";
import type { Milliseconds } from "../../api/words/units.ts";
import { JpegSplitter } from "../transport/jpeg-splitter.ts";
import { loopback, type NetStream, type NetTransport } from "../transport/net.ts";
import { TransferFault } from "../transport/transport.ts";
import type { SbiDevice, SbiRequest } from "./client.ts";

/** Specification: at least three frames a second. A stream that is silent for this long has stopped. */
const SILENCE: Milliseconds = 5000;
const MOST_WORDS = 4096;
export const STREAM = "STREAM";

export interface SbiStreamRequest extends Pick<SbiRequest, "deviceSubId"> {
  /** The service ends the stream after this. */
  readonly timeout: Milliseconds;
}

const failed = ({ port }: SbiDevice, why: string, cause?: unknown): OutsideFault =>
  new OutsideFault(
    "device-failed",
    `The stream of the SBI service at port ${port} ${why}. Start the service again.`,
    { cause },
  );

const inWords = (device: SbiDevice, error: unknown): unknown => {
  if (!(error instanceof TransferFault)) return error;
  if (error.code === "timed-out") return failed(device, `was silent for ${SILENCE} ms`, error);
  if (error.code === "unplugged" || error.code === "stalled")
    return failed(device, "cannot be reached", error);
  return failed(device, "broke off", error);
};

/** What a service that cannot stream says instead: JSON with an error. */
const refusal = async (device: SbiDevice, { parts }: NetStream): Promise<OutsideFault> => {
  let words = "";
  for await (const part of parts) {
    words += Buffer.from(part).toString("utf8");
    if (words.length > MOST_WORDS) break;
  }
  const said = /"errorInfo"\s*:\s*"([^"]*)"/u.exec(words)?.[1];
  return failed(device, `is refused (${said ?? "no picture, and no reason"})`);
};

/** The newest frame each time; those that came while nobody asked are dropped. Throws OutsideFault device-failed; ends when the signal aborts. */
export async function* streamSbi(
  device: SbiDevice,
  { deviceSubId, timeout }: SbiStreamRequest,
  signal: AbortSignal,
  net: NetTransport = loopback,
): AsyncGenerator<Uint8Array, void, void> {
  const body = JSON.stringify({
    deviceId: device.deviceId,
    deviceSubId: String(deviceSubId),
    timeout: String(timeout),
  });
  const request = { port: device.port, method: STREAM, path: "/stream", body };
  try {
    const answer = await net.stream(request, { timeout: SILENCE, signal });
    if (!/multipart|image\//iu.test(answer.contentType)) throw await refusal(device, answer);
    const splitter = new JpegSplitter();
    for await (const part of answer.parts) {
      // Between two parts nobody asks: only the last of a part's frames is still new.
      const newest = splitter.push(part).at(-1);
      if (newest) yield newest;
    }
  } catch (error) {
    if (signal.aborted) return;
    throw inWords(device, error);
  }
}
