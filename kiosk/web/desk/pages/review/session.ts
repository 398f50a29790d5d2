/** A session that waits for control, as the server's part gives it. */
import type { Judged } from "../../../../../api/words/judged.ts";
import { fileUrl } from "../../link.ts";
import type { AskedFor } from "../asked.tsx";
import type { KeptPapers } from "../papers.tsx";

interface LiveFinger {
  readonly position: string;
  readonly score: number;
  readonly threshold: number;
  readonly same: boolean;
}
export interface Session {
  readonly packet: string;
  readonly reference?: string;
  readonly name?: string;
  readonly age?: number;
  readonly until: number;
  readonly startedAt: number;
  readonly open: readonly string[];
  readonly held?: string;
  readonly declared?: boolean;
  readonly doubts: readonly { readonly part: string; readonly doubt: string }[];
  readonly headCovering?: { readonly reason: string };
  readonly missing: readonly { readonly position: string; readonly reason: string; readonly note: string }[];
  readonly cannotSign?: string;
  readonly overrides: readonly Vetoed[];
  readonly refusals: readonly Vetoed[];
  readonly contests: readonly {
    readonly part: string;
    readonly check: string;
    readonly statement: string;
    readonly by: string;
  }[];
  readonly attempts: readonly {
    readonly number: number;
    readonly target: string;
    readonly tookMs: number;
    readonly verdict: { readonly kind: string };
  }[];
  readonly judged: readonly Judged[];
  readonly papers: KeptPapers;
  readonly fingers: readonly string[];
  /** What a second person was asked for, and has not decided. */
  readonly asked: readonly AskedFor[];
  readonly rate: string;
  readonly threshold: number;
  readonly live: { readonly fingers: readonly LiveFinger[]; readonly faceAt?: number };
  readonly cues: {
    readonly alarms: readonly { readonly number: number; readonly what: string }[];
    readonly faceDetector: boolean;
    readonly fingerDetector: boolean;
    readonly strongest?: number;
    readonly banding?: number;
  };
}
interface Vetoed {
  readonly part: string;
  readonly by: string;
  readonly reason: string;
  readonly at: number;
  readonly second?: string;
}

export const sampleOf = (session: Session, attempt: number) =>
  fileUrl("review", "sample", { packet: session.packet, number: String(attempt) });
