/** How far the application of a ticket is: from the outbox, and from what the issuer said last. */
import type { TicketState } from "../../../api/words/kiosk-http.ts";
import type { PacketStatus } from "../../../api/words/issuance.ts";
import type { Outbox } from "../../queue/outbox.ts";
import type { Statuses } from "../../queue/status.ts";
import { ticketNumber } from "../../server/ticket.ts";

const SAID: Record<PacketStatus, TicketState> = {
  received: "sent",
  verified: "in-work",
  accepted: "in-work",
  printed: "in-work",
  "ready-to-collect": "ready",
  rejected: "come-to-desk",
};

/** Undefined: nothing was sealed here under that number. */
export const ticketState =
  (outbox: Pick<Outbox, "list">, statuses: Pick<Statuses, "ask">) =>
  async (number: string): Promise<TicketState | undefined> => {
    const item = (await outbox.list({ all: true })).find(({ packetId }) => ticketNumber(packetId) === number);
    if (item === undefined) return undefined;
    const { kind } = item.state;
    // Set aside: staff have to look at it, and the applicant need not know why.
    if (kind === "set-aside") return "come-to-desk";
    if (kind === "waiting" || kind === "sending") return "kept-here";
    const said = await statuses.ask(item.packetId);
    return said === undefined ? "sent" : SAID[said.status];
  };
