/** The few algorithms that may sign: their parameters, and how node:crypto is asked to check them. */
import { constants, createHash, verify, type KeyObject } from "node:crypto";
import { anyElement, decode, encode, explicit, optional, sequence } from "../../bytes/der.ts";
import { integer, nullElement } from "../../bytes/der-types.ts";
import { OID } from "./oids.ts";
import { algorithmIdentifier, type AlgorithmIdentifier } from "./structures.ts";

export const HASHES = { sha256: OID.sha256, sha384: OID.sha384, sha512: OID.sha512 } as const;
export type HashName = keyof typeof HASHES;
const HASH_LENGTH = { sha256: 32, sha384: 48, sha512: 64 } as const;

export const SIGNATURE_ALGORITHMS = {
  "ecdsa-p256-sha256": { hash: "sha256", oid: OID.ecdsaWithSha256, curve: "prime256v1" },
  "ecdsa-p256-sha512": { hash: "sha512", oid: OID.ecdsaWithSha512, curve: "prime256v1" },
  "ecdsa-p384-sha384": { hash: "sha384", oid: OID.ecdsaWithSha384, curve: "secp384r1" },
  "rsa-pss-sha256": { hash: "sha256", oid: OID.rsaPss, curve: undefined },
  "rsa-pss-sha512": { hash: "sha512", oid: OID.rsaPss, curve: undefined },
} as const satisfies Record<string, { hash: HashName; oid: string; curve: string | undefined }>;
export type SignatureAlgorithm = keyof typeof SIGNATURE_ALGORITHMS;

export const digest = (hash: HashName, ...parts: readonly Uint8Array[]): Uint8Array => {
  const state = createHash(hash);
  for (const part of parts) state.update(part);
  return state.digest();
};

/** Digest identifiers omit the NULL (Doc 9303-10 4.6.2.3 note 2, RFC 5754 section 2). */
export const hashIdentifier = (hash: HashName): AlgorithmIdentifier => ({ algorithm: HASHES[hash] });

export const hashOf = ({ algorithm }: AlgorithmIdentifier): HashName | undefined =>
  (Object.keys(HASHES) as HashName[]).find((name) => HASHES[name] === algorithm);

/** RFC 4055 section 3.1; the defaults (SHA-1) are never used, so all three fields stand. */
const pssParameters = sequence("RSASSA-PSS-params", {
  hashAlgorithm: explicit(0xa0, algorithmIdentifier),
  maskGenAlgorithm: explicit(0xa1, algorithmIdentifier),
  saltLength: explicit(0xa2, integer),
  trailerField: optional(explicit(0xa3, anyElement)),
});

const nullParameters = encode(nullElement, undefined);

export const mgf1Identifier = (hash: HashName): AlgorithmIdentifier => ({
  algorithm: OID.mgf1,
  parameters: encode(algorithmIdentifier, { algorithm: HASHES[hash], parameters: nullParameters }),
});

export const signatureIdentifier = (name: SignatureAlgorithm): AlgorithmIdentifier => {
  const { hash, oid } = SIGNATURE_ALGORITHMS[name];
  if (oid !== OID.rsaPss) return { algorithm: oid };
  const parameters = encode(pssParameters, {
    hashAlgorithm: { algorithm: HASHES[hash], parameters: nullParameters },
    maskGenAlgorithm: mgf1Identifier(hash),
    saltLength: HASH_LENGTH[hash],
  });
  return { algorithm: oid, parameters };
};

const isPss = (identifier: AlgorithmIdentifier, hash: HashName): boolean => {
  if (identifier.parameters === undefined) return false;
  const given = decode(pssParameters, identifier.parameters, "RSASSA-PSS-params");
  const mask = given.maskGenAlgorithm;
  return (
    hashOf(given.hashAlgorithm) === hash &&
    mask.algorithm === OID.mgf1 &&
    mask.parameters !== undefined &&
    hashOf(decode(algorithmIdentifier, mask.parameters)) === hash &&
    given.saltLength === HASH_LENGTH[hash] &&
    given.trailerField === undefined
  );
};

/** The algorithm that this identifier, with this key, stands for; undefined: none that we accept. */
export const signatureAlgorithmOf = (
  identifier: AlgorithmIdentifier,
  key: KeyObject,
): SignatureAlgorithm | undefined => {
  const curve = key.asymmetricKeyType === "ec" ? key.asymmetricKeyDetails?.namedCurve : undefined;
  return (Object.keys(SIGNATURE_ALGORITHMS) as SignatureAlgorithm[]).find((name) => {
    const row = SIGNATURE_ALGORITHMS[name];
    if (row.oid !== identifier.algorithm) return false;
    if (row.curve === undefined) return key.asymmetricKeyType === "rsa" && isPss(identifier, row.hash);
    return row.curve === curve && identifier.parameters === undefined;
  });
};

/** What node:crypto wants beside the key. */
export const keyOptions = (name: SignatureAlgorithm) => {
  const { curve, hash } = SIGNATURE_ALGORITHMS[name];
  return curve === undefined
    ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: HASH_LENGTH[hash] }
    : { dsaEncoding: "der" as const };
};

export const verifySignature = (
  name: SignatureAlgorithm,
  key: KeyObject,
  message: Uint8Array,
  signature: Uint8Array,
): boolean => verify(SIGNATURE_ALGORITHMS[name].hash, message, { key, ...keyOptions(name) }, signature);
