/** How far the application of a ticket is, as its holder hears it on the screen. */
import { never } from "../../../api/base/faults.ts";
import type { TicketState } from "../../../api/words/kiosk-http.ts";
import type { PacketStatus } from "../../../api/words/issuance.ts";
import type { TicketNews } from "../../../api/words/ticket.ts";
import { newsOf, packetsOfTicket, type NewsParts } from "../../queue/ticket-news.ts";
import { ticketKey } from "../../server/ticket.ts";

const SAID: Record<PacketStatus, TicketState> = {
  received: "sent",
  verified: "in-work",
  accepted: "in-work",
  printed: "in-work",
  "ready-to-collect": "ready",
  collected: "collected",
  rejected: "come-to-desk",
};

const stateOf = (news: TicketNews): TicketState => {
  switch (news.kind) {
    case "waits-for-desk":
      return "at-desk";
    case "erased":
      return "erased";
    case "on-its-way":
      return "kept-here";
    // Staff have to look at it, and the applicant need not know why.
    case "needs-attention":
      return "come-to-desk";
    case "issuer":
      return SAID[news.status];
    default:
      return never(news);
  }
};

/** Undefined: nothing is known here under that number. */
export const ticketState =
  (parts: () => NewsParts) =>
  async (number: string): Promise<TicketState | undefined> => {
    const key = ticketKey(number);
    const given = parts();
    const [packetId] = key === undefined ? [] : await packetsOfTicket(given, key);
    const news = packetId === undefined ? undefined : await newsOf(given, packetId);
    return news === undefined ? undefined : stateOf(news);
  };
