/** Keys of the scenarios' kiosk: the specimen issuer's, signing so that the same packet gets the same signature (RFC 6979). */
import { specimenSigner } from "../../../api/formats/cms/repeatable-ecdsa.ts";
import { specimenAuthority } from "../../../api/formats/cms/specimen.ts";
import { specimenKeys, type SpecimenKeys } from "../../keys/specimen.ts";

const SEED = "specimen kiosk";

export const benchKeys = (): SpecimenKeys => {
  const { ca, kiosk } = specimenAuthority({ seed: SEED });
  return { ...specimenKeys(SEED), kiosk: specimenSigner(kiosk.key, [kiosk.certificate, ca.certificate]) };
};
