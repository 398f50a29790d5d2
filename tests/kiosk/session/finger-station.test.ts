import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { systemFiles } from "../../../api/base/files.ts";
import { builtInPolicy } from "../../../kiosk/session/policy.ts";
import { examine } from "../../../kiosk/session/run/examine.ts";
import { examinePrint } from "../../../kiosk/session/run/finger-station.ts";
import { SampleBox } from "../../../kiosk/session/run/sample-box.ts";
import type { SampleOf } from "../../../kiosk/session/run/station.ts";
import { FINGER_QUALITY } from "../../../models/finger/quality.ts";
import { impression } from "../../../models/synthetic/fingerprint/impression.ts";
import { masterPrint } from "../../../models/synthetic/fingerprint/master.ts";

const { image } = impression(masterPrint("station"), "1", { width: 300, height: 400, ppi: 500 });
const policy = await builtInPolicy(systemFiles, "self-service");
const print: SampleOf<"finger"> = {
  characteristic: "finger",
  image,
  ppi: 500,
  bitDepth: 8,
  device: { driver: "test", make: "test", model: "test" },
  capturedAt: 0,
};
const examineOne = () => examinePrint(print, "right-index", [], policy);

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
    const { enrolled, checks, assessment } = await examineOne();
    expect(enrolled?.qualityAlgorithm).toEqual(FINGER_QUALITY);
    expect(checks[0]).toMatchObject({ id: "finger quality", algorithm: FINGER_QUALITY });
    expect(assessment.rank).toEqual([enrolled?.template.quality]);
  });

  test.each([
    [29, false],
    [30, true],
  ])("NFIQ 2 says %d of an index finger: good enough is %s", async (score, sufficient) => {
    install(score);
    const { enrolled, checks, assessment } = await examineOne();
    expect(assessment).toMatchObject({ sufficient, rank: [score] });
    expect(enrolled?.qualityAlgorithm).toEqual({ name: "NIST NFIQ 2", version: "2.3.0" });
    expect(enrolled?.template.quality).toBe(score);
    expect(checks[0]).toMatchObject({ passed: sufficient, result: { scalar: score } });
    expect(checks.find(({ id }) => id === "own finger quality")?.algorithm).toEqual(FINGER_QUALITY);
  });

  test("NFIQ 2 cannot assess it: no score, and not good enough", async () => {
    install(255);
    const { enrolled, assessment } = await examineOne();
    expect(enrolled?.quality.kind).toBe("failure-to-assess");
    expect(assessment.sufficient).toBe(false);
  });
});

describe("a sample sent to its station", () => {
  const effect = { kind: "assess", number: 2, portrait: "adult", headCovering: false } as const;

  test("a print is compared with those accepted, and with nothing else that the box holds", async () => {
    vi.stubEnv("PATH", "");
    const { enrolled } = await examineOne();
    const box = new SampleBox();
    if (enrolled !== undefined) box.assessed(1, [], { kind: "finger", finger: enrolled });
    box.assessed(3, [], { kind: "signature", signature: {} as never });
    const given = (against: readonly number[]) => {
      box.put(2, { ...print, image: { ...image, pixels: image.pixels.slice() } });
      return examine({ ...effect, target: "left-index", against }, box, policy);
    };
    expect((await given([1, 3])).duplicateOf).toBe("right-index");
    expect(box.enrolled(2)).toMatchObject({ kind: "finger", finger: { position: "left-index" } });
    expect(box.checks(2).map(({ id }) => id)).toContain("finger quality");
    expect((await given([3])).duplicateOf).toBeUndefined();
  });

  test.each(["face", "signature"] as const)(
    "a print that was captured for the %s is our mistake",
    async (target) => {
      const box = new SampleBox();
      box.put(2, print);
      await expect(examine({ ...effect, target, against: [] }, box, policy)).rejects.toThrow(
        `a sample of finger was captured for ${target}`,
      );
    },
  );
});
