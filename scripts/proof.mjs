// What a machine's packets are compared with (docs/determinism.json): the hashes that twice.mjs found, what decides them,
// and the machines that gave them. Packets change with the program, so a difference says something of the machine only where
// the program is the same; a network's answers follow from its weights and from onnxruntime alone.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/** How what is committed is made anew. */
export const RENEW =
  "If that was meant, make docs/determinism.json anew: `npm run setup && node scripts/twice.mjs --out docs/determinism.json`.";

const root = path.resolve(import.meta.dirname, "..");

/** Whose change may change a packet: program, networks, libraries, and what is played. */
const DECIDES =
  "api drivers models kiosk package-lock.json fixtures/faces fixtures/packets fixtures/sessions".split(" ");
const LEFT_OUT = [":!models/training", ":!*.md"];

/** Hash of all that decides, as it lies there; `played` are further files. */
export const programHash = (played) => {
  const words = ["ls-files", "-z", "--", ...DECIDES, ...played, ...LEFT_OUT];
  const names = execFileSync("git", words, { cwd: root, encoding: "utf8", maxBuffer: 1 << 26 });
  const hash = createHash("sha256");
  for (const name of names.split("\0")) {
    const file = path.join(root, name);
    if (name !== "" && existsSync(file)) hash.update(`${name}\0`).update(readFileSync(file));
  }
  return hash.digest("hex");
};

/** What each level adds, in the words of /proc/cpuinfo (System V ABI for x86-64, section 3.1.1). */
const LEVELS = [
  ["x86-64-v2", "cx16 lahf_lm popcnt sse4_1 sse4_2 ssse3"],
  ["x86-64-v3", "abm avx avx2 bmi1 bmi2 f16c fma movbe"],
  ["x86-64-v4", "avx512bw avx512cd avx512dq avx512f avx512vl"],
];

/** Which processor this is, and the instructions it has. */
export const processor = () => {
  const model = os.cpus()[0]?.model.trim() ?? "unknown";
  if (process.arch !== "x64" || !existsSync("/proc/cpuinfo"))
    return { processor: model, level: process.arch };
  const said = readFileSync("/proc/cpuinfo", "utf8");
  const word = (key) => new RegExp(`^${key}\\s*: (.*)$`, "mu").exec(said)?.[1] ?? "";
  const has = new Set(word("flags").split(" "));
  const beyond = LEVELS.findIndex(([, needs]) => !needs.split(" ").every((flag) => has.has(flag)));
  const level = LEVELS.at(beyond === -1 ? LEVELS.length - 1 : beyond - 1);
  return {
    processor: `${model} (family ${word("cpu family")}, model ${word("model")})`,
    level: beyond === 0 ? "x86-64" : level[0],
  };
};

export const STORED = "stored samples";

/** From x86-64-v3 on what is recorded is promised to give the same; before it, and elsewhere, stored samples alone. */
export const promised = (level, name) => name === STORED || level === "x86-64-v3" || level === "x86-64-v4";

/** Every number and word of a value, with the place where it stands. */
const leaves = (value, at = "") =>
  typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, member]) => leaves(member, at === "" ? key : `${at}.${key}`))
    : [[at, value]];

/** The first place at which two values differ, in a sentence; empty where they do not. */
const firstUnlike = (there, here) => {
  const found = new Map(leaves(here));
  const unlike = leaves(there).find(([at, value]) => found.get(at) !== value);
  return unlike === undefined ? "" : `${unlike[0]} is ${found.get(unlike[0])} here and ${unlike[1]} there`;
};

/**
 * What `here` gives and `there` does not. `same`: nothing; `unlike`: the same program gave something else, which only the
 * machine explains; `changed`: the program is another one too, so that nothing follows.
 */
export const compared = (there, here) => {
  const { level } = here.machines[0];
  const names = Object.keys(here.packets).filter((name) => name in there.packets && promised(level, name));
  const packets = names.filter((name) => there.packets[name] !== here.packets[name]);
  const runtime = there.versions["onnxruntime-node"] === here.versions["onnxruntime-node"];
  const networks = Object.entries(here.networks).flatMap(([name, { weights, answers }]) => {
    const known = there.networks[name];
    if (!runtime || known?.weights !== weights || !promised(level, name)) return [];
    const unlike = Object.keys(answers).filter((output) => answers[output] !== known.answers[output]);
    return unlike.map((output) => `the answer ${output} of the network ${name}`);
  });
  if (packets.length === 0 && networks.length === 0) return { state: "same", names };
  const place = packets.length === 0 ? "" : firstUnlike(there.inside, here.inside);
  const what = [...networks, ...packets.map((name) => `the packet of ${name}`)].join(", ");
  const state = networks.length > 0 || there.program === here.program ? "unlike" : "changed";
  return { state, names, what: place === "" ? what : `${what} (in the recorded session ${place})` };
};

export const machinesOf = ({ machines }) =>
  machines
    .map(({ processor, level, nodes }) => `${processor}, ${level}, Node ${nodes.join(" and ")}`)
    .join("; ");

const together = (a, b) => [...new Set([...a, ...b])];

/** `here` with the machines that gave the same before, each once. */
export const joined = (there, here) => {
  const [mine] = here.machines;
  const isMine = ({ processor, level }) => processor === mine.processor && level === mine.level;
  const more = (one) => ({
    ...one,
    nodes: together(one.nodes, mine.nodes),
    emulated: together(one.emulated, mine.emulated),
  });
  const known = there.machines.map((one) => (isMine(one) ? more(one) : one));
  return { ...here, machines: there.machines.some(isMine) ? known : [...known, mine] };
};
