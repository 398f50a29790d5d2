// Determinism, proved: the same scenarios, the same recorded session (kiosk enrol --seed), and the same stored samples, in processes that share nothing must give the same
// packets, byte for byte. `node scripts/twice.mjs [NODE-VERSION...]`: twice with this Node (another home, time zone,
// language and folder), and once with each version that is named, which npm fetches.
// `--emulate Nehalem --emulate Haswell` builds the packet of stored samples on other processors as well (QEMU's names;
// Debian package qemu-user): without AVX, and with AVX2 but not AVX-512, libraries choose other code than on a newer one.
// With `--whole` the scenarios are played there too, slowly: the same from x86-64-v3 (Haswell) on (docs/scenarios.md).
// `--scenario FILE` plays another than these four. `--out FILE` keeps what was found with processor and versions, beside the
// machines that gave the same before; `--against FILE` compares with it (scripts/proof.mjs) and ends with 1 where this machine
// gives something else, with 2 where the program has changed, so that nothing follows. docs/determinism.json is committed.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { compared, joined, machinesOf, processor, programHash, promised, RENEW, STORED } from "./proof.mjs";

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
const nameOf = (file) => path.relative(path.join(root, "fixtures/scenarios"), file).replace(/\.yaml$/u, "");
const scenarios = values.scenario.length === 0 ? usual : values.scenario.map((file) => path.resolve(file));

const away = mkdtempSync(path.join(os.tmpdir(), "kiosk-twice-"));
process.on("exit", () => rmSync(away, { recursive: true, force: true }));

const SESSION = "sessions/adult";
const stop = (sentence, code = 1) => {
  process.stderr.write(`${sentence}\n`);
  process.exit(code);
};

/** Runs the program in a folder of its own; what it prints as JSON. */
const answerOf = (name, command, words, env) => {
  const { status, stdout, stderr } = spawnSync(
    command[0],
    [...command.slice(1), program, ...words, "--json"],
    {
      encoding: "utf8",
      cwd: path.join(away, name),
      env: { ...process.env, ...env },
      maxBuffer: 1 << 28,
    },
  );
  if (status !== 0) stop(`${name}: ${stderr}`);
  return JSON.parse(stdout);
};

/** Hashes of the packets, by scenario and session. */
const hashes = (name, command, env) => {
  const folder = path.join(away, name);
  mkdirSync(folder);
  const play = ["--data", folder, "test", "run", ...scenarios, "--no-cache"];
  // What an emulated process starts runs on this processor: it has to play them all itself.
  const played = answerOf(name, command, [...play, "--jobs", "1"], env).scenarios;
  const found = Object.fromEntries(played.map(({ packets }, i) => [nameOf(scenarios[i]), packets.join(" ")]));
  const enrol = ["enrol", "--session", path.join(root, "fixtures", SESSION), "--seed", "twice"];
  const out = path.join(folder, "out");
  found[SESSION] = answerOf(name, command, [...enrol, "--out", out], env).sha256;
  const all = Object.values(found).map((hash) => hash.slice(0, 16));
  process.stdout.write(`${name}: ${all.join(" ")}\n`);
  return found;
};

/** What a recorded session's packet is made of: its files, and what was measured of the face. */
const insideOf = (name) => {
  const out = path.join(away, name, "out");
  const { files, face } = JSON.parse(
    readFileSync(path.join(out, readdirSync(out)[0], "manifest.json"), "utf8"),
  );
  return {
    measures: Object.fromEntries(face.checks.map(({ id, result }) => [id, result.raw ?? result.kind])),
    files: Object.fromEntries(files.map((file) => [file.name, file.sha256])),
  };
};

const run = (name, command, words) => {
  const { status, stderr } = spawnSync(command[0], [...command.slice(1), program, ...words], {
    encoding: "utf8",
    cwd: away,
  });
  if (status !== 0) stop(`${name}: ${stderr}`);
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
if (differently.length > 0)
  stop(`The same stored samples gave other packets: ${differently.map(([name]) => name).join(", ")}.`);

const first = hashes("once", here, { TZ: "Africa/Bamako", LANG: "fr_ML.UTF-8" });
const others = new Map();
others.set("again", hashes("again", here, { TZ: "Pacific/Auckland", LANG: "C", LC_ALL: "C", HOME: away }));
for (const version of positionals)
  others.set(`node-${version}`, hashes(`node-${version}`, node(version), {}));
for (const name of values.whole ? processors : []) others.set(name, hashes(name, emulated(name), {}));
const words = JSON.stringify(first);
const unlike = [...others].filter(([, found]) => JSON.stringify(found) !== words).map(([name]) => name);
if (unlike.length > 0) stop(`The same scenario gave other packets: ${unlike.join(", ")}.`);
if (scenarios === usual && Object.values(first).includes("")) stop("A scenario gave no packet.");
process.stdout.write(`${others.size + 1} runs, the same ${Object.keys(first).length} packets\n`);

if (values.out === undefined && values.against === undefined) process.exit(0);
const versionOf = (name) =>
  JSON.parse(readFileSync(path.join(root, "node_modules", name, "package.json"), "utf8")).version;
const { sameSumsEverywhere } = await import("../dist/models/onnx.js");
const { answerHashes } = await import("../dist/tests/models/weights/answers.js");
sameSumsEverywhere();
const day = new Date().toISOString().slice(0, 10);
const proof = {
  program: programHash(usual),
  versions: Object.fromEntries(["onnxruntime-node", "sharp"].map((name) => [name, versionOf(name)])),
  machines: [{ ...processor(), nodes: [process.versions.node, ...positionals], emulated: processors, day }],
  packets: { [STORED]: built, ...first },
  networks: await answerHashes(),
  inside: insideOf("once"),
};

/** What is kept in a file, compared with what was found here; ends the program where this machine gives something else. */
const against = (file) => {
  const there = JSON.parse(readFileSync(file, "utf8"));
  const found = compared(there, proof);
  if (found.state === "unlike")
    stop(
      `This machine (${machinesOf(proof)}) gives other bits than ${machinesOf(there)}, by the same program: ${found.what}. ` +
        `Find out what computes otherwise (docs/scenarios.md, What another processor changes); ${file} stays as it is.`,
    );
  return { there, ...found };
};
if (values.against !== undefined) {
  const { there, state, names, what } = against(values.against);
  if (state === "changed") stop(`Not compared: the program has changed, and with it ${what}. ${RENEW}`, 2);
  process.stdout.write(`The same as ${machinesOf(there)}: networks, ${names.join(", ")}\n`);
}
if (values.out !== undefined) {
  const before = existsSync(values.out) ? against(values.out) : undefined;
  if (before !== undefined && !promised(proof.machines[0].level, SESSION))
    stop(
      `Recordings are compared from x86-64-v3 on, and this is ${machinesOf(proof)}: ${values.out} stays as it is.`,
    );
  const kept = before?.state === "same" ? joined(before.there, proof) : proof;
  writeFileSync(values.out, `${JSON.stringify(kept, null, 2)}\n`);
}
