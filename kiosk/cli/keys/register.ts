/** kiosk keys list|request|install|recipient: the kiosk's own certificates, and whom it seals to. */
import { Option } from "commander";
import { addCommand, group, type Register } from "../command.ts";
import type { KeyPurpose } from "../../keys/purpose.ts";

interface Common {
  readonly json?: boolean;
}

const purposeOption = () =>
  new Option("--purpose <what>", "signing (packets and audit) or line (the connection to the backend)")
    .choices(["signing", "line"])
    .default("signing");

export const registerKeys: Register = (program, shell) => {
  const keys = group(program, "keys", "the kiosk's own keys, and the issuers' recipient certificates");
  addCommand(
    keys,
    "list",
    "every certificate with its validity; says days ahead what must be renewed",
    "kiosk keys list",
  ).action(async (options: Common) => {
    const { listKeys } = await import("./list.ts");
    await listKeys(shell, options);
  });
  addCommand(
    keys,
    "request",
    "a certificate request (PKCS #10), the first or for renewal",
    "kiosk keys request --out kiosk.csr.pem",
  )
    .addOption(purposeOption())
    .option("--out <file>", "where to; without it, printed")
    .action(async (options: Common & { readonly purpose: KeyPurpose; readonly out?: string }) => {
      const { requestCertificate } = await import("./own.ts");
      await requestCertificate(shell, options);
    });
  addCommand(
    keys,
    "install <pem>",
    "the authority's answer: the certificate, its issuers behind it",
    "kiosk keys install kiosk.pem",
  ).action(async (file: string, options: Common) => {
    const { installCertificate } = await import("./own.ts");
    await installCertificate(shell, file, options);
  });
  addCommand(
    keys,
    "recipient <pem>",
    "take in an issuer's recipient certificate; a renewal stands beside what it renews",
    "kiosk keys recipient issuer-2027.pem",
  )
    .option("--remove", "no longer seal to this one, which was taken in before")
    .action(async (file: string, options: Common & { readonly remove?: boolean }) => {
      const { addRecipient, removeRecipient } = await import("./recipient.ts");
      await (options.remove === true ? removeRecipient : addRecipient)(shell, file, options);
    });
};
