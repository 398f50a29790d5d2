export const PURPOSES = ["signing", "line"] as const;
/** `signing`: packets and the audit; `line`: the connection to the backend. */
export type KeyPurpose = (typeof PURPOSES)[number];
