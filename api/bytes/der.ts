/**
 * ASN.1 structures declared once; type, strict DER reader and writer follow from the declaration.
 *
 *   const point = sequence("point", { x: integer, y: integer, note: optional(utf8String) });
 *   type Point = DerOf<typeof point>;      // { x: number; y: number; note?: string | undefined }
 *
 * Because nothing but DER is read (ITU-T X.690 clauses 10 and 11), writing what was read gives the same bytes.
 */
import { compareBytes, concat, join, piece, sameBytes, type Pieces } from "./pieces.ts";
import { Reader } from "./reader.ts";
import { peekTag, readElement, tlv } from "./tlv.ts";

/** What stands between an element's header and its end. */
export interface Content<T> {
  read(from: Reader): T;
  write(value: T): Pieces;
}

/** One element. */
export interface Der<T> {
  readonly name: string;
  /** Whether an element with this tag is one of ours. */
  starts(tag: number): boolean;
  read(from: Reader): T;
  write(value: T): Pieces;
}

export type DerOf<D> = D extends Der<infer T> ? T : never;

/** A field that may be absent. */
export interface OptionalDer<T> {
  readonly optional: Der<T>;
}

const hex = (tag: number): string => tag.toString(16).toUpperCase().padStart(2, "0");

/** An element with this tag; IMPLICIT tagging, since the tag replaces the content's own. */
export const tagged = <T>(tag: number, name: string, content: Content<T>): Der<T> => ({
  name,
  starts: (other) => other === tag,
  read: (from) => {
    const element = readElement(from);
    if (element.tag !== tag)
      from.refuse(`tag ${hex(element.tag)} where ${name} (${hex(tag)}) is due`, element.at);
    const value = content.read(element.content);
    element.content.finish();
    return value;
  },
  write: (value) => tlv(tag, content.write(value)),
});

/** EXPLICIT tagging: an element that holds exactly one other. */
export const explicit = <T>(tag: number, inner: Der<T>): Der<T> => tagged(tag, inner.name, inner);

export const optional = <T>(inner: Der<T>): OptionalDer<T> => ({ optional: inner });

/** Any one element, kept as its bytes. */
export const anyElement: Der<Uint8Array> = {
  name: "any element",
  starts: () => true,
  read: (from) => readElement(from).whole,
  write: piece,
};

// A declaration is invariant in its value: only `any` admits them all.
// oxlint-disable-next-line typescript/no-explicit-any
type AnyDer = Der<any>;
// oxlint-disable-next-line typescript/no-explicit-any
type AnyOptional = OptionalDer<any>;
type Shape = Readonly<Record<string, AnyDer | AnyOptional>>;
type Present<S extends Shape> = { [K in keyof S]: S[K] extends AnyOptional ? never : K }[keyof S];
type Absent<S extends Shape> = { [K in keyof S]: S[K] extends AnyOptional ? K : never }[keyof S];
export type FieldsOf<S extends Shape> = {
  readonly [K in Present<S>]: S[K] extends Der<infer T> ? T : never;
} & { readonly [K in Absent<S>]?: (S[K] extends OptionalDer<infer T> ? T : never) | undefined };

/** Fields in the order of the declaration. */
export const fields = <S extends Shape>(shape: S): Content<FieldsOf<S>> => {
  const entries = Object.entries(shape);
  return {
    read: (from) => {
      const value: Record<string, unknown> = {};
      for (const [key, field] of entries) {
        if (!("optional" in field)) value[key] = field.read(from);
        else {
          const tag = peekTag(from);
          if (tag !== undefined && field.optional.starts(tag)) value[key] = field.optional.read(from);
        }
      }
      return value as FieldsOf<S>;
    },
    write: (value) => {
      const given = value as Readonly<Record<string, unknown>>;
      return concat(
        entries.flatMap(([key, field]) => {
          if (!("optional" in field)) return [field.write(given[key])];
          return given[key] === undefined ? [] : [field.optional.write(given[key])];
        }),
      );
    },
  };
};

export const sequence = <S extends Shape>(name: string, shape: S): Der<FieldsOf<S>> =>
  tagged(0x30, name, fields(shape));

