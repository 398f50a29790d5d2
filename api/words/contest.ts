/**
 * A verdict that somebody contests ("my mouth is closed"): what the machine said, what the person says, of which
 * picture. Kept with the attempt and counted, so that a check that is often contested is looked at.
 */

/** What can be answered to a check, without typing. */
export const CONTEST_STATEMENTS = {
  "it-is-not-so": "What the check says is not so.",
  "cannot-be-changed": "It is so, and the person cannot change it (disability, health).",
  "is-worn-for-a-reason": "It is worn for religious or medical reasons and shows the face.",
} as const;
export type ContestStatement = keyof typeof CONTEST_STATEMENTS;
