/** A signature drawn on the screen as a sample like any other: the page's strokes over the touch screen's own driver. */
import type { Clock } from "../../api/base/clock.ts";
import { Bug } from "../../api/base/faults.ts";
import { silentLog } from "../../api/base/log.ts";
import { seededRandom } from "../../api/base/random.ts";
import type { CaptureOutcome } from "../../api/words/capture.ts";
import type { KioskCommand } from "../../api/words/kiosk-command.ts";
import type { Millimetres, Milliseconds } from "../../api/words/units.ts";
import type { CaptureDevice } from "../../drivers/driver.ts";
import { touchScreen } from "../../drivers/signature/touch-screen/driver.ts";
import {
  MAX_PRESSURE,
  readTouch,
  writeTouch,
  type TouchPacket,
} from "../../drivers/signature/touch-screen/protocol.ts";
import { HandedLine } from "../../drivers/transport/handed-line.ts";
import type { LiveOpening } from "../devices/live-recording.ts";

type Sign = Extract<KioskCommand, { kind: "sign" }>;

/** Units a pixel of the field: coalesced pointer events are finer than pixels. */
const UNITS = 10;
/** What a packet can say of an extent. */
const WIDEST = 65_535;
/** Everything is there already; the driver only reads it. */
const DEADLINE: Milliseconds = 5000;

/** What the page's field would have sent, point by point. */
const packetsOf = ({ points, width, height }: Sign): readonly Uint8Array[] => {
  const maxX = Math.min(WIDEST, Math.round(width * UNITS));
  const maxY = Math.min(WIDEST, Math.round(height * UNITS));
  const told: readonly Omit<TouchPacket, "sequence">[] = [
    { kind: "field", x: maxX, y: maxY, pressure: 0, time: 0 },
    ...points.map(({ x, y, pressure, t, contact }) => ({
      kind: "point" as const,
      x: Math.round(x * maxX),
      y: Math.round(y * maxY),
      pressure: contact ? Math.max(1, Math.round(pressure * MAX_PRESSURE)) : 0,
      time: Math.round(t * 1000),
    })),
    { kind: "accept", x: 0, y: 0, pressure: 0, time: 0 },
  ];
  return told.map((packet, sequence) => writeTouch({ ...packet, sequence }));
};

/** How the screen is opened as a pad, e.g. through a recording, and who is told how a signature on it ended. */
export interface ScreenPad {
  open(opening: LiveOpening): Promise<CaptureDevice>;
  noted(widthMm: Millimetres): (outcome: CaptureOutcome["kind"]) => void;
}

const PLAIN: ScreenPad = {
  open: ({ module, row, transport, context }) => module.open(transport, row, context),
  noted: () => () => undefined,
};

export interface Screen {
  readonly clock: Clock;
  /** Of the page's pixels on this screen. */
  readonly pixelsPerMm: number;
  readonly screenPad?: ScreenPad;
}

/** A retry "too-short" for a tap. */
export const signedOnScreen = async (
  command: Sign,
  { clock, pixelsPerMm, screenPad = PLAIN }: Screen,
  signal: AbortSignal,
): Promise<CaptureOutcome> => {
  const [row] = touchScreen.matches;
  if (row === undefined) throw new Bug("the touch screen's driver matches nothing");
  const line = new HandedLine({
    clock,
    path: "touch screen",
    heard: (data) => {
      if (readTouch(data).kind === "begin") for (const packet of packetsOf(command)) line.push(packet);
    },
  });
  const context = { clock, random: seededRandom("touch screen"), log: silentLog };
  const widthMm = command.width / pixelsPerMm;
  const device = await screenPad.open({ module: touchScreen, row, transport: line, context });
  const over = screenPad.noted(widthMm);
  try {
    const outcome = await device.capture({ deadline: DEADLINE }, signal);
    over(outcome.kind);
    if (outcome.kind !== "captured" || outcome.sample.characteristic !== "signature") return outcome;
    const { trajectory, ...rest } = outcome.sample;
    return { kind: "captured", sample: { ...rest, trajectory: { ...trajectory, widthMm } } };
  } finally {
    await device[Symbol.asyncDispose]();
  }
};
