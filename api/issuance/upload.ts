/**
 * Resumable upload by the tus protocol 1.0.0 through tus-js-client, over our own bounded line. The library's retries,
 * storage of fingerprints and timers stay off: when to try again is the queue's decision.
 */
import {
  type DetailedError,
  Upload,
  type HttpRequest,
  type HttpResponse,
  type HttpStack,
} from "tus-js-client";
import type { SealedPacket, SubmitOptions } from "./submission.ts";
import { API, RECEIPT_HEADER } from "./contract.ts";
import { LineFault, type Line, type Reply } from "./line.ts";

/** A chunk should take about as long as one may wait to learn that the line is dead. */
const CHUNK_MS = 20_000;
const CHUNK = { least: 64 * 1024, unknown: 256 * 1024 } as const;
/** What arrives within this time is sent with the creation, without a turn of its own. */
const AT_ONCE_MS = 5_000;
/** Requests beyond those that the chunks need: creation, resumption, a few short ones. */
const SPARE_REQUESTS = 12;

const chunkSize = (rate: number | undefined): number =>
  rate === undefined ? CHUNK.unknown : Math.max(CHUNK.least, Math.round(rate * CHUNK_MS));

interface Session {
  readonly base: URL;
  readonly line: Line;
  readonly signal: AbortSignal | undefined;
  readonly answered: () => void;
  readonly last: { reply?: Reply };
  budget: number;
}

/** Refuses what would make us wander or loop: other hosts, other paths, requests without end. */
const objection = (session: Session, url: URL): string | undefined => {
  if (url.origin !== session.base.origin || !url.pathname.startsWith(API.uploads))
    return `the backend sent the upload elsewhere (${url.origin})`;
  session.budget -= 1;
  return session.budget < 0 ? "the backend makes the upload go in circles" : undefined;
};

class LineRequest implements HttpRequest {
  readonly #session: Session;
  readonly #method: string;
  readonly #url: string;
  readonly #headers: Record<string, string> = {};
  readonly #abort = new AbortController();
  #progress: ((bytes: number) => void) | undefined;

  constructor(session: Session, method: string, url: string) {
    this.#session = session;
    this.#method = method;
    this.#url = url;
  }

  getMethod = () => this.#method;
  getURL = () => this.#url;
  getHeader = (name: string) => this.#headers[name];
  getUnderlyingObject = () => undefined;
  setHeader = (name: string, value: string) => {
    this.#headers[name] = value;
  };
  setProgressHandler = (handler: (bytes: number) => void) => {
    this.#progress = handler;
  };
  abort = () => {
    this.#abort.abort();
    return Promise.resolve();
  };

  /** Everything that goes wrong is a rejection: the library has no place for a thrown error. */
  send = async (body: unknown): Promise<HttpResponse> => {
    const { line, signal, last, answered } = this.#session;
    const url = new URL(this.#url);
    const why = objection(this.#session, url);
    if (why !== undefined) throw new LineFault("protocol", why);
    const reply = await line.exchange({
      method: this.#method,
      url,
      headers: this.#headers,
      signal: signal === undefined ? this.#abort.signal : AbortSignal.any([signal, this.#abort.signal]),
      onSent: this.#progress,
      ...(body instanceof Uint8Array ? { body } : {}),
    });
    answered();
    last.reply = reply;
    return {
      getStatus: () => reply.status,
      getHeader: (name) => reply.header(name),
      getBody: () => new TextDecoder().decode(reply.body),
      getUnderlyingObject: () => reply,
    };
  };
}

const stackOf = (session: Session): HttpStack => ({
  createRequest: (method, url) => new LineRequest(session, method, url),
  getName: () => "line",
});

/** An address kept from an earlier attempt counts only while it belongs to this backend. */
const sameBackend = (base: URL, uploadUrl: string | undefined): string | null =>
  uploadUrl !== undefined && URL.canParse(uploadUrl) && new URL(uploadUrl).origin === base.origin
    ? uploadUrl
    : null;

const faultBehind = (error: Error | DetailedError): LineFault => {
  const cause = "causingError" in error && error.causingError !== null ? error.causingError : error;
  return cause instanceof LineFault ? cause : new LineFault("protocol", cause.message, { cause });
};

export type Uploaded =
  /** All of it; with the receipt when the backend gave it at once. */
  | { readonly kind: "arrived"; readonly receipt: Uint8Array | undefined }
  | { readonly kind: "stopped"; readonly reply: Reply };

const receiptIn = (reply: Reply | undefined): Uint8Array | undefined => {
  const header = reply?.header(RECEIPT_HEADER);
  return header === undefined || header === "" ? undefined : Buffer.from(header, "base64");
};

/** Sends what the backend does not have yet. Throws LineFault. `answered` is called with every HTTP answer. */
export const uploadPacket = (
  base: URL,
  line: Line,
  packet: SealedPacket,
  options: SubmitOptions,
  answered: () => void,
): Promise<Uploaded> =>
  new Promise((resolve, reject) => {
    const size = chunkSize(line.rate);
    const session: Session = {
      base,
      line,
      signal: options.signal,
      answered,
      last: {},
      budget: Math.ceil(packet.bytes.length / size) + SPARE_REQUESTS,
    };
    const upload = new Upload(
      Buffer.from(packet.bytes.buffer, packet.bytes.byteOffset, packet.bytes.length),
      {
        endpoint: new URL(API.uploads, base).href,
        uploadUrl: sameBackend(base, options.uploadUrl),
        metadata: { packetId: packet.packetId, sha256: packet.sha256, kiosk: packet.kiosk },
        httpStack: stackOf(session),
        chunkSize: size,
        retryDelays: null,
        storeFingerprintForResuming: false,
        // On a slow line the upload's address must be known before its bytes travel, or a cut costs them all.
        uploadDataDuringCreation: line.rate !== undefined && packet.bytes.length / line.rate < AT_ONCE_MS,
        onUploadUrlAvailable: () => {
          if (upload.url !== null) options.onUploadUrl?.(upload.url);
        },
        onProgress: (bytes) => options.onSent?.(bytes),
        // The first chunk of a new line tells how large the next may be.
        onChunkComplete: () => {
          upload.options.chunkSize = Math.max(size, chunkSize(line.rate));
        },
        onSuccess: () => resolve({ kind: "arrived", receipt: receiptIn(session.last.reply) }),
        onError: (error) => {
          const response = "originalResponse" in error ? error.originalResponse : null;
          if (response !== null && session.last.reply !== undefined)
            resolve({ kind: "stopped", reply: session.last.reply });
          else reject(faultBehind(error));
        },
      },
    );
    upload.start();
  });
