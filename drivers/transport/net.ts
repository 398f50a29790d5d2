/**
 * HTTP to a service on this machine, with whatever methods it invents: one connection a call, bounded in size and time. A
 * transport like the others: recorded, replayed and spoilt by the same words (net-recording.ts, faulty.ts).
 */
import { request as httpRequest, type IncomingMessage } from "node:http";
import { OutsideFault } from "../../api/base/faults.ts";
import { deferred } from "./deferred.ts";
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

/** An answer without an end: its parts as they come, however they are cut. */
export interface NetStream {
  readonly contentType: string;
  /** Ends when the service ends it. Throws TransferFault: timed-out (silent for longer than the timeout), cancelled, short-transfer. */
  readonly parts: AsyncIterable<Uint8Array>;
}

export interface NetTransport {
  readonly kind: "net";
  /** The whole body of the answer. Throws TransferFault: unplugged (nobody listens), timed-out, cancelled, stalled, short-transfer; OutsideFault input-too-large. */
  exchange(request: NetRequest, options?: TransferOptions): Promise<Uint8Array>;
  /** `timeout`: of silence, until the answer begins and between its parts. Throws as `exchange` does. */
  stream(request: NetRequest, options?: TransferOptions): Promise<NetStream>;
}

const headersOf = ({ body }: NetRequest) => ({
  "Content-Type": "application/json",
  "Content-Length": Buffer.byteLength(body),
  EXT: "kiosk",
});

/** A connection for each call: the services close theirs, whatever they say. */
const called = ({ port, method, path, body }: NetRequest) => ({
  agent: false,
  host: HOST,
  port,
  method,
  path,
  headers: headersOf({ port, method, path, body }),
});

const brokenOff = (cause: Error, port: number): TransferFault => {
  if ("code" in cause && cause.code === "ECONNREFUSED")
    return new TransferFault("unplugged", `nobody listens at port ${port}`);
  return new TransferFault("stalled", `port ${port} cannot be reached: ${cause.message}`);
};

/** `timeout`: for the whole call, however slowly the answer drips. */
const exchange = (request: NetRequest, { timeout, signal }: TransferOptions = {}): Promise<Uint8Array> => {
  const { port, body } = request;
  const { promise, resolve, reject } = deferred<Uint8Array>();
  const parts: Buffer[] = [];
  let size = 0;
  const call = httpRequest(called(request), (answer) => {
    answer.on("data", (part: Buffer) => {
      size += part.length;
      if (size <= MOST_ANSWER) parts.push(part);
      else end(new OutsideFault("input-too-large", `The service at port ${port} answers without end.`));
    });
    answer.on("error", (cause) =>
      end(new TransferFault("short-transfer", `port ${port} broke off its answer: ${cause.message}`)),
    );
    answer.on("end", () => end());
  });
  const cancel = () => end(new TransferFault("cancelled", `port ${port} was not waited for`));
  const late = () => end(new TransferFault("timed-out", `port ${port} does not answer within ${timeout} ms`));
  const timer = timeout === undefined ? undefined : setTimeout(late, timeout);
  const end = (fault?: Error): void => {
    clearTimeout(timer);
    signal?.removeEventListener("abort", cancel);
    if (fault) reject(fault);
    else resolve(Uint8Array.from(Buffer.concat(parts)));
    // A picture may be among them: only the whole is kept.
    for (const part of parts) part.fill(0);
    parts.length = 0;
    call.destroy();
  };
  call.on("error", (cause) => end(brokenOff(cause, port)));
  if (signal?.aborted) cancel();
  else signal?.addEventListener("abort", cancel, { once: true });
  call.end(body);
  return promise;
};

/** Whoever stops asking for parts hangs up. */
async function* partsOf(
  answer: IncomingMessage,
  faultOf: (cause: unknown) => TransferFault,
): AsyncGenerator<Uint8Array, void, void> {
  try {
    for await (const part of answer) yield part as Buffer;
  } catch (cause) {
    throw faultOf(cause);
  } finally {
    answer.destroy();
  }
}

const stream = (request: NetRequest, { timeout, signal }: TransferOptions = {}): Promise<NetStream> => {
  const { port, body } = request;
  const { promise, resolve, reject } = deferred<NetStream>();
  const cancelled = () => new TransferFault("cancelled", `port ${port} was not waited for`);
  const faultOf = (cause: unknown): TransferFault => {
    if (cause instanceof TransferFault) return cause;
    if (signal?.aborted) return cancelled();
    const message = cause instanceof Error ? cause.message : String(cause);
    return new TransferFault("short-transfer", `port ${port} broke off its answer: ${message}`);
  };
  const call = httpRequest(
    { ...called(request), ...(timeout === undefined ? {} : { timeout }), ...(signal ? { signal } : {}) },
    (answer) =>
      resolve({ contentType: answer.headers["content-type"] ?? "", parts: partsOf(answer, faultOf) }),
  );
  call.on("timeout", () =>
    call.destroy(new TransferFault("timed-out", `port ${port} was silent for ${timeout} ms`)),
  );
  call.on("error", (cause) => {
    if (cause instanceof TransferFault) reject(cause);
    else reject(signal?.aborted ? cancelled() : brokenOff(cause, port));
  });
  call.end(body);
  return promise;
};

export const loopback: NetTransport = { kind: "net", exchange, stream };
