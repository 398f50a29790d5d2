/** The outbox with all that belongs to it, recovered from however the program last ended. */
import path from "node:path";
import type { Clock } from "../../api/base/clock.ts";
import { OutsideFault } from "../../api/base/faults.ts";
import type { FileSystem } from "../../api/base/files.ts";
import type { RandomSource } from "../../api/base/random.ts";
import type { Signer } from "../../api/formats/cms/signer.ts";
import { openAudit, type Audit } from "../audit/audit.ts";
import { openCheckpoints } from "../audit/checkpoint.ts";
import { lockFolder } from "../../api/base/lock.ts";
import { withRoomToOpen } from "../store/space.ts";
import { openStore, type Store } from "../store/store.ts";
import { openOutbox, type Outbox } from "./outbox.ts";
import { recover, type Recovered } from "./recovery.ts";

export interface Queue extends AsyncDisposable {
  /** This machine's identity towards the backend; chosen once, at random. */
  readonly kiosk: string;
  readonly store: Store;
  readonly audit: Audit;
  readonly outbox: Outbox;
  /** Makes this the one program that seals and sends here, until it is disposed of. Throws OutsideFault store-busy. */
  own(): Promise<void>;
  /** Signs the audit's head where anything was written since; a disk that fails leaves it to the next time. */
  checkpoint(signer: Signer): Promise<void>;
}

export interface QueueParts {
  /** The state folder (--data). */
  readonly folder: string;
  readonly files: FileSystem;
  readonly clock: Clock;
  readonly random: RandomSource;
}

/**
 * Opens without recovering: for looking, while a kiosk may be running on the same folder. On a disk without room for that,
 * the reserve makes it: else nobody could export what fills it.
 */
export const openQueue = (parts: QueueParts): Promise<Queue> =>
  withRoomToOpen(parts.files, parts.folder, () => open(parts));

const open = async ({ folder, files, clock, random }: QueueParts): Promise<Queue> => {
  const store = await openStore(path.join(folder, "store"), files);
  const audit = openAudit(store.database, clock);
  let lock: AsyncDisposable | undefined;
  const newId = () => `kiosk-${Buffer.from(random("kiosk id", 6)).toString("hex")}`;
  const kiosk = await store.settle("kiosk-id", newId);
  return {
    kiosk,
    store,
    audit,
    outbox: openOutbox(store, audit, clock),
    own: async () => {
      lock ??= await lockFolder(
        store.folder,
        `Another kiosk program works on ${store.folder}; end it first, or give this one a state folder of its own (--data).`,
      );
    },
    checkpoint: async (signer) => {
      try {
        await openCheckpoints(store.database, audit, clock, kiosk).sign(signer);
      } catch (error) {
        if (!(error instanceof OutsideFault)) throw error;
      }
    },
    [Symbol.asyncDispose]: async () => {
      await store[Symbol.asyncDispose]();
      await lock?.[Symbol.asyncDispose]();
    },
  };
};

/** For the one program that seals and sends; it becomes that. Throws OutsideFault store-busy. */
export const recoverQueue = async (queue: Queue, clock: Clock): Promise<Recovered> => {
  await queue.own();
  return recover(queue.store, queue.outbox, queue.audit, clock);
};
