/** Requests for the kiosk's own certificates, and their answers. */
import { X509Certificate } from "node:crypto";
import { systemClock } from "../../../api/base/clock.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { id } from "../../../api/base/log.ts";
import { systemFiles, writeDurably } from "../../../api/base/files.ts";
import { systemRandom } from "../../../api/base/random.ts";
import { isIssuedBy } from "../../../api/formats/cms/certificate.ts";
import { demandOwnName } from "../../keys/own-name.ts";
import type { KeyPurpose } from "../../keys/purpose.ts";
import { nameWords } from "../../keys/recipients.ts";
import { openQueue, type Queue } from "../../queue/open-queue.ts";
import type { Shell } from "../command.ts";
import { placeIn, readConfig, type ReadConfig } from "../runtime/config.ts";
import { openOwnKeys } from "../runtime/identity.ts";
import { readCertificates } from "../trust.ts";

/** Throws OutsideFault input-missing where the kiosk is a trial. */
export const demandConfig = async (shell: Shell): Promise<ReadConfig> => {
  const config = await readConfig(shell.dataDirectory(), shell.configFile());
  if (config !== undefined) return config;
  throw new OutsideFault(
    "input-missing",
    "This kiosk is a trial with specimen keys; write a configuration (docs/configuration.md) to give it keys of its own.",
  );
};

export const withQueue = async <T>(shell: Shell, work: (queue: Queue) => Promise<T>): Promise<T> => {
  const folder = shell.dataDirectory();
  await using queue = await openQueue({
    folder,
    files: systemFiles,
    clock: systemClock,
    random: systemRandom,
  });
  return await work(queue);
};

export const requestCertificate = async (
  shell: Shell,
  options: { readonly json?: boolean; readonly purpose: KeyPurpose; readonly out?: string },
): Promise<void> => {
  const config = await demandConfig(shell);
  const kiosk = await withQueue(shell, (queue) => Promise.resolve(queue.kiosk));
  await using opened = await openOwnKeys(shell.dataDirectory(), config, true);
  const request = await opened.keys.request(options.purpose, {
    country: config.country,
    organization: config.mission,
    commonName: kiosk,
  });
  if (options.out !== undefined) await writeDurably(systemFiles, options.out, Buffer.from(request));
  if (options.json === true)
    return shell.terminal.print(JSON.stringify({ kiosk, purpose: options.purpose, request }));
  shell.terminal.print(
    options.out === undefined
      ? request.trimEnd()
      : `The request of ${kiosk} (${options.purpose}) is in ${options.out}; send it to the authority, then kiosk keys install.`,
  );
};

/** The chain, as far as it goes, is one; and ends at the configured authority, if one is configured. */
const demandChain = async (config: ReadConfig, chain: readonly Uint8Array[]): Promise<void> => {
  for (const [at, der] of chain.entries()) {
    const issuer = chain[at + 1];
    if (issuer !== undefined && !isIssuedBy(der, issuer))
      throw new OutsideFault(
        "signature-invalid",
        `Certificate ${at + 1} of the file was not issued by the next one; give the own first, then its issuers in order.`,
      );
  }
  const last = chain.at(-1);
  if (config.authority === undefined || last === undefined) return;
  const anchors = await readCertificates(placeIn(config, config.authority));
  const known = anchors.some((anchor) => Buffer.from(anchor).equals(last) || isIssuedBy(last, anchor));
  if (!known)
    throw new OutsideFault(
      "signature-invalid",
      "The certificate does not come from the configured authority; nothing was installed.",
    );
};

export const installCertificate = async (
  shell: Shell,
  file: string,
  options: { readonly json?: boolean },
): Promise<void> => {
  const config = await demandConfig(shell);
  const chain = await readCertificates(file);
  await demandChain(config, chain);
  const kiosk = await withQueue(shell, (queue) => Promise.resolve(queue.kiosk));
  await using opened = await openOwnKeys(shell.dataDirectory(), config);
  const [own = new Uint8Array()] = chain;
  demandOwnName(kiosk, opened.keys.purposeOf(own), own);
  const purpose = await opened.keys.install(chain);
  const { subject, validTo } = new X509Certificate(chain[0] ?? new Uint8Array());
  await withQueue(shell, (queue) =>
    queue.audit.record("certificate-installed", { purpose: id(purpose), until: id(validTo) }),
  );
  shell.terminal.print(
    options.json === true
      ? JSON.stringify({ purpose, subject: nameWords(subject), validTo })
      : `Installed for ${purpose}: ${nameWords(subject)}, valid until ${validTo}. A running kiosk takes it up within seconds.`,
  );
};
