/** Who signs. A key file, a PKCS#11 token or a specimen key stand behind the same small interface. */
import { sign, type KeyObject } from "node:crypto";
import { OutsideFault } from "../../base/faults.ts";
import { keyOptions, SIGNATURE_ALGORITHMS, type SignatureAlgorithm } from "./algorithms.ts";

export interface Signer {
  /** DER; the signer's own first, then its issuers. Never one that chains to the State's CSCA. */
  readonly certificates: readonly Uint8Array[];
  readonly algorithm: SignatureAlgorithm;
  /**
   * Signs the message itself (hashing is the signer's part).
   * ECDSA answers as DER ECDSA-Sig-Value (RFC 3279 section 2.2.3), RSA-PSS as the signature's octets.
   */
  sign(message: Uint8Array): Promise<Uint8Array>;
}

/** The usual algorithm of a key. @throws OutsideFault policy-refused for a key we do not sign with */
export const algorithmOfKey = (key: KeyObject): SignatureAlgorithm => {
  const curve = key.asymmetricKeyDetails?.namedCurve;
  if (key.asymmetricKeyType === "ec" && curve === "prime256v1") return "ecdsa-p256-sha256";
  if (key.asymmetricKeyType === "ec" && curve === "secp384r1") return "ecdsa-p384-sha384";
  if (key.asymmetricKeyType === "rsa" && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 3072)
    return "rsa-pss-sha256";
  throw new OutsideFault(
    "policy-refused",
    `A key of type ${key.asymmetricKeyType ?? "unknown"} ${curve ?? ""} cannot sign packets: use P-256, P-384 or RSA of 3072 bits and more.`,
  );
};

/** A signer over a private key in this process. */
export const keySigner = (
  key: KeyObject,
  certificates: readonly Uint8Array[],
  algorithm: SignatureAlgorithm = algorithmOfKey(key),
): Signer => ({
  certificates,
  algorithm,
  sign: (message) =>
    Promise.resolve(sign(SIGNATURE_ALGORITHMS[algorithm].hash, message, { key, ...keyOptions(algorithm) })),
});
