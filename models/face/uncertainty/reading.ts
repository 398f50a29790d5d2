/** What an uncertainty is made of. */

/** What is known of a picture that says how far a number read off it may be off (uncertainty/cues.ts). */
export type CueName =
  | "always"
  | "points"
  | "classes"
  | "share"
  | "mirror"
  | "eyesApart"
  | "oneEye"
  | "lids"
  | "glass"
  | "turn"
  | "blur"
  | "eyeBlur"
  | "eyeHaze"
  | "mouthHaze";

/** By cue: how much one of it adds, in the number's unit over the cue's. Added up as squares. */
export type Unsure = Readonly<Partial<Record<CueName, number>>>;
