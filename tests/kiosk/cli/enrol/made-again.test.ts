import { mkdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { openKioskSide } from "../../../../kiosk/cli/enrol/station.ts";
import { readSession } from "../../../../kiosk/cli/enrol/session-file.ts";
import { temporaryFolder } from "../../stand.ts";
import { SESSION } from "./run-kiosk.ts";

// The packet names both: they would differ by the moment at which each kiosk was started.
test("with a seed the kiosk's number and the head of its audit log are the same each time; another seed has another number", async () => {
  using folder = temporaryFolder();
  const session = await readSession(path.resolve(SESSION));
  const startOf = async (name: string, seed: string) => {
    const data = path.join(folder.path, name);
    mkdirSync(data);
    await using side = await openKioskSide(data, undefined, session, seed);
    const { queue } = side.runtime;
    return { kiosk: queue.kiosk, head: (await queue.audit.head()).hash };
  };
  const first = await startOf("first", "x");
  expect(await startOf("second", "x")).toEqual(first);
  expect((await startOf("third", "y")).kiosk).not.toBe(first.kiosk);
});
