/** ASN.1's universal types for declarations in der.ts (ITU-T X.690 clause 8). */
import { Bug } from "../base/faults.ts";
import type { Milliseconds } from "../words/units.ts";
import { constant, octets, tagged, type Content, type Count, type Der } from "./der.ts";
import { piece } from "./pieces.ts";

/** INTEGER's content of up to six bytes, zero or more: versions, counts, sizes. */
export const naturalContent = (max = 2 ** 47): Content<number> => ({
  read: (from) => {
    const at = from.at;
    const length = from.left;
    if (length === 0 || length > 6) from.refuse(`INTEGER of ${length} bytes`);
    const bytes = from.take(length);
    if ((bytes[0] ?? 0) >= 0x80) from.refuse("negative INTEGER where none may be", at);
    if (bytes[0] === 0 && length > 1 && (bytes[1] ?? 0) < 0x80)
      from.refuse("INTEGER not in its shortest form (X.690 8.3.2)", at);
    const value = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
    if (value > max) from.refuse(`${value} where at most ${max} is allowed`, at);
    return value;
  },
  write: (value) => {
    if (!Number.isInteger(value) || value < 0 || value > max)
      throw new Bug(`${value} is no INTEGER of 0 .. ${max}`);
    const bytes: number[] = [];
    for (let rest = value; rest > 0 || bytes.length === 0; rest = Math.floor(rest / 256))
      bytes.unshift(rest % 256);
    return piece(Uint8Array.from((bytes[0] ?? 0) >= 0x80 ? [0, ...bytes] : bytes));
  },
});

export const integer: Der<number> = tagged(0x02, "INTEGER", naturalContent());

/** INTEGER's content within a range that has negative values: angles. */
export const integerContent = (min: number, max: number): Content<number> => ({
  read: (from) => {
    const at = from.at;
    const length = from.left;
    if (length === 0 || length > 4) from.refuse(`INTEGER of ${length} bytes`);
    const bytes = from.take(length);
    const first = bytes[0] ?? 0;
    if (length > 1 && (first === 0 || first === 0xff) && (first ^ (bytes[1] ?? 0)) < 0x80)
      from.refuse("INTEGER not in its shortest form (X.690 8.3.2)", at);
    const unsigned = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
    const value = first < 0x80 ? unsigned : unsigned - 256 ** length;
    if (value < min || value > max) from.refuse(`${value} where ${min} .. ${max} is allowed`, at);
    return value;
  },
  write: (value) => {
    if (!Number.isInteger(value) || value < min || value > max)
      throw new Bug(`${value} is no INTEGER of ${min} .. ${max}`);
    const bytes: number[] = [];
    for (let rest = value; ; rest = Math.floor(rest / 256)) {
      bytes.unshift(((rest % 256) + 256) % 256);
      if (rest >= -128 && rest < 128) break;
    }
    return piece(Uint8Array.from(bytes));
  },
});

/** INTEGER of any size as its content bytes (certificate serial numbers). */
export const integerBytes: Der<Uint8Array> = tagged(0x02, "INTEGER", {
  read: (from) => {
    const at = from.at;
    const bytes = octets({ min: 1, max: 64 }).read(from);
    const [first = 0, second] = bytes;
    if (second !== undefined && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80)))
      from.refuse("INTEGER not in its shortest form (X.690 8.3.2)", at);
    return bytes;
  },
  write: piece,
});

export const octetString = (count?: Count): Der<Uint8Array> => tagged(0x04, "OCTET STRING", octets(count));

/** BIT STRING of whole bytes. */
export const bitString: Der<Uint8Array> = tagged(0x03, "BIT STRING", {
  read: (from) => {
    if (from.u8() !== 0) from.refuse("BIT STRING with unused bits");
    return from.take(from.left);
  },
  write: (value) => ({ length: value.length + 1, parts: [Uint8Array.of(0), value] }),
});

export const booleanContent: Content<boolean> = {
  read: (from) => {
    const byte = octets({ min: 1, max: 1 }).read(from)[0];
    if (byte !== 0 && byte !== 0xff) from.refuse("BOOLEAN is 00 or FF (X.690 11.1)");
    return byte === 0xff;
  },
  write: (value) => piece(Uint8Array.of(value ? 0xff : 0)),
};
export const boolean: Der<boolean> = tagged(0x01, "BOOLEAN", booleanContent);

export const nullElement: Der<void> = tagged(0x05, "NULL", constant(new Uint8Array(), "NULL is empty"));

const arcBytes = (arc: bigint): number[] => {
  const bytes = [Number(arc & 0x7fn)];
  for (let rest = arc >> 7n; rest > 0n; rest >>= 7n) bytes.unshift(Number(rest & 0x7fn) | 0x80);
  return bytes;
};

const MAX_OID = 64;

