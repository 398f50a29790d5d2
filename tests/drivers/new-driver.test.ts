/**
 * `npm run new:driver` in a copy of the drivers' folders: what it makes keeps the whole contract as it is, and one that forgets a
 * check of its protocol is caught, in words. The copy lies under var (git-ignored): its files refer to the project's own.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { seededRandom } from "../../api/base/random.ts";
import { silentLog } from "../../api/base/log.ts";
import type { Clock } from "../../api/base/clock.ts";
import type { DriverModule } from "../../drivers/driver.ts";
import { ReplayClock } from "../../drivers/transport/replay-clock.ts";
import type { Transport } from "../../drivers/transport/transport.ts";
import { virtualDevice } from "../../drivers/virtual.ts";
import { contractOf, sweep } from "./contract.ts";
import type { ContractDevice } from "./contract-devices.ts";
import { jpegFrames, ridges } from "./pictures.ts";

const repository = path.resolve(import.meta.dirname, "../..");
const copy = path.join(repository, "var", `new-driver-${process.pid}`);
const script = path.join(repository, "scripts/new-driver.mjs");

/** A tree in which only what the script writes is its own. */
const plant = (root: string): void => {
  mkdirSync(path.join(root, "drivers"), { recursive: true });
  mkdirSync(path.join(root, "tests/drivers"), { recursive: true });
  symlinkSync(path.join(repository, "api"), path.join(root, "api"));
  const kinds = new Set(["fingerprint", "camera", "document"]);
  for (const name of readdirSync(path.join(repository, "drivers"))) {
    const [from, to] = [path.join(repository, "drivers", name), path.join(root, "drivers", name)];
    if (name === "tsconfig.json") continue;
    else if (name === "index.ts") cpSync(from, to);
    else if (!kinds.has(name)) symlinkSync(from, to);
    else {
      mkdirSync(to);
      for (const inner of readdirSync(from)) symlinkSync(path.join(from, inner), path.join(to, inner));
    }
  }
  cpSync(
    path.join(repository, "tests/drivers/contract-devices.ts"),
    path.join(root, "tests/drivers/contract-devices.ts"),
  );
};

const make = (root: string, ...args: readonly string[]): string =>
  execFileSync(process.execPath, [script, ...args, "--root", root], { encoding: "utf8" });

type Twin = (presented: readonly unknown[], options: { clock: Clock }) => Transport;

const load = async (root: string, place: string, name: string): Promise<[DriverModule, Twin]> => {
  const folder = path.join(root, "drivers", place);
  const driver = (await import(path.join(folder, "driver.ts"))) as Record<string, DriverModule>;
  const model = (await import(path.join(folder, "model.ts"))) as Record<string, Twin>;
  const twin = `twin${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return [driver[name]!, model[twin]!];
};

const deviceOf = (module: DriverModule, twin: Twin, shown: readonly unknown[]): ContractDevice => ({
  make: (times) => {
    const clock = new ReplayClock(0);
    const context = { clock, random: seededRandom("new driver"), log: silentLog };
    return virtualDevice(module, twin(shown.slice(0, times), { clock }), context);
  },
  hurt: { place: "read", nth: 1 },
});

const prints = [ridges(1, 256, 288), ridges(2, 256, 288), ridges(3, 256, 288)];
const documents = [["FIRST", "LINES"], ["SECOND"], ["THIRD"]];

plant(copy);
const told = make(copy, "fingerprint/acme-100", "--model", "Acme 100");
make(copy, "document/acme-200", "--transport", "usb");
make(copy, "camera/acme-300");
const [acme100, twinAcme100] = await load(copy, "fingerprint/acme-100", "acme100");
const [acme200, twinAcme200] = await load(copy, "document/acme-200", "acme200");
const [acme300, twinAcme300] = await load(copy, "camera/acme-300", "acme300");
const pictures = await jpegFrames(3);

afterAll(() => rmSync(copy, { recursive: true }));

test("it says what it made and what comes next", () => {
  expect(told).toContain("drivers/fingerprint/acme-100: README.md, protocol.ts, driver.ts, model.ts");
  expect(readdirSync(path.join(copy, "drivers/fingerprint/acme-100")).toSorted()).toEqual([
    "README.md",
    "driver.ts",
    "model.ts",
    "protocol.ts",
  ]);
});

test("the list and the contract suite know it", () => {
  const index = readFileSync(path.join(copy, "drivers/index.ts"), "utf8");
  expect(index).toContain('import { acme100 } from "./fingerprint/acme-100/driver.ts";');
  expect(index).toMatch(/DRIVERS[^;]*\n {2}acme100,\n/u);
  const table = readFileSync(path.join(copy, "tests/drivers/contract-devices.ts"), "utf8");
  expect(table).toContain('"acme-100": {');
  expect(table).toContain('import { twinAcme100 } from "../../drivers/fingerprint/acme-100/model.ts";');
});

test("it refuses what it cannot make, in words", () => {
  for (const [args, words] of [
    [["scanner/acme"], '"scanner" is no kind of driver'],
    [["document/Acme"], '"Acme" is no id'],
    [["document/mrz-serial"], "is there already"],
    [["document/acme-9", "--transport", "hid"], '"hid" is no transport'],
    [["--", "document/acme-9", "--transport", "hid"], '"hid" is no transport'],
    [["document/acme-9", "usb"], "Name one driver"],
    [["document/acme-9", "--transprot", "usb"], "Unknown option '--transprot'"],
  ] as const) {
    const { status, stderr } = spawnSync(process.execPath, [script, ...args, "--root", copy], {
      encoding: "utf8",
    });
    expect(status).toBe(2);
    expect(stderr).toContain(words);
  }
});

describe("a scanner on a serial line, as it was made", () => {
  contractOf(acme100, deviceOf(acme100, twinAcme100, prints));
});

describe("a reader of documents on USB, as it was made", () => {
  contractOf(acme200, deviceOf(acme200, twinAcme200, documents));
});

describe("a camera, as it was made", () => {
  contractOf(acme300, deviceOf(acme300, twinAcme300, pictures));
});

test("one that does not check how much came is caught by the suite, in words", async () => {
  make(copy, "fingerprint/careless", "--transport", "usb");
  const forget = (name: string, lines: RegExp): void => {
    const file = path.join(copy, "drivers/fingerprint/careless", name);
    const source = readFileSync(file, "utf8").split("\n");
    const left = source.filter((line) => !lines.test(line));
    expect(left.length).toBeLessThan(source.length);
    writeFileSync(file, left.join("\n"));
  };
  forget("protocol.ts", /bytes of a reply`|sum does not fit/u);
  forget("driver.ts", /payload\.length !==|a picture of \$/u);
  const [module, twin] = await load(copy, "fingerprint/careless", "careless");
  const { make: present } = deviceOf(module, twin, prints);
  await expect(sweep(() => present(1), 1)).rejects.toThrow(/half a sample called captured/u);
});
