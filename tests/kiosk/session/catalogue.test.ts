import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Availability } from "../../../api/issuance/availability.ts";
import { demandOpen, offered, openingOf, parseCatalogue } from "../../../kiosk/session/catalogue.ts";

const catalogue = parseCatalogue(readFileSync("kiosk/session/catalogues/specimen.json"), "specimen.json");
/** As it went in autumn 2025: standard paused on 11 October and resumed on the 27th, premium on 24 November at 07:30. */
const published: readonly Availability[] = [
  {
    service: "passport-standard",
    open: [{ from: "2025-01-29T00:00:00Z", to: "2025-10-11T00:00:00Z" }, { from: "2025-10-27T00:00:00Z" }],
  },
  {
    service: "passport-premium",
    open: [{ from: "2025-01-29T00:00:00Z", to: "2025-10-16T00:00:00Z" }, { from: "2025-11-24T07:30:00Z" }],
    notice: { fr: "Reprise le 24 novembre." },
  },
  { service: "visa", open: [] },
];
const parse = (value: object) => () => parseCatalogue(Buffer.from(JSON.stringify(value)), "c.json");
const at = (text: string) => Date.parse(text);

describe("the service catalogue", () => {
  test("holds what the issue lists, in the three complete languages", () => {
    expect(catalogue.services.map(({ process }) => process)).toEqual([
      "new-passport",
      "new-passport",
      "replacement",
      "emergency-travel-document",
      "visa",
    ]);
    for (const { name, documents } of catalogue.services)
      for (const words of [name, ...documents.map((document) => document.name)])
        expect(Object.keys(words).sort()).toEqual(["ar", "en", "fr"]);
  });

  test.each([
    ["passport-standard", "2025-10-10T12:00:00Z", { kind: "open" }],
    ["passport-standard", "2025-10-12T12:00:00Z", { kind: "closed", resumes: at("2025-10-27T00:00:00Z") }],
    ["passport-standard", "2025-10-27T08:00:00Z", { kind: "open" }],
    [
      "passport-premium",
      "2025-11-24T07:29:59Z",
      { kind: "closed", since: at("2025-10-16T00:00:00Z"), notice: { fr: "Reprise le 24 novembre." } },
    ],
    ["passport-premium", "2025-11-24T07:30:00Z", { kind: "open" }],
    ["visa", "2025-11-24T07:30:00Z", { kind: "closed" }],
    ["emergency-document", "2025-11-24T07:30:00Z", { kind: "open" }],
  ])("%s at %s", (service, moment, opening) => {
    expect(openingOf(service, published, at(moment))).toMatchObject(opening);
  });

  test("a suspended service is refused in words and dates", () => {
    const now = at("2025-10-20T10:00:00Z");
    expect(() => demandOpen(catalogue, "passport-premium", published, now)).toThrow(
      'The issuer has suspended "Passport, premium" since October 16, 2025; it resumes on November 24, 2025. Packets that were sealed are kept and sent.',
    );
    expect(() => demandOpen(catalogue, "visa", published, now)).toThrow("no date is known yet");
    expect(demandOpen(catalogue, "emergency-document", published, now).documentCode).toBe("PE");
    expect(offered(catalogue, published, now).filter(({ opening }) => opening.kind === "open")).toHaveLength(
      2,
    );
  });

  test("unknown keys and doubled services are refused", () => {
    const { sha256: _stamp, ...content } = catalogue;
    expect(parse({ ...content, more: 1 })).toThrow(expect.objectContaining({ code: "input-unknown-key" }));
    expect(parse({ ...content, services: [...content.services, content.services[0]] })).toThrow(
      "stands twice",
    );
  });
});
