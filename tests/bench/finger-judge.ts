/**
 * `npm run bench -- finger-judge`: our ISO/IEC 19794-2 records before a matcher that is not ours, NIST's bozorth3, where
 * that program is installed (NBIS; it is no part of this project). Research prints beside the checkout, which report only.
 */
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { readMinutiaeRecord, writeMinutiaeRecord } from "../../api/formats/iso19794/p2.ts";
import { extractFinger } from "../../models/finger/extract.ts";
import { decodeGrey } from "../../models/image.ts";
import { errorRates } from "./rates.ts";
import type { BenchRow } from "./row.ts";
import { toXyt } from "./xyt.ts";

const DATA = path.resolve("../shared/finger");
const MATCHER = "bozorth3";
/** What mindtct's own minutiae reach with the same matcher on the same pairs (NBIS, measured once). */
const SETS = [
  { set: "fvc2000_db1b", impostors: 1, eer: "mindtct's 10.4", fmr1000: "mindtct's 23.2" },
  { set: "fcj2020", impostors: 8, eer: "mindtct's 1.35", fmr1000: "mindtct's 2.7" },
] as const;

interface Pair {
  readonly a: string;
  readonly b: string;
  readonly same: boolean;
}

const finger = (name: string) => name.split("_")[0];

const pairsOf = (names: readonly string[], share: number): readonly Pair[] => {
  let at = 0;
  return names.flatMap((a, i) =>
    names.slice(i + 1).flatMap((b) => {
      const same = finger(a) === finger(b);
      return same || (at += 1) % share === 0 ? [{ a, b, same }] : [];
    }),
  );
};

/** Writes NAME.xyt for every print; the way goes through the record's bytes. Returns the names. */
const writeTemplates = async (set: string, folder: string): Promise<readonly string[]> => {
  const listed = readFileSync(path.join(DATA, "fcj2020_label_errors.csv"), "utf8").split("\n");
  const wrong = new Set(listed.map((line) => line.split(",")[0]));
  const names = readdirSync(path.join(DATA, set))
    .map((file) => path.parse(file).name)
    .filter((name) => !wrong.has(name))
    .sort();
  for (const name of names) {
    const image = await decodeGrey(readFileSync(path.join(DATA, set, `${name}.png`)), name);
    const record = writeMinutiaeRecord(extractFinger(image, 500).template);
    const [template] = readMinutiaeRecord(record, name);
    if (template !== undefined) writeFileSync(path.join(folder, `${name}.xyt`), toXyt(template));
  }
  return names;
};

/** Scores of the pairs in their order; the matcher reads a list of files, probe and gallery by turns. */
const match = async (pairs: readonly Pair[], folder: string): Promise<readonly number[]> => {
  const list = path.join(folder, "pairs");
  const files = pairs.flatMap(({ a, b }) => [a, b]).map((name) => path.join(folder, `${name}.xyt`));
  writeFileSync(list, `${files.join("\n")}\n`);
  const { stdout } = await promisify(execFile)(MATCHER, ["-A", "outfmt=s", "-M", list], {
    maxBuffer: 1 << 26,
  });
  return stdout.trim().split("\n").map(Number);
};

const installed = (): boolean =>
  (process.env["PATH"] ?? "").split(path.delimiter).some((folder) => existsSync(path.join(folder, MATCHER)));

const rowsOf = (
  name: string,
  genuine: readonly number[],
  impostor: readonly number[],
  bars: { readonly eer: string; readonly fmr1000: string },
): BenchRow[] => {
  const rates = errorRates(genuine, impostor);
  const row = (what: string, value: number, bar?: string): BenchRow => ({
    name: `${name}, ${MATCHER}: ${what}`,
    value: 100 * value,
    unit: "%",
    ...(bar === undefined ? {} : { bar }),
  });
  return [
    row(`EER (${genuine.length} genuine, ${impostor.length} impostor)`, rates.eer, bars.eer),
    row("FNMR at FMR 1 %", rates.fnmrAt(0.01)),
    row("FNMR at FMR 0.1 %", rates.fnmrAt(0.001), bars.fmr1000),
    row("FNMR at no false match", rates.zeroFmr),
  ];
};

export const run = async (): Promise<readonly BenchRow[]> => {
  if (!existsSync(DATA) || !installed())
    return [{ name: `${MATCHER} or the research prints are not here`, value: 0, unit: "rows" }];
  const pooled = { genuine: [] as number[], impostor: [] as number[] };
  const rows: BenchRow[] = [];
  for (const { set, impostors, ...bars } of SETS) {
    const folder = mkdtempSync(path.join(tmpdir(), "finger-judge-"));
    try {
      const pairs = pairsOf(await writeTemplates(set, folder), impostors);
      const scores = await match(pairs, folder);
      const of = (same: boolean) => scores.filter((_score, at) => pairs[at]?.same === same);
      rows.push(...rowsOf(set, of(true), of(false), bars));
      pooled.genuine.push(...of(true));
      pooled.impostor.push(...of(false));
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
  const { genuine, impostor } = pooled;
  return [
    ...rows,
    ...rowsOf("one threshold for both", genuine, impostor, { eer: "< 7.2", fmr1000: "< 14.7" }),
  ];
};
