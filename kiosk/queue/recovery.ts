/** What the outbox does first after any end of the program, orderly or not. */
import { id } from "../../api/base/log.ts";
import type { Audit } from "../audit/audit.ts";
import type { Store } from "../store/store.ts";
import type { Clock } from "../../api/base/clock.ts";
import { erase } from "./erase.ts";
import type { Outbox } from "./outbox.ts";

export interface Recovered {
  /** Were being sent: wait again, due at once. */
  readonly resumed: number;
  /** Had their receipt: their erasure is complete now. */
  readonly erased: number;
  /** Files that no row knows: kept in the folder "unclaimed". */
  readonly setAside: readonly string[];
  /** Rows whose file is missing or has other bytes: set aside, for an operator. */
  readonly missing: readonly string[];
}

/** Safe to run again at any time while nothing is being sent. */
export const recover = async (
  store: Store,
  outbox: Outbox,
  audit: Audit,
  clock: Clock,
): Promise<Recovered> => {
  await store.packets.sweep();
  const items = await outbox.list();
  const at = clock.now();
  let resumed = 0;
  let erased = 0;
  const missing: string[] = [];
  const present = new Set(await store.packets.list());
  for (const { packetId, state } of items) {
    if (state.kind === "sending") {
      await outbox.apply(packetId, { kind: "restart", at });
      resumed += 1;
    }
    if (state.kind === "receipted") {
      await erase(store, outbox, packetId);
      erased += 1;
    }
    // A row is written after its file is durable: a file that is missing was taken from outside.
    if ((state.kind === "waiting" || state.kind === "sending") && !present.has(packetId))
      missing.push(packetId);
  }
  const known = new Set(items.map(({ packetId }) => packetId));
  const setAside: string[] = [];
  for (const packetId of present) {
    if (known.has(packetId)) continue;
    // Years of erased packets are not listed at every start: only a file that nobody claims is looked up.
    if ((await outbox.item(packetId)) === undefined) {
      await store.packets.setAside(packetId);
      await audit.record("packet-unclaimed", { packet: id(packetId) });
      setAside.push(packetId);
    } else await store.packets.remove(packetId);
  }
  return { resumed, erased, setAside, missing };
};
