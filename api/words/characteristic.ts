/** Biometric characteristics (ISO/IEC 2382-37) and the finger positions of ISO/IEC 19794-2:2005, table 2. */

export type CharacteristicType = "finger" | "face" | "signature" | "document";

/** Finger position codes, ISO/IEC 19794-2:2005 and 19794-4:2005. Left and right are the subject's. */
export const FINGER_POSITIONS = {
  "right-thumb": 1,
  "right-index": 2,
  "right-middle": 3,
  "right-ring": 4,
  "right-little": 5,
  "left-thumb": 6,
  "left-index": 7,
  "left-middle": 8,
  "left-ring": 9,
  "left-little": 10,
} as const;

export type FingerPosition = keyof typeof FINGER_POSITIONS;

/**
 * Impression types of ISO/IEC 19794-2 and -4 (2005) and INCITS 378 and 381 (2004). The kiosk makes live and swiped ones;
 * the others stand in foreign records: prints read from paper, and traces (part 4 has 7 for every trace).
 */
export const IMPRESSION_TYPES = {
  "live-plain": 0,
  "live-rolled": 1,
  "nonlive-plain": 2,
  "nonlive-rolled": 3,
  "latent-impression": 4,
  "latent-tracing": 5,
  "latent-photo": 6,
  "latent-lift": 7,
  swipe: 8,
  contactless: 9,
} as const;
export type ImpressionType = keyof typeof IMPRESSION_TYPES;

/** Why a finger has no print (ISO/IEC 39794-4 annotation; TR-03121 wants a reason for each). */
export const MISSING_FINGER_REASONS = [
  "amputated",
  "bandaged",
  "unable-to-print",
  "not-recorded",
  "exempt",
] as const;
export type MissingFingerReason = (typeof MISSING_FINGER_REASONS)[number];
