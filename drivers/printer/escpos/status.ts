/** What an ESC/POS printer says of itself: real-time status, DLE EOT n (n = 1..4), one byte each. Bits after the makers' manuals. */

export const DLE_EOT = { printer: 1, offline: 2, error: 3, paper: 4 } as const;
export type StatusKind = keyof typeof DLE_EOT;

export const askStatus = (kind: StatusKind): Uint8Array => Uint8Array.of(0x10, 0x04, DLE_EOT[kind]);

export interface PrinterStatus {
  readonly ready: boolean;
  readonly trouble: readonly PrinterTrouble[];
  /** For an operator: what is the matter and what to do. */
  readonly words: string;
}

const TROUBLES = {
  "paper-out": "The ticket printer has no paper. Put in a new roll.",
  "cover-open": "The ticket printer's cover is open. Close it.",
  cutter: "The ticket printer's cutter is stuck. Switch it off, open the cover and clear the cutter.",
  broken: "The ticket printer reports an error that does not go away by itself. Switch it off and on.",
  hot: "The ticket printer is too hot. It goes on by itself when it has cooled.",
  offline: "The ticket printer is off line. Press its feed button, or switch it off and on.",
  "paper-low": "The ticket printer is nearly out of paper. Have a roll ready.",
} as const;
export type PrinterTrouble = keyof typeof TROUBLES;

/** Bits 1 and 4 are always set, bits 0 and 7 never: what tells a status from anything else on the line. */
export const isStatus = (byte: number): boolean => (byte & 0x93) === 0x12;

export const FAULTLESS: Readonly<Record<StatusKind, number>> = {
  printer: 0x12,
  offline: 0x12,
  error: 0x12,
  paper: 0x12,
};

/** The most pressing trouble first; a roll that is nearly empty does not stop the printer. */
export const readStatus = (bytes: Readonly<Record<StatusKind, number>>): PrinterStatus => {
  const signs: readonly (readonly [PrinterTrouble, boolean])[] = [
    ["paper-out", (bytes.paper & 0x60) !== 0 || (bytes.offline & 0x20) !== 0],
    ["cover-open", (bytes.offline & 0x04) !== 0],
    ["cutter", (bytes.error & 0x08) !== 0],
    ["broken", (bytes.error & 0x20) !== 0],
    ["hot", (bytes.error & 0x40) !== 0],
    ["offline", (bytes.printer & 0x08) !== 0],
    ["paper-low", (bytes.paper & 0x0c) !== 0],
  ];
  const trouble = signs.filter(([, present]) => present).map(([name]) => name);
  const [first] = trouble;
  const words = first === undefined ? "The ticket printer is ready." : TROUBLES[first];
  return { ready: trouble.every((name) => name === "paper-low"), trouble, words };
};
