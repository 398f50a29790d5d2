import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { OutsideFault } from "../../../../api/base/faults.ts";
import { systemFiles } from "../../../../api/base/files.ts";
import { makeBench } from "../../../../kiosk/cli/conformance/bench.ts";
import { checked, notApplicable, notTestable, verdictOf } from "../../../../kiosk/cli/conformance/case.ts";
import { CASES } from "../../../../kiosk/cli/conformance/cases/list.ts";
import { listen } from "../../../../kiosk/cli/conformance/interface/serve.ts";
import { runConformance, type ConformanceOptions } from "../../../../kiosk/cli/conformance/command.ts";
import { bestCapture } from "../../../../kiosk/cli/conformance/face-quality.ts";
import { junit } from "../../../../kiosk/cli/conformance/report/junit.ts";
import { page } from "../../../../kiosk/cli/conformance/report/page.ts";
import { AGAINST, CLAIM, type ConformanceReport } from "../../../../kiosk/cli/conformance/report/report.ts";
import { casesFor, runCases, tally } from "../../../../kiosk/cli/conformance/run.ts";
import { readGroundTruth } from "../../../../kiosk/cli/conformance/truth/given.ts";
import { madeGroundTruth } from "../../../../kiosk/cli/conformance/truth/made.ts";
import type { GroundTruth } from "../../../../kiosk/cli/conformance/truth/truth.ts";
import type { Terminal } from "../../../../kiosk/cli/terminal.ts";
import { encodeRgbPng } from "../../../../models/image.ts";
import { builtInPolicy } from "../../../../kiosk/session/policy.ts";

const policy = await builtInPolicy(systemFiles, "self-service");

const nothing: GroundTruth = {
  origin: "none",
  acceptance: { falseRefusals: 0, missedViolations: 0 },
  faces: [],
  sequences: [],
  prints: [],
};

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "kiosk-test-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const QUIET: Terminal = {
  print: () => undefined,
  note: () => undefined,
  progress: () => undefined,
  style: (_format, text) => text,
};

const faultOf = async (run: Promise<unknown>): Promise<OutsideFault> => {
  const error: unknown = await run.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(OutsideFault);
  return error as OutsideFault;
};

describe("a case", () => {
  test("is as good as its worst requirement", () => {
    const [good, bad] = [checked("a", true, ""), checked("b", false, "")];
    const [open, none] = [notTestable("c", ""), notApplicable("d", "")];
    expect(verdictOf([good, none])).toBe("passed");
    expect(verdictOf([good, open])).toBe("not-testable");
    expect(verdictOf([good, open, bad])).toBe("failed");
    expect(verdictOf([none])).toBe("not-applicable");
  });

  test("has an id of its own, of the guideline's form, and a profile", () => {
    expect(new Set(CASES.map(({ id }) => id)).size).toBe(CASES.length);
    for (const { id, module, profiles } of CASES) {
      expect(id).toMatch(/^(?:TC-[A-Z0-9-]+(?:_\d{3}|-\d{3})|FM [A-Z-]+)$/u);
      expect(module).toMatch(/^(?:FM|PAP) [A-Z0-9-]+$/u);
      expect(profiles.length).toBeGreaterThan(0);
    }
  });

  test("exists for every function module that the two profiles require", () => {
    const face =
      "AH-FI-ICS2 AH-FI-SSS2 AS-FI-ICS2 AS-FI-ICS3 BIP-FI-GID QA-FI-GENERIC QA-FI-GID PAD-FI-APP1 COM-FI-GENERIC O-ALL-USV UI-FI-BSJ LOG-ALL-GID LOG-FI-GENERIC LOG-FI-GID COD-FI-GID";
    const finger =
      "AH-FP-OPT AS-FP-SF BIP-FP-APP QA-FP-APP PAD-FP-APP COM-FP-WSQR O-FP-ALL UI-FP-BSJ LOG-ALL-GID LOG-FP-GENERIC LOG-FP-GID COD-FP-CHIP";
    for (const [profile, wanted] of [
      ["face", face],
      ["fingerprint", finger],
    ] as const) {
      const modules = new Set(casesFor([profile]).map(({ module }) => module));
      for (const module of wanted.split(" "))
        expect(modules, `${profile}: ${module}`).toContain(`FM ${module}`);
    }
  });
});

