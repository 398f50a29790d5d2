/** A kiosk that cannot start says why and ends, so that whoever watches over it starts it again. */
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../stand.ts";

const PROGRAM = path.resolve("dist/kiosk/main.js");

test("what fails last of all, when devices and walk are running already, ends the program too", () => {
  using folder = temporaryFolder();
  const data = path.join(folder.path, "var");
  mkdirSync(data);
  writeFileSync(path.join(data, "desk.key"), "of another kiosk");
  const words = [PROGRAM, "--data", data, "start", "--devices", "virtual", "--port", "0"];
  const { status, signal, stderr } = spawnSync(process.execPath, words, {
    encoding: "utf8",
    timeout: 60_000,
  });
  expect(stderr).toContain("desk.key is not of this kiosk's key; restore the key, or remove it.");
  expect({ status, signal }).toEqual({ status: 1, signal: null });
}, 90_000);
