/**
 * The kiosk's own keys: made once, kept in the key file, certified later; and replaced in time, the old one kept until
 * the new certificate is installed. A token (PKCS #11) may stand in for the file behind the same Signer.
 */
import { createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import path from "node:path";
import { readCertificate } from "../../api/formats/cms/certificate.ts";
import { keySigner, type Signer } from "../../api/formats/cms/signer.ts";
import type { Clock } from "../../api/base/clock.ts";
import { OutsideFault } from "../../api/base/faults.ts";
import type { FileSystem } from "../../api/base/files.ts";
import type { RandomSource } from "../../api/base/random.ts";
import { loadKeys, saveKeys, type KeyContent, type StoredKey } from "./key-file.ts";
import { validityOf } from "./recipients.ts";
import { certificateRequest, type RequestSubject } from "./request.ts";

const SIGNING = "signing";
const NEXT = "signing, next";
const WRAPPING = "wrapping";

export interface KioskKeys {
  /** Wraps session keys; 32 bytes. */
  readonly wrappingKey: Uint8Array;
  /** Signs packets. Throws OutsideFault key-missing before a certificate is installed, key-expired after it ended. */
  signer(): Signer;
  /** PEM request for the first certificate, or for the one that follows; asked again, the same key again. */
  request(subject: RequestSubject): Promise<string>;
  /** DER, the key's own first. It must be of the key that asked; takes the place of what was there. */
  install(chain: readonly Uint8Array[]): Promise<void>;
}

export interface KeyParts {
  readonly files: FileSystem;
  readonly folder: string;
  readonly passphrase: string;
  readonly clock: Clock;
  readonly random: RandomSource;
  /** Log2 of scrypt's N; only tests lower it. */
  readonly cost?: number;
}

const newKey = (name: string, now: number): StoredKey => ({
  name,
  privateKey: generateKeyPairSync("ec", { namedCurve: "prime256v1" }).privateKey,
  certificates: [],
  createdAt: now,
});

const belongs = (privateKey: KeyObject, certified: KeyObject): boolean => {
  const own = createPublicKey(privateKey).export({ type: "spki", format: "der" });
  return own.equals(certified.export({ type: "spki", format: "der" }));
};

/** Opens the key file, or makes it with fresh keys. Throws OutsideFault key-missing for a wrong passphrase. */
export const openKioskKeys = async (parts: KeyParts): Promise<KioskKeys> => {
  const { files, folder, passphrase, clock, random, cost } = parts;
  const file = path.join(folder, "keys.json");
  const save = (content: KeyContent) => saveKeys(files, file, passphrase, content, random, cost);
  let content = await loadKeys(files, file, passphrase);
  if (content === undefined) {
    await files.makeFolder(folder);
    content = {
      keys: [newKey(SIGNING, clock.now())],
      secrets: new Map([[WRAPPING, random("session wrapping key", 32)]]),
    };
    await save(content);
  }
  let held = content;
  const find = (name: string) => held.keys.find((key) => key.name === name);
  const keep = async (keys: readonly StoredKey[]) => {
    held = { ...held, keys };
    await save(held);
  };
  const wrappingKey = held.secrets.get(WRAPPING);
  const signing = find(SIGNING);
  if (wrappingKey === undefined || signing === undefined)
    throw new OutsideFault(
      "key-missing",
      `${file} does not hold this kiosk's keys; restore it from its copy.`,
    );

  return {
    wrappingKey,
    signer: () => {
      const key = find(SIGNING);
      const [own] = key?.certificates ?? [];
      if (key === undefined || own === undefined)
        throw new OutsideFault(
          "key-missing",
          "The kiosk has no certificate yet; send its request and install the answer.",
        );
      const { kind, daysLeft } = validityOf(readCertificate(own, "kiosk certificate"), clock.now());
      if (kind === "ended" || kind === "not-yet")
        throw new OutsideFault(
          "key-expired",
          kind === "ended"
            ? `The kiosk's certificate ended ${-daysLeft} days ago; install its renewal.`
            : "The kiosk's certificate is not valid yet; check this machine's clock.",
        );
      return keySigner(key.privateKey, key.certificates);
    },
    request: async (subject) => {
      const first = find(SIGNING);
      // Before the first certificate the key itself asks; afterwards its successor does.
      const asking = first?.certificates.length === 0 ? first : (find(NEXT) ?? newKey(NEXT, clock.now()));
      if (!held.keys.includes(asking)) await keep([...held.keys, asking]);
      return certificateRequest(asking.privateKey, subject);
    },
    install: async (chain) => {
      const [own] = chain;
      const certified = own === undefined ? undefined : readCertificate(own, "kiosk certificate").publicKey;
      const key = held.keys.find(
        ({ privateKey }) => certified !== undefined && belongs(privateKey, certified),
      );
      if (key === undefined)
        throw new OutsideFault(
          "key-missing",
          "The certificate is not of a key of this kiosk; install the answer to its own request.",
        );
      await keep([{ ...key, name: SIGNING, certificates: chain }]);
    },
  };
};
