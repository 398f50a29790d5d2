/**
 * Spoken sentences of the applicant's screen: what a mission records itself lies at DATA/prompts/<language>/<key>.<ending>
 * and is heard instead of what ships. The page asks for PROMPT_PATH/<language>/<key> and gets the one that counts.
 */

/** A sentence's sound, whoever spoke it. */
export const PROMPT_PATH = "/prompts";

/** Sound formats by ending. WAV: PCM, 16 bits. Ogg and WebM: Opus. */
export const PROMPT_MEDIA = {
  wav: "audio/wav",
  ogg: "audio/ogg",
  webm: "audio/webm",
} as const;
export type PromptEnding = keyof typeof PROMPT_MEDIA;

export const PROMPT_LIMITS = {
  /** Half a minute of 48 kHz mono WAV fits. */
  bytes: 3_000_000,
  /** Shorter is a slip of the finger. In milliseconds. */
  leastMs: 300,
  /** The longest sentence that ships takes 24 s. */
  mostMs: 45_000,
} as const;

/** A sentence as the prompt studio lists it. */
export interface Prompt {
  readonly key: string;
  /** What is to be said: in that language, or in the working language where the draft lacks it. */
  readonly text: string;
  /** The language that `text` is really in. */
  readonly textTag: string;
  /** site: recorded here. shipped: synthetic speech. none: the pictogram and tones carry the step. */
  readonly source: "site" | "shipped" | "none";
}

/** Why a recording was not taken; the studio says it in words. */
export type PromptRefusal =
  | "unknown-language"
  | "unknown-sentence"
  | "too-large"
  | "not-a-sound"
  | "too-short"
  | "too-long"
  | "silent";
