/** What goes on beside the server for as long as the kiosk runs. */
import { systemClock } from "../../../api/base/clock.ts";
import type { KioskStation } from "../../server/kiosk-station.ts";
import type { SessionLogging } from "./logging.ts";

const SWEEP_MS = 60_000;

/** What waited for the desk beyond its hours is destroyed whether or not anybody looks. */
export const sweepParked = async (
  station: KioskStation,
  logging: SessionLogging,
  signal: AbortSignal,
): Promise<void> => {
  while (!signal.aborted) {
    await station.parked();
    await logging.settled();
    await systemClock.sleep(SWEEP_MS, signal);
  }
};

/** Work beside the server; when it is disposed of, all of it has ended. */
export const background = (start: (signal: AbortSignal) => readonly Promise<void>[]): AsyncDisposable => {
  const closing = new AbortController();
  const working = Promise.all(start(closing.signal));
  return {
    [Symbol.asyncDispose]: async () => {
      closing.abort();
      await working;
    },
  };
};

/** Resolves when the system asks the program to end. */
export const untilStopped = (): Promise<void> =>
  new Promise((resolve) => {
    process.once("SIGINT", () => resolve());
    process.once("SIGTERM", () => resolve());
  });
