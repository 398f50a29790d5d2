/** Grey levels of the last prints of each scanner: a count each, nothing of a finger. */
import path from "node:path";
import { z } from "zod";
import { writeDurably, type FileSystem } from "../../api/base/files.ts";

const KEPT = 500;
const schema = z.strictObject({
  format: z.literal("print-ranges/1"),
  ranges: z.array(z.int().min(0).max(256)).max(KEPT),
});

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
    const bytes = await this.#files.read(this.#file(driver));
    if (bytes === undefined) return [];
    try {
      return schema.parse(JSON.parse(Buffer.from(bytes).toString("utf8"))).ranges;
    } catch {
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
