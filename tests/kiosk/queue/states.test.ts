import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { step } from "../../../api/base/machine.ts";
import {
  backoff,
  BACKOFF,
  packetMachine,
  type PacketInput,
  type PacketState,
} from "../../../kiosk/queue/states.ts";

const cause = { code: "network-down", sentence: "Nobody answers." };
const inputs: readonly PacketInput[] = [
  { kind: "due" },
  { kind: "trouble", cause, at: 100, jitter: 0.5 },
  { kind: "refused", cause },
  { kind: "damaged", cause },
  { kind: "receipt" },
  { kind: "gone" },
  { kind: "retry", at: 100 },
  { kind: "restart", at: 100 },
];
const first: PacketState = { kind: "waiting", attempts: 0, nextAttempt: 0 };

describe("the packet machine", () => {
  test("erased comes only after receipted, and receipted only by a receipt", () => {
    expect.hasAssertions();
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...inputs), { maxLength: 40 }), (history) => {
        let state = first as PacketState;
        for (const input of history) {
          const next = packetMachine(state, input);
          if (next === undefined) continue;
          if (next.state.kind === "receipted" && state.kind !== "receipted")
            expect(input.kind).toBe("receipt");
          if (next.state.kind === "erased" && state.kind !== "erased") expect(state.kind).toBe("receipted");
          if (state.kind === "erased") expect(next.state.kind).toBe("erased");
          if (next.effects.includes("erase")) expect(next.state.kind).toBe("receipted");
          ({ state } = next);
        }
      }),
    );
  });

  test("every state but erased can still reach erased", () => {
    const path: Record<PacketState["kind"], readonly PacketInput[]> = {
      waiting: [{ kind: "due" }, { kind: "receipt" }, { kind: "gone" }],
      sending: [{ kind: "receipt" }, { kind: "gone" }],
      "set-aside": [{ kind: "retry", at: 1 }, { kind: "due" }, { kind: "receipt" }, { kind: "gone" }],
      receipted: [{ kind: "gone" }],
      erased: [],
    };
    const starts: readonly PacketState[] = [
      first,
      { kind: "sending", attempts: 1 },
      { kind: "set-aside", attempts: 1, cause },
      { kind: "receipted", attempts: 1 },
      { kind: "erased", attempts: 1 },
    ];
    for (const start of starts) {
      const end = path[start.kind].reduce((state, input) => step(packetMachine, state, input).state, start);
      expect(end.kind).toBe("erased");
    }
  });

  test("beginning again moves nothing but what was being sent, and makes up for an erasure", () => {
    const restart = { kind: "restart", at: 7 } as const;
    const setAside: PacketState = { kind: "set-aside", attempts: 1, cause };
    const erased: PacketState = { kind: "erased", attempts: 1 };
    const receipted: PacketState = { kind: "receipted", attempts: 1 };
    for (const state of [first, setAside, erased])
      expect(packetMachine(state, restart)).toEqual({ state, effects: [] });
    expect(packetMachine(receipted, restart)).toEqual({ state: receipted, effects: ["erase"] });
    expect(packetMachine({ kind: "sending", attempts: 1 }, restart)?.state).toMatchObject({
      kind: "waiting",
      attempts: 1,
      nextAttempt: 7,
    });
    for (const state of [setAside, receipted, erased])
      expect(packetMachine(state, { kind: "due" })).toBeUndefined();
    expect(packetMachine(first, { kind: "gone" })).toBeUndefined();
  });

  test("an illegal input stops the program", () => {
    expect(() => step(packetMachine, first, { kind: "gone" })).toThrow(
      "illegal transition: gone in state waiting",
    );
  });

  test("trouble waits longer each time, up to the ceiling, and never less than the backend wishes", () => {
    const delays = Array.from({ length: 14 }, (_, n) => backoff(n + 1, 0.999));
    expect(delays).toEqual(delays.toSorted((a, b) => a - b));
    expect(delays.at(-1)).toBeLessThanOrEqual(BACKOFF.most);
    expect(backoff(1, 0)).toBe(BACKOFF.first / 2);
    expect([2, 3, 4].map((n) => backoff(n, 0) / backoff(n - 1, 0))).toEqual([2, 2, 2]);
    expect(backoff(1000, 0)).toBe(BACKOFF.most / 2);
    const wished = packetMachine(
      { kind: "sending", attempts: 1 },
      { kind: "trouble", cause, at: 0, jitter: 0, retryAfter: 3_600_000 },
    );
    expect(wished?.state).toMatchObject({ kind: "waiting", nextAttempt: 3_600_000, cause });
  });
});
