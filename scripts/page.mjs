// Builds the kiosk's page into dist/web, only when something it is made of has changed. A machine on which the bundler
// does not run still gets every command but `kiosk start`.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";

const STAMP = "dist/.build/web";
const SOURCES = ["kiosk/web", "api/words"];
/** The applicant's page, then the desk into a folder below it. */
const PAGES = ["kiosk/web/vite.config.mjs", "kiosk/web/desk/vite.config.mjs"];
/** Served as they lie there, not bundled. */
const SERVED = /[\\/](languages|themes)[\\/]/u;

const files = (folder) =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !SERVED.test(file));

const stamp = () => {
  const hash = createHash("sha256");
  for (const file of [...SOURCES.flatMap(files).sort(), "package-lock.json"])
    hash.update(file).update(readFileSync(file));
  return hash.digest("hex");
};

/** True when the page is there and of these sources. */
export const buildPage = (say) => {
  const want = stamp();
  const have = existsSync(STAMP) ? readFileSync(STAMP, "utf8") : "";
  if (have === want && existsSync("dist/web/index.html") && existsSync("dist/web/desk/index.html"))
    return true;
  const built = PAGES.every(
    (config) =>
      spawnSync(process.execPath, ["node_modules/vite/bin/vite.js", "build", "--config", config], {
        stdio: ["ignore", 2, 2],
        // The same page whoever asks for it: under a test runner the bundler would make another one, twice as large.
        env: { ...process.env, NODE_ENV: "production" },
      }).status === 0,
  );
  if (!built) {
    say("the kiosk's page could not be built (see above); every command but `kiosk start` works");
    return false;
  }
  mkdirSync(path.dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, want);
  return true;
};
