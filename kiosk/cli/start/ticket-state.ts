/** How far the application of a ticket is, as its holder hears it on the screen. */
import { never } from "../../../api/base/faults.ts";
import type { TicketFound, TicketState } from "../../../api/words/kiosk-ticket.ts";
import type { ServiceProcess } from "../../../api/words/kiosk-service.ts";
import type { PacketStatus } from "../../../api/words/issuance.ts";
import type { TicketNews } from "../../../api/words/ticket.ts";
import { newsOf, packetsOfTicket, type NewsParts } from "../../queue/ticket-news.ts";
import { appliedFor } from "../../server/services.ts";
import { ticketKey } from "../../server/ticket.ts";

const SAID: Record<PacketStatus, TicketState> = {
  received: "sent",
  verified: "in-work",
  accepted: "in-work",
  printed: "printed",
  "ready-to-collect": "ready",
  collected: "collected",
  rejected: "rejected",
};

/** What a disk did nobody at the screen need know: staff tell the person. */
const ERASED = {
  "control-expired": "erased",
  "control-refused": "refused",
  damaged: "come-to-desk",
} as const;

const stateOf = (news: TicketNews): Omit<TicketFound, "what"> => {
  switch (news.kind) {
    case "waits-for-desk":
      return { state: "at-desk" };
    case "erased":
      return { state: ERASED[news.reason] };
    case "on-its-way":
      return { state: "kept-here" };
    // Staff have to look at it, and the applicant need not know why.
    case "needs-attention":
      return { state: "come-to-desk" };
    case "issuer":
      return {
        state: SAID[news.status],
        ...(news.status === "rejected" && news.reason !== undefined ? { reason: news.reason } : {}),
      };
    default:
      return never(news);
  }
};

export interface TicketParts extends NewsParts {
  /** Of a packet; undefined: not known any more. */
  processOf(packetId: string): Promise<ServiceProcess | undefined>;
  /** Of every service that this kiosk offers; none: passports alone. */
  readonly offered: readonly ServiceProcess[];
}

/** Undefined: nothing is known here under that number. */
export const ticketState =
  (parts: () => TicketParts) =>
  async (number: string): Promise<TicketFound | undefined> => {
    const key = ticketKey(number);
    const given = parts();
    const [packetId] = key === undefined ? [] : await packetsOfTicket(given, key);
    const news = packetId === undefined ? undefined : await newsOf(given, packetId);
    if (packetId === undefined || news === undefined) return undefined;
    return { ...stateOf(news), what: appliedFor(await given.processOf(packetId), given.offered) };
  };
