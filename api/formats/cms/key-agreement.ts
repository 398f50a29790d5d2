/** Ephemeral-static ECDH with the X9.63 key derivation and AES-256 key wrap (RFC 5753 sections 3.1 and 7.2). */
import { createECDH, createPublicKey, diffieHellman, type KeyObject } from "node:crypto";
import { Bug, OutsideFault } from "../../base/faults.ts";
import { unwrapKey } from "../../base/key-wrap.ts";
import type { RandomSource } from "../../base/random.ts";
import { decode, encode, sequence } from "../../bytes/der.ts";
import { bitString } from "../../bytes/der-types.ts";
import { digest, type HashName } from "./algorithms.ts";
import { OID } from "./oids.ts";
import { algorithmIdentifier, eccCmsSharedInfo } from "./structures.ts";
import { oid } from "../../bytes/der-types.ts";

/** The derivation's hash grows with the curve. */
export const CURVES = {
  prime256v1: { oid: OID.p256, bytes: 32, hash: "sha256", scheme: OID.ecdhSha256 },
  secp384r1: { oid: OID.p384, bytes: 48, hash: "sha384", scheme: OID.ecdhSha384 },
} as const satisfies Record<string, { oid: string; bytes: number; hash: HashName; scheme: string }>;
export type Curve = keyof typeof CURVES;

export const curveOf = (key: KeyObject): Curve | undefined => {
  const name = key.asymmetricKeyDetails?.namedCurve;
  return name === "prime256v1" || name === "secp384r1" ? name : undefined;
};

export const KEY_LENGTH = 32;
export const wrapAlgorithm = { algorithm: OID.aes256Wrap } as const;

const subjectPublicKeyInfo = sequence("SubjectPublicKeyInfo", {
  algorithm: algorithmIdentifier,
  key: bitString,
});

/** The point of a public key, uncompressed (SEC 1 section 2.3.3). */
export const pointOf = (key: KeyObject): Uint8Array =>
  decode(subjectPublicKeyInfo, key.export({ type: "spki", format: "der" })).key;

const MAX_POINT = 1 + 2 * 48;

/** A public key from its point. @throws OutsideFault input-malformed: not a point of the curve */
export const keyOfPoint = (curve: Curve, point: Uint8Array, label: string): KeyObject => {
  const { oid: parameters } = CURVES[curve];
  if (point.length > MAX_POINT)
    throw new OutsideFault("input-malformed", `${label}: a public key of ${point.length} bytes`);
  const spki = encode(subjectPublicKeyInfo, {
    algorithm: { algorithm: OID.ecPublicKey, parameters: encode(oid, parameters) },
    key: point,
  });
  try {
    return createPublicKey({ key: Buffer.from(spki), format: "der", type: "spki" });
  } catch (cause) {
    throw new OutsideFault(
      "input-malformed",
      `${label}: the ephemeral key is no point of ${curve} (SEC 1 3.2.2)`,
      { cause },
    );
  }
};

export interface Ephemeral {
  readonly point: Uint8Array;
  /** Shared secret: the x coordinate, as long as the field. */
  readonly secret: Uint8Array;
}

const MAX_TRIES = 64;

/** A fresh key for one message, from the injected randomness. */
export const agree = (recipient: KeyObject, curve: Curve, random: RandomSource): Ephemeral => {
  const ecdh = createECDH(curve);
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    try {
      ecdh.setPrivateKey(random("ephemeral-key", CURVES[curve].bytes));
    } catch {
      // Zero, or not below the group's order: once in 2^32 for P-256.
      continue;
    }
    return { point: ecdh.getPublicKey(), secret: ecdh.computeSecret(pointOf(recipient)) };
  }
  throw new Bug("the random source gives no usable private key");
};

/** The same secret at the other end. */
export const agreeBack = (own: KeyObject, point: Uint8Array, curve: Curve, label: string): Uint8Array =>
  diffieHellman({ privateKey: own, publicKey: keyOfPoint(curve, point, label) });

/** X9.63 key derivation (SEC 1 section 3.6.1) of a key-encryption key. */
export const deriveWrapKey = (
  secret: Uint8Array,
  hash: HashName,
  userKeyingMaterial?: Uint8Array,
): Uint8Array => {
  const info = encode(eccCmsSharedInfo, {
    keyInfo: wrapAlgorithm,
    ...(userKeyingMaterial === undefined ? {} : { entityUInfo: userKeyingMaterial }),
    suppPubInfo: Uint8Array.of(0, 0, (KEY_LENGTH * 8) >> 8, (KEY_LENGTH * 8) & 0xff),
  });
  // One block is enough: every hash in use gives at least 32 bytes.
  return digest(hash, secret, Uint8Array.of(0, 0, 0, 1), info).subarray(0, KEY_LENGTH);
};

/** @throws OutsideFault key-missing: this key does not open it */
export const unwrapFor = (wrap: Uint8Array, wrapped: Uint8Array, label: string): Uint8Array => {
  const key = unwrapKey(wrap, wrapped);
  if (key !== undefined) return key;
  throw new OutsideFault(
    "key-missing",
    `${label}: this key does not open it; use the key of one of its recipients.`,
  );
};
