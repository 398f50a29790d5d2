import { CANON } from "./canon.ts";
import { NIKON } from "./nikon.ts";
import { nameIn, numberAt, type Explain } from "../../explain.ts";
import { CONTAINER, EVENT, HEAD_LENGTH, OPERATION, RESPONSE } from "./protocol.ts";

type Codes = Readonly<Record<string, number>>;

/** Makers give their own operations names that the standard has too: each table is asked by itself. */
const OPERATIONS: readonly Codes[] = [OPERATION, CANON, NIKON];

const TYPES: Readonly<Record<number, readonly [word: string, codes: readonly Codes[]]>> = {
  [CONTAINER.command]: ["operation", OPERATIONS],
  [CONTAINER.data]: ["data of", OPERATIONS],
  [CONTAINER.response]: ["response", [RESPONSE]],
  [CONTAINER.event]: ["event", [EVENT]],
};

export const explain: Explain = ({ channel, bytes }) => {
  if (channel === "control" || bytes.length === 0) return undefined;
  const [length, type, code, transaction] = [
    numberAt(bytes, 0, 4, "little"),
    numberAt(bytes, 4, 2, "little"),
    numberAt(bytes, 6, 2, "little"),
    numberAt(bytes, 8, 4, "little"),
  ];
  const known = type === undefined ? undefined : TYPES[type];
  if (known === undefined || length === undefined || length < HEAD_LENGTH || code === undefined)
    return `${bytes.length} bytes of data`;
  const [word, tables] = known;
  const codes = tables.find((table) => Object.values(table).includes(code)) ?? {};
  return `${word} ${nameIn(codes, code, 4)}, transaction ${transaction ?? "?"}, ${length - HEAD_LENGTH} bytes`;
};