describe("the runner", () => {
  const ids = [
    "TC-AH-FI-ICS2-001",
    "TC-PAP-ACQ-FP2P-USV-2_001",
    "TC-COM-FP-WSQR-001",
    "TC-COD-FP-GID-001",
    "TC-LOG-FP-GID-001",
    "TC-UI-FP-BSJ-001",
  ];

  test("plays sessions through the real machine and says of each requirement what it measured", async () => {
    const results = await runCases(
      casesFor(["face", "fingerprint"], ids),
      makeBench(policy, nothing),
      () => {},
    );
    const of = (id: string) => results.find((result) => result.id === id);
    expect(of("TC-AH-FI-ICS2-001")?.verdict).toBe("not-testable");
    // The encoder is not certified by the FBI: that may not be hidden.
    expect(of("TC-COM-FP-WSQR-001")?.verdict).toBe("failed");
    expect(of("TC-COD-FP-GID-001")?.verdict).toBe("passed");
    expect(of("TC-LOG-FP-GID-001")?.verdict).toBe("passed");
    // On the kiosk's own screens: that a finger lies there, before it is captured.
    expect(of("TC-UI-FP-BSJ-001")?.findings.at(-1)).toMatchObject({
      verdict: "passed",
      evidence: expect.stringMatching(
        /hold" at [\d.]+ s, "device scanner captured" at [\d.]+ s, .*moisten" at/u,
      ) as string,
    });
    const finger = of("TC-PAP-ACQ-FP2P-USV-2_001")?.findings ?? [];
    expect(finger.filter(({ verdict }) => verdict === "failed")).toEqual([]);
    expect(finger.filter(({ verdict }) => verdict === "passed").length).toBeGreaterThan(6);
    for (const { requirement } of results.flatMap(({ findings }) => findings))
      expect(requirement).not.toBe("");
  }, 240_000);

  test("a scanner of another resolution than the profile's fails, and nothing is resampled to please the case", async () => {
    const [coding] = await runCases(
      casesFor(["fingerprint"], ["TC-COD-FP-GID-001"]),
      makeBench(policy, nothing, "uru4000"),
      () => {},
    );
    const failed = coding?.findings.filter(({ verdict }) => verdict === "failed") ?? [];
    expect(failed.map(({ evidence }) => evidence.slice(0, 7))).toEqual(["512 ppi", "512 ppi"]);
  }, 240_000);

  test("what is asked of a scanner's prints is not answered by prints that the program draws", async () => {
    const cases = casesFor(["fingerprint"], ["TC-AH-FP-OPT-005"]);
    const [made] = await runCases(cases, makeBench(policy, madeGroundTruth("uru4000")), () => {});
    expect(made?.findings.map(({ verdict }) => verdict)).toEqual(Array(3).fill("not-testable"));
    const few = { width: 16, height: 16, pixels: new Uint8Array(256).map((_, i) => (i < 128 ? 40 : 200)) };
    const brought = { ...nothing, prints: [{ name: "two greys", ppi: 500, read: async () => few }] };
    const [given] = await runCases(cases, makeBench(policy, brought), () => {});
    expect(given?.findings.map(({ verdict }) => verdict)).toEqual(Array(3).fill("failed"));
  });

  test("its reports carry every requirement, and no markup of others", async () => {
    const [one] = casesFor(["face"], ["TC-AH-FI-ICS2-001"]);
    const findings = [checked('a <b> & "c"', false, "measured <script>\u0001")];
    const results = [{ ...one!, verdict: verdictOf(findings), findings, ms: 12 }];
    const report: ConformanceReport = {
      format: "conformance-report/1",
      against: AGAINST,
      claim: CLAIM,
      software: "x",
      node: "20",
      at: "2026-01-01T00:00:00.000Z",
      policy: { id: "p", version: "1", sha256: "0" },
      truth: "t",
      scanner: "s",
      cases: tally(results),
      requirements: tally(findings),
      results,
    };
    expect(junit(report)).toContain('tests="1" failures="1" skipped="0"');
    expect(junit(report)).toContain('<failure message="measured &lt;script&gt; "/>');
    expect(page(report)).not.toContain("<script>");
    expect(page(report)).toContain("no certification, and none is claimed");
  });
});

