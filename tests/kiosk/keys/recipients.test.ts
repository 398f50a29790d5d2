import { describe, expect, test } from "vitest";
import { readCertificate } from "../../../api/formats/cms/certificate.ts";
import { specimenAuthority } from "../../../api/formats/cms/specimen.ts";
import { newestOfEach, openingKeysAt, recipientsAt, validityOf } from "../../../kiosk/keys/recipients.ts";

const DAY = 86_400_000;
const FROM = Date.UTC(2026, 0, 1);
const TO = Date.UTC(2026, 11, 31);
const authority = (seed: string, notAfter = TO) => specimenAuthority({ seed, notBefore: FROM, notAfter });
const { backend } = authority("recipient test");

describe("recipients", () => {
  test.each([
    [FROM - DAY, "not-yet"],
    [FROM + DAY, "valid"],
    [TO - 10 * DAY, "ends-soon"],
    [TO + DAY, "ended"],
  ] as const)("at %i a certificate is %s", (now, kind) => {
    expect(validityOf(readCertificate(backend.certificate), now).kind).toBe(kind);
  });

  test("nothing is sealed to one that ended, even beside one that has not, and nothing to nobody", () => {
    const both = [authority("another", TO + 400 * DAY).archive.certificate, backend.certificate];
    expect(recipientsAt(both, FROM + DAY)).toEqual(both);
    expect(() => recipientsAt(both, TO + 5 * DAY)).toThrow(expect.objectContaining({ code: "key-expired" }));
    expect(() => recipientsAt(both, FROM - DAY)).toThrow("clock");
    expect(() => recipientsAt([], FROM + DAY)).toThrow(expect.objectContaining({ code: "key-missing" }));
  });

  test("of one issuer's certificates the one that lasts longest is sealed to, and its predecessor until it begins", () => {
    const renewal = specimenAuthority({ seed: "renewal", notBefore: TO - 5 * DAY, notAfter: TO + 400 * DAY });
    const installed = [backend.certificate, renewal.backend.certificate];
    expect(recipientsAt(installed, TO - 9 * DAY)).toEqual([backend.certificate]);
    expect(recipientsAt(installed, TO - 2 * DAY)).toEqual([renewal.backend.certificate]);
    expect(recipientsAt(installed, TO + 2 * DAY)).toEqual([renewal.backend.certificate]);
    expect(newestOfEach(installed)).toEqual([renewal.backend.certificate]);
  });

  test("the intake's keys open packets a year beyond their certificates, the newest tried first", () => {
    const later = authority("later", TO + 400 * DAY).backend;
    const keys = [backend, later].map(({ key, certificate }) => ({
      key,
      certificate: readCertificate(certificate),
    }));
    expect(openingKeysAt(keys, TO + 300 * DAY).map(({ key }) => key)).toEqual([later.key, backend.key]);
    expect(openingKeysAt(keys, TO + 366 * DAY).map(({ key }) => key)).toEqual([later.key]);
  });
});
