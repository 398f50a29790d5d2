/**
 * Recipients that a quantum computer does not help against: the key-encryption key follows from ML-KEM-768 and from
 * ECDH together, so both must fall. Carried as a KEMRecipientInfo (RFC 9629) with a KEM of our own (OID.hybridKem).
 */
import { createPublicKey, hkdfSync } from "node:crypto";
import { OutsideFault } from "../../base/faults.ts";
import { wrapKey } from "../../base/key-wrap.ts";
import type { RandomSource } from "../../base/random.ts";
import { decode, encode } from "../../bytes/der.ts";
import { digest } from "./algorithms.ts";
import { sameId, type Certificate } from "./certificate.ts";
import { agree, agreeBack, curveOf, KEY_LENGTH, pointOf, unwrapFor, wrapAlgorithm } from "./key-agreement.ts";
import { decapsulate, encapsulate, ML_KEM_768 } from "./ml-kem.ts";
import { OID } from "./oids.ts";
import { kemOtherInfo, kemRecipientInfo, type RecipientInfo } from "./structures.ts";
import type { RecipientKey } from "./recipient-key.ts";

export interface HybridRecipient {
  /** DER; for key agreement on P-256 or P-384. */
  readonly certificate: Uint8Array;
  /** Encapsulation key (FIPS 203), 1,184 bytes, installed together with the certificate and as much to be trusted. */
  readonly mlKem768: Uint8Array;
}

const LABEL = Buffer.from("kiosk hybrid ML-KEM-768 ECDH v1");

interface Secrets {
  readonly mlKem: Uint8Array;
  readonly ecdh: Uint8Array;
}

/** Both secrets, bound to both ciphertexts and to the recipient's point. */
const combine = (secrets: Secrets, ciphertext: Uint8Array, recipientPoint: Uint8Array): Uint8Array =>
  digest("sha256", secrets.mlKem, secrets.ecdh, ciphertext, recipientPoint, LABEL);

const wrapKeyOf = (secret: Uint8Array): Uint8Array => {
  const info = encode(kemOtherInfo, { wrap: wrapAlgorithm, wrapKeyLength: KEY_LENGTH });
  return new Uint8Array(hkdfSync("sha256", secret, new Uint8Array(), info, KEY_LENGTH));
};

/** @throws OutsideFault policy-refused */
export const hybridFor = (
  certificate: Certificate,
  recipient: HybridRecipient,
  key: Uint8Array,
  random: RandomSource,
): RecipientInfo => {
  const curve = curveOf(certificate.publicKey);
  if (curve === undefined || recipient.mlKem768.length !== ML_KEM_768.publicKey)
    throw new OutsideFault(
      "policy-refused",
      `A hybrid recipient needs a P-256 or P-384 certificate and an ML-KEM-768 key of ${ML_KEM_768.publicKey} bytes: ask the backend for both.`,
    );
  const { point, secret: ecdh } = agree(certificate.publicKey, curve, random);
  const kem = encapsulate(recipient.mlKem768, random);
  const ciphertext = Buffer.concat([kem.ciphertext, point]);
  const secret = combine({ mlKem: kem.secret, ecdh }, ciphertext, pointOf(certificate.publicKey));
  const value = encode(kemRecipientInfo, {
    version: 0,
    rid: certificate.id,
    kem: { algorithm: OID.hybridKem },
    ciphertext,
    kdf: { algorithm: OID.hkdfSha256 },
    wrapKeyLength: KEY_LENGTH,
    wrap: wrapAlgorithm,
    encryptedKey: wrapKey(wrapKeyOf(secret), key),
  });
  return { kind: "other", value: { type: OID.oriKem, value } };
};

/** The content key, or none when the packet's recipient is another or the key lacks its post-quantum half. */
export const openHybrid = (
  other: { readonly type: string; readonly value: Uint8Array },
  { key, certificate, mlKem768 }: RecipientKey,
  label: string,
): Uint8Array[] => {
  const curve = curveOf(key);
  if (other.type !== OID.oriKem || curve === undefined || mlKem768 === undefined) return [];
  const info = decode(kemRecipientInfo, other.value, label);
  if (certificate !== undefined && !sameId(info.rid, certificate.id)) return [];
  const plain =
    info.version === 0 &&
    info.kem.algorithm === OID.hybridKem &&
    info.kdf.algorithm === OID.hkdfSha256 &&
    info.wrap.algorithm === OID.aes256Wrap &&
    info.wrapKeyLength === KEY_LENGTH &&
    [info.kem, info.kdf, info.wrap].every(({ parameters }) => parameters === undefined) &&
    info.ukm === undefined;
  if (!plain || info.ciphertext.length <= ML_KEM_768.ciphertext || mlKem768.length !== ML_KEM_768.secretKey)
    throw new OutsideFault("input-malformed", `${label}: a key encapsulation other than ours (RFC 9629 3)`);
  const point = info.ciphertext.subarray(ML_KEM_768.ciphertext);
  const secrets = {
    mlKem: decapsulate(info.ciphertext.subarray(0, ML_KEM_768.ciphertext), mlKem768),
    ecdh: agreeBack(key, point, curve, label),
  };
  const secret = combine(secrets, info.ciphertext, pointOf(createPublicKey(key)));
  return [unwrapFor(wrapKeyOf(secret), info.encryptedKey, label)];
};
