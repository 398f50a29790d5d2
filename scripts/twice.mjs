// Determinism, proved: the same scenarios, the same recorded session (kiosk enrol --seed), and the same stored samples, in processes that share nothing must give the same
// packets, byte for byte. `node scripts/twice.mjs [NODE-VERSION...]`: twice with this Node (another home, time zone,
// language and folder), and once with each version that is named, which npm fetches.
// `--emulate Nehalem --emulate Haswell` builds the packet of stored samples on other processors as well (QEMU's names;
// Debian package qemu-user): without AVX, and with AVX2 but not AVX-512, libraries choose other code than on a newer one.
// With `--whole` the scenarios are played there too, slowly: the same from x86-64-v3 (Haswell) on (docs/scenarios.md).
// `--scenario FILE` plays another than these four. `--out FILE` keeps the hashes with commit, processor and versions for
// another machine, where `--against FILE` compares.
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: "string" },
    against: { type: "string" },
    emulate: { type: "string", multiple: true, default: [] },
    whole: { type: "boolean", default: false },
    scenario: { type: "string", multiple: true, default: [] },
  },
});

const root = path.resolve(import.meta.dirname, "..");
const program = path.join(root, "dist/kiosk/main.js");
// A grown-up and a child on twins, one whose program is killed in the middle, one whose devices are recordings.
const usual = [
  "people/an-old-woman-with-a-veil",
  "people/a-child-of-eight",
  "faults-power/kill-at-review",
  "devices/a-recorded-session",
].map((name) => path.join(root, "fixtures/scenarios", `${name}.yaml`));
const scenarios = values.scenario.length === 0 ? usual : values.scenario.map((file) => path.resolve(file));

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
    // What an emulated process starts runs on this processor: it has to play them all itself.
    "--jobs",
    "1",
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
  const session = path.join(root, "fixtures/sessions/adult");
  const again = [program, "enrol", "--session", session, "--seed", "twice", "--json"];
  const enrolled = spawnSync(command[0], [...command.slice(1), ...again], {
    encoding: "utf8",
    cwd: folder,
    env: { ...process.env, ...env },
  });
  if (enrolled.status !== 0) {
    process.stderr.write(`${name}: ${enrolled.stderr}\n`);
    process.exit(1);
  }
  found.push(JSON.parse(enrolled.stdout).sha256);
  process.stdout.write(`${name}: ${found.map((hash) => hash.slice(0, 16)).join(" ")}\n`);
  return found.join(" ");
};

const run = (name, command, words) => {
  const { status, stderr } = spawnSync(command[0], [...command.slice(1), program, ...words], {
    encoding: "utf8",
    cwd: away,
  });
  if (status === 0) return;
  process.stderr.write(`${name}: ${stderr}\n`);
  process.exit(1);
};

const samples = path.join(away, "samples");
cpSync(path.join(root, "fixtures/packets/samples"), samples, { recursive: true });
copyFileSync(path.join(root, "fixtures/packets/adult.json"), path.join(samples, "enrolment.json"));

/** Hash of the packet of stored samples. */
const stored = (name, command) => {
  const packet = path.join(away, `${name}.p7m`);
  run(name, command, ["packet", "build", "--from", samples, "--out", packet]);
  const hash = createHash("sha256").update(readFileSync(packet)).digest("hex");
  process.stdout.write(`${name}, stored samples: ${hash.slice(0, 16)}\n`);
  return hash;
};

const here = [process.execPath];
const node = (version) => ["npx", "-y", "-p", `node@${version}`, "--", "node"];
const emulated = (processor) => [emulator, "-cpu", processor, process.execPath];
const emulator = "qemu-x86_64";
const emulates = process.arch === "x64" && spawnSync(emulator, ["--version"]).status === 0;
if (values.emulate.length > 0 && !emulates)
  process.stdout.write(`${emulator} is not here (Debian: qemu-user): other processors are left out.\n`);
const processors = emulates ? values.emulate : [];

const built = stored("once", here);
const differently = [
  ...positionals.map((version) => [`node-${version}`, node(version)]),
  ...processors.map((processor) => [processor, emulated(processor)]),
].filter(([name, command]) => stored(name, command) !== built);
if (differently.length > 0) {
  const names = differently.map(([name]) => name).join(", ");
  process.stderr.write(`The same stored samples gave other packets: ${names}.\n`);
  process.exit(1);
}

const first = hashes("once", here, { TZ: "Africa/Bamako", LANG: "fr_ML.UTF-8" });
const others = new Map();
others.set("again", hashes("again", here, { TZ: "Pacific/Auckland", LANG: "C", LC_ALL: "C", HOME: away }));
for (const version of positionals)
  others.set(`node-${version}`, hashes(`node-${version}`, node(version), {}));
for (const processor of values.whole ? processors : [])
  others.set(processor, hashes(processor, emulated(processor), {}));
const unlike = [...others].filter(([, found]) => found !== first).map(([name]) => name);
if (unlike.length > 0) {
  process.stderr.write(`The same scenario gave other packets: ${unlike.join(", ")}.\n`);
  process.exit(1);
}
if (first === "" || (scenarios === usual && first.split(" ").length < usual.length)) {
  process.stderr.write("A scenario gave no packet.\n");
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
  emulated: processors,
  stored: built,
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
  if (there.stored !== built || there.packets.join(" ") !== first) {
    process.stderr.write(`Other packets than on ${there.processor} with Node ${there.node}.\n`);
    process.exit(1);
  }
  process.stdout.write(`The same packets as on ${there.processor} with Node ${there.node}\n`);
}
process.stdout.write(`${others.size + 1} runs, the same ${first.split(" ").length} packets\n`);
