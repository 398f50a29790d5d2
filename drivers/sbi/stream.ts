/**
 * The live view of an SBI device (specification, "Stream"): JPEG frames as multipart/x-mixed-replace, to be shown to the subject
 * while a capture is prepared. They are not signed and are never a sample.
 *
 *   for await (const jpeg of streamSbi(device, { deviceSubId: 1, timeout: 30_000 }, signal)) show(jpeg);
 */
import { request } from "node:http";
import type { IncomingMessage } from "node:http";
import { OutsideFault } from "../../api/base/faults.ts";
import type { Milliseconds } from "../../api/words/units.ts";
import { deferred } from "../transport/deferred.ts";
import { JpegSplitter } from "../transport/jpeg-splitter.ts";
import type { SbiDevice, SbiRequest } from "./client.ts";

const HOST = "127.0.0.1";
/** Specification: at least three frames a second. A stream that is silent for this long has stopped. */
const SILENCE: Milliseconds = 5000;
const MOST_WORDS = 4096;

export interface SbiStreamRequest extends Pick<SbiRequest, "deviceSubId"> {
  /** The service ends the stream after this. */
  readonly timeout: Milliseconds;
}

const failed = ({ port }: SbiDevice, why: string, cause?: unknown): OutsideFault =>
  new OutsideFault(
    "device-failed",
    `The stream of the SBI service at port ${port} ${why}. Start the service again.`,
    {
      cause,
    },
  );

const connected = (
  device: SbiDevice,
  wanted: SbiStreamRequest,
  signal: AbortSignal,
): Promise<IncomingMessage> => {
  const { deviceSubId, timeout } = wanted;
  const body = JSON.stringify({
    deviceId: device.deviceId,
    deviceSubId: String(deviceSubId),
    timeout: String(timeout),
  });
  const headers = {
    "Content-Type": "application/json",
    "Content-Length": Buffer.byteLength(body),
    EXT: "kiosk",
  };
  const { promise, resolve, reject } = deferred<IncomingMessage>();
  const call = request(
    {
      agent: false,
      host: HOST,
      port: device.port,
      method: "STREAM",
      path: "/stream",
      headers,
      signal,
      timeout: SILENCE,
    },
    resolve,
  );
  call.on("timeout", () => call.destroy(failed(device, `was silent for ${SILENCE} ms`)));
  call.on("error", (cause: Error) =>
    reject(cause instanceof OutsideFault ? cause : failed(device, "cannot be reached", cause)),
  );
  call.end(body);
  return promise;
};

/** What a service that cannot stream says instead: JSON with an error. */
const refusal = async (device: SbiDevice, answer: IncomingMessage): Promise<OutsideFault> => {
  let words = "";
  for await (const part of answer) words = (words + String(part)).slice(0, MOST_WORDS);
  const said = /"errorInfo"\s*:\s*"([^"]*)"/u.exec(words)?.[1];
  return failed(device, `is refused (${said ?? `status ${answer.statusCode ?? "none"}`})`);
};

/** The newest frame each time; those that came while nobody asked are dropped. Throws OutsideFault device-failed; ends when the signal aborts. */
export async function* streamSbi(
  device: SbiDevice,
  wanted: SbiStreamRequest,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, void> {
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  try {
    const answer = await connected(device, wanted, either);
    if (!/multipart|image\//iu.test(answer.headers["content-type"] ?? ""))
      throw await refusal(device, answer);
    const splitter = new JpegSplitter();
    for await (const part of answer) {
      // Between two parts nobody asks: only the last of a part's frames is still new.
      const newest = splitter.push(part as Buffer).at(-1);
      if (newest) yield newest;
    }
  } catch (error) {
    if (signal.aborted) return;
    throw error instanceof OutsideFault ? error : failed(device, "broke off", error);
  } finally {
    stop.abort();
  }
}
