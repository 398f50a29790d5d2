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
import { roomForRows, withRoomToOpen } from "../store/space.ts";
import { text } from "../../api/base/sqlite.ts";
import { lookIntoStore, openStore, type Store } from "../store/store.ts";
import { openOutbox, type Outbox } from "./outbox.ts";
import { recover, type Recovered } from "./recovery.ts";

/** What can be read of it. */
export interface QueueLook extends AsyncDisposable {
  /** This machine's identity towards the backend; chosen once, at random. */
  readonly kiosk: string;
  readonly store: Store;
  readonly audit: Audit;
  readonly outbox: Outbox;
}

export interface Queue extends QueueLook {
  /** Makes this the one program that seals and sends here, until it is disposed of. Throws OutsideFault store-busy. */
  own(): Promise<void>;
  /** Signs the audit's head where anything was written since; a disk that fails leaves it to the next time. */
  checkpoint(signer: Signer): Promise<void>;
}

const KIOSK_ID = "kiosk-id";

export interface QueueParts {
  /** The state folder (--data). */
  readonly folder: string;
  readonly files: FileSystem;
  readonly clock: Clock;
  readonly random: RandomSource;
}

/**
 * For looking, whether or not a kiosk runs on the same folder: nothing is made and nothing changes. Undefined: there is
 * no store. Throws what `lookIntoStore` throws.
 */
export const lookIntoQueue = async ({
  folder,
  files,
  clock,
}: Omit<QueueParts, "random">): Promise<QueueLook | undefined> => {
  const store = await lookIntoStore(path.join(folder, "store"), files);
  if (store === undefined) return undefined;
  const audit = openAudit(store.database, clock);
  const row = await store.database.get("SELECT value FROM settings WHERE name = ?", KIOSK_ID);
  return {
    kiosk: row === undefined ? "" : text(row, "value"),
    store,
    audit,
    outbox: openOutbox(store, audit, clock),
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  };
};

/**
 * Opens without recovering: for what operators do beside a running kiosk, each in transactions of its own. On a disk
 * without room for that, the reserves make it: else nobody could export what fills it.
 */
export const openQueue = (parts: QueueParts): Promise<Queue> =>
  withRoomToOpen(parts.files, parts.folder, () => open(parts));

const open = async ({ folder, files, clock, random }: QueueParts): Promise<Queue> => {
  const store = await openStore(path.join(folder, "store"), files, roomForRows(files, folder));
  const audit = openAudit(store.database, clock);
  let lock: AsyncDisposable | undefined;
  const newId = () => `kiosk-${Buffer.from(random("kiosk id", 6)).toString("hex")}`;
  const kiosk = await store.settle(KIOSK_ID, newId);
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
