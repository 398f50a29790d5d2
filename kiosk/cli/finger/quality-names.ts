/** Whose quality a command states, known without loading the engine: `kiosk --help` stays quick. */
export const QUALITY_CHOICES = ["own", "nfiq2"] as const;
export type QualityChoice = (typeof QUALITY_CHOICES)[number];
