/** The sentence of what a ticket's holder is told; where it is about no passport, it does not say so. */
import { NAMING_STATES, type TicketFound } from "../../api/words/kiosk-ticket.ts";

const NAMING = new Set<TicketFound["state"]>(NAMING_STATES);

export const statusKey = ({ state, what }: TicketFound): string =>
  what === "document" && NAMING.has(state) ? `status-${state}-document` : `status-${state}`;
