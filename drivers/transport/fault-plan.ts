/**
 * What is to go wrong, where: `scenario.json`.
 *
 *   { "faults": [{ "at": { "ep": "0x82", "nth": 1 }, "do": "short", "bytes": 50000 }],
 *     "expect": { "outcome": "failed", "code": "short-transfer" } }
 *
 * `at` names a place ("ep" of USB, 0x00 for control; else "op": feature-get, feature-set, output, input, read, write,
 * frame, control-read, control-write, exchange, stream) and the nth transfer there, from 1; or `{ "transfer": n }`, the nth of all, from 1.
 */
import { OutsideFault } from "../../api/base/faults.ts";
import type { CaptureOutcome, DeviceFaultCode, RetryReason } from "../../api/words/capture.ts";
import { DEVICE_FAULTS, RETRY_REASONS } from "../../api/words/capture.ts";
import type { Milliseconds } from "../../api/words/units.ts";
import { objectOf, readObject } from "./json-lines.ts";
import type { JsonLine } from "./json-lines.ts";

export const MISHAPS = [
  "stall",
  "unplug",
  "short",
  "timeout",
  "garbage",
  "delay",
  "duplicate",
  "disconnect-reconnect",
] as const;
export type Mishap = (typeof MISHAPS)[number];

/** Every place where a transfer can go wrong; a USB endpoint is "ep 82". */
export const PLACES = [
  "feature-get",
  "feature-set",
  "output",
  "input",
  "read",
  "write",
  "frame",
  "control-read",
  "control-write",
  "exchange",
  "stream",
] as const;
export type Place = (typeof PLACES)[number] | `ep ${string}`;

export const endpointPlace = (endpoint: number): Place =>
  `ep ${(endpoint & 0x7f ? endpoint : 0).toString(16)}`;

export interface PlannedFault {
  /** Absent: any place. */
  readonly place?: Place;
  /** From 1. */
  readonly nth: number;
  readonly mishap: Mishap;
  /** short: how many bytes arrive; default half of them. */
  readonly bytes?: number;
  /** delay: how long; default 200 ms. */
  readonly delay?: Milliseconds;
  /** garbage: which. */
  readonly seed: number;
}

export interface Expectation {
  readonly outcome: "captured" | "retry" | "failed" | "cancelled";
  readonly code?: DeviceFaultCode;
  readonly reason?: RetryReason;
}

export interface Scenario {
  readonly faults: readonly PlannedFault[];
  readonly expect?: Expectation;
}

/** How a capture ended, as a scenario's "expect" has it. */
export const endOf = (outcome: CaptureOutcome): Expectation => {
  switch (outcome.kind) {
    case "failed":
      return { outcome: outcome.kind, code: outcome.fault.code };
    case "retry":
      return { outcome: outcome.kind, reason: outcome.reason };
    default:
      return { outcome: outcome.kind };
  }
};

const refuse = (label: string, why: string): never => {
  throw new OutsideFault("input-malformed", `${label}: ${why}`);
};

const placeOf = (at: JsonLine): Place | undefined => {
  if (at.field("ep") !== undefined) {
    const text = at.text("ep");
    if (!/^0x[\da-f]{1,2}$/iu.test(text)) refuse(at.label, `"ep" must be like "0x82".`);
    return endpointPlace(Number(text));
  }
  const op = at.field("op");
  return op === undefined
    ? undefined
    : (PLACES.find((place) => place === op) ?? refuse(at.label, `"op" must be one of ${PLACES.join(", ")}.`));
};

/** From 1: a fault that is planned for the 0th transfer would never come, and its scenario prove nothing. */
const nthOf = (at: JsonLine, name: "nth" | "transfer"): number =>
  at.whole(name) || refuse(at.label, `"${name}" counts from 1.`);

const faultOf = (value: unknown, label: string): PlannedFault => {
  const line = objectOf(value, label, ["at", "do", "bytes", "ms", "seed"]);
  const at = objectOf(line.field("at"), `${label}, "at"`, ["ep", "op", "nth", "transfer"]);
  const mishap =
    MISHAPS.find((known) => known === line.field("do")) ??
    refuse(label, `"do" must be one of ${MISHAPS.join(", ")}.`);
  const place = placeOf(at);
  const count = (name: string) => (line.field(name) === undefined ? undefined : line.whole(name));
  const [bytes, delay] = [count("bytes"), count("ms")];
  return {
    ...(place ? { place } : {}),
    nth: nthOf(at, place ? "nth" : "transfer"),
    mishap,
    ...(bytes === undefined ? {} : { bytes }),
    ...(delay === undefined ? {} : { delay }),
    seed: count("seed") ?? 1,
  };
};

const OUTCOMES = ["captured", "retry", "failed", "cancelled"] as const;
const isFaultCode = (value: unknown): value is DeviceFaultCode =>
  typeof value === "string" && value in DEVICE_FAULTS;
const isRetryReason = (value: unknown): value is RetryReason =>
  typeof value === "string" && value in RETRY_REASONS;

const expectationOf = (value: unknown, label: string): Expectation => {
  const line = objectOf(value, label, ["outcome", "code", "reason"]);
  const outcome =
    OUTCOMES.find((known) => known === line.field("outcome")) ?? refuse(label, `"outcome" is unknown.`);
  const [code, reason] = [line.field("code"), line.field("reason")];
  if (code !== undefined && !isFaultCode(code)) refuse(label, `"code" is unknown.`);
  if (reason !== undefined && !isRetryReason(reason)) refuse(label, `"reason" is unknown.`);
  return { outcome, ...(isFaultCode(code) ? { code } : {}), ...(isRetryReason(reason) ? { reason } : {}) };
};

/** Throws OutsideFault input-malformed or input-unknown-key. */
export const readScenario = (text: string, label: string): Scenario => {
  const line = readObject(text, label, ["faults", "expect"]);
  const faults = line.field("faults");
  if (!Array.isArray(faults)) return refuse(label, `"faults" must be a list.`);
  const expect = line.field("expect");
  return {
    faults: faults.map((fault: unknown, i) => faultOf(fault, `${label}, fault ${i + 1}`)),
    ...(expect === undefined ? {} : { expect: expectationOf(expect, `${label}, "expect"`) }),
  };
};
