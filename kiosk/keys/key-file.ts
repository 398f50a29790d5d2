/**
 * Keys in a file under a passphrase: scrypt (RFC 7914) to AES-256-GCM over the whole content. The header is
 * authenticated, its costs are bounded, and nothing of it is secret.
 */
import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  scrypt,
  type KeyObject,
} from "node:crypto";
import { z } from "zod";
import { OutsideFault } from "../../api/base/faults.ts";
import { writeDurably, type FileSystem } from "../../api/base/files.ts";
import { readBounded } from "../../api/base/json-file.ts";
import type { RandomSource } from "../../api/base/random.ts";
import type { TokenKey } from "./token.ts";

/** Log2 of scrypt's N; r is 8 and p is 3, as OWASP pairs them with 2^15. Only tests lower what is usual. */
export const COST: { readonly least: 10; usual: number; readonly most: 20 } = {
  least: 10,
  usual: 15,
  most: 20,
};

const base64 = z.base64();
const fileSchema = z.strictObject({
  format: z.literal("kiosk-keys"),
  version: z.literal(1),
  scrypt: z.strictObject({ cost: z.int().min(COST.least).max(COST.most), salt: base64 }),
  nonce: base64,
  sealed: base64,
});

const contentSchema = z.strictObject({
  keys: z.array(
    z.strictObject({
      name: z.string(),
      pkcs8: base64.optional(),
      token: z.strictObject({ id: z.string().regex(/^[0-9a-f]{2,64}$/u), spki: base64 }).optional(),
      certificates: z.array(base64),
      createdAt: z.int(),
    }),
  ),
  secrets: z.array(z.strictObject({ name: z.string(), value: base64 })),
});

/** The private key itself, or where in the token it lies. */
export type KeyPlace =
  | { readonly kind: "file"; readonly privateKey: KeyObject }
  | { readonly kind: "token"; readonly key: TokenKey };

export interface StoredKey {
  readonly name: string;
  readonly place: KeyPlace;
  /** DER, the key's own certificate first; empty before it was certified. */
  readonly certificates: readonly Uint8Array[];
  readonly createdAt: number;
}

export interface KeyContent {
  readonly keys: readonly StoredKey[];
  /** Symmetric secrets, e.g. the one that wraps session keys. */
  readonly secrets: ReadonlyMap<string, Uint8Array>;
}

const derive = (passphrase: string, salt: Uint8Array, cost: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const N = 2 ** cost;
    scrypt(passphrase.normalize("NFKC"), salt, 32, { N, r: 8, p: 3, maxmem: 256 * N * 8 }, (error, derived) =>
      error === null ? resolve(derived) : reject(error),
    );
  });

/** What GCM authenticates beside the content. */
const headerBytes = (cost: number, salt: string) =>
  Buffer.from(JSON.stringify(["kiosk-keys", 1, cost, salt]));

const encode64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");

type WrittenPlace = Pick<z.input<typeof contentSchema>["keys"][number], "pkcs8" | "token">;

const placeOf = (place: KeyPlace): WrittenPlace =>
  place.kind === "file"
    ? { pkcs8: encode64(place.privateKey.export({ format: "der", type: "pkcs8" })) }
    : {
        token: {
          id: place.key.id,
          spki: encode64(place.key.publicKey.export({ format: "der", type: "spki" })),
        },
      };

const der = (text: string): Buffer => Buffer.from(text, "base64");

const placeIn = ({ pkcs8, token }: z.infer<typeof contentSchema>["keys"][number], file: string): KeyPlace => {
  if (pkcs8 !== undefined)
    return {
      kind: "file",
      privateKey: createPrivateKey({ key: der(pkcs8), format: "der", type: "pkcs8" }),
    };
  if (token === undefined)
    throw new OutsideFault("input-malformed", `${file} names a key without saying where it is.`);
  const publicKey = createPublicKey({ key: der(token.spki), format: "der", type: "spki" });
  return { kind: "token", key: { id: token.id, publicKey } };
};

/** Writes the file anew, durably; fresh salt and nonce each time. */
export const saveKeys = async (
  files: FileSystem,
  file: string,
  passphrase: string,
  content: KeyContent,
  random: RandomSource,
  cost: number = COST.usual,
): Promise<void> => {
  const salt = encode64(random("key file salt", 16));
  const nonce = random("key file nonce", 12);
  const key = await derive(passphrase, Buffer.from(salt, "base64"), cost);
  const plain = JSON.stringify({
    keys: content.keys.map((stored) => ({
      name: stored.name,
      ...placeOf(stored.place),
      certificates: stored.certificates.map(encode64),
      createdAt: stored.createdAt,
    })),
    secrets: [...content.secrets].map(([name, value]) => ({ name, value: encode64(value) })),
  } satisfies z.input<typeof contentSchema>);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(headerBytes(cost, salt));
  const sealed = Buffer.concat([cipher.update(plain, "utf8"), cipher.final(), cipher.getAuthTag()]);
  const whole = {
    format: "kiosk-keys",
    version: 1,
    scrypt: { cost, salt },
    nonce: encode64(nonce),
    sealed: encode64(sealed),
  } satisfies z.input<typeof fileSchema>;
  await writeDurably(files, file, Buffer.from(`${JSON.stringify(whole, null, 2)}\n`));
};

const parsed = (bytes: Uint8Array, file: string): z.infer<typeof fileSchema> => {
  try {
    return fileSchema.parse(JSON.parse(Buffer.from(bytes).toString("utf8")));
  } catch (cause) {
    throw new OutsideFault(
      "input-malformed",
      `${file} is not a key file of this kiosk; restore it from its copy.`,
      {
        cause,
      },
    );
  }
};

const open = (sealed: Buffer, key: Buffer, nonce: Buffer, header: Buffer, file: string): string => {
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, nonce)
      .setAAD(header)
      .setAuthTag(sealed.subarray(-16));
    return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]).toString("utf8");
  } catch (cause) {
    throw new OutsideFault("key-missing", `${file} does not open with this passphrase; give the right one.`, {
      cause,
    });
  }
};

/** Undefined: there is no such file. Throws OutsideFault key-missing (passphrase) or input-malformed. */
export const loadKeys = async (
  files: FileSystem,
  file: string,
  passphrase: string,
): Promise<KeyContent | undefined> => {
  const bytes = await readBounded(files, file, "a key file", 1024 * 1024);
  if (bytes === undefined) return undefined;
  const { scrypt: kdf, nonce, sealed } = parsed(bytes, file);
  const key = await derive(passphrase, Buffer.from(kdf.salt, "base64"), kdf.cost);
  const plain = open(
    Buffer.from(sealed, "base64"),
    key,
    Buffer.from(nonce, "base64"),
    headerBytes(kdf.cost, kdf.salt),
    file,
  );
  const content = contentSchema.parse(JSON.parse(plain));
  return {
    keys: content.keys.map((stored) => ({
      name: stored.name,
      place: placeIn(stored, file),
      certificates: stored.certificates.map((der) => new Uint8Array(Buffer.from(der, "base64"))),
      createdAt: stored.createdAt,
    })),
    secrets: new Map(
      content.secrets.map(({ name, value }) => [name, new Uint8Array(Buffer.from(value, "base64"))]),
    ),
  };
};
