/** `kiosk calibrate`, from the words of a command line to files that stock OpenSSL verifies. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCommand } from "../../../kiosk/cli/program.ts";
import { projectRoot } from "../../../kiosk/server/root.ts";
import { listen } from "./listen.ts";

const folder = mkdtempSync(path.join(tmpdir(), "calibrate-"));
afterAll(() => rmSync(folder, { recursive: true }));
const place = (...names: string[]) => path.join(folder, ...names);

const calibrate = async (...words: string[]) => {
  const { printed, noted, terminal } = listen();
  const code = await runCommand(["--data", place("var"), "calibrate", ...words], terminal);
  return { code, printed: printed.join("\n"), noted: noted.join("\n") };
};

const measured = (name: string) => {
  const { steps } = JSON.parse(readFileSync(place(name, "certificate.json"), "utf8")) as {
    steps: { step: string; outcome: unknown }[];
  };
  return steps.map(({ step, outcome }) => [step, outcome]);
};

describe("kiosk calibrate", () => {
  let done: Awaited<ReturnType<typeof calibrate>>;
  beforeAll(async () => {
    done = await calibrate(
      "pad",
      "--target",
      "synthetic:dying",
      "--operator",
      "A. Maiga",
      "--language",
      "fr",
      "--out",
      place("first"),
      "--record",
      place("recorded"),
    );
  });

  test("a dying pad is refused, with what was found and what to do", () => {
    expect(done.code).toBe(1);
    expect(done.printed).toMatch(/FAILED +Dead zones.*does not answer at.*replace it/su);
    expect(done.printed).toContain("REFUSED: at least one value is outside its limit");
  });

  test.each(["certificate.json", "certificate.pdf"])(
    "%s verifies with OpenSSL in the folder as it was written, by the documented command",
    (file) => {
      const page = readFileSync(path.join(projectRoot, "docs/calibration.md"), "utf8");
      const command = page
        .split("\n")
        .find((line) => line.startsWith("openssl") && line.includes(`${file}.p7s`));
      const [program = "", ...words] = command?.split(" ") ?? [];
      execFileSync(program, words, { cwd: place("first"), stdio: "pipe" });
      const verified = readFileSync(place("first", file.replace("certificate", "verified")));
      expect(verified.equals(readFileSync(place("first", file)))).toBe(true);
    },
  );

  test("what was recorded is measured again, to the same values", async () => {
    expect(readdirSync(place("recorded")).toSorted()).toEqual([
      "dead-zones-1",
      "mapping-1",
      "pressure-1",
      "report-rate-1",
      "screen-1",
      "set.json",
    ]);
    const again = await calibrate("pad", "--target", `replay:${place("recorded")}`, "--out", place("again"));
    expect(again.code).toBe(1);
    expect(measured("again")).toEqual(measured("first"));
  });

  test.each([
    [["pad", "--target", "synthetic:rust"], /can be rehearsed with dying, screen/u],
    [["pad", "--target", "paper"], /give synthetic, synthetic:FAULT or replay:DIR/u],
    [["lamp", "--target", "synthetic"], /name scanner, camera or pad/u],
    [["pad", "--record", place("real")], /nobody's face or finger, and give --raw/u],
    [["pad", "--target", `replay:${place("recorded")}`, "--record", place("twice")], /is recorded already/u],
  ])("%j is wrong usage, with what to write instead", async (words, says) => {
    const { code, noted } = await calibrate(...words);
    expect(code).toBe(2);
    expect(noted).toMatch(says);
  });
});
