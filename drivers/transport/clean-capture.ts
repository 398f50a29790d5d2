/** A capture without what names the very unit, as long as it was: what came between two commands is cleaned as one, however it was cut. */
import { copyOf } from "./copy.ts";
import type { UsbmonEvent } from "./usbmon.ts";
import { isIn } from "./usb-exchange.ts";

/** What came without what names this very unit; the same length. */
export type Clean = (received: Uint8Array, report?: number) => Uint8Array;

const cameIn = (event: UsbmonEvent): boolean => event.event === "complete" && isIn(event);

/** Of one device. */
export const cleanCapture = (events: readonly UsbmonEvent[], clean: Clean): readonly UsbmonEvent[] => {
  const out = [...events];
  let run: number[] = [];
  const cleanRun = (): void => {
    const whole = clean(Buffer.concat(run.map((i) => events[i]?.data ?? new Uint8Array())));
    let at = 0;
    for (const i of run) {
      const event = events[i];
      if (event === undefined) continue;
      out[i] = { ...event, data: copyOf(whole, at, at + event.data.length) };
      at += event.data.length;
    }
    run = [];
  };
  for (const [i, event] of events.entries()) {
    if (cameIn(event) && event.type === "bulk") run.push(i);
    else if (cameIn(event)) out[i] = { ...event, data: copyOf(clean(copyOf(event.data))) };
    else if (event.type === "bulk" && !isIn(event)) cleanRun();
  }
  cleanRun();
  return out;
};
