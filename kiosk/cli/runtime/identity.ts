/**
 * Whose keys a kiosk signs with and whom it seals to: its own, with a configuration; else the specimen's. Recipient
 * certificates lie in DATA/recipients, one PEM file each, put there by `kiosk keys recipient`.
 */
import { X509Certificate } from "node:crypto";
import path from "node:path";
import { systemClock } from "../../../api/base/clock.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { systemFiles, writeDurably } from "../../../api/base/files.ts";
import { secretWrapper, type KeyWrapper } from "../../../api/base/key-wrap.ts";
import { systemRandom } from "../../../api/base/random.ts";
import type { Signer } from "../../../api/formats/cms/signer.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import { demandOwnName } from "../../keys/own-name.ts";
import { openKioskKeys, type KioskKeys, type LineIdentity } from "../../keys/provide.ts";
import type { KeyPurpose } from "../../keys/purpose.ts";
import { nameWords, newestOfEach, recipientsAt } from "../../keys/recipients.ts";
import { specimenKeys, type SpecimenKeys } from "../../keys/specimen.ts";
import { readCertificates } from "../trust.ts";
import { placeIn, readSecret, type ReadConfig } from "./config.ts";

export interface Identity extends AsyncDisposable {
  /** Present where every certificate is a specimen's. */
  readonly specimen?: SpecimenKeys;
  /** Throws OutsideFault key-missing or key-expired. */
  signer(): Signer;
  readonly wrapper: KeyWrapper;
  /** The certificates to seal to. Throws OutsideFault key-missing or key-expired. */
  recipients(at: Milliseconds): readonly Uint8Array[];
  line(): LineIdentity | undefined;
  readonly receiptTrust: readonly Uint8Array[];
  /** Name to DER: everything whose end stops the kiosk. */
  certificates(): ReadonlyMap<string, Uint8Array>;
  /** Throws OutsideFault key-missing while a token that holds the keys does not answer. */
  check(): Promise<void>;
  /** Takes up what was installed meanwhile (kiosk keys install, kiosk keys recipient); whether the kiosk's own keys changed. */
  refresh(): Promise<boolean>;
}

export const recipientsFolder = (data: string): string => path.join(data, "recipients");

/** DER of every installed recipient certificate, by file. */
export const installedRecipients = async (data: string): Promise<ReadonlyMap<string, Uint8Array>> => {
  const found = new Map<string, Uint8Array>();
  for (const name of (await systemFiles.list(recipientsFolder(data))).toSorted())
    if (name.endsWith(".pem")) {
      const [der] = await readCertificates(path.join(recipientsFolder(data), name));
      if (der !== undefined) found.set(name, der);
    }
  return found;
};

export interface OpenedKeys extends AsyncDisposable {
  readonly keys: KioskKeys;
}

const keysFolder = (data: string): string => path.join(data, "keys");

/** Whether this kiosk has keys of its own yet. */
export const hasOwnKeys = async (data: string): Promise<boolean> =>
  (await systemFiles.list(keysFolder(data))).length > 0;

/** The kiosk's own keys as the configuration names them; `make`: where there are none, they are made. */
export const openOwnKeys = async (data: string, config: ReadConfig, make = false): Promise<OpenedKeys> => {
  const parts = {
    make,
    files: systemFiles,
    folder: keysFolder(data),
    clock: systemClock,
    random: systemRandom,
  };
  if (config.keys.provider === "file") {
    const passphrase = await readSecret(placeIn(config, config.keys.passphraseFile));
    const keys = await openKioskKeys({ ...parts, unlock: { passphrase } });
    return { keys, [Symbol.asyncDispose]: () => Promise.resolve() };
  }
  const { openToken } = await import("../../keys/pkcs11.ts");
  const { module, token: label, pinFile, engine } = config.keys;
  const token = await openToken({
    module,
    token: label,
    pin: await readSecret(placeIn(config, pinFile)),
    ...(engine === undefined ? {} : { engine }),
  });
  try {
    const keys = await openKioskKeys({ ...parts, unlock: { token } });
    return { keys, [Symbol.asyncDispose]: () => token[Symbol.asyncDispose]() };
  } catch (error) {
    await token[Symbol.asyncDispose]();
    throw error;
  }
};

