/** What a ticket holder is told of the application; by code, so that each language has its own words. */
import type { PacketStatus } from "./issuance.ts";

export type TicketNews =
  /** Kept encrypted for the desk until then (ISO 8601). */
  | { readonly kind: "waits-for-desk"; readonly until?: string }
  /** Everything was destroyed: nobody came in time, the desk refused, or a disk did it. The person begins again. */
  | { readonly kind: "erased"; readonly reason: "control-expired" | "control-refused" | "damaged" }
  /** Sealed, and not yet received by the issuer. */
  | { readonly kind: "on-its-way"; readonly since: string }
  /** The issuer did not take it; the mission sees to it. */
  | { readonly kind: "needs-attention"; readonly since: string }
  /** The issuer's word, with its own date; `reason` exactly when rejected. */
  | {
      readonly kind: "issuer";
      readonly status: PacketStatus;
      readonly since: string;
      readonly reason?: string;
      /** When the issuer was asked last. */
      readonly asked: string;
    };
