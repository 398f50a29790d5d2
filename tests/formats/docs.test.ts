import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { OID } from "../../api/formats/cms/oids.ts";

const page = readFileSync("docs/packet.md", "utf8");

test("the page names the specimen policy that the program knows", () => {
  expect(page).toContain(OID.specimenPolicy);
});

test("the page's commands are those that the tests run", () => {
  const tests = readFileSync("tests/formats/packet.test.ts", "utf8").replace(/\s+/gu, " ");
  for (const part of [
    "cms -decrypt -inform DER -in packet.p7m",
    "cms -verify -binary -purpose any -inform DER",
    "-strparse 4 -noout -out sod.p7",
  ]) {
    expect(page).toContain(part);
    expect(tests).toContain(part);
  }
});