/** OBJECT IDENTIFIER as its dotted numbers; arcs of any size, as UUID arcs need. */
export const oidContent: Content<string> = {
  read: (from) => {
    const at = from.at;
    const bytes = octets({ min: 1, max: MAX_OID }).read(from);
    const arcs: bigint[] = [];
    let arc = 0n;
    let begun = false;
    for (const byte of bytes) {
      if (!begun && byte === 0x80)
        from.refuse("OBJECT IDENTIFIER arc not in its shortest form (X.690 8.19.2)", at);
      arc = (arc << 7n) | BigInt(byte & 0x7f);
      begun = byte >= 0x80;
      if (!begun) {
        arcs.push(arc);
        arc = 0n;
      }
    }
    if (begun) from.refuse("OBJECT IDENTIFIER ends within an arc", at);
    const [both = 0n, ...rest] = arcs;
    const root = both < 40n ? 0n : both < 80n ? 1n : 2n;
    return [root, both - root * 40n, ...rest].join(".");
  },
  write: (dotted) => {
    const [root = 0n, second = 0n, ...rest] = dotted.split(".").map(BigInt);
    return piece(Uint8Array.from([root * 40n + second, ...rest].flatMap(arcBytes)));
  },
};
export const oid: Der<string> = tagged(0x06, "OBJECT IDENTIFIER", oidContent);

const PRINTABLE = /^[A-Za-z0-9 '()+,\-./:=?]*$/u;
const ASCII = /^[\u0020-\u007e]*$/u;

const text = (allowed: RegExp, what: string, { min = 0, max = 4096 }: Count): Content<string> => ({
  read: (from) => {
    const at = from.at;
    const value = String.fromCharCode(...octets({ min, max }).read(from));
    if (!allowed.test(value)) from.refuse(`a character that ${what} does not have`, at);
    return value;
  },
  write: (value) => {
    if (!allowed.test(value) || value.length < min || value.length > max) throw new Bug(`not ${what}`);
    return piece(Uint8Array.from(value, (character) => character.charCodeAt(0)));
  },
});

/** ASCII without control characters. */
export const asciiContent = (count: Count = {}): Content<string> => text(ASCII, "ASCII text", count);

export const printableString: Der<string> = tagged(
  0x13,
  "PrintableString",
  text(PRINTABLE, "PrintableString", {}),
);

export const utf8Content = ({ min = 0, max = 4096 }: Count = {}): Content<string> => ({
  read: (from) => {
    const at = from.at;
    const bytes = octets({ min, max }).read(from);
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      return from.refuse("not UTF-8", at);
    }
  },
  write: (value) => {
    const bytes = new TextEncoder().encode(value);
    if (bytes.length < min || bytes.length > max)
      throw new Bug(`${bytes.length} bytes of text where ${max} fit`);
    return piece(bytes);
  },
});
export const utf8String: Der<string> = tagged(0x0c, "UTF8String", utf8Content());

const UTC_TIME = 0x17;
const GENERALIZED_TIME = 0x18;
/** RFC 5280 section 4.1.2.5: UTCTime to the end of 2049, GeneralizedTime from 2050. */
const LAST_UTC_YEAR = 2049;
const FIRST_UTC_YEAR = 1950;

const utcTime: Der<string> = tagged(UTC_TIME, "UTCTime", asciiContent({ min: 13, max: 13 }));
const generalizedTime: Der<string> = tagged(
  GENERALIZED_TIME,
  "GeneralizedTime",
  asciiContent({ min: 15, max: 15 }),
);

/** Time of certificates and signing times: whole seconds, UTC. */
export const time: Der<Milliseconds> = {
  name: "Time",
  starts: (tag) => tag === UTC_TIME || tag === GENERALIZED_TIME,
  read: (from) => {
    const at = from.at;
    const short = from.bytes[at] === UTC_TIME;
    const raw = (short ? utcTime : generalizedTime).read(from);
    const digits = short ? `${Number(raw.slice(0, 2)) < FIRST_UTC_YEAR % 100 ? "20" : "19"}${raw}` : raw;
    const iso = digits.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/u, "$1-$2-$3T$4:$5:$6.000Z");
    const moment = Date.parse(iso);
    if (Number.isNaN(moment) || new Date(moment).toISOString() !== iso)
      from.refuse(`"${raw}" is no moment`, at);
    if (!short && Number(digits.slice(0, 4)) <= LAST_UTC_YEAR && Number(digits.slice(0, 4)) >= FIRST_UTC_YEAR)
      from.refuse("GeneralizedTime where UTCTime is prescribed (RFC 5280 4.1.2.5)", at);
    return moment;
  },
  write: (moment) => {
    const digits = `${new Date(moment).toISOString().slice(0, 19).replace(/[-:T]/gu, "")}Z`;
    const year = Number(digits.slice(0, 4));
    return year >= FIRST_UTC_YEAR && year <= LAST_UTC_YEAR
      ? utcTime.write(digits.slice(2))
      : generalizedTime.write(digits);
  },
};
