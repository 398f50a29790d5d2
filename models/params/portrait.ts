/** Sizes and limits of the portrait (BSI TR-03121-3 volume 2, v6.0: FM BIP-FI-GID, table 5.3, FM COM-FI-CHIP). */

export interface PortraitProfile {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** Pixels between the eyes in the master: least (a limit), wanted, and most. */
  readonly eyeDistance: { readonly least: number; readonly wanted: number; readonly most: number };
  /** Where the middle between the eyes comes to lie, in shares of width and height: wanted, and how far off at most. */
  readonly eyes: { readonly x: number; readonly y: number; readonly offX: number; readonly offY: number };
}

export const PORTRAIT_PROFILES = {
  /**
   * Live enrolment: 1244 x 1600 pixels, at least 300 between the eyes. Wanted: a little more than the quarter of the width
   * that ISO/IEC 19794-5 has, so that narrow heads still take half of it: a mean head takes 0.56 of the width and
   * 0.74 of the height (docs/face-framing.svg). Eyes 0.45 from the top; the limits are 0.45 to 0.55 across and
   * 0.30 to 0.50 down, less a margin for the error of the eyes.
   */
  live: {
    id: "live",
    width: 1244,
    height: 1600,
    eyeDistance: { least: 300, wanted: 330, most: 372 },
    eyes: { x: 0.5, y: 0.45, offX: 0.035, offY: 0.07 },
  },
  /** For cameras that cannot do better: the sizes the guideline keeps for scanned photographs. Never chosen silently. */
  basic: {
    id: "basic",
    width: 622,
    height: 800,
    eyeDistance: { least: 120, wanted: 165, most: 186 },
    eyes: { x: 0.5, y: 0.45, offX: 0.035, offY: 0.07 },
  },
} as const satisfies Record<string, PortraitProfile>;

/** Turning costs sharpness: below this roll nothing is turned. */
export const LEAST_ROLL_DEGREES = 0.5;

/** JPEG quality of the master: the least loss that JPEG has a use for. */
export const MASTER_QUALITY = 97;

/** Production and chip pictures, pixels. */
export const CHIP_SIZE = { width: 622, height: 800 } as const;

/** Raw over coded bytes of the production picture. */
export const PRODUCTION_RATIO = 6;

/**
 * Bytes of the chip picture. FM COM-FI-CHIP: 17 kB of 1024 bytes with all headers, at most 5 % less; others count
 * 17,000. Between 16,538 and 17,000 both hold, with room for the ISO and ICAO headers.
 */
export const CHIP_BYTES = { atLeast: 16_538, atMost: 17_000 } as const;

/** Steps of the search for a place where the crop fits into the frame. */
export const CROP_STEPS = { sizes: 9, places: 9 } as const;
