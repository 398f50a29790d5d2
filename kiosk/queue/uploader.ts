/**
 * Sends what is due, several at a time, and sleeps until more is due. One packet's trouble delays that packet alone;
 * a line on which nobody answers is probed with one packet at a time until somebody does.
 */
import type { Clock } from "../../api/base/clock.ts";
import { never, OutsideFault } from "../../api/base/faults.ts";
import { id, type Log } from "../../api/base/log.ts";
import type { RandomSource } from "../../api/base/random.ts";
import type { IssuanceClient } from "../../api/issuance/client.ts";
import type { Submission } from "../../api/issuance/submission.ts";
import type { ReceiptChecker } from "../../api/issuance/contract.ts";
import type { Milliseconds } from "../../api/words/units.ts";
import type { Store } from "../store/store.ts";
import { erase } from "./erase.ts";
import { sha256Of, type Outbox } from "./outbox.ts";
import { verifyReceipt } from "./receipt.ts";
import type { OutboxItem } from "./rows.ts";
import { backoff, DAMAGED, LONGEST_WAIT, type Cause } from "./states.ts";

export interface UploaderParts {
  readonly kiosk: string;
  readonly store: Store;
  readonly outbox: Outbox;
  readonly client: IssuanceClient;
  readonly receipts: ReceiptChecker;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly log: Log;
  /** Milliseconds that pass however the clock is set; the clock's own unless told. */
  readonly steady?: () => Milliseconds;
  /** Uploads at once; 2 unless told. */
  readonly parallel?: number;
}

/** How one packet's attempt ended. */
export type Sent = "erased" | "waiting" | "set-aside" | "line-down";

export interface LineState {
  /** Attempts in a row that nobody answered. */
  readonly failures: number;
  /** No attempt before; 0: the line is up. */
  readonly nextAttempt: Milliseconds;
}

/** A clock that is disciplined over the network moves by less. */
const SET_MS: Milliseconds = 60_000;

export class Uploader {
  readonly #parts: UploaderParts;
  #line: LineState = { failures: 0, nextAttempt: 0 };
  #lineSince: Milliseconds = 0;
  #wake = new AbortController();
  #compared:
    | { readonly offset: Milliseconds; readonly at: Milliseconds; readonly steady: Milliseconds }
    | undefined;
  readonly #inFlight = new Set<string>();

  constructor(parts: UploaderParts) {
    this.#parts = parts;
  }

  get line(): LineState {
    return this.#line;
  }

  /** This machine's clock minus the backend's, as the last fresh receipt told; undefined: none did since it was set. */
  get clockOffset(): Milliseconds | undefined {
    if (this.#compared === undefined) return undefined;
    const { offset, at, steady } = this.#compared;
    // Set meanwhile, or the machine slept: what was compared then says nothing of now.
    const wasSet = Math.abs(this.#parts.clock.now() - at - (this.#steady() - steady)) > SET_MS;
    return wasSet ? undefined : offset;
  }

  #steady(): Milliseconds {
    return this.#parts.steady?.() ?? this.#parts.clock.now();
  }

  #compare(receivedAt: string): void {
    const at = this.#parts.clock.now();
    this.#compared = { offset: at - Date.parse(receivedAt), at, steady: this.#steady() };
  }

  /** Something was sealed or retried: look again now. */
  nudge(): void {
    this.#wake.abort();
  }

