/** Sessions that wait for the desk: in the vault, beside the one that runs, until their time is over. */
import type { Subject } from "../../../api/words/subject.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import type { SampleBox } from "../../session/run/sample-box.ts";
import type { Data } from "../../session/state.ts";
import { unlessRefused } from "../owner-file.ts";
import type { Safekeeping } from "../safekeeping.ts";

export interface Parked {
  readonly data: Data;
  readonly subject: Subject | undefined;
  readonly language?: string;
  readonly box: SampleBox;
  readonly keeping: Safekeeping;
  readonly until: Milliseconds;
}

export class ParkedSessions {
  readonly #parked = new Map<string, Parked>();
  /** To be wiped still. */
  readonly #refused = new Set<Safekeeping>();

  add(parked: Parked): void {
    this.#parked.set(parked.data.packetId, parked);
  }

  /** Those whose time is over are destroyed first, and what a disk did not let go of before. */
  async waiting(now: Milliseconds, expired?: (parked: Parked) => void): Promise<readonly Parked[]> {
    for (const keeping of this.#refused) await this.#wipe(keeping);
    for (const [packetId, parked] of this.#parked)
      if (parked.until <= now) {
        expired?.(parked);
        this.#parked.delete(packetId);
        await this.destroy(parked);
      }
    return [...this.#parked.values()];
  }

  /** Out of memory at once, off the disk as soon as that allows it. */
  async destroy({ box, keeping }: Parked): Promise<void> {
    box.wipe();
    await this.#wipe(keeping);
  }

  async #wipe(keeping: Safekeeping): Promise<void> {
    this.#refused.add(keeping);
    await unlessRefused(keeping.wipe().then(() => void this.#refused.delete(keeping)));
  }

  /** Those whose time is over after that moment. */
  beyond(latest: Milliseconds): readonly Parked[] {
    return [...this.#parked.values()].filter(({ until }) => until > latest);
  }

  of(packetId: string): Parked | undefined {
    return this.#parked.get(packetId);
  }

  /** No longer one that waits; whoever takes it looks after it. */
  take(packetId: string): Parked | undefined {
    const found = this.#parked.get(packetId);
    this.#parked.delete(packetId);
    return found;
  }

  /** Out of memory; what is on the disk stays. */
  close(): void {
    for (const { box } of this.#parked.values()) box.wipe();
  }
}
