/**
 * The kiosk's own keys: made once, certified later; and replaced in time, the old one kept until the new certificate is
 * installed. One signs packets and the audit, one is the line's (mutual TLS). They lie in a file under a passphrase;
 * with a token, the signing key never leaves it, and the file is sealed under a secret that only the token unwraps.
 */
import { createPublicKey, type KeyObject } from "node:crypto";
import path from "node:path";
import { readCertificate } from "../../api/formats/cms/certificate.ts";
import type { Signer } from "../../api/formats/cms/signer.ts";
import type { Clock } from "../../api/base/clock.ts";
import { OutsideFault } from "../../api/base/faults.ts";
import type { FileSystem } from "../../api/base/files.ts";
import { secretWrapper, type KeyWrapper } from "../../api/base/key-wrap.ts";
import type { RandomSource } from "../../api/base/random.ts";
import { loadKeys, saveKeys, type KeyContent, type KeyPlace, type StoredKey } from "./key-file.ts";
import { PURPOSES, type KeyPurpose } from "./purpose.ts";
import { validityOf } from "./recipients.ts";
import { certificateRequest, type RequestSubject } from "./request.ts";
import type { EngineKey, Token } from "./token.ts";
import { byPassphrase, byToken, noKeys } from "./unlock.ts";

const WRAPPING = "wrapping";
const next = (purpose: KeyPurpose): string => `${purpose}, next`;

/** What a TLS client shows. */
export type LineIdentity = {
  /** DER, its own first. */
  readonly certificates: readonly Uint8Array[];
} & (
  | {
      /** PEM. */
      readonly key: string;
    }
  | EngineKey
);

export interface OwnCertificate {
  readonly purpose: KeyPurpose;
  /** DER. */
  readonly certificate: Uint8Array;
}

export interface KioskKeys {
  /** Wraps session keys. */
  readonly wrapper: KeyWrapper;
  /** Signs packets. Throws OutsideFault key-missing before a certificate is installed, key-expired after it ended. */
  signer(): Signer;
  /** Undefined before its certificate is installed. Throws OutsideFault key-expired after it ended. */
  line(): LineIdentity | undefined;
  /** PEM request for the first certificate, or for the one that follows; asked again, the same key again. */
  request(purpose: KeyPurpose, subject: RequestSubject): Promise<string>;
  /** What the key is for that a certificate (DER) is of. Throws OutsideFault key-missing where it is of none of them. */
  purposeOf(certificate: Uint8Array): KeyPurpose;
  /** DER, the key's own first. It must be of the key that asked; takes the place of what was there. */
  install(chain: readonly Uint8Array[]): Promise<KeyPurpose>;
  certificates(): readonly OwnCertificate[];
  /** Throws OutsideFault key-missing while the token that holds the keys does not answer, or holds them no more. */
  check(): Promise<void>;
  /** Takes up what another program has installed meanwhile; whether there was anything. Throws OutsideFault. */
  refresh(): Promise<boolean>;
}

export interface KeyParts {
  readonly files: FileSystem;
  readonly folder: string;
  /** Of the file; with a token, the token's own secret stands in for it. */
  readonly unlock: { readonly passphrase: string } | { readonly token: Token };
  readonly clock: Clock;
  readonly random: RandomSource;
  /** Log2 of scrypt's N; only tests lower it. */
  readonly cost?: number;
  /** Whether keys are made where there are none; true unless told. Where there were some, new ones open nothing of theirs. */
  readonly make?: boolean;
}

const publicKeyOf = (place: KeyPlace): KeyObject =>
  place.kind === "file" ? createPublicKey(place.privateKey) : place.key.publicKey;

const belongs = (place: KeyPlace, certified: KeyObject): boolean => {
  const own = publicKeyOf(place).export({ type: "spki", format: "der" });
  return own.equals(certified.export({ type: "spki", format: "der" }));
};

const PURPOSE_WORDS: Readonly<Record<KeyPurpose, string>> = {
  signing: "The kiosk's certificate",
  line: "The certificate of the kiosk's line",
};

const demandValid = (purpose: KeyPurpose, own: Uint8Array, now: number): void => {
  const { kind, daysLeft } = validityOf(readCertificate(own, "kiosk certificate"), now);
  if (kind === "ended")
    throw new OutsideFault(
      "key-expired",
      `${PURPOSE_WORDS[purpose]} ended ${-daysLeft} days ago; install its renewal (kiosk keys request, kiosk keys install).`,
    );
  if (kind === "not-yet")
    throw new OutsideFault(
      "key-expired",
      `${PURPOSE_WORDS[purpose]} is not valid yet; check this machine's clock.`,
    );
};

