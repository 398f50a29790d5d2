/** Erasure after a verified receipt: the file first, durably, then the record that it is gone. */
import type { Store } from "../store/store.ts";
import type { Outbox } from "./outbox.ts";

/** For a packet in state `receipted`; after a crash anywhere in between, done again from the start. */
export const erase = async (store: Store, outbox: Outbox, packetId: string): Promise<void> => {
  await store.packets.remove(packetId);
  await outbox.apply(packetId, { kind: "gone" });
};
