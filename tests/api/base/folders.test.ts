import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { systemFiles } from "../../../api/base/files.ts";
import { makeFolders } from "../../../api/base/folders.ts";
import { writeRecording } from "../../../drivers/recorder.ts";

const room = mkdtempSync(path.join(os.tmpdir(), "kiosk-folders-"));
afterAll(() => rmSync(room, { recursive: true, force: true }));

describe("a folder with its parents", () => {
  test("is made once, as private as asked; the first that was missing is named", async () => {
    const folder = path.join(room, "a", "b", "c");
    expect(await makeFolders(folder, 0o700)).toBe(path.join(room, "a"));
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(await makeFolders(folder)).toBeUndefined();
  });

  test("two at once make the same one", async () => {
    const folder = path.join(room, "twice", "deep", "down");
    await Promise.all(Array.from({ length: 8 }, () => makeFolders(folder)));
    expect(existsSync(folder)).toBe(true);
  });

  test("a file in its place or in its way is the system's error", async () => {
    const file = path.join(room, "file");
    writeFileSync(file, "");
    await expect(makeFolders(file)).rejects.toMatchObject({ code: "EEXIST" });
    await expect(makeFolders(path.join(file, "in"))).rejects.toMatchObject({ code: "ENOTDIR" });
  });

  test.runIf(existsSync("/proc/self")).each([
    ["by a command", () => makeFolders("/proc/kiosk/deep")],
    ["by the store", () => systemFiles.makeFolder("/proc/kiosk/deep")],
    ["by a recording", () => writeRecording(new Map(), "/proc/kiosk/deep")],
  ])("where no folder can be made it ends at once, in one sentence: %s", async (_who, make) => {
    await expect(make()).rejects.toMatchObject({
      code: "disk-failed",
      message: "/proc/kiosk: no folder can be made there; name one on a disk that can be written to.",
    });
  });
});
