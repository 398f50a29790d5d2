/**
 * Tag-length-value as ICAO's LDS and DER both use it (ITU-T X.690 clauses 8.1 and 10.1): definite lengths in their
 * shortest form, identifiers of one to three octets. A tag is the number its identifier octets spell: 0x30, 0x7f61.
 */
import { Bug } from "../base/faults.ts";
import { concat, piece, type Pieces } from "./pieces.ts";
import { Reader } from "./reader.ts";

/** Elements may not nest deeper; CMS around a certificate needs 14 levels. */
export const MAX_DEPTH = 32;

const LONG_FORM = 0x1f;

const tagOctets = (tag: number): number[] => {
  const octets =
    tag > 0xffff ? [tag >> 16, (tag >> 8) & 0xff, tag & 0xff] : tag > 0xff ? [tag >> 8, tag & 0xff] : [tag];
  const long = ((octets[0] ?? 0) & LONG_FORM) === LONG_FORM;
  if (tag > 0xffffff || long !== octets.length > 1) throw new Bug(`0x${tag.toString(16)} is not a tag`);
  return octets;
};

const lengthOctets = (length: number): number[] => {
  if (length < 0x80) return [length];
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return [0x80 | octets.length, ...octets];
};

/** One element around the content. */
export const tlv = (tag: number, ...content: readonly Pieces[]): Pieces => {
  const inside = concat(content);
  const header = piece(Uint8Array.from([...tagOctets(tag), ...lengthOctets(inside.length)]));
  return concat([header, inside]);
};

/** Constructed (it holds elements) or primitive; bit 6 of the first identifier octet. */
export const isConstructed = (tag: number): boolean =>
  ((tag > 0xffff ? tag >> 16 : tag > 0xff ? tag >> 8 : tag) & 0x20) !== 0;

export interface Element {
  readonly tag: number;
  /** Offset of the identifier. */
  readonly at: number;
  /** Identifier, length and content. */
  readonly whole: Uint8Array;
  readonly content: Reader;
}

const readTag = (from: Reader): number => {
  const at = from.at;
  const first = from.u8();
  if ((first & LONG_FORM) !== LONG_FORM) return first;
  const second = from.u8();
  // X.690 8.1.2.4 would spell tag numbers below 31 in one octet, but Doc 9303's own 5F01 and 5F0E do not.
  if (second === 0 || second === 0x80)
    from.refuse("identifier is not in its shortest form (X.690 8.1.2)", at);
  if (second < 0x80) return first * 256 + second;
  const third = from.u8();
  if (third >= 0x80) from.refuse("identifier is longer than three octets", at);
  return (first * 256 + second) * 256 + third;
};

const readLength = (from: Reader): number => {
  const at = from.at;
  const first = from.u8();
  if (first < 0x80) return first;
  if (first === 0x80) from.refuse("indefinite length (X.690 10.1 forbids it)", at);
  const count = first & 0x7f;
  if (count > 4) from.refuse(`length of ${count} octets`, at);
  const length = from.unsigned(count, "big");
  if (lengthOctets(length).length !== count + 1)
    from.refuse("length is not in its shortest form (X.690 10.1)", at);
  return length;
};

/** The next tag; undefined at the end. Moves nothing. */
export const peekTag = (from: Reader): number | undefined => {
  if (from.left === 0) return undefined;
  const at = from.at;
  const tag = readTag(from);
  from.at = at;
  return tag;
};

/** @throws OutsideFault input-malformed */
export const readElement = (from: Reader): Element => {
  const at = from.at;
  const tag = readTag(from);
  const lengthAt = from.at;
  const length = readLength(from);
  if (length > from.left) from.refuse(`length ${length}, but only ${from.left} bytes are left`, lengthAt);
  const content = from.sub(length);
  return { tag, at, whole: from.bytes.subarray(at, from.at), content };
};

/** Walks every element, nested ones too, and refuses what is not DER; no recursion, so no stack to exhaust. */
export const checkTree = (input: Uint8Array, label: string, maxElements = 4096): void => {
  const pending = [{ from: new Reader(input, label), depth: 0 }];
  for (let count = 0, top = pending.at(-1); top !== undefined; top = pending.at(-1)) {
    if (top.from.left === 0) {
      pending.pop();
      continue;
    }
    const element = readElement(top.from);
    count += 1;
    if (count > maxElements) top.from.refuse(`more than ${maxElements} elements`, element.at);
    if (!isConstructed(element.tag)) continue;
    if (top.depth >= MAX_DEPTH) top.from.refuse(`nested deeper than ${MAX_DEPTH}`, element.at);
    pending.push({ from: element.content, depth: top.depth + 1 });
  }
};
