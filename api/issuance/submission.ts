/** What is brought to the backend, and what may come of it. */
import type { Milliseconds } from "../words/units.ts";
import type { Refusal } from "./contract.ts";

export interface SealedPacket {
  readonly packetId: string;
  readonly sha256: string;
  readonly kiosk: string;
  readonly bytes: Uint8Array;
}

/**
 * `line`: nobody answered, every other packet would fare the same. `packet`: somebody answered, this packet did not
 * get through.
 */
export type TroubleScope = "line" | "packet";

export type TroubleCode = "network-down" | "network-timeout" | "network-untrusted" | "backend-error";

export type Submission =
  | { readonly kind: "receipt"; readonly receipt: Uint8Array }
  | { readonly kind: "refused"; readonly refusal: Refusal }
  | {
      readonly kind: "trouble";
      readonly scope: TroubleScope;
      readonly code: TroubleCode;
      /** One sentence for the operator. */
      readonly sentence: string;
      /** The backend's wish, if any. */
      readonly retryAfter?: Milliseconds;
      /** The upload begun at `uploadUrl` leads nowhere: begin anew next time. */
      readonly forgetUpload?: boolean;
    };

export interface SubmitOptions {
  /** Where an earlier upload of this packet was cut. */
  readonly uploadUrl?: string | undefined;
  /** True when an earlier attempt may have arrived: then the receipt is asked for first. */
  readonly again: boolean;
  /** Called, and waited for, once the backend has named the upload. */
  readonly onUploadUrl?: (url: string) => void;
  readonly onSent?: (bytes: number) => void;
  readonly signal?: AbortSignal;
}
