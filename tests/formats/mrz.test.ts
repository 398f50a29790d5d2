import { describe, expect, test } from "vitest";
import { checkDigit } from "../../api/bytes/check-digit.ts";
import { nameField } from "../../api/formats/mrz/name.ts";
import { writeTd3 } from "../../api/formats/mrz/td3.ts";
import { transliterate } from "../../api/formats/mrz/transliterate.ts";

const mrz = (text: string) => transliterate(text).components.join("<");

test("check digits of Doc 9303-3 appendix A", () => {
  expect(checkDigit("520727")).toBe("3");
  expect(checkDigit("AB2134<<<")).toBe("5");
  expect(checkDigit("HA672242<658022549601086<<<<<<<<<<<<<<0")).toBe("8");
});

describe("transliteration", () => {
  test.each([
    ["N'Diaye", "NDIAYE"],
    ["N\u2019Diaye", "NDIAYE"],
    ["Marie-\u00c9lise", "MARIE<ELISE"],
    ["D\u2019Artagnan", "DARTAGNAN"],
    ["Fran\u00e7ois \u0152uvrard", "FRANCOIS<OEUVRARD"],
    ["Stra\u00dfe", "STRASSE"],
    ["K\u025bnyir\u025b", "KENYIRE"],
    ["\u0272\u0254r\u0254n", "NORON"],
    ["\u0253i\u0257\u0257o", "BIDDO"],
    ["\u01b4a\u02bca", "YAA"],
    ["Sow, Aminata", "SOW<AMINATA"],
    ["Anna  Maria", "ANNA<MARIA"],
    ["Jean\u2011Paul", "JEAN<PAUL"],
    ["\u1ebd\u0303", "E"],
  ])("%s", (name, expected) => expect(mrz(name)).toBe(expected));

  // Doc 9303-3 appendix B.5.7, B.5.9 and footnote 3.
  test.each([
    [
      "\u0627\u0628\u0648 \u0628\u0643\u0631 \u0645\u062d\u0645\u062f \u0628\u0646 \u0632\u0643\u0631\u064a\u0627 \u0627\u0644\u0631\u0627\u0632\u064a",
      "ABW<BKR<MXHMD<BN<ZKRYA<ALRAZY",
    ],
    ["\u062c\u0645\u0627\u0644 \u0639\u0628\u062f \u0627\u0644\u0646\u0627\u0635\u0631", "JMAL<EBD<ALNAXSSR"],
    ["\u0646\u0639\u064a\u0645\u0629 \u062c\u0645\u064a\u0644\u0629", "NEYMXAH<JMYLXAH"],
    ["\u0639\u0628\u062f \u0627\u0644\u0644\u0647", "EBD<ALLXH"],
    ["\u0639\u0628\u0651\u0627\u0633", "EBBAS"],
    ["\u0641\u0636\u0651\u0629", "FXDZDZXAH"],
  ])("%s", (name, expected) => expect(mrz(name)).toBe(expected));

  test("tells the letters that the State must confirm, and those no table has", () => {
    expect(transliterate("\u0190").notes).toEqual([{ kind: "national", character: "\u0190", became: "E" }]);
    expect(transliterate("\u2d30mina").notes).toEqual([{ kind: "unknown", character: "\u2d30", became: "" }]);
    expect(transliterate("Ali 2").notes).toEqual([{ kind: "dropped", character: "2", became: "" }]);
    expect(transliterate("Nu\u00f1ez", { choices: { "\u00d1": "NXX" } }).components).toEqual(["NUNXXEZ"]);
    expect(transliterate("\u0272", { national: { "\u019d": "NY" } }).components).toEqual(["NY"]);
  });
});

describe("name field", () => {
  test("fits, mononym", () => {
    expect(nameField(["ERIKSSON"], ["ANNA", "MARIA"], 39).field).toBe(
      "ERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    );
    expect(nameField(["ARKFREITH"], [], 39)).toEqual({
      field: "ARKFREITH".padEnd(39, "<"),
      truncated: false,
    });
  });
  test("exactly 39 characters are not truncated", () => {
    const primary = "A".repeat(30);
    expect(nameField([primary], ["BCDEFGH"], 39)).toEqual({ field: `${primary}<<BCDEFGH`, truncated: false });
  });
});

test("the zone of Doc 9303-4 appendix B's specimen", () => {
  const zone = writeTd3({
    documentCode: "P",
    issuingState: "UTO",
    primary: ["ERIKSSON"],
    secondary: ["ANNA", "MARIA"],
    documentNumber: "L898902C3",
    nationality: "UTO",
    birth: { year: 1974, month: 8, day: 12 },
    sex: "female",
    expiry: { year: 2012, month: 4, day: 15 },
    optionalData: "ZE184226B",
  });
  expect(zone.lines).toEqual([
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
  ]);
  expect(zone.draft).toEqual([]);
});

test("a draft keeps fillers where number and expiry will stand", () => {
  const zone = writeTd3({
    documentCode: "PP",
    issuingState: "MLI",
    primary: ["TRAORE"],
    secondary: [],
    nationality: "MLI",
    birth: { year: 1975 },
    sex: "unspecified",
  });
  expect(zone.lines[1]).toBe("<<<<<<<<<0MLI75<<<<4<<<<<<<0<<<<<<<<<<<<<<08");
  expect(zone.draft).toEqual(["documentNumber", "dateOfExpiry"]);
});
