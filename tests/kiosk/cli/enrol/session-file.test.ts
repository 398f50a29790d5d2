import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readSession } from "../../../../kiosk/cli/enrol/session-file.ts";

const good = {
  kind: "enrolment-session/1",
  description: "one adult",
  subject: {
    surname: "TRAORÉ",
    givenNames: "Aïssata",
    birth: { year: 1990 },
    sex: "female",
    nationality: "UTO",
    synthetic: true,
  },
  consent: { textVersion: "1", language: "fr" },
  issuingState: "UTO",
  documentCode: "PP",
  process: "new-passport",
  devices: { camera: "../camera", scanner: "/elsewhere/scanner", pad: "pad" },
  reference: "MLI-2026-000123",
  startsAt: "2026-03-02T09:00:00Z",
  mode: "unattended",
  operator: { id: "operator-1", comparison: "person and papers compared" },
  fingers: ["right-index", "left-index"],
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "session-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));
const write = (content: unknown) =>
  writeFile(
    path.join(folder, "session.json"),
    typeof content === "string" ? content : JSON.stringify(content),
  );

describe("a session file", () => {
  test("is read, its paths resolved against its folder", async () => {
    await write(good);
    const { recordings, file } = await readSession(folder);
    expect(recordings).toEqual({
      camera: path.resolve(folder, "../camera"),
      scanner: "/elsewhere/scanner",
      pad: path.join(folder, "pad"),
    });
    expect(file.missingFingers).toEqual([]);
  });

  test.each([
    ["an unknown key", { ...good, colour: "red" }, "input-unknown-key", /has no key "colour"/u],
    [
      "an unknown key deeper",
      { ...good, subject: { ...good.subject, bloodGroup: "A" } },
      "input-unknown-key",
      /"subject" has no key "bloodGroup"/u,
    ],
    [
      "no camera",
      { ...good, devices: { scanner: "a", pad: "b" } },
      "input-malformed",
      /"devices\.camera" is missing/u,
    ],
    ["a finger nobody has", { ...good, fingers: ["right-toe"] }, "input-malformed", /"fingers\.0"/u],
    ["no JSON", "{", "input-malformed", /is not JSON/u],
  ])("with %s is refused in one sentence", async (_name, content, code, sentence) => {
    await write(content);
    await expect(readSession(folder)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(sentence),
    });
  });

  test("that is not there is named", async () => {
    await expect(readSession(folder)).rejects.toMatchObject({ code: "input-missing" });
  });
});
