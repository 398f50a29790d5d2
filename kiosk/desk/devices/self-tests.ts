/** The last self-test of each place, kept over a restart: one small file in the kiosk's folder. */
import path from "node:path";
import { z } from "zod";
import { OutsideFault } from "../../../api/base/faults.ts";
import { writeDurably, type FileSystem } from "../../../api/base/files.ts";
import { readJson } from "../../../api/base/json-file.ts";

export const PLACE_NAMES = ["camera", "scanner", "pad"] as const;
export type PlaceName = (typeof PLACE_NAMES)[number];

const selfTest = z.strictObject({
  at: z.number(),
  ok: z.boolean(),
  /** What the device said, or what to do. */
  words: z.string(),
  ms: z.number(),
});
export type SelfTest = Readonly<z.infer<typeof selfTest>>;

const KIND = {
  schema: z.strictObject({
    camera: selfTest.optional(),
    scanner: selfTest.optional(),
    pad: selfTest.optional(),
  }),
  what: "the last self-tests",
  most: 64 * 1024,
} as const;

export class SelfTests {
  readonly #files: FileSystem;
  readonly #file: string;
  #known: ReadonlyMap<PlaceName, SelfTest> | undefined;

  constructor(files: FileSystem, data: string) {
    this.#files = files;
    this.#file = path.join(data, "self-tests.json");
  }

  async #all(): Promise<ReadonlyMap<PlaceName, SelfTest>> {
    this.#known ??= new Map(Object.entries(await this.#read()) as [PlaceName, SelfTest][]);
    return this.#known;
  }

  /** What was damaged is as if it had not been: the next test writes it anew. */
  async #read() {
    try {
      return (await readJson(this.#files, this.#file, KIND)) ?? {};
    } catch (error) {
      if (!(error instanceof OutsideFault)) throw error;
      return {};
    }
  }

  async last(place: PlaceName): Promise<SelfTest | undefined> {
    return (await this.#all()).get(place);
  }

  async keep(place: PlaceName, test: SelfTest): Promise<void> {
    const all = new Map([...(await this.#all()), [place, test]]);
    this.#known = all;
    await writeDurably(this.#files, this.#file, Buffer.from(JSON.stringify(Object.fromEntries(all))));
  }
}
