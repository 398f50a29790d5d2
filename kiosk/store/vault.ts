/**
 * Unfinished sessions on the disk, encrypted: each under a key of its own (AES-256-GCM), which lies beside it wrapped by
 * the kiosk's key. Wiping destroys the wrapped key first; whatever is left of the rest cannot be read.
 *
 * An SSD may keep old blocks of an overwritten file: without the kiosk's key, which the operator's passphrase or the
 * token holds, a wrapped key that is dug up there opens nothing.
 */
import { createCipheriv, createDecipheriv } from "node:crypto";
import path from "node:path";
import { Bug, OutsideFault } from "../../api/base/faults.ts";
import { PART, writeDurably, type FileSystem } from "../../api/base/files.ts";
import type { KeyWrapper } from "../../api/base/key-wrap.ts";
import type { RandomSource } from "../../api/base/random.ts";

/** What is called otherwise is nobody's session: left alone. */
const PACKET = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;
const NONCE = 12;
const TAG = 16;

export interface VaultSession {
  readonly packetId: string;
  /** Encrypted and on the disk when it resolves. Names: letters, digits and hyphens. */
  put(name: string, plain: Uint8Array): Promise<void>;
  /** Undefined: there is none. Throws OutsideFault store-damaged when it was changed or swapped. */
  get(name: string): Promise<Uint8Array | undefined>;
  remove(name: string): Promise<void>;
  names(): Promise<readonly string[]>;
  /** Nothing can be read any more when it resolves; the session is of no further use. */
  wipe(): Promise<void>;
}

export interface Vault {
  /** Nothing of it is on the disk before its first `put`; what that leaves half done, the next `put` or `wipe` makes up for. */
  create(packetId: string): Promise<VaultSession>;
  /** What a power cut or a restart left; remains that cannot be opened are wiped. */
  reopen(): Promise<readonly VaultSession[]>;
}

export interface VaultParts {
  readonly files: FileSystem;
  readonly folder: string;
  /** Under the kiosk's own key. */
  readonly wrapper: KeyWrapper;
  readonly random: RandomSource;
}

const KEY = "key";
const SEALED = ".enc";

class FileSession implements VaultSession {
  readonly packetId: string;
  readonly #parts: VaultParts;
  readonly #folder: string;
  readonly #key: Buffer;
  /** How far its folder and its wrapped key are on the disk. */
  #place: "none" | "begun" | "made";

  constructor(parts: VaultParts, packetId: string, key: Buffer, place: "none" | "made") {
    this.#parts = parts;
    this.packetId = packetId;
    this.#folder = path.join(parts.folder, packetId);
    this.#key = key;
    this.#place = place;
  }

  async #make(): Promise<void> {
    if (this.#place === "made") return;
    const { files, wrapper } = this.#parts;
    const file = path.join(this.#folder, KEY);
    await files.makeFolder(this.#folder);
    // Another key over the first would make everything unreadable that lies under it.
    if (this.#place === "none" && (await files.size(file)) !== undefined)
      throw new Bug(`session ${this.packetId} lies in the vault already`);
    this.#place = "begun";
    await writeDurably(files, file, await wrapper.wrap(this.#key));
    this.#place = "made";
  }

  #file(name: string): string {
    if (!/^[\w-]{1,60}$/u.test(name)) throw new OutsideFault("input-malformed", `"${name}" is no name here.`);
    return path.join(this.#folder, `${name}${SEALED}`);
  }

  /** What a file is bound to, so that one cannot stand in for another. */
  #bound(name: string): Buffer {
    return Buffer.from(`${this.packetId}/${name}`);
  }

  async put(name: string, plain: Uint8Array): Promise<void> {
    await this.#make();
    const nonce = this.#parts.random("vault nonce", NONCE);
    const cipher = createCipheriv("aes-256-gcm", this.#key, nonce).setAAD(this.#bound(name));
    const sealed = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    await writeDurably(this.#parts.files, this.#file(name), sealed);
  }

  async get(name: string): Promise<Uint8Array | undefined> {
    const sealed = await this.#parts.files.read(this.#file(name));
    if (sealed === undefined) return undefined;
    try {
      const decipher = createDecipheriv("aes-256-gcm", this.#key, sealed.subarray(0, NONCE))
        .setAAD(this.#bound(name))
        .setAuthTag(sealed.subarray(-TAG));
      return Buffer.concat([decipher.update(sealed.subarray(NONCE, -TAG)), decipher.final()]);
    } catch (cause) {
      throw new OutsideFault(
        "store-damaged",
        `Session ${this.packetId}: ${name} was changed on the disk; end the session and enrol again.`,
        { cause },
      );
    }
  }

  async remove(name: string): Promise<void> {
    await this.#parts.files.remove(this.#file(name));
  }

  async names(): Promise<readonly string[]> {
    return (await this.#parts.files.list(this.#folder))
      .filter((name) => name.endsWith(SEALED))
      .map((name) => name.slice(0, -SEALED.length));
  }

  async wipe(): Promise<void> {
    this.#key.fill(0);
    await wipeFolder(this.#parts, this.#folder);
  }
}

/** The key first, durably; then the rest. */
const wipeFolder = async ({ files, random }: VaultParts, folder: string): Promise<void> => {
  const key = path.join(folder, KEY);
  const length = await files.size(key);
  if (length !== undefined) {
    await files.write(key, random("overwriting a wrapped key", length));
    await files.sync(key);
    await files.remove(key);
    await files.syncFolder(folder);
  }
  for (const name of await files.list(folder)) await files.remove(path.join(folder, name));
  await files.removeFolder(folder);
};

/** Opens or creates the folder. */
export const openVault = async (parts: VaultParts): Promise<Vault> => {
  const { files, folder, wrapper, random } = parts;
  await files.makeFolder(folder);
  return {
    create: (packetId) =>
      Promise.resolve(new FileSession(parts, packetId, Buffer.from(random("session key", 32)), "none")),
    reopen: async () => {
      const sessions: VaultSession[] = [];
      for (const packetId of (await files.list(folder)).filter((name) => PACKET.test(name))) {
        const place = path.join(folder, packetId);
        const wrapped = await files.read(path.join(place, KEY));
        const key = wrapped === undefined ? undefined : await wrapper.unwrap(wrapped);
        if (key === undefined) await wipeFolder(parts, place);
        else {
          for (const name of (await files.list(place)).filter((file) => file.endsWith(PART)))
            await files.remove(path.join(place, name));
          sessions.push(new FileSession(parts, packetId, Buffer.from(key), "made"));
        }
      }
      return sessions;
    },
  };
};
