/** The attended session as the server's part gives it. */
import type { Judged } from "../../../../../api/words/judged.ts";
import type { AskedFor } from "../asked.tsx";
import type { KeptPapers } from "../papers.tsx";

export interface Now {
  readonly kind: string;
  readonly screen: string;
  readonly mode?: "attended" | "unattended";
  readonly packet?: string;
  readonly name?: string;
  readonly reference?: string;
  readonly age?: number;
  readonly acquiring?: {
    readonly target: string;
    readonly phase: string;
    readonly fault?: string;
    readonly tries: number;
    readonly allowed?: number;
  };
  readonly attempts?: readonly {
    readonly number: number;
    readonly target: string;
    readonly tookMs: number;
    readonly verdict: { readonly kind: string };
    readonly reason?: string;
  }[];
  readonly headCovering?: string;
  readonly missing?: readonly { readonly position: string; readonly reason: string }[];
  readonly settled?: readonly string[];
  readonly doubts?: readonly { readonly part: string; readonly doubt: string }[];
  readonly blockers?: readonly string[];
  readonly shortfalls?: readonly {
    readonly limit: string;
    readonly has?: string;
    readonly wanted?: string;
  }[];
  readonly judged?: readonly Judged[];
  readonly papers?: KeptPapers;
  readonly asked?: readonly AskedFor[];
}
