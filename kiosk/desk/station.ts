/** What the desk needs of the kiosk's station beyond what the walk needs. */
import type { FaceSample } from "../../api/words/sample.ts";
import type { CaptureOutcome } from "../../api/words/capture.ts";
import type { Parked } from "../server/station/parked.ts";
import type { Vault } from "../store/vault.ts";
import type { Target } from "../session/acquire.ts";
import type { SampleBox } from "../session/run/sample-box.ts";
import type { DeviceFacts, EndReason, SessionState } from "../session/state.ts";

export interface DeskStation {
  readonly facts: DeviceFacts;
  /** What the running session holds. */
  readonly box: SampleBox;
  frames(signal: AbortSignal): AsyncIterable<FaceSample>;
  scan(target: Target, deadline: number, signal: AbortSignal): Promise<CaptureOutcome>;
  /** Those whose time is over are destroyed first. */
  parked(): Promise<readonly Parked[]>;
  change(
    parked: Parked,
    state: Extract<SessionState, { kind: "awaiting-control" | "sealing" }>,
  ): Promise<void>;
  sealParked(parked: Parked): Promise<void>;
  drop(packetId: string, end: EndReason): Promise<void>;
  adopt(packetId: string): Parked | undefined;
  readonly rehearsing: boolean;
  rehearse(practice: Vault | undefined): void;
}
