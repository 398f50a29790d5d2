import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { decodeFingerPng } from "../../../api/formats/finger-image/png.ts";
import { askNfiq2, findNfiq2, nfiq2Score, scoreIn } from "../../../models/finger/nfiq2.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder with a program called nfiq2 that does as the script says; `$LAST` is the picture it was given. */
const withProgram = (script: string): string => {
  const folder = mkdtempSync(path.join(tmpdir(), "fake-nfiq2-"));
  folders.push(folder);
  writeFileSync(
    path.join(folder, "nfiq2"),
    `#!/bin/sh\nif [ $# -eq 0 ]; then echo "NFIQ 2 v2.3.0"; exit 1; fi\nfor LAST; do :; done\n${script}\n`,
  );
  chmodSync(path.join(folder, "nfiq2"), 0o755);
  return folder;
};

const print = { width: 40, height: 30, pixels: Uint8Array.from({ length: 1200 }, (_, k) => k % 251) };

describe("NIST's program", () => {
  test("its score is the quality, under its own name and version", async () => {
    expect(await askNfiq2(print, 500, withProgram("echo 57"))).toEqual({
      algorithm: { name: "NIST NFIQ 2", version: "2.3.0" },
      quality: { kind: "assessed", raw: 57, scalar: 57 },
    });
  });

  test("is given the print's own pixels at the print's own resolution, and nothing stays behind", async () => {
    const folder = withProgram(
      'cp "$LAST" "$(dirname "$0")/seen.png"; echo "$LAST" > "$(dirname "$0")/where"; echo "$1"; echo 3',
    );
    expect((await askNfiq2(print, 508, folder))?.quality).toEqual({ kind: "assessed", raw: 3, scalar: 3 });
    const { image, ppi } = decodeFingerPng(readFileSync(path.join(folder, "seen.png")), "seen");
    expect(image).toEqual(print);
    expect(ppi).toBe(508);
    expect(existsSync(readFileSync(path.join(folder, "where"), "utf8").trim())).toBe(false);
  });

  test("255 is no score but a failure to assess, with the program's words", async () => {
    const answer = await askNfiq2(print, 500, withProgram('echo 255; echo "Error: image is too small"'));
    expect(answer?.quality).toEqual({ kind: "failure-to-assess", reason: "Error: image is too small" });
  });

  test.each([
    ["that is not installed", ""],
    ["in a folder that is not there", "/no/such/folder"],
  ])("%s is not asked", async (_name, searchPath) => {
    expect(await askNfiq2(print, 500, searchPath)).toBeUndefined();
  });

  test.each([
    ["is killed", "kill -9 $$"],
    ["is broken", 'echo "nfiq2: error while loading shared libraries" >&2; exit 127'],
    ["says nothing", "exit 0"],
  ])("that %s has not answered", async (_name, script) => {
    expect(await askNfiq2(print, 500, withProgram(script))).toBeUndefined();
  });
});

const found = async (script: string) => {
  const program = await findNfiq2(withProgram(script));
  if (program === undefined) throw new Error("not found");
  return program;
};

describe("the program, looked for once", () => {
  test("scores many prints under the name it was found with", async () => {
    const program = await found("echo 57");
    expect(program.algorithm).toEqual({ name: "NIST NFIQ 2", version: "2.3.0" });
    for (let k = 0; k < 2; k += 1)
      expect(await nfiq2Score(program, print, 500)).toEqual({ kind: "assessed", raw: 57, scalar: 57 });
  });

  test("a folder of that name is no program", async () => {
    const folder = withProgram("echo 57");
    rmSync(path.join(folder, "nfiq2"));
    mkdirSync(path.join(folder, "nfiq2"));
    expect(await findNfiq2(folder)).toBeUndefined();
  });

  test("that does not end, not even when told to, is ended, and the reason says so", async () => {
    const program = await found("trap '' TERM; while :; do sleep 1; done");
    expect(await nfiq2Score(program, print, 500, 100)).toEqual({
      kind: "failure-to-assess",
      reason: "it did not start, was ended or gave no answer in 0.1 s",
    });
  });

  test("that has gone meanwhile is a reason, not an error", async () => {
    const program = await found("echo 57");
    rmSync(program.file);
    expect(await nfiq2Score(program, print, 500)).toMatchObject({ kind: "failure-to-assess" });
  });
});

test.each([
  ["", "NFIQ 2 gave no score."],
  ["255", "NFIQ 2 gave no score."],
  ["Filename,Score\nprint.png,NA", "Filename,Score"],
  ["57.5", "57.5"],
  ["57\n58", "NFIQ 2 gave no score."],
])("%j holds no score", (said, reason) => {
  expect(scoreIn(said)).toEqual({ kind: "failure-to-assess", reason });
});
