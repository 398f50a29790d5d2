/** A serial line whose far end is this program: what the page hands in arrives as from a cable, and can be recorded like it. */
import type { Clock } from "../../api/base/clock.ts";
import { copyOf } from "./copy.ts";
import { TransferFault } from "./transport.ts";
import type { SerialTransport, TransferOptions } from "./transport.ts";
import { Mailbox } from "./wait.ts";

/** Pieces that nobody read: minutes of strokes. */
const MOST_PIECES = 65_536;

export interface HandedLineParts {
  readonly clock: Clock;
  /** What stands in recordings for the device node, e.g. "keyboard". */
  readonly path: string;
  /** What the driver says to the far end. */
  readonly heard?: (data: Uint8Array) => void;
}

export class HandedLine implements SerialTransport {
  readonly kind = "serial";
  readonly path: string;
  readonly #clock: Clock;
  readonly #heard: (data: Uint8Array) => void;
  readonly #input = new Mailbox<Uint8Array>({ most: MOST_PIECES, wipe: (piece) => void piece.fill(0) });
  #gone: TransferFault | undefined;

  constructor({ clock, path, heard = () => undefined }: HandedLineParts) {
    this.#clock = clock;
    this.path = path;
    this.#heard = heard;
  }

  /** Bytes from the far end; after the line is gone they go nowhere. */
  push(data: Uint8Array): void {
    if (!this.#gone) this.#input.put(copyOf(data));
  }

  /** The far end went away: the page was closed. */
  hangUp(): void {
    this.#end(new TransferFault("unplugged", `${this.path}: nobody hands anything in any more`));
  }

  #end(fault: TransferFault): void {
    this.#gone ??= fault;
    this.#input.fail(this.#gone);
  }

  /** There is no speed to set. */
  configure(): Promise<void> {
    return Promise.resolve();
  }

  write(data: Uint8Array): Promise<void> {
    if (this.#gone) return Promise.reject(this.#gone);
    this.#heard(copyOf(data));
    return Promise.resolve();
  }

  read(options: TransferOptions = {}): Promise<Uint8Array> {
    return this.#input.take(this.#clock, options, `${this.path}, the next bytes`);
  }

  dropInput(): void {
    this.#input.clear();
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#end(new TransferFault("cancelled", `${this.path} was closed`));
    return Promise.resolve();
  }
}
