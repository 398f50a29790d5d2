/** A ticket's number to its news, in words. */
import { systemClock } from "../../../api/base/clock.ts";
import { never, OutsideFault } from "../../../api/base/faults.ts";
import { systemFiles } from "../../../api/base/files.ts";
import { systemRandom } from "../../../api/base/random.ts";
import type { TicketNews } from "../../../api/words/ticket.ts";
import { openQueue, type Queue } from "../../queue/open-queue.ts";
import { newsOf, packetsOfTicket } from "../../queue/ticket-news.ts";
import { ticketKey } from "../../server/ticket.ts";
import type { Shell } from "../command.ts";
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

export const newsWords = (news: TicketNews): string => {
  switch (news.kind) {
    case "waits-for-desk":
      return `Waits for the person to come to the desk${news.until === undefined ? "" : ` until ${news.until}`}.`;
    case "erased":
      return news.reason === "control-expired"
        ? "Nobody came to the desk in time: everything was destroyed. The person begins again."
        : "The desk refused the session: everything was destroyed.";
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
export const packetOfTicket = async (queue: Queue, number: string): Promise<string> => {
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
  const folder = shell.dataDirectory();
  await using queue = await openQueue({
    folder,
    files: systemFiles,
    clock: systemClock,
    random: systemRandom,
  });
  const packetId = await packetOfTicket(queue, number);
  const policy = await policyFor(await readConfig(folder, shell.configFile()), false);
  const news = await newsOf(
    {
      store: queue.store,
      outbox: queue.outbox,
      statuses: { ask: (packet) => askIssuer(shell, queue, packet) },
      controlMs: policy.control.hours * 3_600_000,
      now: systemClock.now(),
    },
    packetId,
  );
  if (options.json === true) return shell.terminal.print(JSON.stringify({ packetId, news }));
  shell.terminal.print(news === undefined ? "The applicant ended it; nothing is kept." : newsWords(news));
};
