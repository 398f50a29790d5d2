/**
 * Brings one sealed packet to the backend and comes back with what it said: a receipt (not yet verified), a refusal,
 * or trouble. Safe to repeat: the backend knows a packet by id and hash, and the upload goes on where it was cut.
 */
import { OutsideFault } from "../base/faults.ts";
import type { Milliseconds } from "../words/units.ts";
import type { z } from "zod";
import { servicesSchema, type Services } from "./availability.ts";
import {
  API,
  RECEIPT_MEDIA_TYPE,
  refusalSchema,
  statusSchema,
  TROUBLES,
  troubleSchema,
  UNTRUSTED,
  untrustedSchema,
  type Refusal,
  type StatusReply,
} from "./contract.ts";
import { LineFault, type Exchange, type Line, type Reply } from "./line.ts";
import { uploadPacket } from "./upload.ts";
import type { SealedPacket, TroubleCode, Submission, SubmitOptions } from "./submission.ts";

export interface IssuanceClient {
  /** Never throws for what the line or the backend does. */
  submit(packet: SealedPacket, options: SubmitOptions): Promise<Submission>;
  /** Throws OutsideFault network-down, network-timeout, network-untrusted or backend-error. */
  status(packetId: string): Promise<StatusReply>;
  /** What the issuer publishes of its services. Throws as `status` does. */
  services(): Promise<Services>;
  /** Brings a signed statement; what the backend refuses for good is told. Throws as `status` does. */
  state(signed: Uint8Array): Promise<"taken" | Refusal>;
}

/** A backend may not put a kiosk to sleep for longer. */
const LONGEST_WISH: Milliseconds = 3_600_000;

const retryAfter = (reply: Reply): { retryAfter?: Milliseconds } => {
  const seconds = Number(reply.header("retry-after") ?? Number.NaN);
  return Number.isFinite(seconds) && seconds > 0
    ? { retryAfter: Math.min(LONGEST_WISH, seconds * 1000) }
    : {};
};

const parsed = (body: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body)) as unknown;
  } catch {
    return undefined;
  }
};

/** Only the backend's own words refuse a packet; a proxy's or a hotel portal's 4xx is trouble and passes. */
export const judge = (reply: Reply): Submission => {
  const refusal = refusalSchema.safeParse(parsed(reply.body));
  if (refusal.success && reply.status >= 400 && reply.status < 500)
    return { kind: "refused", refusal: refusal.data };
  const untrusted = untrustedSchema.safeParse(parsed(reply.body));
  if (untrusted.success)
    return {
      kind: "trouble",
      scope: "line",
      code: "network-untrusted",
      sentence: `${UNTRUSTED[untrusted.data.untrusted]}; the packet waits and goes again.`,
    };
  const trouble = troubleSchema.safeParse(parsed(reply.body));
  if (trouble.success)
    return {
      kind: "trouble",
      scope: "packet",
      code: "backend-error",
      sentence: `${TROUBLES[trouble.data.trouble][1]}; the packet waits and goes again.`,
      ...retryAfter(reply),
    };
  return {
    kind: "trouble",
    scope: "packet",
    code: "backend-error",
    sentence: `The backend answered ${reply.status} where a receipt was expected; the packet waits and goes again.`,
    ...retryAfter(reply),
  };
};

const CODES = {
  timeout: "network-timeout",
  protocol: "backend-error",
  down: "network-down",
  untrusted: "network-untrusted",
} as const satisfies Record<LineFault["kind"], TroubleCode>;

const lineTrouble = (fault: LineFault, answered: boolean): Submission => ({
  kind: "trouble",
  scope: answered ? "packet" : "line",
  code: CODES[fault.kind],
  sentence: `${fault.message}; the packet waits and goes again.`,
});

export const issuanceClient = (base: URL, line: Line): IssuanceClient => {
  /** "unknown": the backend has never seen this packet whole. */
  const receipt = async (packet: SealedPacket, signal?: AbortSignal): Promise<Submission | "unknown"> => {
    const url = new URL(API.receipt(packet.packetId, packet.sha256), base);
    const reply = await line.exchange({ method: "GET", url, signal });
    if (reply.status === 200) return { kind: "receipt", receipt: reply.body };
    return reply.status === 404 ? "unknown" : judge(reply);
  };

  const exchange = (exchange: Exchange): Promise<Reply> =>
    line.exchange(exchange).catch((error: unknown) => {
      if (!(error instanceof LineFault)) throw error;
      throw new OutsideFault(CODES[error.kind], `${error.message}; try again when the line is up.`, {
        cause: error,
      });
    });
  const instead = (reply: Reply, what: string): OutsideFault => {
    const untrusted = untrustedSchema.safeParse(parsed(reply.body));
    return untrusted.success
      ? new OutsideFault("network-untrusted", `${UNTRUSTED[untrusted.data.untrusted]}.`)
      : new OutsideFault(
          "backend-error",
          `The backend at ${base.host} answered ${reply.status} instead of ${what}; call its operator.`,
        );
  };
  const ask = async <T>(place: string, schema: z.ZodType<T>, what: string): Promise<T> => {
    const reply = await exchange({ method: "GET", url: new URL(place, base) });
    const answer = schema.safeParse(parsed(reply.body));
    if (reply.status === 200 && answer.success) return answer.data;
    throw instead(reply, what);
  };

  return {
    submit: async (packet, options) => {
      let answered = false;
      const seen = () => {
        answered = true;
      };
      try {
        if (options.again) {
          const known = await receipt(packet, options.signal);
          answered = true;
          if (known !== "unknown") return known;
        }
        const end = await uploadPacket(base, line, packet, options, seen);
        if (end.kind === "stopped") return judge(end.reply);
        if (end.receipt !== undefined) return { kind: "receipt", receipt: end.receipt };
        const after = await receipt(packet, options.signal);
        if (after !== "unknown") return after;
        return {
          kind: "trouble",
          scope: "packet",
          code: "backend-error",
          sentence: "The backend took the packet but does not know it; it waits and goes again.",
          forgetUpload: true,
        };
      } catch (error) {
        if (error instanceof LineFault) return lineTrouble(error, answered);
        throw error;
      }
    },
    status: (packetId) => ask(API.status(packetId), statusSchema, "a status"),
    state: async (signed) => {
      const headers = { "content-type": RECEIPT_MEDIA_TYPE };
      const url = new URL(API.statements, base);
      const reply = await exchange({ method: "POST", url, headers, body: signed });
      if (reply.status === 204) return "taken";
      const refusal = refusalSchema.safeParse(parsed(reply.body));
      if (refusal.success && reply.status >= 400 && reply.status < 500) return refusal.data;
      throw instead(reply, "taking a statement");
    },
    services: () => ask(API.services, servicesSchema, "its services"),
  };
};
