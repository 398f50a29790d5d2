/** Two kinds of trouble: the world's (OutsideFault, with a code) and ours (Bug, never swallowed). */

/** Exit status of the command line, by who must act (design: fixed command shapes). */
export const EXIT = { done: 0, refused: 1, usage: 2, device: 3, network: 4 } as const;

/** Every fault the outside can cause, and the exit status it ends a command with. */
export const FAULT_CODES = {
  "input-missing": EXIT.refused,
  "input-malformed": EXIT.refused,
  "input-unknown-key": EXIT.refused,
  "input-too-large": EXIT.refused,
  "picture-unreadable": EXIT.refused,
  "policy-refused": EXIT.refused,
  "check-failed": EXIT.refused,
  "not-built-yet": EXIT.refused,
  "disk-full": EXIT.refused,
  "disk-failed": EXIT.refused,
  "store-damaged": EXIT.refused,
  "store-busy": EXIT.refused,
  "store-unreachable": EXIT.network,
  "key-missing": EXIT.refused,
  "key-expired": EXIT.refused,
  "signature-invalid": EXIT.refused,
  "receipt-invalid": EXIT.refused,
  "capability-missing": EXIT.refused,
  usage: EXIT.usage,
  "device-missing": EXIT.device,
  "device-failed": EXIT.device,
  "recording-mismatch": EXIT.device,
  "network-down": EXIT.network,
  "network-timeout": EXIT.network,
  "network-untrusted": EXIT.network,
  "backend-error": EXIT.network,
  "backend-rejected": EXIT.network,
} as const satisfies Record<string, number>;

export type FaultCode = keyof typeof FAULT_CODES;

/** The world did not do what we need. The message is one sentence: what, where, and the remedy. */
export class OutsideFault extends Error {
  override readonly name = "OutsideFault";
  readonly code: FaultCode;
  constructor(code: FaultCode, sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.code = code;
  }
}

/** Our own mistake. It goes up to the top and ends the program. */
export class Bug extends Error {
  override readonly name = "Bug";
}

/** Ends a switch over a union that must be complete. */
export const never = (value: never): never => {
  throw new Bug(`unexpected value ${JSON.stringify(value)}`);
};
