/** Every certificate whose end stops the kiosk, with its days, and the warnings. */
import { X509Certificate } from "node:crypto";
import { systemClock } from "../../../api/base/clock.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { readCertificate } from "../../../api/formats/cms/certificate.ts";
import { nameWords, newestOfEach, validityOf, type Validity } from "../../keys/recipients.ts";
import type { Shell } from "../command.ts";
import { hasOwnKeys, installedRecipients, openOwnKeys } from "../runtime/identity.ts";
import { demandConfig } from "./own.ts";

interface Listed {
  readonly use: "signing" | "line" | "recipient";
  readonly subject: string;
  readonly serial: string;
  readonly from: string;
  readonly to: string;
  readonly state: Validity["kind"] | "replaced";
  readonly daysLeft: number;
}

const day = (at: number): string => new Date(at).toISOString().slice(0, 10);

const listed = (use: Listed["use"], der: Uint8Array, now: number, replaced: boolean): Listed => {
  const { subject, serialNumber } = new X509Certificate(der);
  const certificate = readCertificate(der, use);
  const { kind, daysLeft } = validityOf(certificate, now);
  return {
    use,
    subject: nameWords(subject),
    serial: serialNumber,
    from: day(certificate.notBefore),
    to: day(certificate.notAfter),
    state: replaced ? "replaced" : kind,
    daysLeft,
  };
};

const WORDS: Readonly<Record<Listed["state"], (days: number) => string>> = {
  valid: (days) => `valid, ${days} days left`,
  "ends-soon": (days) => `ENDS IN ${days} DAYS: ask for its successor now`,
  ended: (days) => `ENDED ${-days} days ago: nothing is sealed until it is replaced`,
  "not-yet": () => "not valid yet",
  replaced: () => "replaced by a newer one",
};

/** What a mission does to get it. */
const GETS: Readonly<Record<Listed["use"], string>> = {
  signing: "kiosk keys request and, with the authority's answer, kiosk keys install",
  line: "kiosk keys request --purpose line and, with the authority's answer, kiosk keys install",
  recipient: "kiosk keys recipient with the issuer's certificate",
};

/** Exit status 1 when something has ended or is missing, so that a watchdog can tell. */
export const listKeys = async (shell: Shell, options: { readonly json?: boolean }): Promise<void> => {
  const config = await demandConfig(shell);
  const now = systemClock.now();
  const data = shell.dataDirectory();
  // Looking makes nothing: before the first request there are no keys.
  await using opened = (await hasOwnKeys(data)) ? await openOwnKeys(data, config) : undefined;
  const recipients = [...(await installedRecipients(data)).values()];
  const newest = new Set(newestOfEach(recipients));
  const all = [
    ...(opened?.keys.certificates() ?? []).map(({ purpose, certificate }) =>
      listed(purpose, certificate, now, false),
    ),
    ...recipients.map((der) => listed("recipient", der, now, !newest.has(der))),
  ];
  const missing = (["signing", "line", "recipient"] as const).filter(
    (use) =>
      !all.some((each) => each.use === use) &&
      !(use === "line" && new URL(config.backend.url).protocol === "http:"),
  );
  if (options.json === true) shell.terminal.print(JSON.stringify({ certificates: all, missing }));
  else {
    for (const { use, subject, from, to, state, daysLeft } of all)
      shell.terminal.print(
        `${use.padEnd(10)} ${from} to ${to}  ${subject}\n           ${WORDS[state](daysLeft)}`,
      );
    for (const use of missing) shell.terminal.print(`${use.padEnd(10)} none is installed`);
  }
  const ended = all.filter(({ state }) => state === "ended");
  if (ended.length > 0 || missing.length > 0)
    throw new OutsideFault(
      ended.length > 0 ? "key-expired" : "key-missing",
      ended.length > 0
        ? `${ended.map(({ subject }) => subject).join("; ")} ended; the kiosk seals nothing until it is replaced.`
        : `No certificate for ${missing.join(", ")} is installed; run ${missing.map((use) => GETS[use]).join(", then ")}.`,
    );
};
