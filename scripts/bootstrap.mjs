// Makes a checkout ready on a machine that has only Node, npm, python3, make and g++: install, compile sqlite3
// where its prebuilt binary does not load, build. No dependency of its own. Speaks on stderr. No root, no apt.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { buildPage } from "./page.mjs";

const root = path.resolve(import.meta.dirname, "..");
process.chdir(root);

const say = (sentence) => process.stderr.write(`[setup] ${sentence}\n`);
class Stop extends Error {}

const run = (command, args, env = {}) =>
  spawnSync(command, args, { stdio: ["ignore", 2, 2], env: { ...process.env, ...env } }).status ?? 1;
const npm = (args, env) =>
  process.env.npm_execpath
    ? run(process.execPath, [process.env.npm_execpath, ...args], env)
    : run("npm", args, env);

const checkNode = () => {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    throw new Stop(`Node 20.19 or newer is needed, this is ${process.version}. Install a newer Node.`);
};

const libc = () => process.report?.getReport().header.glibcVersionRuntime ?? "other";
// No ABI version: everything native here is N-API, so a tree that Node 20 installed serves Node 24.
const installStamp = () =>
  createHash("sha256")
    .update(readFileSync("package-lock.json"))
    .update([process.platform, process.arch, libc()].join())
    .digest("hex");

const loads = (name) =>
  spawnSync(process.execPath, ["-e", `require(${JSON.stringify(name)})`], { stdio: "ignore" }).status === 0;

const compileSqlite = () => {
  say("sqlite3's prebuilt binary does not load here: compiling it (about 2 minutes)");
  const prefix = path.dirname(path.dirname(process.execPath));
  if (!existsSync(path.join(prefix, "include/node/node_api.h")))
    say("this Node came without headers: node-gyp will look for them elsewhere");
  const gyp = ["node_modules/node-gyp/bin/node-gyp.js", "rebuild", "--silent", "-C", "node_modules/sqlite3"];
  if (existsSync(path.join(prefix, "include/node/node_api.h"))) gyp.push(`--nodedir=${prefix}`);
  if (run(process.execPath, gyp, { CFLAGS: "-w", CXXFLAGS: "-w" }) !== 0 || !loads("sqlite3"))
    throw new Stop(
      "sqlite3 could not be compiled. Install python3, make, g++ and Node's own headers, then try again.",
    );
};

// Keys in a token are a wish, not a need: without it the kiosk has its keys in a file.
const compileTokens = () => {
  const prefix = path.dirname(path.dirname(process.execPath));
  const gyp = ["node_modules/node-gyp/bin/node-gyp.js", "rebuild", "--silent", "-C", "node_modules/pkcs11js"];
  if (existsSync(path.join(prefix, "include/node/node_api.h"))) gyp.push(`--nodedir=${prefix}`);
  const built = run(process.execPath, gyp, { CFLAGS: "-w", CXXFLAGS: "-w" }) === 0 && loads("pkcs11js");
  if (!built) say("PKCS #11 (keys in a TPM or HSM) could not be compiled here; keys in a file work");
};

// Keeps a working tree: npm ci deletes node_modules first, so the fetch is tried into the cache before it.
const install = () => {
  say("installing packages from the npm registry (first time: up to 3 minutes)");
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  if (existsSync("node_modules/.package-lock.json")) {
    const trial = "node_modules/.setup-trial";
    mkdirSync(trial, { recursive: true });
    try {
      for (const file of ["package.json", "package-lock.json", ".npmrc"])
        writeFileSync(path.join(trial, file), readFileSync(file));
      if (npm(["ci", ...quiet, "--prefix", trial]) !== 0)
        throw new Stop(
          "the packages could not be fetched; the installed ones are kept. Check the line to the npm registry.",
        );
    } finally {
      rmSync(trial, { recursive: true, force: true });
    }
  }
  if (npm(["ci", ...quiet]) !== 0)
    throw new Stop("the packages could not be installed. Check the line to the npm registry and try again.");
};

const alive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
};

const locked = (work) => {
  const lock = ".setup.lock";
  const mine = String(process.pid);
  for (;;) {
    try {
      writeFileSync(lock, mine, { flag: "wx" });
      break;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
      const owner = Number(readFileSync(lock, "utf8"));
      if (owner > 0 && alive(owner))
        throw new Stop(`another set-up is running here (process ${owner}). Wait for it and try again.`);
      rmSync(lock, { force: true });
    }
  }
  try {
    work();
  } finally {
    rmSync(lock, { force: true });
  }
};

const ensureInstalled = () => {
  const stampFile = "node_modules/.kiosk-setup";
  const want = installStamp();
  const have = existsSync(stampFile) ? readFileSync(stampFile, "utf8") : "";
  if (have === want) return;
  locked(() => {
    install();
    if (!loads("sqlite3")) compileSqlite();
    if (existsSync("node_modules/pkcs11js") && !loads("pkcs11js")) compileTokens();
    writeFileSync(stampFile, want);
  });
};

// tsc -b never removes the output of a deleted source: a changed list of sources clears dist.
const sources = (folder) =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/u.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name));

const build = () => {
  const list = ["api", "drivers", "models", "kiosk", "tests"].flatMap(sources).sort().join("\n");
  const listFile = "dist/.build/sources";
  const have = existsSync(listFile) ? readFileSync(listFile, "utf8") : undefined;
  if (have !== list) {
    if (have === undefined) say("building");
    rmSync("dist", { recursive: true, force: true });
    mkdirSync("dist/.build", { recursive: true });
  }
  if (run(process.execPath, ["node_modules/typescript/bin/tsc", "-b"]) !== 0)
    throw new Stop("the sources do not compile (see above).");
  writeFileSync(listFile, list);
};

try {
  checkNode();
  ensureInstalled();
  build();
  buildPage(say);
} catch (error) {
  if (!(error instanceof Stop)) throw error;
  say(error.message);
  process.exitCode = 1;
}
