/**
 * What a key would type on the keyboard that readers play unless they are told otherwise, a United States one, whatever
 * the kiosk's own is: on a French keyboard such a reader's "Q1<" arrives as "A&.". Zones have capitals, digits and the
 * filler alone (Doc 9303-3 4.3).
 */

/** `code` as KeyboardEvent.code names the key's place. */
const ofPlace = (code: string, shifted: boolean): string | undefined => {
  const letter = /^Key([A-Z])$/u.exec(code)?.[1];
  if (letter !== undefined) return shifted ? letter : letter.toLowerCase();
  const digit = /^Digit([0-9])$/u.exec(code)?.[1];
  if (digit !== undefined && !shifted) return digit;
  return code === "Comma" && shifted ? "<" : undefined;
};

export interface StruckKey {
  /** As KeyboardEvent.key. */
  readonly key: string;
  readonly code?: string;
  readonly shifted?: boolean;
}

const meant = ({ key }: StruckKey): string => (key === "Enter" ? "\r" : key);
const placed = (struck: StruckKey): string =>
  (struck.code === undefined ? undefined : ofPlace(struck.code, struck.shifted === true)) ?? meant(struck);

const strangers = (text: string): number => text.replaceAll(/[A-Z0-9<\r]/gu, "").length;

/** The keys as the kiosk's keyboard reads them, or by their places where that looks more like a zone. */
export const textOfKeys = (keys: readonly StruckKey[]): string => {
  const [here, there] = [keys.map(meant).join(""), keys.map(placed).join("")];
  return strangers(there) < strangers(here) ? there : here;
};
