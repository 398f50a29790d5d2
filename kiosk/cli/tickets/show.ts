/** A ticket's number to its news, in words. */
import { systemClock } from "../../../api/base/clock.ts";
import { never, OutsideFault } from "../../../api/base/faults.ts";
import type { TicketNews } from "../../../api/words/ticket.ts";
import type { QueueLook } from "../../queue/open-queue.ts";
import { newsOf, packetsOfTicket } from "../../queue/ticket-news.ts";
import { ticketKey } from "../../server/ticket.ts";
import type { Shell } from "../command.ts";
import { lookInto } from "../look.ts";
import { readConfig } from "../runtime/config.ts";
import { policyFor } from "../runtime/policy.ts";
import { askIssuer } from "./issuer.ts";

const ISSUER = {
  received: "received by the issuer",
  verified: "verified by the issuer",
  accepted: "accepted by the issuer",
  rejected: "rejected by the issuer",
  printed: "printed",
  "ready-to-collect": "ready to be collected",
  collected: "collected",
} as const;

const ERASED = {
  "control-expired": "Nobody came to the desk in time: everything was destroyed. The person begins again.",
  "control-refused": "The desk refused the session: everything was destroyed.",
  damaged: "The kiosk's disk damaged what was kept: all of it was destroyed. The person begins again.",
} as const;

export const newsWords = (news: TicketNews): string => {
  switch (news.kind) {
    case "waits-for-desk":
      return `Waits for the person to come to the desk${news.until === undefined ? "" : ` until ${news.until}`}.`;
    case "erased":
      return ERASED[news.reason];
    case "on-its-way":
      return `Sealed on ${news.since}, on its way to the issuer.`;
    case "needs-attention":
      return `Set aside since ${news.since}: see kiosk queue list.`;
    case "issuer":
      return `${ISSUER[news.status]} on ${news.since}${news.reason === undefined ? "" : `: ${news.reason}`} (asked ${news.asked}).`;
    default:
      return never(news);
  }
};

/** The one packet of that ticket. Throws OutsideFault input-malformed or input-missing. */
export const packetOfTicket = async (queue: Pick<QueueLook, "store">, number: string): Promise<string> => {
  const key = ticketKey(number);
  if (key === undefined)
    throw new OutsideFault(
      "input-malformed",
      `"${number}" is no ticket number; a letter is mistyped or two are swapped. Read it again.`,
    );
  const [packetId] = await packetsOfTicket(queue, key);
  if (packetId === undefined)
    throw new OutsideFault(
      "input-missing",
      `No application with the ticket ${number} was made at this kiosk.`,
    );
  return packetId;
};

export const showTicket = async (
  shell: Shell,
  number: string,
  options: { readonly json?: boolean },
): Promise<void> => {
  const config = await readConfig(shell.dataDirectory(), shell.configFile());
  const { control } = await policyFor(config, false);
  const { packetId, news } = await lookInto(shell, async ({ store, outbox }) => {
    const found = await packetOfTicket({ store }, number);
    const parts = {
      store,
      outbox,
      statuses: { ask: (packet: string) => askIssuer(shell, store, packet) },
      controlMs: control.hours * 3_600_000,
      now: systemClock.now(),
    };
    return { packetId: found, news: await newsOf(parts, found) };
  });
  if (options.json === true) return shell.terminal.print(JSON.stringify({ packetId, news }));
  shell.terminal.print(news === undefined ? "The applicant ended it; nothing is kept." : newsWords(news));
};
