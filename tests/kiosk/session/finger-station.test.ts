import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { systemFiles } from "../../../api/base/files.ts";
import { builtInPolicy } from "../../../kiosk/session/policy.ts";
import { examinePrint } from "../../../kiosk/session/run/finger-station.ts";
import { FINGER_QUALITY } from "../../../models/finger/quality.ts";
import { impression } from "../../../models/synthetic/fingerprint/impression.ts";
import { masterPrint } from "../../../models/synthetic/fingerprint/master.ts";

const { image } = impression(masterPrint("station"), "1", { width: 300, height: 400, ppi: 500 });
const policy = await builtInPolicy(systemFiles, "self-service");
const examine = () =>
  examinePrint(
    {
      characteristic: "finger",
      image,
      ppi: 500,
      bitDepth: 8,
      device: { driver: "test", make: "test", model: "test" },
      capturedAt: 0,
    },
    "right-index",
    [],
    policy,
  );

let folder: string | undefined;
const install = (score: number): void => {
  folder = mkdtempSync(path.join(tmpdir(), "fake-nfiq2-"));
  writeFileSync(
    path.join(folder, "nfiq2"),
    `#!/bin/sh\n[ $# -eq 0 ] && echo "NFIQ 2 v2.3.0" || echo ${score}\n`,
  );
  chmodSync(path.join(folder, "nfiq2"), 0o755);
  vi.stubEnv("PATH", folder);
};
afterEach(() => {
  vi.unstubAllEnvs();
  if (folder !== undefined) rmSync(folder, { recursive: true });
  folder = undefined;
});

describe("whose quality a print's record states", () => {
  test("the kiosk's own algorithm, where NIST's program is not installed", async () => {
    vi.stubEnv("PATH", "");
    const { enrolled, checks, assessment } = await examine();
    expect(enrolled?.qualityAlgorithm).toEqual(FINGER_QUALITY);
    expect(checks[0]).toMatchObject({ id: "finger quality", algorithm: FINGER_QUALITY });
    expect(assessment.rank).toEqual([enrolled?.template.quality]);
  });

  test.each([
    [29, false],
    [30, true],
  ])("NFIQ 2 says %d of an index finger: good enough is %s", async (score, sufficient) => {
    install(score);
    const { enrolled, checks, assessment } = await examine();
    expect(assessment).toMatchObject({ sufficient, rank: [score] });
    expect(enrolled?.qualityAlgorithm).toEqual({ name: "NIST NFIQ 2", version: "2.3.0" });
    expect(enrolled?.template.quality).toBe(score);
    expect(checks[0]).toMatchObject({ passed: sufficient, result: { scalar: score } });
    expect(checks.find(({ id }) => id === "own finger quality")?.algorithm).toEqual(FINGER_QUALITY);
  });

  test("NFIQ 2 cannot assess it: no score, and not good enough", async () => {
    install(255);
    const { enrolled, assessment } = await examine();
    expect(enrolled?.quality.kind).toBe("failure-to-assess");
    expect(assessment.sufficient).toBe(false);
  });
});
