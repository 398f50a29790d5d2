/** A signature drawn on the screen as a sample like any other; the field's pixels are its units. */
import type { KioskCommand } from "../../api/words/kiosk-http.ts";
import type { SignatureSample } from "../../api/words/sample.ts";
import type { Milliseconds } from "../../api/words/units.ts";

const PRESSURE_STEPS = 1023;
/** Units a pixel of the field: coalesced pointer events are finer than pixels. */
const UNITS = 10;

export const signatureOf = (
  command: Extract<KioskCommand, { kind: "sign" }>,
  capturedAt: Milliseconds,
  /** Of the page's pixels on this screen. */
  pixelsPerMm: number,
): SignatureSample => {
  const maxX = Math.round(command.width * UNITS);
  const maxY = Math.round(command.height * UNITS);
  return {
    characteristic: "signature",
    trajectory: {
      maxX,
      maxY,
      maxPressure: PRESSURE_STEPS,
      widthMm: command.width / pixelsPerMm,
      points: command.points.map((point) => ({
        x: Math.round(point.x * maxX),
        y: Math.round(point.y * maxY),
        pressure: point.contact ? Math.max(1, Math.round(point.pressure * PRESSURE_STEPS)) : 0,
        t: Math.round(point.t * 1000),
        contact: point.contact,
      })),
    },
    device: { driver: "screen", make: "Kiosk", model: "touch screen" },
    capturedAt,
  };
};