/** The smallest picture that there is. */
const PIXEL = await encodeRgbPng({ width: 1, height: 1, pixels: new Uint8Array(3) });

const given = async (name: string, content: unknown, files: readonly string[] = []) => {
  const at = path.join(folder, name);
  await mkdir(at, { recursive: true });
  await writeFile(
    path.join(at, "ground-truth.json"),
    typeof content === "string" ? content : JSON.stringify(content, null, 2),
  );
  for (const file of files) await writeFile(path.join(at, file), PIXEL);
  return at;
};

describe("ground truth that somebody brings", () => {
  const base = { format: "ground-truth/1", origin: "a laboratory" };

  test("is read with its files and its own acceptance", async () => {
    const at = await given(
      "good",
      {
        ...base,
        faces: [{ file: "a.jpg" }, { file: "b.jpg", violates: ["5.6"] }],
        sequences: [{ files: ["a.jpg", "b.jpg"], best: "a.jpg" }],
      },
      ["a.jpg", "b.jpg"],
    );
    const truth = await readGroundTruth(at);
    expect(truth.faces.map(({ violates }) => violates)).toEqual([[], ["5.6"]]);
    expect(truth.sequences[0]?.best).toBe(0);
    expect(truth.acceptance.falseRefusals).toBe(0.05);
  });

  test.each([
    ["a folder without the list", undefined, [], "input-missing", "needs one"],
    [
      "files that are not there",
      { ...base, faces: [{ file: "a.jpg" }, { file: "none.jpg" }] },
      ["a.jpg"],
      "input-missing",
      "line 9: 1 file is not in",
    ],
    [
      "an unknown key",
      { ...base, face: [] },
      [],
      "input-unknown-key",
      'line 4, column 3: the list has no key "face"; remove it',
    ],
    [
      "an unknown criterion",
      { ...base, faces: [{ file: "a.jpg", violates: ["9.9"] }] },
      ["a.jpg"],
      "input-malformed",
      'line 8, column 9: "faces.0.violates.0"',
    ],
    [
      "a best that is not among the files",
      { ...base, sequences: [{ files: ["a.jpg", "b.jpg"], best: "c.jpg" }] },
      ["a.jpg", "b.jpg"],
      "input-malformed",
      "line 10: the best of a sequence, c.jpg, is not among its files; name one of them",
    ],
    [
      "a file outside the folder",
      { ...base, faces: [{ file: "../../etc/passwd" }] },
      [],
      "input-malformed",
      "line 6: ../../etc/passwd lies outside the folder; name files inside it",
    ],
    ["something that is no JSON", "{", [], "input-malformed", "line 1, column 2"],
  ])("is refused: %s", async (name, content, files, code, words) => {
    const at =
      content === undefined
        ? path.join(folder, "nowhere")
        : await given(name.replaceAll(" ", "-"), content, files);
    const fault = await faultOf(readGroundTruth(at));
    expect(fault.code).toBe(code);
    expect(fault.message).toContain(words);
  });
});

