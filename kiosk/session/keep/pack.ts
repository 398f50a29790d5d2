/** Plain objects with byte arrays in them, as one byte string: JSON in front, the byte arrays behind it. */
import { z } from "zod";
import { OutsideFault } from "../../../api/base/faults.ts";

const headSchema = z.strictObject({ lengths: z.array(z.int().min(0)), value: z.unknown() });
const PLACE = "$bytes";

export const pack = (value: unknown): Uint8Array => {
  const arrays: Uint8Array[] = [];
  // The replacer sees typed arrays before anything else takes them for objects.
  const replace = (_key: string, inside: unknown): unknown =>
    inside instanceof Uint8Array ? { [PLACE]: arrays.push(inside) - 1 } : inside;
  // Buffer has a toJSON of its own, which would run before the replacer.
  const plain = JSON.stringify(withoutBuffers(value), replace);
  const head = Buffer.from(
    `{"lengths":${JSON.stringify(arrays.map(({ length }) => length))},"value":${plain}}\n`,
  );
  return Buffer.concat([head, ...arrays]);
};

const withoutBuffers = (value: unknown): unknown => {
  if (value instanceof Uint8Array) return new Uint8Array(value.buffer, value.byteOffset, value.length);
  if (Array.isArray(value)) return value.map(withoutBuffers);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inside]) => [key, withoutBuffers(inside)]));
};

/** Throws OutsideFault store-damaged. The caller knows the type: the bytes came back authenticated from the vault. */
export const unpack = (bytes: Uint8Array): unknown => {
  const end = bytes.indexOf(10);
  try {
    const head = headSchema.parse(JSON.parse(Buffer.from(bytes.subarray(0, end)).toString("utf8")));
    let at = end + 1;
    const arrays = head.lengths.map((length) => {
      at += length;
      return new Uint8Array(bytes.subarray(at - length, at));
    });
    if (at !== bytes.length) throw new Error("lengths do not fit");
    return restored(head.value, arrays);
  } catch (cause) {
    throw new OutsideFault("store-damaged", "A kept session cannot be read; end it and enrol again.", {
      cause,
    });
  }
};

const restored = (value: unknown, arrays: readonly Uint8Array[]): unknown => {
  if (Array.isArray(value)) return value.map((inside) => restored(inside, arrays));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only?.[0] === PLACE) {
    const found = arrays[Number(only[1])];
    if (found === undefined) throw new Error("no such bytes");
    return found;
  }
  return Object.fromEntries(entries.map(([key, inside]) => [key, restored(inside, arrays)]));
};
