/** A vault for rehearsals: in this program's memory, and gone with the session. Nothing of it ever is on a disk. */
import type { Vault, VaultSession } from "./vault.ts";

export const memoryVault = (): Vault => ({
  create: (packetId) => {
    const kept = new Map<string, Uint8Array>();
    const session: VaultSession = {
      packetId,
      put: (name, plain) => {
        kept.set(name, Uint8Array.from(plain));
        return Promise.resolve();
      },
      get: (name) => Promise.resolve(kept.get(name)),
      remove: (name) => {
        kept.get(name)?.fill(0);
        kept.delete(name);
        return Promise.resolve();
      },
      names: () => Promise.resolve([...kept.keys()]),
      wipe: () => {
        for (const bytes of kept.values()) bytes.fill(0);
        kept.clear();
        return Promise.resolve();
      },
    };
    return Promise.resolve(session);
  },
  reopen: () => Promise.resolve([]),
});
