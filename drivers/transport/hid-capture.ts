/** A HID device as usbmon saw it, in the words of hidraw (USB HID 1.11, 7.2): reports that were got and set, and those that came. */
import { copyOf } from "./copy.ts";
import type { HidEntry, HidEntryKind } from "./hid-recording.ts";
import { faultOfStatus, isCancelled } from "./errno.ts";
import { isIn, type UsbExchange } from "./usb-exchange.ts";

const GET_REPORT = { type: 0xa1, request: 0x01 } as const;
const SET_REPORT = { type: 0x21, request: 0x09 } as const;
/** The upper byte of wValue. */
const REPORT_TYPE = { output: 2, feature: 3 } as const;

const faultOf = (status: number): Pick<HidEntry, "fault"> => {
  if (status === 0) return {};
  const { code } = faultOfStatus(status, "");
  return { fault: code === "unplugged" || code === "stalled" ? code : "timed-out" };
};

/** Undefined: an asking that is no report's. */
const kindOf = ({ type, endpoint, setup }: UsbExchange): HidEntryKind | undefined => {
  if (type === "interrupt") return (endpoint & 0x80) === 0 ? "output" : "input";
  if (type !== "control" || setup === undefined) return undefined;
  const [requestType, request, , report] = setup;
  if (requestType === GET_REPORT.type && request === GET_REPORT.request)
    return report === REPORT_TYPE.feature ? "feature-get" : undefined;
  if (requestType !== SET_REPORT.type || request !== SET_REPORT.request) return undefined;
  return report === REPORT_TYPE.feature
    ? "feature-set"
    : report === REPORT_TYPE.output
      ? "output"
      : undefined;
};

/** Of a device whose reports are numbered: the first byte is the report's id. */
export const hidOfUsb = (exchanges: readonly UsbExchange[]): readonly HidEntry[] => {
  const placed: { readonly at: number; readonly entry: HidEntry }[] = [];
  for (const exchange of exchanges) {
    const { completion, setup, sent } = exchange;
    const kind = kindOf(exchange);
    // A read that was given up, and one that still waits, brought nothing.
    if (kind === undefined || completion === undefined || isCancelled(completion.status)) continue;
    const bytes = isIn(exchange) ? completion.received : sent;
    if (kind === "input" && bytes.length === 0) continue;
    const id = bytes[0] ?? setup?.[2] ?? 0;
    const payload = copyOf(bytes, Math.min(1, bytes.length));
    const entry = { t: completion.at, kind, id, payload, ...faultOf(completion.status) };
    placed.push({ at: completion.position, entry });
  }
  return placed.toSorted((a, b) => a.at - b.at).map(({ entry }) => entry);
};