test("a picture, or a print, that cannot be read is refused with its line before anything is run", async () => {
  const list = { format: "ground-truth/1", origin: "a laboratory" };
  const faces = await given("damaged", { ...list, faces: [{ file: "a.jpg" }] }, ["a.jpg"]);
  await writeFile(path.join(faces, "a.jpg"), "no picture");
  const picture = await faultOf(readGroundTruth(faces));
  expect(picture.code).toBe("picture-unreadable");
  expect(picture.message).toMatch(
    /ground-truth\.json, line 6: a\.jpg is not a picture .*; replace the file, or take/u,
  );
  const prints = await given("damaged-print", { ...list, prints: [{ file: "a.wsq", ppi: 500 }] }, ["a.wsq"]);
  await writeFile(path.join(prints, "a.wsq"), Buffer.from("ffa0ffa5", "hex"));
  expect((await faultOf(readGroundTruth(prints))).message).toMatch(
    /ground-truth\.json, line 6: a\.wsq.*; replace the file, or take it out of the list\.$/u,
  );
  const nested = await given("nested", { ...list, faces: [{ file: "a.jpg" }] });
  await mkdir(path.join(nested, "a.jpg"));
  expect((await faultOf(readGroundTruth(nested))).code).toBe("input-missing");
});

const refused = async (options: ConformanceOptions) =>
  (await faultOf(runConformance(QUIET, options))).message;

test("what a run has no use for, and a place that cannot be written to, are refused at once", async () => {
  const at = path.join(folder, "a-file");
  await writeFile(at, "");
  expect(await refused({ out: at })).toContain(
    "is no folder that can be written to; name another with --out",
  );
  expect(await refused({ serve: 0, out: at })).toContain("--out is of a run, and --serve answers instead");
  const { server, url } = await listen(makeBench(policy, nothing), 0);
  expect(await refused({ serve: Number(url.port) })).toMatch(
    /Port \d+ cannot be used \(EADDRINUSE\); name another/u,
  );
  server.close();
});

const met = (mandatoryMet: number, optionalMet: number) => ({ approved: false, mandatoryMet, optionalMet });

test("of several captures the kiosk's own choice counts: most mandatory, then most optional, then newest", () => {
  const [a, b, c, d] = [met(12, 16), met(13, 3), met(13, 9), met(13, 9)];
  expect(bestCapture([a, b, c, d])).toBe(3);
  expect(bestCapture([a, b])).toBe(1);
  expect(bestCapture([c, b])).toBe(0);
  expect(bestCapture([])).toBeUndefined();
});

describe("the test interface", () => {
  test("answers a conformance test system over HTTP", async () => {
    const { server, url } = await listen(makeBench(policy, nothing), 0);
    try {
      const post = (test: string, body: Uint8Array<ArrayBuffer> | string) =>
        fetch(new URL(test, url), { method: "POST", body });
      const picture = new Uint8Array(await readFile("fixtures/faces/specimen/frame-4-neutral.jpg"));
      const judged = await (await post("TC-QA-FI-GID-001/1", picture)).text();
      expect(judged.match(/<FaceQuality /gu)).toHaveLength(29);
      expect(judged).toMatch(
        /<FaceQuality id="5\.2" min="0" max="65535" tmin="1244" tmax="1244" result="1500"\/>/u,
      );

      const broken = await (await post("TC-QA-FP-APP-003/1", "no bitmap")).text();
      expect(broken).toMatch(/<FingerQuality [^>]*value="255"/u);

      const refused = await post("TC-QA-FI-GID-001/1", "no picture");
      expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining("not a picture")]);
      const empty = await post("TC-QA-FI-GENERIC-002/1", "<TestSetup/>");
      expect([empty.status, await empty.text()]).toEqual([422, expect.stringContaining("holds 0 pictures")]);
      expect((await post("TC-COD-FP-GID-001/1", "")).status).toBe(405);
      const unknown = await fetch(new URL("TC-X-001/1", url));
      expect([unknown.status, await unknown.text()]).toEqual([
        404,
        expect.stringContaining("TC-QA-FI-GID-001/1"),
      ]);
    } finally {
      server.close();
    }
  }, 60_000);
});
