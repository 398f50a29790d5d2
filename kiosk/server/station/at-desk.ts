/** What becomes of the sessions that wait for the desk: kept on, sealed one at a time, ended. */
import { OutsideFault } from "../../../api/base/faults.ts";
import type { Clock } from "../../../api/base/clock.ts";
import type { Subject } from "../../../api/words/subject.ts";
import type { Policy } from "../../session/policy.ts";
import { openParts } from "../../session/review.ts";
import type { SampleBox } from "../../session/run/sample-box.ts";
import { latestControl } from "../../session/set-back.ts";
import type { Data, EndReason, SessionState } from "../../session/state.ts";
import { unlessRefused } from "../owner-file.ts";
import { devicesOf, type SealedDevices, type StationSlots } from "./identities.ts";
import { ParkedSessions, type Parked } from "./parked.ts";

export interface AtDeskParts {
  readonly slots: StationSlots;
  readonly policy: Policy;
  readonly clock: Clock;
  /** Told of a session that ended while nobody drove it: its state, and what was examined. */
  over?(state: SessionState, box: SampleBox, end?: EndReason): void;
  /** Durable in the outbox when it resolves. */
  seal(data: Data, subject: Subject, box: SampleBox, devices: SealedDevices): Promise<void>;
}

export class AtDesk {
  readonly sessions = new ParkedSessions();
  readonly #parts: AtDeskParts;
  #sealing: Promise<unknown> = Promise.resolve();

  constructor(parts: AtDeskParts) {
    this.#parts = parts;
  }

  seal(data: Data, subject: Subject, box: SampleBox): Promise<void> {
    return this.#inTurn(() => this.#seal(data, subject, box));
  }

  #seal(data: Data, subject: Subject, box: SampleBox): Promise<void> {
    return this.#parts.seal(data, subject, box, devicesOf(data, box, this.#parts.slots));
  }

  /** One seal at a time: what is tried again by itself may be what the desk seals just now. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#sealing.then(work);
    this.#sealing = done.catch(() => undefined);
    return done;
  }

  /** Those whose time is over are destroyed first. */
  async waiting(): Promise<readonly Parked[]> {
    const { clock, policy } = this.#parts;
    const now = clock.now();
    // Where the clock was set back nobody waits longer for it: on the disk too, or each start would begin anew.
    const until = latestControl(policy, now);
    for (const one of this.sessions.beyond(until))
      await unlessRefused(this.change(one, { kind: "awaiting-control", data: one.data, until }));
    return this.sessions.waiting(now, ({ data, box, until }) =>
      this.#parts.over?.({ kind: "awaiting-control", data, until }, box),
    );
  }

  /** The desk decided something: kept like every step. A session that is not waiting any more is left alone. */
  async change(
    parked: Parked,
    state: Extract<SessionState, { kind: "awaiting-control" | "sealing" }>,
  ): Promise<void> {
    const { data, subject, language = "fr" } = parked;
    if (this.sessions.of(data.packetId) === undefined) return;
    const until = state.kind === "awaiting-control" ? state.until : parked.until;
    this.sessions.add({ ...parked, data: state.data, until });
    await parked.keeping.step(state, { language, ...(subject === undefined ? {} : { subject }) });
  }

  /** Sealed and on the disk in the outbox, then wiped here. Throws OutsideFault; the session then waits on. */
  async sealParked({ data, subject, box }: Parked): Promise<void> {
    if (subject === undefined)
      throw new OutsideFault(
        "input-missing",
        "Nobody's details belong to this reference; take the session over and enter them.",
      );
    await this.#inTurn(async () => {
      if (this.sessions.of(data.packetId) === undefined) return;
      await this.#seal(data, subject, box);
      await this.drop(data.packetId, "completed");
    });
  }

  /** What was set aside because it could not be sealed, and what the disk owes of those that wait. */
  async sealHeld(): Promise<void> {
    for (const parked of await this.waiting()) {
      await unlessRefused(parked.keeping.settle());
      const { data } = parked;
      if (data.held !== undefined && openParts(data).length === 0)
        await unlessRefused(this.sealParked(parked));
    }
  }

  /** Everything that is held of that person is destroyed. */
  async drop(packetId: string, end: EndReason): Promise<void> {
    const parked = this.sessions.of(packetId);
    if (parked !== undefined) {
      const { data, until, box } = parked;
      this.#parts.over?.({ kind: "awaiting-control", data, until }, box, end);
    }
    this.sessions.take(packetId);
    if (parked !== undefined) await this.sessions.destroy(parked);
  }
}
