/** Calls of SBI over HTTP with the methods that it invents (MOSIPDISC, MOSIPDINFO, RCAPTURE); what goes wrong, in sentences. */
import { OutsideFault } from "../../api/base/faults.ts";
import type { Milliseconds } from "../../api/words/units.ts";
import { loopback } from "../transport/net.ts";
import type { NetTransport } from "../transport/net.ts";
import { TransferFault } from "../transport/transport.ts";

export interface SbiCall {
  readonly port: number;
  readonly method: "MOSIPDISC" | "MOSIPDINFO" | "RCAPTURE";
  readonly path: "/device" | "/info" | "/capture";
  readonly body?: unknown;
  readonly timeout: Milliseconds;
  readonly signal?: AbortSignal;
  /** Default: this machine's own. */
  readonly net?: NetTransport;
}

const failed = (port: number, why: string, cause?: unknown): OutsideFault =>
  new OutsideFault("device-failed", `The SBI service at port ${port} ${why}. Start it again.`, { cause });

const inWords = (error: unknown, { port, timeout }: SbiCall): unknown => {
  if (!(error instanceof TransferFault)) return error;
  switch (error.code) {
    case "unplugged":
      return new OutsideFault("device-missing", `No SBI service listens at port ${port}.`, { cause: error });
    case "timed-out":
      return failed(port, `does not answer within ${timeout} ms`, error);
    case "cancelled":
      return failed(port, "was not waited for", error);
    case "short-transfer":
      return failed(port, "broke off its answer", error);
    case "recording-mismatch":
    case "recording-ended":
      return new OutsideFault("recording-mismatch", `The SBI service at port ${port}: ${error.message}.`, {
        cause: error,
      });
    default:
      return failed(port, "cannot be reached", error);
  }
};

/** The answer's JSON. Throws OutsideFault device-missing (nobody listens), device-failed, input-malformed, input-too-large or recording-mismatch. */
export const callSbi = async (call: SbiCall): Promise<unknown> => {
  const { port, method, path, body, timeout, signal, net = loopback } = call;
  let answer: Uint8Array;
  try {
    const request = { port, method, path, body: body === undefined ? "" : JSON.stringify(body) };
    answer = await net.exchange(request, { timeout, ...(signal ? { signal } : {}) });
  } catch (error) {
    throw inWords(error, call);
  }
  try {
    return JSON.parse(Buffer.from(answer).toString("utf8"));
  } catch (cause) {
    throw new OutsideFault(
      "input-malformed",
      `The SBI service at port ${port} does not answer in JSON. Start it again.`,
      { cause },
    );
  } finally {
    // A finger may be in it.
    answer.fill(0);
  }
};