/** Opens the key file, or makes it with fresh keys. Throws OutsideFault key-missing for a wrong passphrase, and as `make` says. */
export const openKioskKeys = async (parts: KeyParts): Promise<KioskKeys> => {
  const { files, folder, unlock, clock, random, cost } = parts;
  const file = path.join(folder, "keys.json");
  const none = (await files.size(file)) === undefined;
  if (none && parts.make === false) noKeys(folder);
  const unlocked =
    "token" in unlock ? await byToken(parts, unlock.token, none) : byPassphrase(unlock.passphrase);
  const save = (content: KeyContent) => saveKeys(files, file, unlocked.passphrase, content, random, cost);
  const make = async (name: string, purpose: KeyPurpose): Promise<StoredKey> => ({
    name,
    place: await unlocked.make(purpose),
    certificates: [],
    createdAt: clock.now(),
  });
  const fresh = async (): Promise<KeyContent> => {
    await files.makeFolder(folder);
    const content = {
      keys: [await make("signing", "signing")],
      secrets: new Map([[WRAPPING, random("session wrapping key", 32)]]),
    };
    await save(content);
    return content;
  };
  let held = (await loadKeys(files, file, unlocked.passphrase)) ?? (await fresh());
  let seen = await files.read(file);
  const secret = held.secrets.get(WRAPPING);
  const find = (name: string) => held.keys.find((key) => key.name === name);
  const keep = async (keys: readonly StoredKey[]) => {
    held = { ...held, keys };
    await save(held);
    seen = await files.read(file);
  };
  /** `kiosk keys install` runs beside the kiosk: whoever changes the file reads it first. */
  const refresh = async (): Promise<boolean> => {
    const now = await files.read(file);
    if (now === undefined || (seen !== undefined && Buffer.compare(now, seen) === 0)) return false;
    const loaded = await loadKeys(files, file, unlocked.passphrase);
    if (loaded === undefined) return false;
    held = loaded;
    seen = now;
    return true;
  };
  if (secret === undefined || find("signing") === undefined)
    throw new OutsideFault(
      "key-missing",
      `${file} does not hold this kiosk's keys; restore it from its copy.`,
    );

  /** Throws OutsideFault key-expired for one that ended, and for one that is not valid yet where another is in force. */
  const demandUsable = (certificate: Uint8Array, before: Uint8Array | undefined): void => {
    const now = clock.now();
    const read = readCertificate(certificate, "kiosk certificate");
    const { kind, daysLeft } = validityOf(read, now);
    if (kind === "ended")
      throw new OutsideFault(
        "key-expired",
        `The certificate ended ${-daysLeft} days ago, or this machine's clock is wrong; nothing was installed.`,
      );
    if (kind !== "not-yet" || before === undefined) return;
    if (!["valid", "ends-soon"].includes(validityOf(readCertificate(before, "kiosk certificate"), now).kind))
      return;
    throw new OutsideFault(
      "key-expired",
      `The certificate is valid from ${new Date(read.notBefore).toISOString()} only; install it then: until then the one in force goes on.`,
    );
  };
  const certifiedBy = (certificate: Uint8Array) => {
    const certified = readCertificate(certificate, "kiosk certificate").publicKey;
    const key = held.keys.find(({ place }) => belongs(place, certified));
    const purpose = PURPOSES.find((each) => key?.name === each || key?.name === next(each));
    if (key !== undefined && purpose !== undefined) return { key, purpose };
    throw new OutsideFault(
      "key-missing",
      "The certificate is not of a key of this kiosk; install the answer to its own request.",
    );
  };
  return {
    wrapper: unlocked.wrapper ?? secretWrapper(secret),
    signer: () => {
      const key = find("signing");
      const [own] = key?.certificates ?? [];
      if (key === undefined || own === undefined)
        throw new OutsideFault(
          "key-missing",
          "The kiosk has no certificate yet; send its request (kiosk keys request) and install the answer.",
        );
      demandValid("signing", own, clock.now());
      return unlocked.signer(key.place, key.certificates);
    },
    line: () => {
      const key = find("line");
      const [own] = key?.certificates ?? [];
      if (key === undefined || own === undefined) return undefined;
      demandValid("line", own, clock.now());
      const { certificates, place } = key;
      if (place.kind === "file")
        return { key: String(place.privateKey.export({ type: "pkcs8", format: "pem" })), certificates };
      const inToken = "token" in unlock ? unlock.token.forTls(place.key.id) : undefined;
      if (inToken === undefined)
        throw new OutsideFault(
          "key-missing",
          "The line's key lies in a token; name OpenSSL's engine for it in the configuration (keys.engine).",
        );
      return { ...inToken, certificates };
    },
    check: () => unlocked.check(),
    refresh,
    request: async (purpose, subject) => {
      await refresh();
      const first = find(purpose);
      // Before the first certificate the key itself asks; afterwards its successor does.
      const asking =
        first === undefined
          ? await make(purpose, purpose)
          : first.certificates.length === 0
            ? first
            : (find(next(purpose)) ?? (await make(next(purpose), purpose)));
      if (!held.keys.includes(asking)) await keep([...held.keys, asking]);
      return certificateRequest(unlocked.signer(asking.place, []), publicKeyOf(asking.place), subject);
    },
    purposeOf: (certificate) => certifiedBy(certificate).purpose,
    install: async (chain) => {
      await refresh();
      const [own = new Uint8Array()] = chain;
      const { key, purpose } = certifiedBy(own);
      demandUsable(own, find(purpose)?.certificates[0]);
      const others = held.keys.filter(({ name }) => name !== purpose && name !== next(purpose));
      await keep([...others, { ...key, name: purpose, certificates: chain }]);
      return purpose;
    },
    certificates: () =>
      PURPOSES.flatMap((purpose) => {
        const [certificate] = find(purpose)?.certificates ?? [];
        return certificate === undefined ? [] : [{ purpose, certificate }];
      }),
  };
};