export interface Count {
  readonly min?: number;
  readonly max?: number;
}

/** As many as there are, within the limits. */
export const listOf = <T>(inner: Der<T>, { min = 0, max = 1024 }: Count = {}): Content<readonly T[]> => ({
  read: (from) => {
    const at = from.at;
    const values: T[] = [];
    while (from.left > 0) {
      if (values.length === max) from.refuse(`more than ${max} of ${inner.name}`);
      values.push(inner.read(from));
    }
    if (values.length < min)
      from.refuse(`${values.length} of ${inner.name} where at least ${min} are due`, at);
    return values;
  },
  write: (values) => concat(values.map((value) => inner.write(value))),
});

export const sequenceOf = <T>(name: string, inner: Der<T>, count?: Count): Der<readonly T[]> =>
  tagged(0x30, name, listOf(inner, count));

/** Written in ascending order of the encodings, refused in any other (X.690 clause 11.6). */
export const setContent = <T>(inner: Der<T>, count?: Count): Content<readonly T[]> => {
  const list = listOf(inner, count);
  return {
    read: (from) => {
      const look = new Reader(from.bytes, from.label, from.at, from.end);
      let last: Uint8Array | undefined;
      while (look.left > 0) {
        const element = readElement(look);
        if (last !== undefined && compareBytes(last, element.whole) > 0)
          from.refuse(`${inner.name}: set not in ascending order (X.690 11.6)`, element.at);
        last = element.whole;
      }
      return list.read(from);
    },
    write: (values) =>
      concat(
        values
          .map((value) => join(inner.write(value)))
          .sort(compareBytes)
          .map(piece),
      ),
  };
};

export const setOf = <T>(name: string, inner: Der<T>, count?: Count): Der<readonly T[]> =>
  tagged(0x31, name, setContent(inner, count));

/** Fields of one kind up to the end of the enclosing element. */
export const many = <T>(inner: Der<T>, count?: Count): Der<readonly T[]> => {
  const list = listOf(inner, count);
  return {
    name: inner.name,
    starts: (tag) => inner.starts(tag),
    read: (from) => list.read(from),
    write: (values) => list.write(values),
  };
};

type Alternatives = Readonly<Record<string, AnyDer>>;
type ChoiceOf<A extends Alternatives> = {
  [K in keyof A & string]: { readonly kind: K; readonly value: DerOf<A[K]> };
}[keyof A & string];

/** One of several, told apart by the tag. */
export const choice = <A extends Alternatives>(name: string, alternatives: A): Der<ChoiceOf<A>> => {
  const entries = Object.entries(alternatives);
  return {
    name,
    starts: (tag) => entries.some(([, inner]) => inner.starts(tag)),
    read: (from) => {
      const tag = peekTag(from);
      const found = tag === undefined ? undefined : entries.find(([, inner]) => inner.starts(tag));
      if (found === undefined)
        return from.refuse(`${tag === undefined ? "nothing" : `tag ${hex(tag)}`} where ${name} is due`);
      return { kind: found[0], value: found[1].read(from) };
    },
    write: ({ kind, value }) => (alternatives[kind] as AnyDer).write(value),
  };
};

/** Decodes one element that is the whole input. @throws OutsideFault input-malformed */
export const decode = <T>(codec: Der<T>, input: Uint8Array, label = codec.name): T => {
  const from = new Reader(input, label);
  const value = codec.read(from);
  from.finish();
  return value;
};

export const encode = <T>(codec: Der<T>, value: T): Uint8Array => join(codec.write(value));

/** The content's bytes as they are: a view when read. */
export const octets = ({ min = 0, max = 2 ** 31 }: Count = {}): Content<Uint8Array> => ({
  read: (from) => {
    if (from.left < min || from.left > max)
      from.refuse(`${from.left} bytes where ${min === max ? min : `${min} to ${max}`} are due`);
    return from.take(from.left);
  },
  write: piece,
});

/** Content with one legal value. */
export const constant = (value: Uint8Array, why: string): Content<void> => ({
  read: (from) => {
    const at = from.at;
    if (!sameBytes(from.take(from.left), value)) from.refuse(why, at);
  },
  write: () => piece(value),
});
