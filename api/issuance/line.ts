/**
 * One HTTP exchange over a line that may be slow, cut, or lie: bounded in time and in size, never redirected.
 * How long an exchange may last follows from what the line has been seen to carry.
 */
import http from "node:http";
import https from "node:https";
import type { Clock } from "../base/clock.ts";
import type { Milliseconds } from "../words/units.ts";
import { LIMITS } from "./contract.ts";
import { distrustWords } from "./distrust.ts";

/** `untrusted`: one end does not accept the other's certificate. */
export type LineFaultKind = "down" | "timeout" | "protocol" | "untrusted";

export class LineFault extends Error {
  override readonly name = "LineFault";
  readonly kind: LineFaultKind;
  constructor(kind: LineFaultKind, sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.kind = kind;
  }
}

export interface Exchange {
  readonly method: string;
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly signal?: AbortSignal | undefined;
  readonly onSent?: ((bytes: number) => void) | undefined;
}

export interface Reply {
  readonly status: number;
  header(name: string): string | undefined;
  readonly body: Uint8Array;
}

export interface LineOptions {
  readonly clock: Clock;
  /** TLS options and keep-alive; one agent a backend. */
  readonly agent?: http.Agent;
  /** For an answer to begin and end, beside the time that the body needs. */
  readonly patience?: Milliseconds;
}

const PATIENCE: Milliseconds = 30_000;
/** Bytes a millisecond below which a line is given up: 512 B/s. */
const SLOWEST = 0.512;
/** Written to the socket at once, so that progress is seen. */
const SLICE = 16 * 1024;

export class Line {
  readonly #options: LineOptions;
  /** Bytes a millisecond, smoothed; undefined until a body of some size has gone through. */
  #rate: number | undefined;

  constructor(options: LineOptions) {
    this.#options = options;
  }

  /** Bytes a millisecond that the line carried last, if known. */
  get rate(): number | undefined {
    return this.#rate;
  }

  #learn(bytes: number, duration: Milliseconds): void {
    if (bytes < 4096) return;
    const seen = bytes / Math.max(1, duration);
    this.#rate = this.#rate === undefined ? seen : (this.#rate + seen) / 2;
  }

  /** Throws LineFault; any HTTP status is an answer. */
  async exchange(exchange: Exchange): Promise<Reply> {
    const { clock } = this.#options;
    const size = exchange.body?.length ?? 0;
    const forBody = size / Math.max(SLOWEST, (this.#rate ?? 0) / 8);
    const allowed = Math.ceil((this.#options.patience ?? PATIENCE) + forBody);
    const over = new AbortController();
    const started = clock.now();
    const deadline = clock.sleep(allowed, over.signal).then(() => {
      if (over.signal.aborted) return undefined;
      throw new LineFault(
        "timeout",
        `${exchange.url.host} did not answer within ${Math.round(allowed / 1000)} s`,
      );
    });
    try {
      const reply = await Promise.race([this.#sendFresh(exchange, over.signal), deadline]);
      if (reply === undefined) throw new LineFault("down", "the exchange was cancelled");
      this.#learn(size, clock.now() - started);
      return reply;
    } finally {
      over.abort();
      await deadline.catch(() => undefined);
    }
  }

  /** A kept connection may have been closed at the other end while it was idle: that is no fault of the line. */
  async #sendFresh(exchange: Exchange, over: AbortSignal): Promise<Reply> {
    const attempt = { reused: false };
    try {
      return await this.#send(exchange, over, attempt, this.#options.agent);
    } catch (error) {
      if (!attempt.reused || over.aborted || exchange.signal?.aborted === true) throw error;
      return await this.#send(exchange, over, attempt, false);
    }
  }

  #send(
    exchange: Exchange,
    over: AbortSignal,
    attempt: { reused: boolean },
    agent: http.Agent | false | undefined,
  ): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const { url, method, body } = exchange;
      const cancelled = new LineFault("down", "the exchange was cancelled");
      // Before there is a request: one that is destroyed before anybody listens to it ends the program.
      if (exchange.signal?.aborted === true) return reject(cancelled);
      let answered = false;
      let whole = false;
      const fail = (cause: Error) => {
        attempt.reused = request.reusedSocket && !answered;
        request.destroy();
        reject(cause instanceof LineFault ? cause : faultOf(url, cause));
      };
      const request = (url.protocol === "https:" ? https : http).request(url, {
        method,
        agent,
        headers: { ...exchange.headers, ...(body === undefined ? {} : { "content-length": body.length }) },
      });
      request.on("error", fail);
      const stop = () => fail(cancelled);
      exchange.signal?.addEventListener("abort", stop, { once: true });
      over.addEventListener(
        "abort",
        () => {
          exchange.signal?.removeEventListener("abort", stop);
          // A connection on which no whole answer came is of no use, and would keep the process from ending.
          if (!whole) request.destroy();
        },
        { once: true },
      );
      request.on("response", (response) => {
        answered = true;
        collect(response)
          .then((reply) => {
            whole = true;
            return resolve(reply);
          })
          .catch(fail);
      });
      writeSlices(request, body, exchange.onSent).catch(fail);
    });
  }
}

const faultOf = (url: URL, cause: Error): LineFault => {
  const distrust = distrustWords(cause);
  return distrust === undefined
    ? new LineFault("down", `${url.host} cannot be reached: ${cause.message}`, { cause })
    : new LineFault("untrusted", `${url.host}: ${distrust}`, { cause });
};

const collect = async (response: http.IncomingMessage): Promise<Reply> => {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response as AsyncIterable<Uint8Array>) {
    length += part.length;
    if (length > LIMITS.replyBytes) {
      response.destroy();
      throw new LineFault("protocol", `the backend's answer is longer than ${LIMITS.replyBytes} bytes`);
    }
    parts.push(part);
  }
  if (!response.complete) throw new LineFault("down", "the answer broke off");
  return {
    status: response.statusCode ?? 0,
    header: (name) => {
      const value = response.headers[name.toLowerCase()];
      return Array.isArray(value) ? value[0] : value;
    },
    body: Buffer.concat(parts),
  };
};

const writeSlices = async (
  request: http.ClientRequest,
  body: Uint8Array | undefined,
  onSent: ((bytes: number) => void) | undefined,
): Promise<void> => {
  const size = body?.length ?? 0;
  for (let at = 0; at < size; at += SLICE) {
    if (request.destroyed) return;
    const slice = body?.subarray(at, at + SLICE);
    if (!request.write(slice))
      await new Promise<void>((resolve) => {
        const go = () => {
          request.off("drain", go);
          request.off("close", go);
          resolve();
        };
        request.on("drain", go);
        request.on("close", go);
      });
    onSent?.(Math.min(size, at + SLICE));
  }
  request.end();
};
