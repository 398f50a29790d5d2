/** RSAES-OAEP with SHA-256 for hash and mask (RFC 4055 section 4.1). */
import { constants, privateDecrypt, type KeyObject } from "node:crypto";
import { OutsideFault } from "../../base/faults.ts";
import { decode, encode, explicit, optional, sequence, anyElement } from "../../bytes/der.ts";
import { hashOf, mgf1Identifier } from "./algorithms.ts";
import { OID } from "./oids.ts";
import { algorithmIdentifier, type AlgorithmIdentifier } from "./structures.ts";

const oaepParameters = sequence("RSAES-OAEP-params", {
  hashFunc: explicit(0xa0, algorithmIdentifier),
  maskGenFunc: explicit(0xa1, algorithmIdentifier),
  pSourceFunc: optional(explicit(0xa2, anyElement)),
});

export const oaepIdentifier: AlgorithmIdentifier = {
  algorithm: OID.rsaOaep,
  parameters: encode(oaepParameters, {
    hashFunc: decode(algorithmIdentifier, mgf1Identifier("sha256").parameters ?? new Uint8Array()),
    maskGenFunc: mgf1Identifier("sha256"),
  }),
};

/** @throws OutsideFault key-missing, input-malformed */
export const openTransport = (
  own: KeyObject,
  identifier: AlgorithmIdentifier,
  encryptedKey: Uint8Array,
  label: string,
): Uint8Array => {
  const parameters = identifier.parameters;
  if (
    identifier.algorithm !== OID.rsaOaep ||
    parameters === undefined ||
    hashOf(decode(oaepParameters, parameters, label).hashFunc) !== "sha256"
  )
    throw new OutsideFault("input-malformed", `${label}: key transport other than RSAES-OAEP with SHA-256`);
  try {
    return privateDecrypt(
      { key: own, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" },
      encryptedKey,
    );
  } catch (cause) {
    throw new OutsideFault(
      "key-missing",
      `${label}: this key does not open it; use the key of one of its recipients.`,
      { cause },
    );
  }
};
