/**
 * Recordings of services: one JSON object a line, `{"t_us","port","method","path","body","took_us","answer"}`, or "fault" where the
 * answer was none, or of a live view `"type"` and `"parts":[[t_us, base64], ...]`. The tap writes them while the service is used; the replay is strict, one queue a port, and says what differs.
 */
import type { Clock } from "../../api/base/clock.ts";
import { OutsideFault } from "../../api/base/faults.ts";
import { DEVICE_FAULTS } from "../../api/words/capture.ts";
import type { DeviceFaultCode } from "../../api/words/capture.ts";
import type { Microseconds } from "../../api/words/units.ts";
import { copyOf } from "./copy.ts";
import { readJsonLines, type JsonLine } from "./json-lines.ts";
import type { NetRequest, NetTransport } from "./net.ts";
import { TransferFault, type TransferOptions } from "./transport.ts";
import { elapse } from "./wait.ts";

export interface NetEntry {
  readonly t: Microseconds;
  readonly request: NetRequest;
  /** How long the answer was waited for; absent: it came at once. */
  readonly took?: Microseconds;
  readonly answer: { readonly text: string } | { readonly fault: DeviceFaultCode } | NetLive;
}

/** A live view, for as long as somebody wanted it. */
export interface NetLive {
  readonly contentType: string;
  readonly parts: readonly { readonly t: Microseconds; readonly bytes: Uint8Array }[];
}

/** Where a live view ends in a recording, however long it is looked at. */
const MOST_LIVE = 32 * 1024 * 1024;

/** Keeps the parts as they pass. */
async function* kept(
  parts: AsyncIterable<Uint8Array>,
  keep: (part: Uint8Array) => void,
): AsyncGenerator<Uint8Array, void, void> {
  for await (const part of parts) {
    keep(part);
    yield part;
  }
}

/** Passes everything on and keeps it; what was cancelled before it was answered is not kept. */
export const tapNet = (
  inner: NetTransport,
  clock: Clock,
): { readonly net: NetTransport; readonly entries: readonly NetEntry[] } => {
  const entries: NetEntry[] = [];
  const now = (): Microseconds => Math.round(clock.now() * 1000);
  const noted = (t: Microseconds, request: NetRequest, answer: NetEntry["answer"]): void => {
    const took = now() - t;
    entries.push({ t, request, ...(took > 0 ? { took } : {}), answer });
  };
  const noteFault = (t: Microseconds, request: NetRequest, error: unknown): void => {
    if (error instanceof TransferFault && error.code !== "cancelled")
      noted(t, request, { fault: error.code });
  };
  const exchange: NetTransport["exchange"] = async (request, options) => {
    const t = now();
    try {
      const bytes = await inner.exchange(request, options);
      noted(t, request, { text: Buffer.from(bytes).toString("utf8") });
      return bytes;
    } catch (error) {
      noteFault(t, request, error);
      throw error;
    }
  };
  const stream: NetTransport["stream"] = async (request, options) => {
    const t = now();
    try {
      const { contentType, parts: coming } = await inner.stream(request, options);
      const parts: NetLive["parts"][number][] = [];
      let size = 0;
      noted(t, request, { contentType, parts });
      const keep = (bytes: Uint8Array): void => {
        size += bytes.length;
        if (size <= MOST_LIVE) parts.push({ t: now(), bytes: copyOf(bytes) });
      };
      return { contentType, parts: kept(coming, keep) };
    } catch (error) {
      noteFault(t, request, error);
      throw error;
    }
  };
  return { net: { kind: "net", exchange, stream }, entries };
};

const answerLine = (answer: NetEntry["answer"]): Record<string, unknown> => {
  if ("text" in answer) return { answer: answer.text };
  if ("fault" in answer) return { fault: answer.fault };
  const parts = answer.parts.map(({ t, bytes }) => [t, Buffer.from(bytes).toString("base64")]);
  return { type: answer.contentType, parts };
};

export const writeNetRecording = (entries: readonly NetEntry[]): string =>
  entries
    .map(({ t, request, took, answer }) => {
      const waited = took === undefined ? {} : { took_us: took };
      return `${JSON.stringify({ t_us: t, ...request, ...waited, ...answerLine(answer) })}\n`;
    })
    .join("");

const isFault = (value: unknown): value is DeviceFaultCode =>
  typeof value === "string" && value in DEVICE_FAULTS;

const HIGHEST_PORT = 65_535;

const malformed = (label: string, why: string): never => {
  throw new OutsideFault("input-malformed", `${label}: ${why}`);
};

const partOf = (value: unknown, label: string): NetLive["parts"][number] => {
  const [t, text] = Array.isArray(value) ? (value as readonly unknown[]) : [];
  if (typeof t !== "number" || !Number.isSafeInteger(t) || t < 0 || typeof text !== "string")
    return malformed(label, `"parts" must be pairs of a time and base64.`);
  return { t, bytes: Uint8Array.from(Buffer.from(text, "base64")) };
};

