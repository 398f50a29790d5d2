// Determinism, proved: the same scenarios in processes that share nothing must give the same packets, byte for byte.
// `node scripts/twice.mjs [NODE-VERSION...]`: twice with this Node (another home, time zone, language and folder), and
// once with each version that is named, which npm fetches.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const program = path.join(root, "dist/kiosk/main.js");
// A grown-up and a child on twins, one whose program is killed in the middle.
const scenarios = [
  "people/an-old-woman-with-a-veil",
  "people/a-child-of-eight",
  "faults-power/kill-at-review",
].map((name) => path.join(root, "fixtures/scenarios", `${name}.yaml`));

const away = mkdtempSync(path.join(os.tmpdir(), "kiosk-twice-"));
process.on("exit", () => rmSync(away, { recursive: true, force: true }));

/** Hashes of the packets, scenario by scenario. */
const hashes = (name, command, env) => {
  const folder = path.join(away, name);
  mkdirSync(folder);
  const words = [
    ...command.slice(1),
    program,
    "--data",
    folder,
    "test",
    "run",
    ...scenarios,
    "--no-cache",
    "--json",
  ];
  const { status, stdout, stderr } = spawnSync(command[0], words, {
    encoding: "utf8",
    cwd: folder,
    env: { ...process.env, ...env },
    maxBuffer: 1 << 28,
  });
  if (status !== 0) {
    process.stderr.write(`${name}: ${stderr}\n`);
    process.exit(1);
  }
  const found = JSON.parse(stdout).scenarios.flatMap(({ packets }) => packets);
  process.stdout.write(`${name}: ${found.map((hash) => hash.slice(0, 16)).join(" ")}\n`);
  return found.join(" ");
};

const here = [process.execPath];
const first = hashes("once", here, { TZ: "Africa/Bamako", LANG: "fr_ML.UTF-8" });
const others = [hashes("again", here, { TZ: "Pacific/Auckland", LANG: "C", LC_ALL: "C", HOME: away })];
for (const version of process.argv.slice(2))
  others.push(hashes(`node-${version}`, ["npx", "-y", "-p", `node@${version}`, "--", "node"], {}));
if (first.split(" ").length < scenarios.length || others.some((other) => other !== first)) {
  process.stderr.write("The same scenario gave different packets.\n");
  process.exit(1);
}
process.stdout.write(`${others.length + 1} runs, the same ${scenarios.length} packets\n`);
