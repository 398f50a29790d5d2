/** What stands behind the kiosk's keys: a passphrase and the file alone, or a token that keeps them and the file's secret. */
import { generateKeyPairSync } from "node:crypto";
import path from "node:path";
import { OutsideFault } from "../../api/base/faults.ts";
import { writeDurably, type FileSystem } from "../../api/base/files.ts";
import type { KeyWrapper } from "../../api/base/key-wrap.ts";
import type { RandomSource } from "../../api/base/random.ts";
import { keySigner, type Signer } from "../../api/formats/cms/signer.ts";
import type { KeyPlace } from "./key-file.ts";
import type { KeyPurpose } from "./purpose.ts";
import { tokenWrapper } from "./token-wrap.ts";
import type { Token } from "./token.ts";

const TOKEN_LABEL = "enrolment kiosk";

/** What opens the key file, and makes and uses the keys. */
export interface Unlocked {
  readonly passphrase: string;
  readonly wrapper?: KeyWrapper;
  check(): Promise<void>;
  make(purpose: KeyPurpose): Promise<KeyPlace>;
  signer(place: KeyPlace, certificates: readonly Uint8Array[]): Signer;
}

const inFile = (): KeyPlace => ({
  kind: "file",
  privateKey: generateKeyPairSync("ec", { namedCurve: "prime256v1" }).privateKey,
});

export const byPassphrase = (passphrase: string): Unlocked => ({
  passphrase,
  check: () => Promise.resolve(),
  make: () => Promise.resolve(inFile()),
  signer: (place, certificates) => {
    if (place.kind === "file") return keySigner(place.privateKey, certificates);
    throw new OutsideFault(
      "key-missing",
      "The signing key lies in a token; name the token in the configuration.",
    );
  },
});

export const noKeys = (folder: string): never => {
  throw new OutsideFault(
    "key-missing",
    `There are no keys in ${folder}: kiosk keys request makes them; where there were some, restore the whole folder from its copy.`,
  );
};

const lost = (): never => {
  throw new OutsideFault(
    "key-missing",
    "The token does not hold this kiosk's keys; plug in the kiosk's own.",
  );
};

interface TokenParts {
  readonly files: FileSystem;
  readonly folder: string;
  readonly random: RandomSource;
}

/** The file's secret is made once, and lies beside it wrapped by the token's key. `fresh`: there is no key file yet. */
export const byToken = async (
  { files, folder, random }: TokenParts,
  token: Token,
  fresh: boolean,
): Promise<Unlocked> => {
  const label = `${TOKEN_LABEL} wrapping`;
  const key = (await token.find(label)) ?? (fresh ? await token.generate(label) : lost());
  const wrapper = tokenWrapper(token, key, random);
  const file = path.join(folder, "keys.secret");
  const kept = await files.read(file);
  if (kept === undefined && !fresh) noKeys(folder);
  const secret = kept === undefined ? random("key file secret", 32) : await wrapper.unwrap(kept);
  if (secret === undefined)
    throw new OutsideFault("key-missing", `${file} is not of this token; plug in the kiosk's own.`);
  if (kept === undefined) {
    await files.makeFolder(folder);
    await writeDurably(files, file, await wrapper.wrap(secret));
  }
  return {
    passphrase: Buffer.from(secret).toString("base64"),
    wrapper,
    check: async () => {
      if ((await token.find(label)) === undefined) lost();
    },
    // TLS signs in the token only through OpenSSL's engine.
    make: async (purpose) =>
      purpose === "line" && token.forTls("") === undefined
        ? inFile()
        : { kind: "token", key: await token.generate(`${TOKEN_LABEL} ${purpose}`) },
    signer: (place, certificates) =>
      place.kind === "file"
        ? keySigner(place.privateKey, certificates)
        : {
            certificates,
            algorithm: "ecdsa-p256-sha256",
            sign: (message) => token.sign(place.key.id, message),
          },
  };
};
