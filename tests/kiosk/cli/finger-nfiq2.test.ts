/** `kiosk finger` with and without NIST's nfiq2, by a stand-in that answers as the program's manual page says. */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import { extractFolder } from "../../../kiosk/cli/finger/extract-batch.ts";
import { runCommand } from "../../../kiosk/cli/program.ts";
import { FINGER_QUALITY } from "../../../models/finger/quality.ts";
import { encodeGreyPng } from "../../../models/image.ts";
import { impression } from "../../../models/synthetic/fingerprint/impression.ts";
import { masterPrint } from "../../../models/synthetic/fingerprint/master.ts";
import { temporaryFolder } from "../stand.ts";
import { listen } from "./listen.ts";

const place = temporaryFolder();
afterAll(() => place[Symbol.dispose]());
afterEach(() => void vi.unstubAllEnvs());
const at = (...names: string[]) => path.join(place.path, ...names);

const [PRINTS, TEMPLATES, PRINT] = [at("prints"), at("templates"), at("prints", "a.png")];
const { image } = impression(masterPrint("nfiq2"), "1", { width: 260, height: 300, ppi: 500 });
mkdirSync(PRINTS);
const bytes = await encodeGreyPng(image);
for (const name of ["a.png", "b.png"]) writeFileSync(path.join(PRINTS, name), bytes);
writeFileSync(
  path.join(PRINTS, "blank.png"),
  await encodeGreyPng({ width: 260, height: 300, pixels: new Uint8Array(260 * 300).fill(255) }),
);
writeFileSync(path.join(PRINTS, "broken.png"), "no picture");

/** `calls` is a file of the stand-in's folder. */
const install = (script: string): string => {
  const folder = at(`program-${Math.random()}`);
  mkdirSync(folder);
  writeFileSync(
    path.join(folder, "nfiq2"),
    `#!/bin/sh\n[ $# -eq 0 ] && { echo "NFIQ 2 v2.3.0"; exit 1; }\necho asked >> "${folder}/calls"\n${script}\n`,
  );
  chmodSync(path.join(folder, "nfiq2"), 0o755);
  vi.stubEnv("PATH", `${folder}:/usr/bin:/bin`);
  return path.join(folder, "calls");
};
const absent = () => vi.stubEnv("PATH", at("nowhere"));

const kiosk = async (...words: string[]) => {
  const { printed, noted, terminal } = listen();
  const status = await runCommand(["finger", ...words], terminal);
  return { status, printed: printed.join("\n"), noted: noted.join("\n") };
};
const OWN = `${FINGER_QUALITY.name} ${FINGER_QUALITY.version}`;
const NIST = "NIST NFIQ 2 2.3.0";

const extract = (...words: string[]) =>
  kiosk("extract", "--in", PRINTS, "--dpi", "500", "--out", TEMPLATES, "--jobs", "1", ...words);
/** Without the times, which are no two runs' the same. */
const results = () =>
  readFileSync(path.join(TEMPLATES, "results.csv"), "utf8").replaceAll(/,[\d.]+(?=\n|$)/gu, "");
/** Quality of the one finger of an ISO/IEC 19794-2:2005 record. */
const inTemplate = (name: string) => readFileSync(path.join(TEMPLATES, name))[26];

