/** How a kind of sensor turns contact into grey: numbers chosen to look like real prints of each kind. */

export const SENSORS = {
  /** Frustrated total reflection, as in desk scanners: bright glass, dark ridges, grey valleys under pressure. */
  optical: {
    background: 232,
    valley: 206,
    ridge: 72,
    /** Width of the step from valley to ridge, in units of the ridge wave. */
    softness: 0.55,
    blur: 0.75,
    noise: 2.2,
    vignette: 10,
    grain: 0.1,
    residue: 1,
    streak: 0,
    /** Slow differences of tone from place to place, in grey. */
    patches: 11,
    /** Fine differences of tone within a ridge, as a share of its darkness. */
    texture: 0,
  },
  /** Capacitive pixels: hard contrast, fixed pattern noise, no residue to speak of. */
  capacitive: {
    background: 246,
    valley: 232,
    ridge: 42,
    softness: 0.35,
    blur: 0.5,
    noise: 4.5,
    vignette: 0,
    grain: 0.22,
    residue: 0.25,
    streak: 2.5,
    patches: 11,
    texture: 0,
  },
  /** Thermal sweep: grey on grey, streaks along the sweep. */
  "thermal-sweep": {
    background: 196,
    valley: 182,
    ridge: 58,
    softness: 0.5,
    blur: 0.6,
    noise: 6,
    vignette: 0,
    grain: 0.16,
    residue: 0,
    streak: 4,
    patches: 11,
    texture: 0,
  },
  /** An older reflection sensor with an analogue camera: soft, grey, uneven. */
  "optical-soft": {
    background: 240,
    valley: 212,
    ridge: 118,
    softness: 1.25,
    blur: 0.95,
    noise: 1.6,
    vignette: 16,
    grain: 0.06,
    residue: 0.8,
    streak: 0,
    patches: 20,
    texture: 0.2,
  },
  /** A small reader whose firmware stretches the contrast: white glass, black ridges, speckle within them. */
  "optical-hard": {
    background: 253,
    valley: 246,
    ridge: 18,
    softness: 0.6,
    blur: 0.45,
    noise: 2.5,
    vignette: 0,
    grain: 0.16,
    residue: 0.35,
    streak: 0,
    patches: 8,
    texture: 0.85,
  },
} as const;

export type SensorKind = keyof typeof SENSORS;
export type SensorModel = { readonly [K in keyof (typeof SENSORS)["optical"]]: number };
