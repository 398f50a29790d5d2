/** How one person wants the screen: letters, contrast, voice, time (EN 301 549). */
export const TEXT_SIZES = [100, 150, 200] as const;

export type TextSize = (typeof TEXT_SIZES)[number];

export const VOLUMES = [0, 1, 2, 3] as const;

export type Volume = (typeof VOLUMES)[number];

/** How this person wants the screen; forgotten with the session. */
export interface Comfort {
  readonly text: TextSize;
  readonly contrast: "normal" | "high";
  readonly position: "standing" | "seated";
  readonly motion: "full" | "reduced";
  readonly volume: Volume;
  /** Blank screen, everything spoken: for those who do not see it, or who want nobody to. */
  readonly curtain: boolean;
  /** Heard in headphones: every control says its name, and nobody else hears it. */
  readonly headphones: boolean;
  /** More time wherever time runs. */
  readonly unhurried: boolean;
}

export const DEFAULT_COMFORT: Comfort = {
  text: 100,
  contrast: "normal",
  position: "standing",
  motion: "full",
  volume: 2,
  curtain: false,
  headphones: false,
  unhurried: false,
};
