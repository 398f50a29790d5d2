/**
 * HTTP to a service on this machine, with whatever methods it invents: one connection a call, bounded in size and time. A
 * transport like the others: recorded, replayed and spoilt by the same words (net-recording.ts, faulty.ts).
 */
import { request as httpRequest } from "node:http";
import { OutsideFault } from "../../api/base/faults.ts";
import { TransferFault } from "./transport.ts";
import type { TransferOptions } from "./transport.ts";

const HOST = "127.0.0.1";
/** Ten fingers as lossless pictures are 20 MB. */
const MOST_ANSWER = 48 * 1024 * 1024;

export interface NetRequest {
  readonly port: number;
  readonly method: string;
  readonly path: string;
  /** JSON; empty: none. */
  readonly body: string;
}

export interface NetTransport {
  readonly kind: "net";
  /** The whole body of the answer. Throws TransferFault: unplugged (nobody listens), timed-out, cancelled, stalled, short-transfer; OutsideFault input-too-large. */
  exchange(request: NetRequest, options?: TransferOptions): Promise<Uint8Array>;
}

const faultOf = (cause: Error, port: number, signal: AbortSignal | undefined): TransferFault => {
  if ("code" in cause && cause.code === "ECONNREFUSED")
    return new TransferFault("unplugged", `nobody listens at port ${port}`);
  return signal?.aborted === true
    ? new TransferFault("cancelled", `port ${port} was not waited for`)
    : new TransferFault("stalled", `port ${port} cannot be reached: ${cause.message}`);
};

const exchange = (
  { port, method, path, body }: NetRequest,
  { timeout, signal }: TransferOptions = {},
): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    const headers = {
      "Content-Type": "application/json",
      "Content-Length": Buffer.byteLength(body),
      EXT: "kiosk",
    };
    const bounds = { ...(timeout === undefined ? {} : { timeout }), ...(signal ? { signal } : {}) };
    // A connection for each call: the services close theirs, whatever they say.
    const call = httpRequest(
      { agent: false, host: HOST, port, method, path, headers, ...bounds },
      (answer) => {
        const parts: Buffer[] = [];
        let size = 0;
        answer.on("data", (part: Buffer) => {
          size += part.length;
          if (size <= MOST_ANSWER) {
            parts.push(part);
            return;
          }
          call.destroy();
          reject(new OutsideFault("input-too-large", `The service at port ${port} answers without end.`));
        });
        answer.on("error", (cause) =>
          reject(new TransferFault("short-transfer", `port ${port} broke off its answer: ${cause.message}`)),
        );
        answer.on("end", () => resolve(Uint8Array.from(Buffer.concat(parts))));
      },
    );
    call.on("timeout", () => {
      call.destroy();
      reject(new TransferFault("timed-out", `port ${port} does not answer within ${timeout} ms`));
    });
    call.on("error", (cause) => reject(faultOf(cause, port, signal)));
    call.end(body);
  });

export const loopback: NetTransport = { kind: "net", exchange };
