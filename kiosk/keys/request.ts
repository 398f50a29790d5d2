/** A certificate request (PKCS #10, RFC 2986): the public key and the kiosk's id, signed with the key it asks for. */
import type { KeyObject } from "node:crypto";
import { signatureIdentifier } from "../../api/formats/cms/algorithms.ts";
import { nameElement } from "../../api/formats/cms/certificate.ts";
import { OID } from "../../api/formats/cms/oids.ts";
import type { Signer } from "../../api/formats/cms/signer.ts";
import { algorithmIdentifier } from "../../api/formats/cms/structures.ts";
import { anyElement, encode, listOf, sequence, tagged } from "../../api/bytes/der.ts";
import { bitString, integer, printableString, utf8String } from "../../api/bytes/der-types.ts";

const requestInfo = sequence("CertificationRequestInfo", {
  version: integer,
  subject: anyElement,
  publicKey: anyElement,
  attributes: tagged(0xa0, "attributes", listOf(anyElement)),
});

const request = sequence("CertificationRequest", {
  info: anyElement,
  algorithm: algorithmIdentifier,
  signature: bitString,
});

export interface RequestSubject {
  /** Two letters. */
  readonly country: string;
  /** The mission. */
  readonly organization: string;
  /** The kiosk's id; the intake knows the kiosk by it. */
  readonly commonName: string;
}

const pem = (der: Uint8Array): string => {
  const lines = Buffer.from(der)
    .toString("base64")
    .replaceAll(/.{64}(?=.)/gu, "$&\n");
  return `-----BEGIN CERTIFICATE REQUEST-----\n${lines}\n-----END CERTIFICATE REQUEST-----\n`;
};

/** PEM. The same for a renewal: a new key, the same subject. */
export const certificateRequest = async (
  signer: Signer,
  publicKey: KeyObject,
  subject: RequestSubject,
): Promise<string> => {
  const info = encode(requestInfo, {
    version: 0,
    subject: encode(nameElement, [
      [{ type: OID.country, value: encode(printableString, subject.country) }],
      [{ type: OID.organization, value: encode(utf8String, subject.organization) }],
      [{ type: OID.commonName, value: encode(utf8String, subject.commonName) }],
    ]),
    publicKey: publicKey.export({ type: "spki", format: "der" }),
    attributes: [],
  });
  const signature = await signer.sign(info);
  return pem(encode(request, { info, algorithm: signatureIdentifier(signer.algorithm), signature }));
};
