// Determinism, proved: the same scenarios in processes that share nothing must give the same packets, byte for byte.
// `node scripts/twice.mjs [NODE-VERSION...]`: twice with this Node (another home, time zone, language and folder), and
// once with each version that is named, which npm fetches. `--out FILE` keeps the hashes with commit, processor and
// versions for another machine, where `--against FILE` compares.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: "string" }, against: { type: "string" } },
});

const root = path.resolve(import.meta.dirname, "..");
const program = path.join(root, "dist/kiosk/main.js");
// A grown-up and a child on twins, one whose program is killed in the middle, one whose devices are recordings.
const scenarios = [
  "people/an-old-woman-with-a-veil",
  "people/a-child-of-eight",
  "faults-power/kill-at-review",
  "devices/a-recorded-session",
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
for (const version of positionals)
  others.push(hashes(`node-${version}`, ["npx", "-y", "-p", `node@${version}`, "--", "node"], {}));
if (first.split(" ").length < scenarios.length || others.some((other) => other !== first)) {
  process.stderr.write("The same scenario gave different packets.\n");
  process.exit(1);
}
const versionOf = (name) =>
  JSON.parse(readFileSync(path.join(root, "node_modules", name, "package.json"), "utf8")).version;
const git = (...words) => execFileSync("git", words, { cwd: root, encoding: "utf8" }).trim();

/** What decides the bytes, and what must not: the processor. */
const proof = {
  commit: git("rev-parse", "HEAD") + (git("status", "--porcelain", "--untracked-files=no") === "" ? "" : "+"),
  arch: process.arch,
  processor: os.cpus()[0]?.model ?? "",
  node: process.versions.node,
  versions: Object.fromEntries(["onnxruntime-node", "sharp"].map((name) => [name, versionOf(name)])),
  packets: first.split(" "),
};
if (values.out !== undefined) writeFileSync(values.out, `${JSON.stringify(proof, null, 2)}\n`);
if (values.against !== undefined) {
  const there = JSON.parse(readFileSync(values.against, "utf8"));
  const other = ["commit", "arch", "versions"].find(
    (key) => JSON.stringify(there[key]) !== JSON.stringify(proof[key]),
  );
  if (other !== undefined) {
    process.stderr.write(
      `${values.against} is of another ${other} (${JSON.stringify(there[other])}); compare what was made alike.\n`,
    );
    process.exit(2);
  }
  if (there.packets.join(" ") !== first) {
    process.stderr.write(`Other packets than on ${there.processor} with Node ${there.node}.\n`);
    process.exit(1);
  }
  process.stdout.write(`The same packets as on ${there.processor} with Node ${there.node}\n`);
}
process.stdout.write(`${others.length + 1} runs, the same ${scenarios.length} packets\n`);
