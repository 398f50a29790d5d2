import { describe, expect, test } from "vitest";
import { runCommand } from "../../../kiosk/cli/program.ts";
import { listen } from "./listen.ts";

describe("the kiosk command", () => {
  test("help lists commands and is not a fault", async () => {
    const { printed, terminal } = listen();
    expect(await runCommand(["--help"], terminal)).toBe(0);
    expect(printed.join("\n")).toMatch(/calibrate/u);
  });

  test.each([[["nonsense"]], [["--nonsense"]]])("%j is wrong usage", async (words) => {
    const { noted, terminal } = listen();
    expect(await runCommand(words, terminal)).toBe(2);
    expect(noted.join("\n")).toMatch(/unknown/u);
  });

  test("a speed is of what is watched, and nothing is played without watching", async () => {
    const { printed, noted, terminal } = listen();
    expect(await runCommand(["test", "run", "all", "--speed", "3"], terminal)).toBe(2);
    expect(noted.join("\n")).toBe("[usage] --speed and --port are of what is watched; add --watch.");
    expect(printed).toEqual([]);
  });

  test("a folder that is not there is the caller's trouble, not a fault of the program", async () => {
    const { noted, terminal } = listen();
    const words = ["finger", "compare", "--all", "no-such-folder", "--out", "never.csv"];
    expect(await runCommand(words, terminal)).toBe(1);
    expect(noted.join("\n")).toBe(
      "[input-missing] no-such-folder cannot be used: no such file or directory.",
    );
  });
});
