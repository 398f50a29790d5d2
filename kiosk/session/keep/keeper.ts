/**
 * Keeps a running session in the vault, so that a power cut costs the attempt that ran and nothing else; and gives back
 * what a cut left. Whoever drives sessions calls it after every step.
 */
import { OutsideFault } from "../../../api/base/faults.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import type { Vault, VaultSession } from "../../store/vault.ts";
import { restored } from "../machine.ts";
import type { SessionState } from "../state.ts";
import { pack, unpack } from "./pack.ts";

const STATE = "state";
const slotName = (number: number) => `slot-${number}`;

/** What is kept of an attempt: its sample, what was made of it, its checks; plain objects and byte arrays. */
export type Kept = Readonly<Record<string, unknown>>;

export interface KeptSession {
  readonly packetId: string;
  /** After every step, before its effects are carried out. */
  step(state: SessionState): Promise<void>;
  put(number: number, slot: Kept): Promise<void>;
  discard(numbers: readonly number[]): Promise<void>;
  slots(): Promise<ReadonlyMap<number, Kept>>;
  wipe(): Promise<void>;
}

export interface Comeback {
  readonly session: KeptSession;
  /** Paused, where a person was in front of the kiosk; else as it was. */
  readonly state: SessionState;
}

const kept = (session: VaultSession): KeptSession => ({
  packetId: session.packetId,
  step: (state) => session.put(STATE, pack(state)),
  put: (number, slot) => session.put(slotName(number), pack(slot)),
  discard: async (numbers) => {
    for (const number of numbers) await session.remove(slotName(number));
  },
  slots: async () => {
    const slots = new Map<number, Kept>();
    for (const name of await session.names()) {
      const number = /^slot-(\d+)$/u.exec(name)?.[1];
      const bytes = number === undefined ? undefined : await session.get(name);
      if (number !== undefined && bytes !== undefined) slots.set(Number(number), unpack(bytes) as Kept);
    }
    return slots;
  },
  wipe: () => session.wipe(),
});

export const keepSession = async (vault: Vault, packetId: string): Promise<KeptSession> =>
  kept(await vault.create(packetId));

/** A session that holds nothing of anybody is not worth resuming. */
const hasSomebody = (state: SessionState): boolean =>
  state.kind !== "idle" && state.kind !== "ended" && state.kind !== "reference";

/**
 * At the start of the program: what may be gone on with. Wiped at once: what never got a reference, what had ended, what
 * nobody touched for `wipeMs`, what waited for control beyond its hours.
 */
export const comebacks = async (
  vault: Vault,
  wipeMs: Milliseconds,
  now: Milliseconds,
  /** Told of each that is wiped here, before it is. */
  ended?: (state: SessionState, session: KeptSession) => Promise<void>,
): Promise<readonly Comeback[]> => {
  const found: Comeback[] = [];
  for (const session of await vault.reopen()) {
    const bytes = await session.get(STATE).catch(() => undefined);
    const state = bytes === undefined ? undefined : restored(unpack(bytes) as SessionState);
    const over =
      state === undefined ||
      !hasSomebody(state) ||
      (state.kind === "paused" &&
        (state.inner.kind === "reference" || now - state.data.touchedAt >= wipeMs)) ||
      (state.kind === "awaiting-control" && now >= state.until);
    if (over) {
      if (state !== undefined && hasSomebody(state))
        await ended?.(state, kept(session)).catch((error: unknown) => {
          // A kept sample that cannot be read any more: its log is shorter, and it is wiped all the same.
          if (!(error instanceof OutsideFault)) throw error;
        });
      await session.wipe();
    } else found.push({ session: kept(session), state });
  }
  return found;
};
