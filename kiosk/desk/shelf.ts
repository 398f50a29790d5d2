/** Requests on the disk: one file, AES-256-GCM under a key drawn from the kiosk's own, for the typed reasons are free text. */
import { createCipheriv, createDecipheriv, hkdfSync } from "node:crypto";
import { writeDurably, type FileSystem } from "../../api/base/files.ts";
import type { RandomSource } from "../../api/base/random.ts";
import type { Approval, ApprovalShelf } from "./approvals.ts";

const NONCE = 12;
const TAG = 16;

export const fileShelf = (
  files: FileSystem,
  file: string,
  wrappingKey: Uint8Array,
  random: RandomSource,
): ApprovalShelf => {
  const key = Buffer.from(hkdfSync("sha256", wrappingKey, "", "kiosk desk approvals", 32));
  return {
    load: async () => {
      const sealed = await files.read(file);
      if (sealed === undefined) return [];
      try {
        const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, NONCE));
        decipher.setAuthTag(sealed.subarray(-TAG));
        const plain = Buffer.concat([decipher.update(sealed.subarray(NONCE, -TAG)), decipher.final()]);
        return JSON.parse(plain.toString("utf8")) as readonly Approval[];
      } catch {
        // Of another key, or changed: whoever asked asks again; nothing of a session depends on it.
        return [];
      }
    },
    save: async (all) => {
      if (all.length === 0) return files.remove(file);
      const nonce = random("approvals nonce", NONCE);
      const cipher = createCipheriv("aes-256-gcm", key, nonce);
      const plain = JSON.stringify(all);
      await writeDurably(
        files,
        file,
        Buffer.concat([nonce, cipher.update(plain, "utf8"), cipher.final(), cipher.getAuthTag()]),
      );
      return undefined;
    },
  };
};
