/** HTTP with the methods that SBI invents (MOSIPDISC, MOSIPDINFO, RCAPTURE), to the loopback only, bounded in size and time. */
import { request } from "node:http";
import { OutsideFault } from "../../api/base/faults.ts";
import type { Milliseconds } from "../../api/words/units.ts";

const HOST = "127.0.0.1";
/** Ten fingers as lossless pictures are 20 MB. */
const MOST_ANSWER = 48 * 1024 * 1024;

export interface SbiCall {
  readonly port: number;
  readonly method: "MOSIPDISC" | "MOSIPDINFO" | "RCAPTURE";
  readonly path: "/device" | "/info" | "/capture";
  readonly body?: unknown;
  readonly timeout: Milliseconds;
  readonly signal?: AbortSignal;
}

const failed = (port: number, why: string, cause?: unknown): OutsideFault =>
  new OutsideFault("device-failed", `The SBI service at port ${port} ${why}. Start it again.`, { cause });

/** The answer's JSON. Throws OutsideFault device-missing (nobody listens), device-failed or input-too-large. */
export const callSbi = ({ port, method, path, body, timeout, signal }: SbiCall): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const text = body === undefined ? "" : JSON.stringify(body);
    const headers = {
      "Content-Type": "application/json",
      "Content-Length": Buffer.byteLength(text),
      EXT: "kiosk",
    };
    // A connection for each call: the services close theirs, whatever they say.
    const options = {
      agent: false,
      host: HOST,
      port,
      method,
      path,
      headers,
      timeout,
      ...(signal ? { signal } : {}),
    };
    const call = request(options, (answer) => {
      const parts: Buffer[] = [];
      let size = 0;
      answer.on("data", (part: Buffer) => {
        size += part.length;
        if (size <= MOST_ANSWER) parts.push(part);
        else {
          call.destroy();
          reject(new OutsideFault("input-too-large", `The SBI service at port ${port} answers without end.`));
        }
      });
      answer.on("error", (cause) => reject(failed(port, "broke off its answer", cause)));
      answer.on("end", () => {
        try {
          resolve(JSON.parse(Buffer.concat(parts).toString("utf8")));
        } catch (cause) {
          reject(failed(port, "does not answer in JSON", cause));
        }
      });
    });
    call.on("timeout", () => {
      call.destroy();
      reject(failed(port, `does not answer within ${timeout} ms`));
    });
    call.on("error", (cause) => {
      const nobody = "code" in cause && cause.code === "ECONNREFUSED";
      if (nobody)
        reject(new OutsideFault("device-missing", `No SBI service listens at port ${port}.`, { cause }));
      else reject(failed(port, signal?.aborted ? "was not waited for" : "cannot be reached", cause));
    });
    call.end(text);
  });
