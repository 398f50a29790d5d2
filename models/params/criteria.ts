/**
 * Limits of the criteria of BSI TR-03121-3 volume 2 v6.0. Degrees, pixels and ratios are table 5.3's; where the
 * guideline leaves the unit to the vendor ("arbitrary units") unit and limit are this project's, and say so.
 */
export const GUIDELINE = "BSI TR-03121-3.2 v6.0, table 5.3";
export const OWN_LIMIT = "kiosk default (the guideline leaves the unit to the vendor)";
export const OWN_CHILD = "kiosk default for children (TR-03121-3.2 v6.0, 5.4.4 allows their own)";

/** By age at the time of the picture: FM QA-FI-PT has tolerances under 10 and further ones under 6. */
export type AgeBand = "adult" | "under-10" | "under-6";

export interface Limit {
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly source: string;
}

type Row = Readonly<Record<"adult", Limit> & Partial<Record<Exclude<AgeBand, "adult">, Limit>>>;
const range = (atLeast: number, atMost: number, source = GUIDELINE): Limit => ({ atLeast, atMost, source });
const least = (atLeast: number, source = OWN_LIMIT): Limit => ({ atLeast, source });
const most = (atMost: number, source = OWN_LIMIT): Limit => ({ atMost, source });

/**
 * Covered share of the lips above which nothing can be said of the mouth: criterion 2.2, which is mandatory, is then not
 * provided. 0 on every portrait of the gallery, bearded men among them; 1 with a scarf over the mouth.
 */
export const MOUTH_HIDDEN = 0.3;

/**
 * The same of the eye visibility zones, both together, for lids (3.1) and gaze (3.3), which are optional: what covers the
 * eyes fails 3.2 long before. Dark glasses hide 1, a patch over one eye about a half.
 */
export const EYES_HIDDEN = 0.4;

export const CRITERIA_LIMITS = {
  "1.1": { adult: range(-5, 5), "under-6": range(-15, 15, OWN_CHILD) },
  "1.2": { adult: range(-5, 5), "under-6": range(-15, 15, OWN_CHILD) },
  "1.3": { adult: range(-8, 8), "under-6": range(-15, 15, OWN_CHILD) },
  "2.1": { adult: least(50), "under-6": least(0, OWN_CHILD) },
  /** Opening between the lips in hundredths of T. */
  "2.2": { adult: most(5), "under-6": most(15, OWN_CHILD) },
  /** Brows over eyes in hundredths of T. */
  "2.3": { adult: most(34), "under-6": most(60, OWN_CHILD) },
  /** Opening of the less open eye in hundredths of T. */
  "3.1": { adult: least(2.5), "under-6": least(1.5, OWN_CHILD) },
  "3.2": { adult: least(90) },
  /** Degrees between gaze and camera, as gazeOff counts them. */
  "3.3": { adult: most(12), "under-6": most(30, OWN_CHILD) },
  "4.1": { adult: most(25) },
  "4.2": { adult: most(25) },
  "4.3": { adult: least(90) },
  "5.1": { adult: range(1600, 1600) },
  "5.2": { adult: range(1244, 1244) },
  "5.3": { adult: range(0.5, 0.75) },
  "5.4": {
    adult: range(0.6, 0.9),
    "under-10": range(0.5, 0.9, OWN_CHILD),
    "under-6": range(0.5, 0.9, OWN_CHILD),
  },
  "5.5": {
    adult: range(0.3, 0.5),
    "under-10": range(0.3, 0.6, OWN_CHILD),
    "under-6": range(0.3, 0.6, OWN_CHILD),
  },
  "5.6": { adult: range(0.45, 0.55) },
  "5.7": { adult: { atLeast: 300, source: GUIDELINE } },
  /** Stops between the two sides of the face. */
  "6.1": { adult: most(1) },
  /** Stops between the brightest and the darkest zone of the face. */
  "6.2": { adult: most(2) },
  "6.3": { adult: least(50) },
  /** Share of the eye zones that glasses make white, in hundredths. */
  "6.4": { adult: most(3) },
  "7.1": { adult: least(50) },
  "7.2": { adult: least(50) },
  "7.3": { adult: least(50) },
  /** Redness of the pupils, CIELAB a. */
  "7.4": { adult: most(25) },
  "7.5": { adult: range(1, 1, "BSI TR-03121-3.2 v6.0, table 5.2: 24-bit RGB") },
  "7.6": { adult: least(128, "ISO/IEC 19794-5, 7.4.2.1: 7 bits of intensity") },
} as const satisfies Readonly<Record<string, Row>>;

export type CriterionId = keyof typeof CRITERIA_LIMITS;

/** The limit in force for an age. */
export const limitOf = (id: CriterionId, age: AgeBand): Limit => {
  const row: Row = CRITERIA_LIMITS[id];
  return (
    (age === "under-6"
      ? (row["under-6"] ?? row["under-10"])
      : age === "under-10"
        ? row["under-10"]
        : undefined) ?? row.adult
  );
};
