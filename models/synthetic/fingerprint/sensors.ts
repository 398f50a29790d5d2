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
  },
} as const;

export type SensorKind = keyof typeof SENSORS;
export type SensorModel = { readonly [K in keyof (typeof SENSORS)["optical"]]: number };
