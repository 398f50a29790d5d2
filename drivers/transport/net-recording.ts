/**
 * Recordings of services: one JSON object a line, `{"t_us","port","method","path","body","answer"}`, or "fault" where the answer
 * was none. The tap writes them while the service is used; the replay is strict, one queue a port, and says what differs.
 */
import type { Clock } from "../../api/base/clock.ts";
import { OutsideFault } from "../../api/base/faults.ts";
import { DEVICE_FAULTS } from "../../api/words/capture.ts";
import type { DeviceFaultCode } from "../../api/words/capture.ts";
import type { Microseconds } from "../../api/words/units.ts";
import { readJsonLines } from "./json-lines.ts";
import type { NetRequest, NetTransport } from "./net.ts";
import { TransferFault } from "./transport.ts";

export interface NetEntry {
  readonly t: Microseconds;
  readonly request: NetRequest;
  readonly answer: { readonly text: string } | { readonly fault: DeviceFaultCode };
}

/** Passes everything on and keeps it; what was cancelled is not kept. */
export const tapNet = (
  inner: NetTransport,
  clock: Clock,
): { readonly net: NetTransport; readonly entries: readonly NetEntry[] } => {
  const entries: NetEntry[] = [];
  const exchange: NetTransport["exchange"] = async (request, options) => {
    const t = Math.round(clock.now() * 1000);
    try {
      const bytes = await inner.exchange(request, options);
      entries.push({ t, request, answer: { text: Buffer.from(bytes).toString("utf8") } });
      return bytes;
    } catch (error) {
      if (error instanceof TransferFault && error.code !== "cancelled")
        entries.push({ t, request, answer: { fault: error.code } });
      throw error;
    }
  };
  return { net: { kind: "net", exchange }, entries };
};

export const writeNetRecording = (entries: readonly NetEntry[]): string =>
  entries
    .map(({ t, request, answer }) => {
      const said = "text" in answer ? { answer: answer.text } : { fault: answer.fault };
      return `${JSON.stringify({ t_us: t, ...request, ...said })}\n`;
    })
    .join("");

const isFault = (value: unknown): value is DeviceFaultCode =>
  typeof value === "string" && value in DEVICE_FAULTS;

const HIGHEST_PORT = 65_535;

/** Throws OutsideFault input-malformed or input-unknown-key. */
export const readNetRecording = (text: string, label: string): readonly NetEntry[] =>
  readJsonLines(text, label, ["t_us", "port", "method", "path", "body", "answer", "fault"]).map((line) => {
    const fault = line.field("fault");
    if (fault !== undefined && !isFault(fault))
      throw new OutsideFault("input-malformed", `${line.label}: "fault" is unknown.`);
    return {
      t: line.whole("t_us"),
      request: {
        port: line.whole("port", HIGHEST_PORT),
        method: line.text("method"),
        path: line.text("path"),
        body: line.text("body"),
      },
      answer: fault === undefined ? { text: line.text("answer") } : { fault },
    };
  });

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

export interface NetReplay extends NetTransport {
  /** Calls that were recorded and not yet asked for. */
  readonly left: number;
  /** Those of one method. */
  leftOf(method: string): number;
}

/** Answers as recorded; a request that was not recorded is a recording-mismatch, one too many recording-ended. */
export const replayNet = (entries: readonly NetEntry[]): NetReplay => {
  const queues = new Map<number, NetEntry[]>();
  for (const entry of entries) {
    const { port } = entry.request;
    queues.set(port, [...(queues.get(port) ?? []), entry]);
  }
  return {
    kind: "net",
    get left() {
      return [...queues.values()].reduce((sum, { length }) => sum + length, 0);
    },
    leftOf: (method) => [...queues.values()].flat().filter(({ request }) => request.method === method).length,
    // oxlint-disable-next-line typescript/require-await -- a throw must be a rejection
    exchange: async (request, { signal } = {}) => {
      if (signal?.aborted === true) throw new TransferFault("cancelled", "the replayed call: cancelled");
      const entry = queues.get(request.port)?.[0];
      if (entry === undefined)
        throw new TransferFault("recording-ended", `port ${request.port}: no call is left`);
      const difference = compare(entry.request, request);
      if (difference !== undefined) throw new TransferFault("recording-mismatch", difference);
      queues.get(request.port)?.shift();
      if ("fault" in entry.answer) throw new TransferFault(entry.answer.fault, "as recorded");
      return Uint8Array.from(Buffer.from(entry.answer.text, "utf8"));
    },
  };
};
