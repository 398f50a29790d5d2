/** A disk that is really full, to the last byte, under the kiosk as `kiosk start` puts it together. */
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { SPACE } from "../../../../kiosk/store/space.ts";
import { temporaryFolder } from "../../stand.ts";

const PROGRAM = path.resolve("dist/tests/kiosk/cli/start/filled.js");
/** A disk of its own, small, seen by this process alone. */
const onSmallDisk = (place: string, words: readonly string[]): string => {
  const mounted = 'mount -t tmpfs -o size=160m none "$1" && shift && exec "$@"';
  return execFileSync("unshare", ["-Urm", "sh", "-c", mounted, "sh", place, ...words], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
};
const able = ((): boolean => {
  using folder = temporaryFolder();
  try {
    onSmallDisk(folder.path, ["true"]);
    return true;
  } catch {
    return false;
  }
})();

test.skipIf(!able)(
  `the reserve opens the store and seals who waits, number and all; then it is taken again${able ? "" : " (no disk can be mounted here)"}`,
  { timeout: 120_000 },
  () => {
    using folder = temporaryFolder();
    const place = path.join(folder.path, "disk");
    mkdirSync(place);
    const { reserve } = SPACE;
    expect(JSON.parse(onSmallDisk(place, [process.execPath, PROGRAM, place]))).toEqual({
      found: { left: 0, reserve },
      opened: { sealed: [] },
      full: { left: 0, reserve },
      after: {
        state: "waiting",
        whole: true,
        sessions: [],
        owed: [],
        logs: ["control-refused", "completed"],
      },
      again: reserve,
    });
  },
);
