/**
 * The receiving end of the tus protocol, through @tus/server. An upload is named after the packet and its hash, so that
 * beginning again never leaves a second one behind.
 */
import path from "node:path";
import { FileStore } from "@tus/file-store";
import { MemoryLocker, Server, type Upload } from "@tus/server";
import type { Clock } from "../base/clock.ts";
import { OutsideFault } from "../base/faults.ts";
import { diskFault, type FileSystem } from "../base/files.ts";
import {
  API,
  LIMITS,
  RECEIPT_HEADER,
  RECEIPT_HEADER_LIMIT,
  REFUSALS,
  uploadMetadataSchema,
  type Refusal,
  type UploadMetadata,
} from "../issuance/contract.ts";
import { troubleOf } from "./trouble.ts";
import { maySpeakFor } from "./peer.ts";
import type { Reception, Receptionist } from "./reception.ts";

/** What @tus/server answers with when a hook throws it. */
class Answer extends Error {
  readonly status_code: number;
  readonly body: string;
  constructor(status: number, body: object) {
    super(`status ${status}`);
    this.status_code = status;
    this.body = JSON.stringify(body);
  }
}

const announcedBy = (metadata: Upload["metadata"]): UploadMetadata => {
  const parsed = uploadMetadataSchema.safeParse(metadata);
  if (parsed.success) return parsed.data;
  throw new Answer(400, { error: "Upload-Metadata must be packetId, sha256 and kiosk, and nothing else." });
};

const nameOf = ({ packetId, sha256 }: Pick<UploadMetadata, "packetId" | "sha256">) => `${packetId}.${sha256}`;

/** The receipt; throws the answer unless the packet was received. */
const conclude = (reception: Reception): Uint8Array => {
  if (reception.kind === "receipt") return reception.receipt;
  if (reception.kind === "refused") throw new Answer(REFUSALS[reception.refusal.refused], reception.refusal);
  // 460 Checksum Mismatch, as the tus checksum extension numbers it.
  throw new Answer(460, { error: "The bytes are not those announced." });
};

export interface UploadsOptions {
  readonly folder: string;
  readonly files: FileSystem;
  readonly reception: Receptionist;
  readonly clock: Clock;
  /** Unfinished uploads kept at most; a stranger cannot fill the disk with beginnings. */
  readonly unfinished?: number;
}

export interface Uploads {
  readonly server: Server;
  /** Takes in an upload that was complete when the intake ended. Undefined: there is none. */
  finish(packetId: string, sha256: string): Promise<Reception | undefined>;
  /** Removes what nobody went on with for a week. */
  sweep(): Promise<void>;
}

/**
 * The library makes its folder once more, beside whatever comes next, and nobody can wait for it or catch what it throws:
 * an intake that ends in that moment, its folder removed, ends with ENOENT. The folder is made before, durably.
 */
class KeptStore extends FileStore {
  static {
    Object.defineProperty(this.prototype, "checkOrCreateDirectory", { value: () => undefined });
  }
}

/** Left free beside an upload: its second copy among the accepted, the records, other uploads. */
const ROOM = 2 * LIMITS.packetBytes;

const WEEK = 7 * 24 * 3_600_000;

export const openUploads = async (options: UploadsOptions): Promise<Uploads> => {
  const { files, folder, reception } = options;
  await files.makeFolder(folder);
  // The store's own expiration stays off: it looks for an upload again that was taken in the moment before.
  const datastore = new KeptStore({ directory: folder });

  const unfinished = async () => (await files.list(folder)).filter((name) => !name.endsWith(".json"));

  /** At the start nothing is being begun: what has no description was cut off at its creation. */
  const sweep = async (starting: boolean): Promise<void> => {
    for (const name of await unfinished()) {
      const upload = await datastore.getUpload(name).catch(() => undefined);
      const age = options.clock.now() - Date.parse(upload?.creation_date ?? "");
      if (!(age > WEEK) && !(starting && upload === undefined)) continue;
      await files.remove(path.join(folder, name));
      await files.remove(path.join(folder, `${name}.json`));
    }
  };

  const takeIn = async (upload: Upload): Promise<Reception> => {
    const announced = announcedBy(upload.metadata);
    const sealed = await files.read(path.join(folder, upload.id));
    const result =
      sealed === undefined ? { kind: "garbled" as const } : await reception.take(announced, sealed);
    await datastore.remove(upload.id).catch(() => undefined);
    return result;
  };

  const server = new Server({
    path: API.uploads,
    datastore,
    locker: new MemoryLocker(),
    lockDrainTimeout: 500,
    maxSize: LIMITS.packetBytes,
    relativeLocation: true,
    allowedOrigins: [],
    namingFunction: (_request, metadata) => nameOf(announcedBy(metadata)),
    onIncomingRequest: async (request, id) => {
      // Of one's own uploads only; what is not there yet is judged at its creation.
      const begun = await datastore.getUpload(id).catch(() => undefined);
      const peer = request.runtime?.node?.req;
      if (begun === undefined || peer === undefined) return;
      if (!maySpeakFor(peer, announcedBy(begun.metadata).kiosk))
        throw new Answer(404, { error: "There is none." });
    },
    // What the disk or the store refuses, in this program's words instead of the library's.
    onResponseError: (_request, error) => {
      if (!(error instanceof Error) || "status_code" in error) return undefined;
      const fault = diskFault(error, folder);
      if (!(fault instanceof OutsideFault)) return undefined;
      const { status, body } = troubleOf(fault);
      return { status_code: status, body: JSON.stringify(body) };
    },
    onUploadCreate: async (request, upload) => {
      const announced = announcedBy(upload.metadata);
      const peer = request.runtime?.node?.req;
      if (peer !== undefined && !maySpeakFor(peer, announced.kiosk))
        throw new Answer(REFUSALS["kiosk-unknown"], {
          refused: "kiosk-unknown",
          reason: `The certificate of this connection is not that of kiosk ${announced.kiosk}.`,
        } satisfies Refusal);
      if (upload.size === undefined) throw new Answer(400, { error: "Upload-Length is required." });
      if ((await files.free(folder)) < upload.size + ROOM)
        throw new OutsideFault("disk-full", `${folder} has no room for ${upload.size} bytes more.`);
      const known = await reception.ask(announced.packetId, announced.sha256);
      if (known?.kind === "refused" && known.refusal.refused === "conflict") conclude(known);
      const limit = options.unfinished ?? 2000;
      if ((await unfinished()).length >= limit) await sweep(false);
      if ((await unfinished()).length >= limit)
        throw new Answer(503, { error: "Too many unfinished uploads; try again later." });
      return {};
    },
    onUploadFinish: async (_request, upload) => {
      const receipt = conclude(await takeIn(upload));
      return receipt.length > RECEIPT_HEADER_LIMIT
        ? {}
        : { headers: { [RECEIPT_HEADER]: Buffer.from(receipt).toString("base64") } };
    },
  });

  return {
    server,
    finish: async (packetId, sha256) => {
      const upload = await datastore.getUpload(nameOf({ packetId, sha256 })).catch(() => undefined);
      if (upload === undefined || upload.size === undefined || upload.offset !== upload.size)
        return undefined;
      return takeIn(upload);
    },
    sweep: () => sweep(true),
  };
};
