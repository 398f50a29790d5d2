/**
 * A binary record is declared once; its type, its reader and its writer follow from the declaration.
 *
 *   const pen = record("pen data", { flags: u8, x: u16be, y: u16be });
 *   type Pen = RecordOf<typeof pen>;      // { flags: number; x: number; y: number }
 */
import { Bug } from "../base/faults.ts";
import { Reader } from "./reader.ts";
import { Writer } from "./writer.ts";

export interface Codec<T> {
  read(from: Reader): T;
  write(to: Writer, value: T): void;
}

export type RecordOf<C> = C extends Codec<infer T> ? T : never;

const unsigned = (length: number, order: "big" | "little"): Codec<number> => ({
  read: (from) => from.unsigned(length, order),
  write: (to, value) => void to.unsigned(value, length, order),
});

export const u8 = unsigned(1, "big");
export const u16be = unsigned(2, "big");
export const u16le = unsigned(2, "little");
export const u24be = unsigned(3, "big");
export const u32be = unsigned(4, "big");
export const u32le = unsigned(4, "little");
export const u48be = unsigned(6, "big");
export const i32le: Codec<number> = {
  read: (from) => from.signed32("little"),
  write: (to, value) => void to.signed32(value, "little"),
};
export const u64le: Codec<bigint> = {
  read: (from) => from.unsigned64("little"),
  write: (to, value) => void to.unsigned64(value, "little"),
};

/** Exactly `length` bytes. Reading gives a view of the input. */
export const bytes = (length: number): Codec<Uint8Array> => ({
  read: (from) => from.take(length),
  write: (to, value) => {
    if (value.length !== length) throw new Bug(`${value.length} bytes where ${length} are declared`);
    to.put(value);
  },
});

/** ASCII of fixed length, filled with NUL at the end. */
export const ascii = (length: number): Codec<string> => ({
  read: (from) => String.fromCharCode(...from.take(length)).replace(/\0+$/u, ""),
  write: (to, value) => {
    if (value.length > length || !/^[\0-\x7f]*$/u.test(value))
      throw new Bug(`"${value}" does not fit ${length} ASCII characters`);
    to.put(Uint8Array.from({ length }, (_, i) => (i < value.length ? value.charCodeAt(i) : 0)));
  },
});

/** A field that has one legal value; another is refused. */
export const fixed = <T extends number | string>(codec: Codec<T>, value: NoInfer<T>): Codec<T> => ({
  read: (from) => {
    const at = from.at;
    const got = codec.read(from);
    if (got !== value) from.refuse(`${JSON.stringify(got)} where ${JSON.stringify(value)} is prescribed`, at);
    return got;
  },
  write: (to, given) => {
    if (given !== value) throw new Bug(`${String(given)} where ${String(value)} is prescribed`);
    codec.write(to, given);
  },
});

/** One of a table's numbers, read and written by its name. */
export const oneOf = <const T extends Readonly<Record<string, number>>>(
  codec: Codec<number>,
  table: T,
): Codec<keyof T & string> => {
  const names = new Map(Object.entries(table).map(([name, code]) => [code, name]));
  return {
    read: (from) => {
      const at = from.at;
      const code = codec.read(from);
      return names.get(code) ?? from.refuse(`${code} is not one of ${[...names.keys()].join(", ")}`, at);
    },
    write: (to, name) => {
      const code = table[name];
      if (code === undefined) throw new Bug(`unknown name ${name}`);
      codec.write(to, code);
    },
  };
};

/** Exactly `count` of the same. */
export const repeat = <T>(codec: Codec<T>, count: number): Codec<readonly T[]> => ({
  read: (from) => Array.from({ length: count }, () => codec.read(from)),
  write: (to, values) => {
    if (values.length !== count) throw new Bug(`${values.length} entries where ${count} are declared`);
    for (const value of values) codec.write(to, value);
  },
});

/** A codec is invariant in its value: only `any` admits them all. */
// oxlint-disable-next-line typescript/no-explicit-any
type Shape = Record<string, Codec<any>>;
type ValueOf<S extends Shape> = { readonly [K in keyof S]: S[K] extends Codec<infer T> ? T : never };

export interface RecordCodec<T> extends Codec<T> {
  readonly name: string;
  /** The whole input is one record; bytes left over are refused. */
  decode(input: Uint8Array, label?: string): T;
  encode(value: T): Uint8Array;
}

/** Fields in the order of the declaration, back to back. */
export const record = <S extends Shape>(name: string, shape: S): RecordCodec<ValueOf<S>> => {
  const fields = Object.entries(shape);
  const codec: Codec<ValueOf<S>> = {
    read: (from) => {
      const value: Record<string, unknown> = {};
      for (const [key, field] of fields) value[key] = field.read(from);
      return value as ValueOf<S>;
    },
    write: (to, value) => {
      for (const [key, field] of fields) field.write(to, value[key]);
    },
  };
  return {
    name,
    ...codec,
    decode: (input, label = name) => {
      const from = new Reader(input, label);
      const value = codec.read(from);
      from.finish();
      return value;
    },
    encode: (value) => {
      const to = new Writer();
      codec.write(to, value);
      return to.done();
    },
  };
};
