/** The marker segments of a WSQ file, declared as records; all numbers big-endian. */
import { tenTo } from "../../base/power.ts";
import { Bug } from "../../base/faults.ts";
import { record, repeat, u16be, u8 } from "../../bytes/record.ts";
import type { Codec, RecordOf } from "../../bytes/record.ts";
import { HIGH_7, LOW_9, TABLE_SUBBANDS } from "./constants.ts";

/** A number as a whole number of 16 bits times ten to the minus exponent. */
const scaled16: Codec<number> = {
  read: (from) => {
    const exponent = from.u8();
    return from.unsigned(2, "big") / tenTo(exponent);
  },
  write: (to, value) => {
    const { exponent, digits } = scaledDigits(value, 0xffff);
    to.unsigned(exponent, 1, "big").unsigned(digits, 2, "big");
  },
};

/** The same with 32 bits and a sign. */
const signed32: Codec<number> = {
  read: (from) => {
    const sign = from.u8() === 0 ? 1 : -1;
    const exponent = from.u8();
    return (sign * from.unsigned(4, "big")) / tenTo(exponent);
  },
  write: (to, value) => {
    const { exponent, digits } = scaledDigits(Math.abs(value), 0xffff_ffff);
    to.unsigned(value < 0 ? 1 : 0, 1, "big")
      .unsigned(exponent, 1, "big")
      .unsigned(digits, 4, "big");
  },
};

/** As many decimal digits as fit. */
export const scaledDigits = (value: number, largest: number): { exponent: number; digits: number } => {
  if (value < 0 || value > largest) throw new Bug(`${value} cannot be written in a WSQ table`);
  if (value === 0) return { exponent: 0, digits: 0 };
  let exponent = 0;
  while (exponent < 30 && Math.round(value * tenTo(exponent + 1)) <= largest) exponent += 1;
  return { exponent, digits: Math.round(value * tenTo(exponent)) };
};

/** The value as a reader of the file will see it. */
export const asWritten = (value: number): number => {
  const { exponent, digits } = scaledDigits(value, 0xffff);
  return digits / tenTo(exponent);
};

/** SOF, after its length of 17. */
export const frame = record("WSQ frame header", {
  black: u8,
  white: u8,
  height: u16be,
  width: u16be,
  shift: scaled16,
  scale: scaled16,
  encoder: u8,
  software: u16be,
});
export type Frame = RecordOf<typeof frame>;

const bin = record("WSQ bin", { width: scaled16, zero: scaled16 });

/** DQT, after its length of 389. A bin of width 0: the subband is not coded. */
export const quantization = record("WSQ quantization table", {
  centre: scaled16,
  bins: repeat(bin, TABLE_SUBBANDS),
});
export type Quantization = RecordOf<typeof quantization>;

/** DTT's filters: each the right half of an analysis filter, centre first. */
export const halfFilter = (length: number): Codec<readonly number[]> => repeat(signed32, (length + 1) >> 1);

/** DTT as our encoder writes it, after its length of 58. */
export const transform97 = record("WSQ transform table", {
  lowLength: u8,
  highLength: u8,
  low: halfFilter(LOW_9.length * 2 - 1),
  high: halfFilter(HIGH_7.length * 2 - 1),
});

/** SOB, after its length of 3. */
export const blockHeader = record("WSQ block header", { table: u8 });

export const LENGTHS = { sof: 17, sob: 3, dqt: 389, dtt: 58 } as const;

/** Not used by the codec's own files; a reader meets it. */
export const restart = record("WSQ restart interval", { interval: u16be });
