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
  `the reserves open the store, let people sign in, seal who waits, number and all, and export it; then they are taken again${able ? "" : " (no disk can be mounted here)"}`,
  { timeout: 120_000 },
  () => {
    using folder = temporaryFolder();
    const place = path.join(folder.path, "disk");
    const media = path.join(folder.path, "media");
    for (const each of [place, media]) mkdirSync(each);
    const { reserve, rows } = SPACE;
    expect(JSON.parse(onSmallDisk(place, [process.execPath, PROGRAM, place, media]))).toEqual({
      found: { left: 0, reserve, rows },
      // What opens the store is the rows' own: the other is still there for a seal.
      opened: { reserve, sealed: [] },
      full: { left: 0, reserve, rows },
      signedIn: "proved",
      used: { reserve },
      after: {
        state: "waiting",
        whole: true,
        sessions: [],
        logged: ["control-refused"],
        logs: ["control-refused", "completed"],
      },
      relieved: { exported: 1, erased: 1, room: true },
      again: { reserve, rows },
    });
  },
);
