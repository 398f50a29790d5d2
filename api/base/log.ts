/**
 * Structured log whose fields cannot carry a sample, a template or a name: the value type has no room for
 * byte arrays or free objects, and a string passes only through `id`, which withholds what is not an identifier.
 */
import type { Clock } from "./clock.ts";

declare const loggable: unique symbol;
/** A string that was vouched for: an identifier, a code, a device model. */
export type LogText = string & { readonly [loggable]: true };
export type LogValue = LogText | number | boolean;
export type LogFields = Readonly<Record<string, LogValue>>;

const SAFE = /^[\w.:/@+ -]{0,120}$/u;

/** Vouches for an identifier; anything with other characters, or too long, is replaced by its length. */
export const id = (text: string): LogText =>
  (SAFE.test(text) ? text : `(${text.length} characters withheld)`) as LogText;

export type LogLevel = "debug" | "info" | "warn" | "error";

export interface Log {
  /** `event` is a literal of the source code, never data. */
  write(level: LogLevel, event: string, fields?: LogFields): void;
}

export const silentLog: Log = { write: () => undefined };

/** One JSON object a line. */
export const lineLog = (clock: Clock, sink: (line: string) => void): Log => ({
  write: (level, event, fields = {}) => {
    sink(`${JSON.stringify({ time: new Date(clock.now()).toISOString(), level, event, ...fields })}\n`);
  },
});
