/**
 * Keeps a running session in the vault, so that a power cut costs the attempt that ran and nothing else; and gives back
 * what a cut left. Whoever drives sessions calls it after every step.
 */
import { OutsideFault } from "../../../api/base/faults.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import type { Vault, VaultSession } from "../../store/vault.ts";
import { restored } from "../machine.ts";
import type { Data, SessionState } from "../state.ts";
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
  /** Those that can be read: what was changed on the disk is left out. */
  slots(): Promise<ReadonlyMap<number, Kept>>;
  wipe(): Promise<void>;
}

export interface Comeback {
  readonly session: KeptSession;
  /** Paused, where a person was in front of the kiosk; else as it was. */
  readonly state: SessionState;
}

/** Undefined: there is none, or it was damaged. */
const readable = async (session: VaultSession, name: string): Promise<unknown> => {
  try {
    const bytes = await session.get(name);
    return bytes === undefined ? undefined : unpack(bytes);
  } catch (error) {
    if (error instanceof OutsideFault && error.code === "store-damaged") return undefined;
    throw error;
  }
};

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
      const slot = number === undefined ? undefined : await readable(session, name);
      if (slot !== undefined) slots.set(Number(number), slot as Kept);
    }
    return slots;
  },
  wipe: () => session.wipe(),
});

export const keepSession = async (vault: Vault, packetId: string): Promise<KeptSession> =>
  kept(await vault.create(packetId));

/** Attempts whose samples this session stands on. */
const chosenOf = ({ face, fingers, fingerResults, signature, papers = [] }: Data): readonly number[] => [
  ...papers.flatMap(({ pages }) => pages.map(({ number }) => number)),
  ...(face === undefined ? [] : [face.number]),
  ...[...fingers, ...fingerResults].flatMap(({ chosen }) => (chosen === undefined ? [] : [chosen.number])),
  ...(signature?.kind === "signed" ? [signature.attempt.number] : []),
];

/** Whether everything is there that could be gone on with. */
const isWhole = async (state: SessionState, session: KeptSession): Promise<boolean> => {
  if (!("data" in state)) return true;
  const slots = await session.slots();
  return chosenOf(state.data).every((number) => slots.has(number));
};

/** A session that holds nothing of anybody is not worth resuming. */
const hasSomebody = (state: SessionState): boolean =>
  state.kind !== "idle" && state.kind !== "ended" && state.kind !== "reference";

/**
 * At the start of the program: what may be gone on with. Wiped at once: what never got a reference, what had ended, what
 * nobody touched for `wipeMs`, what waited for control beyond its hours, what was damaged on the disk.
 */
export const comebacks = async (
  vault: Vault,
  wipeMs: Milliseconds,
  now: Milliseconds,
  /** Told of each that is wiped here, before it is; how it ended, where time did not end it. */
  ended?: (state: SessionState, session: KeptSession, end?: "damaged") => Promise<void>,
): Promise<readonly Comeback[]> => {
  const found: Comeback[] = [];
  for (const session of await vault.reopen()) {
    const last = (await readable(session, STATE)) as SessionState | undefined;
    const state = last === undefined ? undefined : restored(last);
    const damaged = state !== undefined && !(await isWhole(state, kept(session)));
    const over =
      state === undefined ||
      !hasSomebody(state) ||
      damaged ||
      (state.kind === "paused" &&
        (state.inner.kind === "reference" || now - state.data.touchedAt >= wipeMs)) ||
      (state.kind === "awaiting-control" && now >= state.until);
    if (over) {
      if (state !== undefined && hasSomebody(state))
        await ended?.(state, kept(session), damaged ? "damaged" : undefined);
      await session.wipe();
    } else found.push({ session: kept(session), state });
  }
  return found;
};
