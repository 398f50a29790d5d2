/** The pen's path with its timing is kept where the policy says so, and nowhere else. */
import { expect, test } from "vitest";
import { systemFiles } from "../../../api/base/files.ts";
import type { SignatureSample } from "../../../api/words/sample.ts";
import { builtInPolicy, parsePolicy } from "../../../kiosk/session/policy.ts";
import { examine } from "../../../kiosk/session/run/examine.ts";
import { SampleBox } from "../../../kiosk/session/run/sample-box.ts";
import { sign, signatureStyle } from "../../../models/synthetic/signature/trajectory.ts";

const pad = { maxX: 9600, maxY: 6000, maxPressure: 1023, widthMm: 96, rate: 200 };
const sample: SignatureSample = {
  characteristic: "signature",
  trajectory: sign(signatureStyle("pen path"), "1", pad),
  device: { driver: "test", make: "Test", model: "pad" },
  capturedAt: 1,
};
const effect = {
  kind: "assess",
  target: "signature",
  number: 1,
  against: [],
  portrait: "adult",
  headCovering: false,
} as const;

test.each([undefined, "keep"] as const)("policy penPath: %s", async (penPath) => {
  const builtIn = await builtInPolicy(systemFiles, "self-service");
  const box = new SampleBox();
  box.put(1, sample);
  const { sha256: _sha256, ...content } = builtIn;
  const bytes = Buffer.from(JSON.stringify({ ...content, ...(penPath === undefined ? {} : { penPath }) }));
  const assessment = await examine(effect, box, parsePolicy(bytes, "policy"));
  expect(assessment.sufficient).toBe(true);
  const enrolled = box.enrolled(1);
  expect(enrolled?.kind === "signature" && enrolled.signature.trajectory).toEqual(
    penPath === "keep" ? sample.trajectory : undefined,
  );
});
