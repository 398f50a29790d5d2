/**
 * Lines of MRZ readers: text, ended by CR or LF, perhaps with a prefix and a suffix that the maker lets one configure.
 * The driver collects lines; whether they are a machine-readable zone, and right, the kiosk verifies (Doc 9303-3 and up).
 */

/** Doc 9303 parts 4, 5 and 6: number of lines and their length. */
export const SHAPES = [
  { name: "TD3", lines: 2, length: 44 },
  { name: "TD2", lines: 2, length: 36 },
  { name: "TD1", lines: 3, length: 30 },
] as const;

/** Doc 9303-3, section 4.3: capital letters, digits and the filler. */
const MRZ_RUN = /[0-9A-Z<]+/gu;
const LONGEST_LINE = 512;

/** The zone in a line with its prefix and suffix off: the run of MRZ characters of a length that a shape has. */
export const zoneOf = (line: string): string | undefined =>
  [...line.matchAll(MRZ_RUN)]
    .map(([run]) => run)
    .find((run) => SHAPES.some(({ length }) => run.length === length));

/** What came in one go as a document: exactly the lines of one shape. A line that came twice in a row is one. */
export const documentOf = (lines: readonly string[]): readonly string[] | undefined => {
  const distinct = lines.filter((line, i) => line !== lines[i - 1]);
  const fits = SHAPES.some(
    ({ lines: count, length }) =>
      distinct.length === count && distinct.every((line) => line.length === length),
  );
  return fits ? distinct : undefined;
};

/** Cuts text into lines at CR, LF or both; a line without end is cut off before it fills the memory. */
export class LineCollector {
  #held = "";

  /** Whole lines that these bytes completed, without what ends them; empty ones are passed over. */
  push(data: Uint8Array): readonly string[] {
    this.#held += Buffer.from(data).toString("latin1");
    const parts = this.#held.split(/[\r\n]+/u);
    this.#held = (parts.pop() ?? "").slice(-LONGEST_LINE);
    return parts.filter((line) => line !== "");
  }

  /** After silence: what came without an end is a line. */
  flush(): readonly string[] {
    const line = this.#held;
    this.#held = "";
    return line === "" ? [] : [line];
  }
}
