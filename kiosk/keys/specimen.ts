/** Keys of the test issuer, for rehearsals and subjects flagged synthetic: made from a published seed, without worth. */
import { readCertificate } from "../../api/formats/cms/certificate.ts";
import type { RecipientKey } from "../../api/formats/cms/open.ts";
import { specimenSigner } from "../../api/formats/cms/repeatable-ecdsa.ts";
import { keySigner, type Signer } from "../../api/formats/cms/signer.ts";
import { specimenAuthority } from "../../api/formats/cms/specimen.ts";

export interface SpecimenKeys {
  /** Signs packets. */
  readonly kiosk: Signer;
  /** DER certificates that packets are sealed to. */
  readonly recipients: readonly Uint8Array[];
  /** DER certificates that receipts and packets are trusted under. */
  readonly trust: readonly Uint8Array[];
  /** The embedded test issuer's own: opens packets, signs receipts. */
  readonly issuer: { readonly key: RecipientKey; readonly receipts: Signer };
}

/** The same keys each time, of the specimen policy's certificates. */
export const specimenKeys = (seed = "specimen kiosk"): SpecimenKeys => {
  const { ca, kiosk, backend, receipt } = specimenAuthority({ seed });
  return {
    kiosk: specimenSigner(kiosk.key, [kiosk.certificate, ca.certificate]),
    recipients: [backend.certificate],
    trust: [ca.certificate],
    issuer: {
      key: { key: backend.key, certificate: readCertificate(backend.certificate, "specimen backend") },
      receipts: keySigner(receipt.key, [receipt.certificate, ca.certificate]),
    },
  };
};