  #jitter(): number {
    const [high = 0, low = 0] = this.#parts.random("backoff jitter", 2);
    return (high * 256 + low) / 65_536;
  }

  /** A failure that is still to come, or a moment farther off than any wait: the clock was set back meanwhile. */
  #lineMustWait(now: Milliseconds): boolean {
    const left = this.#line.nextAttempt - now;
    return left > 0 && left <= LONGEST_WAIT && now >= this.#lineSince;
  }

  /** Sends everything that is due now; ends when nothing is due or nobody answers. */
  async sendDue(signal?: AbortSignal): Promise<Readonly<Record<Sent, number>>> {
    const { outbox, clock } = this.#parts;
    const tally = { erased: 0, waiting: 0, "set-aside": 0, "line-down": 0 };
    tally.erased += await this.#reclaim();
    const stopped = () => signal?.aborted === true;
    while (!stopped() && !this.#lineMustWait(clock.now())) {
      const parallel = this.#line.failures > 0 ? 1 : (this.#parts.parallel ?? 2);
      const due = await outbox.due(clock.now(), parallel);
      if (due.length === 0) break;
      // All of a round end before one's fault is told: none is still on its way then.
      const ends = await Promise.allSettled(due.map((item) => this.#send(item, signal)));
      for (const end of ends) {
        if (end.status === "rejected") throw end.reason;
        tally[end.value] += 1;
      }
    }
    return tally;
  }

  /** Runs until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const { outbox, clock } = this.#parts;
    signal.addEventListener("abort", () => this.#wake.abort(), { once: true });
    while (!signal.aborted) {
      this.#wake = new AbortController();
      await this.#sendOrWait(signal);
      const next = await outbox.nextDue().catch(() => clock.now() + 60_000);
      const at = next === undefined ? Number.POSITIVE_INFINITY : Math.max(next, this.#line.nextAttempt);
      const longest = 60_000;
      if (!signal.aborted && !this.#wake.signal.aborted)
        await clock.sleep(Math.min(longest, Math.max(1, at - clock.now())), this.#wake.signal);
    }
  }

  /** What a disk that failed meanwhile left half done: sent by nobody, or receipted and not erased. */
  async #reclaim(): Promise<number> {
    const { outbox, store, clock } = this.#parts;
    let erased = 0;
    for (const { packetId, state } of await outbox.halfDone()) {
      if (this.#inFlight.has(packetId)) continue;
      if (state.kind === "sending") await outbox.apply(packetId, { kind: "restart", at: clock.now() });
      else {
        await erase(store, outbox, packetId);
        erased += 1;
      }
    }
    return erased;
  }

  async #send(item: OutboxItem, signal: AbortSignal | undefined): Promise<Sent> {
    this.#inFlight.add(item.packetId);
    try {
      return await this.#attempt(item, signal);
    } catch (error) {
      // Somebody else moved it on: set aside at the desk, receipted by removable media.
      if (error instanceof OutsideFault && error.code === "policy-refused") return "waiting";
      throw error;
    } finally {
      this.#inFlight.delete(item.packetId);
    }
  }

  /** A full or failing disk ends a round, not the program: what was being sent goes again when it is over. */
  async #sendOrWait(signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#parts;
    try {
      await this.sendDue(signal);
    } catch (error) {
      if (!(error instanceof OutsideFault)) throw error;
      log.write("error", "sending-stopped", { code: id(error.code) });
      await clock.sleep(60_000, signal);
    }
  }

  async #attempt(item: OutboxItem, signal: AbortSignal | undefined): Promise<Sent> {
    const { outbox, store, client, kiosk, clock } = this.#parts;
    await outbox.apply(item.packetId, { kind: "due" });
    let bytes: Uint8Array | undefined;
    try {
      bytes = await store.packets.get(item.packetId);
    } catch (error) {
      // A sector that cannot be read is this packet's trouble: it holds up no other, and is tried again.
      if (!(error instanceof OutsideFault)) throw error;
      await this.#trouble(item, { code: error.code, sentence: error.message });
      return "waiting";
    }
    if (bytes === undefined || sha256Of(bytes) !== item.sha256) {
      await outbox.apply(item.packetId, { kind: "damaged", cause: DAMAGED });
      return "set-aside";
    }
    const remembered: Promise<void>[] = [];
    const submission = await client.submit(
      { packetId: item.packetId, sha256: item.sha256, kiosk, bytes },
      {
        again: item.state.attempts > 0,
        uploadUrl: item.uploadUrl,
        onUploadUrl: (url) => {
          if (url !== item.uploadUrl) remembered.push(outbox.rememberUpload(item.packetId, url));
        },
        ...(signal === undefined ? {} : { signal }),
      },
    );
    await Promise.all(remembered);
    if (submission.kind === "trouble" && signal?.aborted === true) {
      await outbox.apply(item.packetId, { kind: "restart", at: clock.now() });
      return "waiting";
    }
    await this.#noteLine(submission, clock.now());
    // An operator may have brought its receipt by removable media meanwhile.
    const now = await outbox.item(item.packetId);
    return now?.state.kind === "sending" ? this.#settle(item, submission) : "erased";
  }

  async #noteLine(submission: Submission, now: Milliseconds): Promise<void> {
    if (submission.kind === "trouble" && submission.scope === "line") {
      const failures = this.#line.failures + 1;
      this.#lineSince = now;
      this.#line = { failures, nextAttempt: now + backoff(failures, this.#jitter()) };
      return;
    }
    const wasDown = this.#line.failures > 0;
    this.#line = { failures: 0, nextAttempt: 0 };
    if (wasDown) await this.#parts.outbox.lineIsBack();
  }

  async #settle(item: OutboxItem, submission: Submission): Promise<Sent> {
    const { outbox } = this.#parts;
    switch (submission.kind) {
      case "receipt":
        return this.#receipted(item, submission.receipt);
      case "refused": {
        const { refused, reason } = submission.refusal;
        await outbox.apply(item.packetId, { kind: "refused", cause: { code: refused, sentence: reason } });
        return "set-aside";
      }
      case "trouble": {
        const { code, sentence, scope, retryAfter, forgetUpload } = submission;
        if (forgetUpload === true) await outbox.rememberUpload(item.packetId, undefined);
        await this.#trouble(item, { code, sentence }, retryAfter);
        return scope === "line" ? "line-down" : "waiting";
      }
      default:
        return never(submission);
    }
  }

  #trouble(item: OutboxItem, cause: Cause, retryAfter?: Milliseconds) {
    const { outbox, clock, log } = this.#parts;
    log.write("warn", "packet-trouble", { packet: id(item.packetId), code: id(cause.code) });
    return outbox.apply(item.packetId, {
      kind: "trouble",
      cause,
      at: clock.now(),
      jitter: this.#jitter(),
      ...(retryAfter === undefined ? {} : { retryAfter }),
    });
  }

  /** A receipt that does not hold is trouble: the packet stays, and the cause says why. */
  async #receipted(item: OutboxItem, receipt: Uint8Array): Promise<Sent> {
    const { outbox, store, receipts } = this.#parts;
    try {
      const { receivedAt } = await verifyReceipt(receipts, receipt, item);
      // A receipt fetched later tells of an earlier moment.
      if (item.state.attempts === 0) this.#compare(receivedAt);
    } catch (error) {
      if (!(error instanceof OutsideFault)) throw error;
      await this.#trouble(item, { code: error.code, sentence: error.message });
      return "waiting";
    }
    await outbox.apply(item.packetId, { kind: "receipt" }, { receipt });
    await erase(store, outbox, item.packetId);
    return "erased";
  }
}
