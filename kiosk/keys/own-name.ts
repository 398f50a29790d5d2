/** The name in the kiosk's certificates is who the issuer takes it for: it has to be the one that its store knows. */
import { X509Certificate } from "node:crypto";
import { OutsideFault } from "../../api/base/faults.ts";
import type { KeyPurpose } from "./purpose.ts";

const commonName = (certificate: Uint8Array): string =>
  /^CN=(.*)$/mu.exec(new X509Certificate(certificate).subject)?.[1] ?? "nobody";

/** Throws OutsideFault key-missing where the certificate (DER) names another than `kiosk`. */
export const demandOwnName = (kiosk: string, purpose: KeyPurpose, certificate: Uint8Array): void => {
  const name = commonName(certificate);
  if (name === kiosk) return;
  throw new OutsideFault(
    "key-missing",
    `The certificate for ${purpose} names ${name}, and this kiosk is ${kiosk}: the issuer refuses what comes under it. Ask the authority for one that names ${kiosk} (kiosk keys request, kiosk keys install).`,
  );
};