const answerOf = (line: JsonLine): NetEntry["answer"] => {
  const [fault, parts] = [line.field("fault"), line.field("parts")];
  if (fault !== undefined) return isFault(fault) ? { fault } : malformed(line.label, `"fault" is unknown.`);
  if (parts === undefined) return { text: line.text("answer") };
  if (!Array.isArray(parts)) return malformed(line.label, `"parts" must be a list.`);
  return {
    contentType: line.text("type"),
    parts: parts.map((part: unknown) => partOf(part, line.label)),
  };
};

const KEYS = ["t_us", "port", "method", "path", "body", "took_us", "answer", "fault", "type", "parts"];

/** Throws OutsideFault input-malformed or input-unknown-key. */
export const readNetRecording = (text: string, label: string): readonly NetEntry[] =>
  readJsonLines(text, label, KEYS).map((line) => ({
    t: line.whole("t_us"),
    request: {
      port: line.whole("port", HIGHEST_PORT),
      method: line.text("method"),
      path: line.text("path"),
      body: line.text("body"),
    },
    ...(line.field("took_us") === undefined ? {} : { took: line.whole("took_us") }),
    answer: answerOf(line),
  }));

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

const shown = (value: unknown): string => JSON.stringify(value) ?? "nothing";

/** The first place where two values differ, as a path with both. Undefined: they are the same. */
const differenceOf = (expected: unknown, got: unknown, at: string): string | undefined => {
  const bothObjects =
    typeof expected === "object" && expected !== null && typeof got === "object" && got !== null;
  if (!bothObjects)
    return shown(expected) === shown(got)
      ? undefined
      : `${at}: expected ${shown(expected)}, got ${shown(got)}`;
  const [left, right] = [new Map(Object.entries(expected)), new Map(Object.entries(got))];
  for (const key of new Set([...left.keys(), ...right.keys()])) {
    const found = differenceOf(left.get(key), right.get(key), `${at}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
};

const compare = (expected: NetRequest, got: NetRequest): string | undefined =>
  differenceOf(
    { method: expected.method, path: expected.path, body: parsed(expected.body) },
    { method: got.method, path: got.path, body: parsed(got.body) },
    "request",
  );

/** A live view, or one that was refused. */
const isLive = ({ request, answer }: NetEntry): boolean => "parts" in answer || request.method === "STREAM";

export interface NetReplay extends NetTransport {
  /** Calls that were recorded and not yet asked for. */
  readonly left: number;
  /** Those of one method. */
  leftOf(method: string): number;
}

/** A live view runs beside the calls of its service: it has a queue of its own. */
const queueOf = ({ port, method }: NetRequest, live: boolean): string => `${port} ${live ? method : "calls"}`;

async function* replayed(
  { parts }: NetLive,
  begun: Microseconds,
  clock: Clock | undefined,
  options: TransferOptions,
): AsyncGenerator<Uint8Array, void, void> {
  let last = begun;
  for (const { t, bytes } of parts) {
    if (clock) await elapse(clock, Math.max(0, t - last) / 1000, options, "the next part of a live view");
    if (options.signal?.aborted) throw new TransferFault("cancelled", "the replayed live view: cancelled");
    last = t;
    yield copyOf(bytes);
  }
}

/**
 * Answers as recorded; a request that was not recorded is a recording-mismatch, one too many recording-ended. With a clock they
 * take their recorded time.
 */
export const replayNet = (entries: readonly NetEntry[], clock?: Clock): NetReplay => {
  const queues = new Map<string, NetEntry[]>();
  for (const entry of entries) {
    const key = queueOf(entry.request, isLive(entry));
    queues.set(key, [...(queues.get(key) ?? []), entry]);
  }
  const next = async (request: NetRequest, live: boolean, options: TransferOptions): Promise<NetEntry> => {
    if (options.signal?.aborted === true)
      throw new TransferFault("cancelled", "the replayed call: cancelled");
    const queue = queues.get(queueOf(request, live));
    const entry = queue?.[0];
    if (entry === undefined)
      throw new TransferFault("recording-ended", `port ${request.port}: no call is left`);
    const difference = compare(entry.request, request);
    if (difference !== undefined) throw new TransferFault("recording-mismatch", difference);
    queue?.shift();
    if (clock && entry.took !== undefined)
      await elapse(clock, entry.took / 1000, options, "the replayed call");
    if ("fault" in entry.answer) throw new TransferFault(entry.answer.fault, "as recorded");
    return entry;
  };
  return {
    kind: "net",
    get left() {
      return [...queues.values()].reduce((sum, { length }) => sum + length, 0);
    },
    leftOf: (method) => [...queues.values()].flat().filter(({ request }) => request.method === method).length,
    exchange: async (request, options = {}) => {
      const { answer } = await next(request, false, options);
      if ("text" in answer) return Uint8Array.from(Buffer.from(answer.text, "utf8"));
      throw new TransferFault("recording-mismatch", `port ${request.port}: a live view was recorded there`);
    },
    stream: async (request, options = {}) => {
      const { t, took = 0, answer } = await next(request, true, options);
      if ("parts" in answer)
        return { contentType: answer.contentType, parts: replayed(answer, t + took, clock, options) };
      throw new TransferFault("recording-mismatch", `port ${request.port}: no live view was recorded there`);
    },
  };
};
