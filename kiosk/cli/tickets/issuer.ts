/**
 * The issuer's last word on one packet, asked for now, beside a running kiosk or without one. Where the line cannot be
 * used, what the kiosk heard last stands.
 */
import { existsSync } from "node:fs";
import path from "node:path";
import { systemClock } from "../../../api/base/clock.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { silentLog } from "../../../api/base/log.ts";
import { statusReply } from "../../../api/intake/records.ts";
import { sqliteRecords } from "../../../api/intake/sqlite-records.ts";
import { issuanceClient, type IssuanceClient } from "../../../api/issuance/client.ts";
import { lastWords, openStatuses, wordOf, type KnownStatus } from "../../queue/status.ts";
import type { Store } from "../../store/store.ts";
import type { Shell } from "../command.ts";
import { openBackend } from "../runtime/backend.ts";
import { readConfig, type ReadConfig } from "../runtime/config.ts";
import { openOwnKeys } from "../runtime/identity.ts";

type Asking = Pick<IssuanceClient, "status">;

const nobody = (what: string): OutsideFault =>
  new OutsideFault("network-down", `The issuer was not asked: ${what}.`);

/** The embedded test issuer answers in the kiosk's own process; here its records are read. */
const embedded = async <T>(data: string, work: (asking: Asking) => Promise<T>): Promise<T> => {
  const file = path.join(data, "intake", "intake.db");
  if (!existsSync(file))
    return work({ status: () => Promise.reject(nobody("this trial has received nothing yet")) });
  await using records = await sqliteRecords(file);
  return await work({
    status: async (packetId) => {
      const record = await records.find(packetId);
      if (record === undefined) throw nobody(`the test issuer has not received ${packetId}`);
      return statusReply(record);
    },
  });
};

const configured = async <T>(
  data: string,
  config: ReadConfig,
  work: (asking: Asking) => Promise<T>,
): Promise<T> => {
  await using keys = await openOwnKeys(data, config);
  await using backend = await openBackend({
    data,
    config,
    identity: () => keys.keys.line(),
    log: silentLog,
  });
  return await work(issuanceClient(backend.url, backend.asking));
};

/**
 * What the issuer says now; undefined: it has never said anything. Without `keep` nothing is written down. Why nobody
 * could be asked is noted on the terminal.
 */
export const askIssuer = async (
  shell: Shell,
  store: Pick<Store, "database">,
  packetId: string,
  keep = false,
): Promise<KnownStatus | undefined> => {
  const data = shell.dataDirectory();
  const known = await lastWords(store, packetId);
  // Told by this kiosk, and perhaps not yet heard there.
  if (known?.status === "collected") return known;
  const ask = (asking: Asking) =>
    keep ? openStatuses(store, asking, systemClock).askNow(packetId) : wordOf(asking, packetId, systemClock);
  try {
    const config = await readConfig(data, shell.configFile());
    return await (config === undefined ? embedded(data, ask) : configured(data, config, ask));
  } catch (error) {
    if (!(error instanceof OutsideFault)) throw error;
    shell.terminal.note(`${error.message} What was heard before stands.`);
    return known;
  }
};
