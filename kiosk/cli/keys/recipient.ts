/** Takes in an issuer's recipient certificate. */
import { createHash, X509Certificate } from "node:crypto";
import path from "node:path";
import { systemClock } from "../../../api/base/clock.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { id } from "../../../api/base/log.ts";
import { removeDurably, systemFiles, writeDurably } from "../../../api/base/files.ts";
import { systemRandom } from "../../../api/base/random.ts";
import { demandRecipient } from "../../../api/formats/cms/envelope.ts";
import { readCertificate } from "../../../api/formats/cms/certificate.ts";
import { nameWords, validityOf } from "../../keys/recipients.ts";
import type { Shell } from "../command.ts";
import { recipientsFolder } from "../runtime/identity.ts";
import { readCertificates } from "../trust.ts";
import { demandConfig, withQueue } from "./own.ts";

const sha256 = (der: Uint8Array): string => createHash("sha256").update(der).digest("hex");
const nameOf = (der: Uint8Array): string => `${sha256(der).slice(0, 32)}.pem`;

const certificateIn = async (file: string): Promise<Uint8Array> => {
  const [der] = await readCertificates(file);
  if (der === undefined) throw new OutsideFault("input-malformed", `${file} holds no certificate.`);
  return der;
};

const note = async (
  shell: Shell,
  event: "recipient-installed" | "recipient-removed",
  { raw, validTo }: X509Certificate,
): Promise<void> => {
  await withQueue(shell, (queue) =>
    queue.audit.record(event, { sha256: id(sha256(raw)), until: id(validTo) }),
  );
};

/** An issuer that packets are no longer sealed to; else the end of its certificate would close the kiosk. */
export const removeRecipient = async (
  shell: Shell,
  file: string,
  options: { readonly json?: boolean },
): Promise<void> => {
  await demandConfig(shell);
  const der = await certificateIn(file);
  const installed = path.join(recipientsFolder(shell.dataDirectory()), nameOf(der));
  const own = new X509Certificate(der);
  const subject = nameWords(own.subject);
  if ((await systemFiles.size(installed)) === undefined)
    throw new OutsideFault(
      "input-missing",
      `This certificate of ${subject} is not installed; see kiosk keys list, and the folder recipients of the state folder.`,
    );
  await removeDurably(systemFiles, installed);
  await note(shell, "recipient-removed", own);
  shell.terminal.print(
    options.json === true
      ? JSON.stringify({ subject, removed: nameOf(der) })
      : `Packets are no longer sealed to this certificate of ${subject}; a running kiosk notices within seconds.`,
  );
};

export const addRecipient = async (
  shell: Shell,
  file: string,
  options: { readonly json?: boolean },
): Promise<void> => {
  await demandConfig(shell);
  const der = await certificateIn(file);
  demandRecipient(der, systemRandom);
  const { kind, daysLeft } = validityOf(readCertificate(der, file), systemClock.now());
  const own = new X509Certificate(der);
  const subject = nameWords(own.subject);
  if (kind === "ended")
    throw new OutsideFault(
      "key-expired",
      `The certificate of ${subject} ended ${-daysLeft} days ago; ask the issuer for its new one.`,
    );
  const name = nameOf(der);
  await systemFiles.makeFolder(recipientsFolder(shell.dataDirectory()));
  await writeDurably(
    systemFiles,
    path.join(recipientsFolder(shell.dataDirectory()), name),
    Buffer.from(own.toString()),
  );
  // Whoever it is can open every packet from now on.
  await note(shell, "recipient-installed", own);
  shell.terminal.print(
    options.json === true
      ? JSON.stringify({ subject, validTo: own.validTo, file: name })
      : `Packets are sealed to ${subject} until ${own.validTo}; a running kiosk takes it up within seconds.`,
  );
};