describe("a folder", () => {
  test("without the program, and with --quality own, is byte for byte the same", async () => {
    absent();
    expect((await extract()).status).toBe(0);
    const [csv, template] = [results(), readFileSync(path.join(TEMPLATES, "a.fmr"))];
    expect(csv.split("\n")[0]).toBe("name,ok,reason,width,height,dpi,minutiae,quality,ms");
    const calls = install("echo 77");
    expect((await extract("--quality", "own")).status).toBe(0);
    expect([results(), readFileSync(path.join(TEMPLATES, "a.fmr"))]).toEqual([csv, template]);
    expect(() => readFileSync(calls)).toThrow("ENOENT");
  });

  test("with the program: its score in the template and the row, named, ours beside it", async () => {
    absent();
    await extract();
    const own = inTemplate("a.fmr");
    const calls = install("echo 77");
    const { printed, noted } = await extract();
    expect(printed).toContain("2 templates of 4");
    expect(noted).not.toContain("NFIQ 2");
    const [head, a, b, blank, broken] = results().split("\n");
    expect(head).toBe(
      "name,ok,reason,width,height,dpi,minutiae,quality,ms,qualityAlgorithm,ownQuality,qualityNote",
    );
    for (const row of [a, b]) expect(row?.split(",").slice(-3)).toEqual([NIST, `${own}`, ""]);
    expect([inTemplate("a.fmr"), inTemplate("b.fmr")]).toEqual([77, 77]);
    // Neither a picture without a print nor one that cannot be read is anything to ask about.
    expect(blank).toContain(`,${OWN},0,there is no print to ask NFIQ 2 about`);
    expect(broken).toMatch(/,,,$/u);
    expect(readFileSync(calls, "utf8")).toBe("asked\nasked\n");
  });

  test("a print at which the program fails keeps our score, says so, and stops no other", async () => {
    const calls = install(`case $(wc -l < "$(dirname "$0")/calls") in 1) kill -9 $$;; *) echo 41;; esac`);
    const { status, printed, noted } = await extract();
    expect([status, noted.split("\n").filter((line) => line.includes("NFIQ 2")).length]).toEqual([0, 1]);
    expect(noted).toMatch(/a: NFIQ 2 gave no score: it did not start, .*; the kiosk's own \d+ stands\./u);
    expect(printed).toContain("2 templates of 4");
    expect([inTemplate("a.fmr") !== 41, inTemplate("b.fmr")]).toEqual([true, 41]);
    expect(results()).toContain(`,${OWN},${inTemplate("a.fmr")},"NFIQ 2 gave no score`);
    expect(readFileSync(calls, "utf8")).toBe("asked\nasked\n");
  });

  test("with rubbish for an answer --json says whose score stands", async () => {
    install('echo "lorem 57 ipsum"');
    const rows = JSON.parse((await extract("--json")).printed) as readonly Record<string, unknown>[];
    expect(rows[0]).toMatchObject({
      name: "a",
      qualityAlgorithm: OWN,
      quality: rows[0]?.["ownQuality"],
      qualityNote: "NFIQ 2 gave no score: lorem 57 ipsum",
    });
  });

  test("on two threads every print is asked about once", async () => {
    const calls = install("echo 63");
    const shared = { from: PRINTS, to: TEMPLATES, dpi: 500 };
    const { rows } = await extractFolder({ ...shared, jobs: 2, quality: "nfiq2" });
    expect(rows.map(({ quality }) => quality)).toEqual([63, 63, 0, 0]);
    expect(readFileSync(calls, "utf8")).toBe("asked\nasked\n");
  });
});

const record = (...words: string[]) =>
  kiosk("record", PRINT, "--dpi", "500", "--out", at("record"), ...words);

describe("one print", () => {
  test.each([
    ["iso19794-2", 26],
    ["incits378", 28],
    ["iso19794-4", 39],
  ])("%s states NFIQ 2's score, and the output names it", async (kind, place) => {
    absent();
    expect((await record("--as", kind)).printed).toMatch(/quality \d+, \d+ minutiae$/u);
    const without = readFileSync(at("record"));
    const own = without[place];
    install("echo 77");
    const { status, printed } = await record("--as", kind);
    expect(status).toBe(0);
    expect(printed).toContain(`quality 77 (${NIST}; the kiosk's own ${own})`);
    const beside = Buffer.from(without);
    beside[place] = 77;
    expect(readFileSync(at("record"))).toEqual(beside);
    await record("--as", kind, "--quality", "own");
    expect(readFileSync(at("record"))).toEqual(without);
  });

  test("explained: the page names both scores", async () => {
    install("echo 77");
    const { printed } = await kiosk("explain", PRINT, "--dpi", "500", "--out", at("page.html"));
    expect(printed).toContain(`quality 77 (${NIST}; `);
    expect(readFileSync(at("page.html"), "utf8")).toMatch(
      new RegExp(`${NIST}: 77 of 100\\. ${OWN}: \\d+ of 100\\.`, "u"),
    );
    absent();
    await kiosk("explain", PRINT, "--dpi", "500", "--out", at("page.html"));
    expect(readFileSync(at("page.html"), "utf8")).not.toContain("NFIQ");
  });

  test("asked for by name and not installed is refused by name, before anything is written", async () => {
    absent();
    for (const { status, noted } of [
      await record("--as", "iso19794-2", "--quality", "nfiq2"),
      await extract("--quality", "nfiq2"),
    ]) {
      expect(status).toBe(1);
      expect(noted).toContain("nfiq2 is in no folder of PATH");
    }
    expect((await extract("--quality", "mine")).status).toBe(2);
  });
});
