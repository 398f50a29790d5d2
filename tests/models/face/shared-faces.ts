/** The real portraits that stand beside the repository, with their hand-placed points; absent in a plain clone. */
import { existsSync, readFileSync } from "node:fs";

const root = "../shared/face";
export const haveFaces = existsSync(`${root}/index.jsonl`);
export const WHY_SKIPPED = "the pictures of ../shared/face are not here";

type Pair = [number, number];
interface Row {
  image: string;
  set: string;
  width: number;
  height: number;
  faces: { landmarks: Record<string, Pair> }[];
}

export interface SharedFace {
  readonly name: string;
  readonly set: string;
  readonly bytes: Uint8Array;
  /** Empty where nobody placed points. */
  readonly landmarks: Readonly<Record<string, { x: number; y: number }>>;
}

export const sharedFaces = (sets: readonly string[], every = 1): SharedFace[] =>
  readFileSync(`${root}/index.jsonl`, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Row)
    .filter((row) => sets.includes(row.set))
    .filter((_, i) => i % every === 0)
    .map((row) => ({
      name: row.image,
      set: row.set,
      bytes: readFileSync(`${root}/${row.image}`),
      landmarks: Object.fromEntries(
        Object.entries(row.faces?.[0]?.landmarks ?? {}).map(([name, [x, y]]) => [name, { x, y }]),
      ),
    }));