/** A secret of 32 bytes for one use, made once and kept under the kiosk's key. Throws OutsideFault key-missing. */
export const keptSecret = async (file: string, wrapper: KeyWrapper): Promise<Uint8Array> => {
  const kept = await systemFiles.read(file);
  const secret = kept === undefined ? systemRandom("kept secret", 32) : await wrapper.unwrap(kept);
  if (secret === undefined)
    throw new OutsideFault(
      "key-missing",
      `${file} is not of this kiosk's key; restore the key, or remove it.`,
    );
  if (kept === undefined) await writeDurably(systemFiles, file, await wrapper.wrap(secret));
  return secret;
};

const ownIdentity = async (data: string, config: ReadConfig): Promise<Identity> => {
  const opened = await openOwnKeys(data, config);
  try {
    const { keys } = opened;
    let installed = [...(await installedRecipients(data)).values()];
    return {
      signer: () => keys.signer(),
      wrapper: keys.wrapper,
      recipients: (at) => recipientsAt(installed, at),
      line: () => keys.line(),
      receiptTrust: await readCertificates(placeIn(config, config.backend.receipts)),
      certificates: () =>
        new Map([
          ...keys
            .certificates()
            .map(({ purpose, certificate }) => [`The ${purpose} certificate`, certificate] as const),
          ...newestOfEach(installed).map(
            (der) =>
              [`The recipient certificate of ${nameWords(new X509Certificate(der).subject)}`, der] as const,
          ),
        ]),
      check: () => keys.check(),
      refresh: async () => {
        installed = [...(await installedRecipients(data)).values()];
        return keys.refresh();
      },
      [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
    };
  } catch (error) {
    await opened[Symbol.asyncDispose]();
    throw error;
  }
};

const VAULT_KEY = 32;

/** A trial's key for unfinished sessions, for its owner alone. Whoever takes the disk takes it too. */
const trialWrapper = async (data: string): Promise<KeyWrapper> => {
  const file = path.join(data, "sessions.key");
  const kept = await systemFiles.read(file);
  const secret = kept?.length === VAULT_KEY ? kept : systemRandom("vault key", VAULT_KEY);
  if (secret !== kept) {
    await systemFiles.makeFolder(data);
    await writeDurably(systemFiles, file, secret);
  }
  return secretWrapper(secret);
};

const specimenIdentity = async (data: string): Promise<Identity> => {
  const specimen = specimenKeys();
  const [own] = specimen.kiosk.certificates;
  return {
    specimen,
    signer: () => specimen.kiosk,
    wrapper: await trialWrapper(data),
    recipients: (at) => recipientsAt(specimen.recipients, at),
    line: () => undefined,
    receiptTrust: specimen.trust,
    certificates: () =>
      new Map(
        [
          ["The specimen certificate", own] as const,
          ["The specimen recipient", specimen.recipients[0]] as const,
        ].flatMap(([name, der]) => (der === undefined ? [] : [[name, der] as const])),
      ),
    check: () => Promise.resolve(),
    refresh: () => Promise.resolve(false),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
};

/** The same, signing and sending as `kiosk` alone: throws OutsideFault key-missing for a certificate of another's name. */
export const asKiosk = (identity: Identity, kiosk: string): Identity => {
  if (identity.specimen !== undefined) return identity;
  const named = <T extends { readonly certificates: readonly Uint8Array[] }>(
    purpose: KeyPurpose,
    shown: T,
  ): T => {
    const [own] = shown.certificates;
    if (own !== undefined) demandOwnName(kiosk, purpose, own);
    return shown;
  };
  return {
    ...identity,
    signer: () => named("signing", identity.signer()),
    line: () => {
      const line = identity.line();
      return line === undefined ? undefined : named("line", line);
    },
  };
};

/** Throws OutsideFault key-missing (passphrase, token) or input-missing (certificates). */
export const openIdentity = (data: string, config: ReadConfig | undefined): Promise<Identity> =>
  config === undefined ? specimenIdentity(data) : ownIdentity(data, config);
