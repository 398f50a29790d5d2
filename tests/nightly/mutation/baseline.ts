/** An area's tests without a mutant: they must pass, and say which places of its sources each of them gets to. */
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Area } from "./areas.ts";
import { EXCLUDED, sourcesOf } from "./areas.ts";
import type { TimedFile } from "./choose.ts";
import { FOLDER } from "./reached.ts";
import type { ReachOfFile } from "./reached.ts";
import { Warm } from "./warm.ts";

/** Of all tests of an area, on a machine that has other work. */
const LIMIT_MS = 1_800_000;

const NOTHING: ReachOfFile = { loaded: [], shared: {}, cases: {} };

const readReach = (folder: string): ReadonlyMap<string, ReachOfFile> =>
  new Map(
    readdirSync(folder).map((name) => [
      decodeURIComponent(path.basename(name, ".json")),
      JSON.parse(readFileSync(path.join(folder, name), "utf8")) as ReachOfFile,
    ]),
  );

/** Says nothing of mutants where the tests fail without one. */
export const baselineOf = async (area: Area): Promise<readonly TimedFile[]> => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "kiosk-mutants-"));
  const setting = { include: area.tests, exclude: EXCLUDED, probe: sourcesOf(area) };
  const range = new Warm(setting, { [FOLDER]: folder });
  try {
    const answer = await range.ask(undefined, LIMIT_MS);
    if (answer?.passed !== true)
      throw new Error(
        `The tests of ${area.name} fail without any mutant; mend them first.\n${answer?.words ?? "They do not end."}`,
      );
    const reach = readReach(folder);
    return answer.files.map(({ file, id, ms, cases }) => ({
      file,
      ms,
      cases,
      reach: reach.get(id) ?? NOTHING,
    }));
  } finally {
    range.end();
    rmSync(folder, { recursive: true, force: true });
  }
};
