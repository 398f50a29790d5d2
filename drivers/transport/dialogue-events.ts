/** A dialogue as usbmon would have seen it, of one device at bus 1, address 2. */
import { isStandardRequest } from "./usb-exchange.ts";
import type { UsbExchange } from "./usb-exchange.ts";
import type { UsbmonEvent } from "./usbmon.ts";

export const ADDRESS = { bus: 1, device: 2 } as const;

export const eventsOfDialogue = (dialogue: readonly UsbExchange[]): readonly UsbmonEvent[] => {
  const placed: { at: number; event: UsbmonEvent }[] = [];
  for (const exchange of dialogue) {
    const { type, endpoint, setup, length, sent, completion, submission, submittedAt } = exchange;
    // Strings hold serial numbers; the host's own requests are in no driver's dialogue.
    if (isStandardRequest(exchange)) continue;
    const common = {
      id: BigInt(submission + 1) * 64n,
      type,
      endpoint,
      ...ADDRESS,
      interval: type === "interrupt" ? 8 : 0,
    };
    const start = {
      ...common,
      t: submittedAt,
      status: -115,
      urbLength: length,
      data: sent,
      ...(setup ? { setup } : {}),
    };
    placed.push({ at: submission, event: { ...start, event: "submit" } });
    if (!completion) continue;
    const { at: t, status, received: data } = completion;
    const urbLength = (endpoint & 0x80) === 0 ? length : data.length;
    placed.push({
      at: completion.position,
      event: { ...common, event: "complete", t, status, urbLength, data },
    });
  }
  return placed.sort((a, b) => a.at - b.at).map(({ event }) => event);
};
