/**
 * One sealed packet on its way out, as a pure state machine:
 *
 *                due                    receipt              gone
 *   waiting ------------> sending ----------------> receipted ----> erased
 *     ^  ^                 |   |  \
 *     |  +----- trouble ---+   |   +-- refused, damaged --> set-aside
 *     |  +----- restart -------+                             |
 *     +--------------------- retry (operator) ---------------+
 *     waiting --- receipt (imported) ---> receipted      set-aside --- receipt (imported) ---> receipted
 *     waiting --- refused (imported) ---> set-aside
 *     waiting --- retry (operator) ---> waiting, due at once
 *     waiting --- set-aside (operator) ---> set-aside
 *     receipted --- restart ---> receipted (the erasure is done again)
 *
 * Only `receipted` leads to `erased`, and only a verified receipt leads to `receipted`.
 */
import type { Machine } from "../../api/base/machine.ts";
import type { Milliseconds } from "../../api/words/units.ts";

/** Why a packet waits or stands aside, in a code and a sentence an operator can act on. */
export interface Cause {
  readonly code: string;
  readonly sentence: string;
}

export const DAMAGED: Cause = {
  code: "damaged",
  sentence:
    "The packet's file is missing or has changed on the disk; look for a copy among the exports and call support.",
};

export type PacketState =
  | {
      readonly kind: "waiting";
      readonly attempts: number;
      readonly nextAttempt: Milliseconds;
      readonly cause?: Cause;
    }
  | { readonly kind: "sending"; readonly attempts: number }
  | { readonly kind: "set-aside"; readonly attempts: number; readonly cause: Cause }
  | { readonly kind: "receipted"; readonly attempts: number }
  | { readonly kind: "erased"; readonly attempts: number };

export type PacketInput =
  | { readonly kind: "due" }
  | {
      readonly kind: "trouble";
      readonly cause: Cause;
      readonly at: Milliseconds;
      /** 0 <= jitter < 1. */
      readonly jitter: number;
      readonly retryAfter?: Milliseconds;
    }
  | { readonly kind: "refused"; readonly cause: Cause }
  | { readonly kind: "damaged"; readonly cause: Cause }
  | { readonly kind: "receipt" }
  | { readonly kind: "gone" }
  | { readonly kind: "set-aside"; readonly cause: Cause }
  | { readonly kind: "retry"; readonly at: Milliseconds }
  | { readonly kind: "restart"; readonly at: Milliseconds };

export type PacketEffect = "send" | "erase" | "record-deletion";

export const BACKOFF = { first: 5_000, most: 15 * 60_000 } as const;

/** No packet is made to wait longer, whoever wishes it; a time farther off means that the clock was set back. */
export const LONGEST_WAIT: Milliseconds = 3_600_000;

/** Doubling with each attempt up to a quarter of an hour; a random half of it taken off, so that kiosks spread out. */
export const backoff = (attempts: number, jitter: number): Milliseconds => {
  const whole = Math.min(BACKOFF.most, BACKOFF.first * 2 ** Math.min(attempts - 1, 20));
  return Math.round(whole * (0.5 + jitter / 2));
};

const waiting = (attempts: number, nextAttempt: Milliseconds, cause?: Cause): PacketState => ({
  kind: "waiting",
  attempts,
  nextAttempt,
  ...(cause === undefined ? {} : { cause }),
});

type Reaction = ReturnType<Machine<PacketState, PacketInput, PacketEffect>>;

const whileSending = (attempts: number, input: PacketInput): Reaction => {
  switch (input.kind) {
    case "trouble": {
      const delay = Math.min(LONGEST_WAIT, Math.max(backoff(attempts, input.jitter), input.retryAfter ?? 0));
      return { state: waiting(attempts, input.at + delay, input.cause), effects: [] };
    }
    case "refused":
    case "damaged":
      return { state: { kind: "set-aside", attempts, cause: input.cause }, effects: [] };
    case "receipt":
      return { state: { kind: "receipted", attempts }, effects: ["erase"] };
    case "restart":
      // The attempt may have arrived: the next one asks for the receipt first.
      return {
        state: waiting(attempts, input.at, {
          code: "restarted",
          sentence: "The kiosk ended while the packet was being sent; it goes again at once.",
        }),
        effects: [],
      };
    default:
      return undefined;
  }
};

export const packetMachine: Machine<PacketState, PacketInput, PacketEffect> = (state, input) => {
  const { attempts } = state;
  switch (state.kind) {
    case "waiting":
      if (input.kind === "due")
        return { state: { kind: "sending", attempts: attempts + 1 }, effects: ["send"] };
      if (input.kind === "retry") return { state: waiting(attempts, input.at, state.cause), effects: [] };
      if (input.kind === "receipt") return { state: { kind: "receipted", attempts }, effects: ["erase"] };
      // By removable media, an answer comes without an attempt.
      if (input.kind === "refused" || input.kind === "set-aside")
        return { state: { kind: "set-aside", attempts, cause: input.cause }, effects: [] };
      return input.kind === "restart" ? { state, effects: [] } : undefined;
    case "sending":
      return whileSending(attempts, input);
    case "set-aside":
      if (input.kind === "retry") return { state: waiting(attempts, input.at, state.cause), effects: [] };
      if (input.kind === "receipt") return { state: { kind: "receipted", attempts }, effects: ["erase"] };
      return input.kind === "restart" ? { state, effects: [] } : undefined;
    case "receipted":
      if (input.kind === "gone") return { state: { kind: "erased", attempts }, effects: ["record-deletion"] };
      return input.kind === "restart" ? { state, effects: ["erase"] } : undefined;
    case "erased":
      return input.kind === "restart" ? { state, effects: [] } : undefined;
    default:
      return undefined;
  }
};
