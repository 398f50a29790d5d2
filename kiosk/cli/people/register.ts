/** kiosk people make: synthetic people as recorded sessions. */
import path from "node:path";
import { readdir, readFile } from "node:fs/promises";
import { OutsideFault } from "../../../api/base/faults.ts";
import { CHECKOUT } from "../checkout.ts";
import { addCommand, group, wholeNumber, type Register, type Shell } from "../command.ts";

interface MakeOptions {
  readonly count: number;
  readonly seed: string;
  readonly out: string;
  readonly faces: string;
  readonly json?: boolean;
}

const framesOf = async (folder: string): Promise<readonly Uint8Array[]> => {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".jpg")).toSorted();
  if (names.length === 0)
    throw new OutsideFault(
      "input-missing",
      `There is no .jpg frame in ${folder}; name a folder with frames.`,
    );
  return Promise.all(names.map((name) => readFile(path.join(folder, name))));
};

const make =
  ({ terminal }: Shell) =>
  async ({ count, seed, out, faces, json }: MakeOptions): Promise<void> => {
    const { makePerson } = await import("../../../models/synthetic/person/person.ts");
    const { writeSessionFolder } = await import("./session-folder.ts");
    const frames = await framesOf(path.resolve(faces));
    const made: { readonly seed: string; readonly folder: string }[] = [];
    for (let i = 0; i < count; i += 1) {
      const own = count === 1 ? seed : `${seed}-${i + 1}`;
      const folder = count === 1 ? path.resolve(out) : path.join(path.resolve(out), own);
      await writeSessionFolder(makePerson(own), folder, { frames, startsAt: Date.UTC(2026, 2, 2, 9) });
      made.push({ seed: own, folder });
      terminal.progress(`${i + 1} of ${count} people`);
    }
    if (json === true) return terminal.print(JSON.stringify(made));
    for (const person of made) terminal.print(`${person.seed}: ${person.folder}`);
  };

export const registerPeople: Register = (program, shell) => {
  addCommand(
    group(program, "people", "synthetic people"),
    "make",
    "synthetic people as recorded sessions",
    "kiosk people make --count 3 --seed market --out /tmp/people",
  )
    .option("--count <n>", "how many", wholeNumber(1, 100_000), 1)
    .requiredOption("--seed <text>", "the same seed gives the same people")
    .requiredOption("--out <dir>", "where the sessions are written")
    .option(
      "--faces <dir>",
      "folder with the frames that the camera sees",
      path.join(CHECKOUT, "fixtures/faces/specimen"),
    )
    .action(make(shell));
};
