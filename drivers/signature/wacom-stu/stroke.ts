/** Collects a signature from pen reports: unwraps the pad's clock, counts lost reports, drops the air before and after. */
import type { PenPoint } from "../../../api/words/sample.ts";
import type { Microseconds } from "../../../api/words/units.ts";
import type { PenReport } from "./protocol.ts";

const WRAP = 0x10000;
const step = (from: number, to: number): number => (to - from + WRAP) % WRAP;

export class StrokeCollector {
  readonly #points: PenPoint[] = [];
  #t: Microseconds = 0;
  #last: { readonly report: PenReport; readonly t: Microseconds } | undefined;
  #lastContact: Microseconds = 0;
  #contacts = 0;
  #lost = 0;

  get contacts(): number {
    return this.#contacts;
  }

  /** 0 before the first contact. */
  get sinceContact(): Microseconds {
    return this.#t - this.#lastContact;
  }

  /** By the last report. */
  get touching(): boolean {
    return this.#last?.report.contact ?? false;
  }

  /** Reports that the pad sent and nobody got, by its sequence numbers. */
  get lost(): number {
    return this.#lost;
  }

  /** `t`: when the transport got it; used where the pad has no clock of its own. */
  add(report: PenReport, t: Microseconds): void {
    const last = this.#last;
    // The same report twice is one point.
    if (report.sequence !== undefined && report.sequence === last?.report.sequence) return;
    this.#last = { report, t };
    if (last?.report.sequence !== undefined && report.sequence !== undefined)
      this.#lost += Math.max(0, step(last.report.sequence, report.sequence) - 1);
    if (this.#contacts === 0 && !report.contact) return;
    if (last && this.#contacts > 0) {
      const timed = last.report.time !== undefined && report.time !== undefined;
      this.#t += timed ? step(last.report.time ?? 0, report.time ?? 0) * 1000 : Math.max(0, t - last.t);
    }
    if (report.contact) {
      this.#contacts += 1;
      this.#lastContact = this.#t;
    }
    const { x, y, contact } = report;
    this.#points.push({ x, y, contact, pressure: contact ? report.pressure : 0, t: this.#t });
  }

  /** The newest point; undefined before the first contact. */
  get last(): PenPoint | undefined {
    return this.#points.at(-1);
  }

  /** From the first contact to the last. */
  points(): readonly PenPoint[] {
    const end = this.#points.findLastIndex(({ contact }) => contact) + 1;
    return this.#points.slice(0, end);
  }

  /** Overwrites what was collected. */
  wipe(): void {
    this.#points.length = 0;
    this.#last = undefined;
  }
}
