/** A recording of any transport as one list of moments, each with its bytes and the driver's words for them. */
import { hex, type WireMessage } from "../../../../drivers/explain.ts";
import type { DriverModule } from "../../../../drivers/driver.ts";
import { rowFor } from "../../../../drivers/match.ts";
import { explain as explainPrinter } from "../../../../drivers/printer/escpos/explain.ts";
import type { Recording } from "../../../../drivers/recording.ts";
import type { UsbExchange } from "../../../../drivers/transport/usb-exchange.ts";
import type { Microseconds } from "../../../../api/words/units.ts";

export interface TimelineEvent {
  readonly at: Microseconds;
  readonly direction: "in" | "out";
  /** The endpoint, report or line it passed on. */
  readonly lane: string;
  /** In the words of the driver's protocol, or of the transport where the driver has none. */
  readonly words: string;
  readonly bytes: Uint8Array;
  /** Why nothing came, or less than was asked for. */
  readonly trouble?: string;
}

type Explained = (message: WireMessage) => string | undefined;

const ERRNO: Readonly<Record<number, string>> = {
  [-2]: "cancelled",
  [-19]: "unplugged",
  [-32]: "stalled",
  [-71]: "protocol error",
  [-75]: "more came than fits",
  [-104]: "cancelled",
  [-108]: "unplugged",
  [-110]: "timed out",
};

const setupWords = (setup: Uint8Array): string => {
  const [type = 0, request = 0, v0 = 0, v1 = 0, i0 = 0, i1 = 0] = setup;
  return `request ${hex(request)} of type ${hex(type)}, value ${hex(v0 | (v1 << 8), 4)}, index ${hex(i0 | (i1 << 8), 4)}`;
};

/** "1 byte", "64 bytes", "4 of 64 bytes": what passed, of what was asked for. */
const bytesWords = (passed: number, asked = passed): string => {
  const unit = asked === 1 ? "byte" : "bytes";
  return passed === asked ? `${passed} ${unit}` : `${passed} of ${asked} ${unit}`;
};

const usbEvents = (exchange: UsbExchange, explain: Explained): readonly TimelineEvent[] => {
  const { type, endpoint, setup, completion } = exchange;
  const lane = `${type} ${hex(endpoint)}`;
  const inwards = (endpoint & 0x80) !== 0;
  const message = (bytes: Uint8Array): WireMessage => ({
    direction: inwards ? "in" : "out",
    channel: type,
    number: endpoint,
    ...(setup === undefined ? {} : { setup }),
    bytes,
  });
  const words = (bytes: Uint8Array) =>
    explain(message(bytes)) ??
    (setup === undefined ? bytesWords(bytes.length, exchange.length) : setupWords(setup));
  if (!inwards) {
    const trouble = completion === undefined ? "the recording ended first" : ERRNO[completion.status];
    return [
      {
        at: exchange.submittedAt,
        direction: "out",
        lane,
        words: words(exchange.sent),
        bytes: exchange.sent,
        ...(trouble === undefined ? {} : { trouble }),
      },
    ];
  }
  if (completion === undefined)
    return [
      {
        at: exchange.submittedAt,
        direction: "in",
        lane,
        words: words(new Uint8Array()),
        bytes: new Uint8Array(),
        trouble: "the recording ended first",
      },
    ];
  const trouble =
    completion.status === 0 ? undefined : (ERRNO[completion.status] ?? `error ${completion.status}`);
  return [
    {
      at: completion.at,
      direction: "in",
      lane,
      words: words(completion.received),
      bytes: completion.received,
      ...(trouble === undefined ? {} : { trouble }),
    },
  ];
};

export interface Protocol extends Pick<DriverModule, "explain"> {
  readonly id: string;
  readonly model: string;
}

/** Whose words a recording is told in: a driver's of the list, or the ticket printer's. */
export const protocolOf = (recording: Recording): Protocol | undefined => {
  const found = rowFor(recording);
  if (found) return { ...found.module, model: found.row.model };
  return recording.kind === "serial" && recording.identity.driver === "escpos"
    ? { id: "escpos", model: "ticket printer", explain: explainPrinter }
    : undefined;
};

/** In the order of time. */
export const timelineOf = (
  recording: Recording,
  protocol: Pick<DriverModule, "explain">,
): readonly TimelineEvent[] => {
  const explain: Explained = (message) => protocol.explain?.(message);
  switch (recording.kind) {
    case "usb":
      return recording.dialogue
        .flatMap((exchange) => usbEvents(exchange, explain))
        .toSorted((a, b) => a.at - b.at);
    case "hid":
      return recording.dialogue.map(({ t, kind, id, payload, fault }) => {
        const direction = kind === "output" || kind === "feature-set" ? "out" : "in";
        const message: WireMessage = { direction, channel: "hid", number: id, bytes: payload };
        return {
          at: t,
          direction,
          lane: `${kind} ${hex(id)}`,
          words: explain(message) ?? bytesWords(payload.length),
          bytes: payload,
          ...(fault === undefined ? {} : { trouble: fault }),
        };
      });
    case "serial":
      return recording.dialogue.map(({ t, direction, data, fault }) => ({
        at: t,
        direction,
        lane: "line",
        words: explain({ direction, channel: "serial", bytes: data }) ?? bytesWords(data.length),
        bytes: data,
        ...(fault === undefined ? {} : { trouble: fault }),
      }));
    default: {
      const { frames, controls } = recording.dialogue;
      return [
        ...frames.map(({ t, jpeg }, i): TimelineEvent => ({
          at: t,
          direction: "in",
          lane: "frames",
          words: `frame ${i + 1}, ${jpeg.length} bytes of JPEG`,
          bytes: jpeg,
        })),
        ...controls.map(({ t, kind, name, value }): TimelineEvent => ({
          at: t,
          direction: kind === "write" ? "out" : "in",
          lane: "controls",
          words: `${kind === "write" ? "set" : "is"} ${name}: ${value}`,
          bytes: new Uint8Array(),
        })),
      ].toSorted((a, b) => a.at - b.at);
    }
  }
};
