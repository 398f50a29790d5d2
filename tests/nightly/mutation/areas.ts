/** What must not be wrong, and the tests that are to watch it. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { seededRandom } from "../../../api/base/random.ts";
import { isEquivalent } from "./equivalents.ts";
import { mutantsOf } from "./mutants.ts";
import type { Mutant } from "./mutants.ts";

export interface Area {
  readonly name: string;
  /** Sources, as git spells paths. */
  readonly sources: readonly string[];
  /** Tests, as vitest spells patterns. */
  readonly tests: readonly string[];
}

export const AREAS: readonly Area[] = [
  { name: "session", sources: ["kiosk/session"], tests: ["tests/kiosk/session/**/*.test.ts"] },
  { name: "queue", sources: ["kiosk/queue"], tests: ["tests/kiosk/queue/**/*.test.ts"] },
  {
    name: "formats",
    sources: ["api/formats/lds", "api/formats/mrz", "api/formats/iso19794", "api/bytes"],
    tests: ["tests/formats/**/*.test.ts", "tests/bytes/**/*.test.ts"],
  },
  {
    name: "measures",
    sources: ["models/face/measures", "models/face/criteria", "models/finger/measures"],
    tests: [
      // Not those of the eye finder, which reads no measure and takes a minute.
      "tests/models/face/!(classical-eyes).test.ts",
      "tests/models/finger/{bad-input,blocks,nfiq2,print-values,quality}.test.ts",
    ],
  },
];

/** Ten thousands of damaged records would run for every mutant. */
export const EXCLUDED = ["**/fuzz*.test.ts"];

export const sourcesOf = ({ sources }: Area): readonly string[] =>
  execFileSync("git", ["ls-files", "-z", ...sources], { encoding: "utf8" })
    .split("\0")
    .filter((file) => file.endsWith(".ts"));

export interface Drawn {
  readonly file: string;
  readonly source: string;
  readonly mutant: Mutant;
}

/** Every mutant of an area that is not known to change nothing, in the order of a seed. */
export const drawnFrom = (area: Area, seed: string): readonly Drawn[] => {
  const all = sourcesOf(area).flatMap((file) => {
    const source = readFileSync(file, "utf8");
    return mutantsOf(source)
      .filter((mutant) => !isEquivalent(file, source, mutant))
      .map((mutant) => ({ file, source, mutant }));
  });
  const bytes = Buffer.from(seededRandom(`${seed} ${area.name}`)("mutants", 4 * all.length));
  return all
    .map((drawn, n) => ({ drawn, rank: bytes.readUInt32BE(4 * n) }))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ drawn }) => drawn);
};
