/** Grey levels of the last prints of each scanner: a count each, nothing of a finger. */
import path from "node:path";
import { z } from "zod";
import { OutsideFault } from "../../api/base/faults.ts";
import { writeDurably, type FileSystem } from "../../api/base/files.ts";
import { readJson } from "../../api/base/json-file.ts";

const KEPT = 500;
const schema = z.strictObject({
  format: z.literal("print-ranges/1"),
  ranges: z.array(z.int().min(0).max(256)).max(KEPT),
});

const KIND = { schema, what: "a list of grey levels", most: 16 * 1024 } as const;

export class PrintRanges {
  readonly #files: FileSystem;
  readonly #folder: string;

  constructor(files: FileSystem, data: string) {
    this.#files = files;
    this.#folder = path.join(data, "calibration");
  }

  #file(driver: string): string {
    return path.join(this.#folder, `ranges-${driver}.json`);
  }

  /** A file that is damaged only loses statistics: it counts as empty. */
  async of(driver: string): Promise<readonly number[]> {
    try {
      return (await readJson(this.#files, this.#file(driver), KIND))?.ranges ?? [];
    } catch (error) {
      if (!(error instanceof OutsideFault)) throw error;
      return [];
    }
  }

  async add(driver: string, levels: number): Promise<void> {
    const ranges = [...(await this.of(driver)), levels].slice(-KEPT);
    await this.#files.makeFolder(this.#folder);
    await writeDurably(
      this.#files,
      this.#file(driver),
      Buffer.from(JSON.stringify({ format: "print-ranges/1", ranges })),
    );
  }
}
