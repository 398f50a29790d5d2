/** CMS SignedData with signed attributes (RFC 5652 section 5): one signer, DER, reproducible but for the signature. */
import { encode } from "../../bytes/der.ts";
import { octetString, oid, time } from "../../bytes/der-types.ts";
import { Bug } from "../../base/faults.ts";
import type { Milliseconds } from "../../words/units.ts";
import { digest, hashIdentifier, SIGNATURE_ALGORITHMS, signatureIdentifier } from "./algorithms.ts";
import { readCertificate } from "./certificate.ts";
import { OID } from "./oids.ts";
import type { Signer } from "./signer.ts";
import { contentInfo, signedAttributes, signedData } from "./structures.ts";

export interface ToSign {
  readonly content: Uint8Array;
  /** Dotted; OID.data for plain content. */
  readonly contentType: string;
  /** Leave the content out: it travels beside the signature. */
  readonly detached: boolean;
  readonly signingTime: Milliseconds;
  /** Certificates to carry; the signer's own when absent. */
  readonly certificates?: readonly Uint8Array[];
}

const attribute = (type: string, value: Uint8Array) => ({ type, values: [value] });

/** A ContentInfo with SignedData, DER. */
export const signMessage = async (message: ToSign, signer: Signer): Promise<Uint8Array> => {
  const own = signer.certificates[0];
  if (own === undefined) throw new Bug("a signer without certificate");
  const { hash } = SIGNATURE_ALGORITHMS[signer.algorithm];
  const signedAttrs = [
    attribute(OID.contentType, encode(oid, message.contentType)),
    attribute(OID.signingTime, encode(time, message.signingTime)),
    attribute(OID.messageDigest, encode(octetString(), digest(hash, message.content))),
  ];
  const signature = await signer.sign(encode(signedAttributes, signedAttrs));
  const content = encode(signedData, {
    // RFC 5652 section 5.1: 3 once the content is not plain data, else 1 with issuerAndSerialNumber.
    version: message.contentType === OID.data ? 1 : 3,
    digestAlgorithms: [hashIdentifier(hash)],
    encapContentInfo: {
      eContentType: message.contentType,
      ...(message.detached ? {} : { eContent: message.content }),
    },
    certificates: message.certificates ?? [own],
    signerInfos: [
      {
        version: 1,
        sid: { kind: "issuerAndSerial", value: readCertificate(own, "signer's certificate").id },
        digestAlgorithm: hashIdentifier(hash),
        signedAttrs,
        signatureAlgorithm: signatureIdentifier(signer.algorithm),
        signature,
      },
    ],
  });
  return encode(contentInfo, { contentType: OID.signedData, content });
};
