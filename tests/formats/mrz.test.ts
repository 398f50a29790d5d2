import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { OutsideFault } from "../../api/base/faults.ts";
import { previewName } from "../../api/formats/mrz/preview.ts";
import { readZone } from "../../api/formats/mrz/read.ts";
import { writeVisa } from "../../api/formats/mrz/visa.ts";
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

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

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

  // Doc 9303-3 table C and B.5.4: hamza to ghain, feh to yeh, alef wasla; B.5.6 for Urdu, Persian and Pashto.
  test("every letter of standard Arabic has its place in the table, every one with an escape only where it is due", () => {
    const letters = [...range(0x0621, 0x063a), ...range(0x0641, 0x064a), 0x0671, 0x06a4, 0x06a5];
    const became = letters.map((code) => {
      const { components, notes } = transliterate(`\u0628${String.fromCodePoint(code)}\u0628`);
      expect(notes, code.toString(16)).toEqual([]);
      return components.join("").slice(1, -1);
    });
    expect(new Set(became).size).toBe(letters.length);
    expect(became.join(" ")).toBe(
      "XE XAA XAE U I XI A B XTA T XTH J XH XKH D XDH R Z S XSH XSS XDZ XTT XZZ E G F Q K L M N H W XAY Y XXA V XF",
    );
    for (const code of [0x0640, ...range(0x064b, 0x0650), 0x0652, 0x0670])
      expect(mrz(`\u0628${String.fromCodePoint(code)}`), code.toString(16)).toBe("B");
  });

  test("names that JavaScript's objects also have", () => {
    expect(mrz("Constructor toString")).toBe("CONSTRUCTOR<TOSTRING");
  });

  test("tells the letters that the State must confirm, and those no table has", () => {
    expect(transliterate("\u0190").notes).toEqual([{ kind: "national", character: "\u0190", became: "E" }]);
    expect(transliterate("\u2d30mina").notes).toEqual([{ kind: "unknown", character: "\u2d30", became: "" }]);
    expect(transliterate("Ali 2").notes).toEqual([{ kind: "dropped", character: "2", became: "" }]);
    expect(transliterate("Nu\u00f1ez", { choices: { "\u00d1": "NXX" } }).components).toEqual(["NUNXXEZ"]);
    expect(transliterate("\u0272", { national: { "\u019d": "NY" } }).components).toEqual(["NY"]);
  });
});

const parts = (text: string) => transliterate(text).components;

/** VIZ order: primary, secondary. */
const field = (name: string, length: number, fixed?: number) => {
  const [primary = "", secondary = ""] = name.split(", ");
  const shortening = fixed === undefined ? undefined : ({ kind: "fixed", letters: fixed } as const);
  return nameField(parts(primary), parts(secondary), length, shortening);
};

describe("name field", () => {
  // Doc 9303-4 section 4.2.3.1.
  test.each([
    ["ERIKSSON, ANNA MARIA", "ERIKSSON<<ANNA<MARIA"],
    ["HENG, DEBORAH MING LO", "HENG<<DEBORAH<MING<LO"],
    ["SMITH-JONES, SUSIE MARGARET", "SMITH<JONES<<SUSIE<MARGARET"],
    ["O'CONNOR, ENYA SIOBHAN", "OCONNOR<<ENYA<SIOBHAN"],
    ["VAN DER MUELLEN, MARTIN", "VAN<DER<MUELLEN<<MARTIN"],
    ["AL-BASRI, HUDA MUHAMMAD JAWAD", "AL<BASRI<<HUDA<MUHAMMAD<JAWAD"],
    ["VILARCHAO FERNANDEZ, JOSE RAMON", "VILARCHAO<FERNANDEZ<<JOSE<RAMON"],
    ["ARKFREITH", "ARKFREITH"],
    ["SATRIYA SUDARPA", "SATRIYA<SUDARPA"],
    // Section 4.2.3.4: 39 places exactly, not truncated.
    ["PAPANDROPOULOUS, JONATHON WARREN TREVOR", "PAPANDROPOULOUS<<JONATHON<WARREN<TREVOR"],
  ])("%s", (name, expected) =>
    expect(field(name, 39)).toEqual({ field: expected.padEnd(39, "<"), truncated: false }),
  );

  const BENNELONG = "BENNELONG WOOLOOMOOLOO WARRANDYTE WARNAMBOOL, DINGO POTOROO";
  // Doc 9303-4 sections 4.2.3.2 and 4.2.3.3 (39 places), 9303-5 (30), 9303-7 section 7.2.3.2 (31).
  test.each([
    [
      "NILAVADHANANANDA, CHAYAPA DEJTHAMRONG KRASUANG",
      39,
      undefined,
      "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K",
    ],
    ["NILAVADHANANANDA, ARNPOL PETCH CHARONGUANG", 39, undefined, "NILAVADHANANANDA<<ARNPOL<PETCH<CHARONGU"],
    [BENNELONG, 39, undefined, "BENNELONG<WOOLOOMOOLOO<WARRANDYTE<W<<DI"],
    [BENNELONG, 39, 6, "BENNEL<WOOLOO<WARRAN<WARNAM<<DINGO<POTO"],
    ["NILAVADHANANANDA, CHAYAPA DEJTHAMRONG KRASUANG", 30, undefined, "NILAVADHANANANDA<<CHAYAPA<DE<K"],
    [BENNELONG, 30, undefined, "BENNELONG<WOOLOOMOOLOO<W<W<<DI"],
    [BENNELONG, 30, 5, "BENNE<WOOLO<WARRA<WARNA<<DIN<P"],
    [BENNELONG, 31, 4, "BENN<WOOL<WARR<WARN<<DINGO<POTO"],
    // A primary that leaves room for two fillers and an initial is not shortened, by whichever rule.
    [`${"A".repeat(36)}, BINTA`, 39, undefined, `${"A".repeat(36)}<<B`],
    [`${"A".repeat(36)}, BINTA`, 39, 5, `${"A".repeat(36)}<<B`],
  ])("%s in %i places", (name, length, fixed, expected) =>
    expect(field(name, length, fixed)).toEqual({ field: expected, truncated: true }),
  );

  const component = fc.stringMatching(/^[A-Z]{1,20}$/u);
  test("any name: as long as asked, legal letters, no three fillers inside, a letter last when cut", () => {
    fc.assert(
      fc.property(
        fc.array(component, { minLength: 1, maxLength: 30 }),
        fc.array(component, { maxLength: 30 }),
        fc.constantFrom(39, 31, 30),
        fc.option(fc.integer({ min: 1, max: 10 }), { nil: undefined }),
        (primary, secondary, length, letters) => {
          const shortening = letters === undefined ? undefined : ({ kind: "fixed", letters } as const);
          const { field, truncated } = nameField(primary, secondary, length, shortening);
          const full =
            secondary.length === 0 ? primary.join("<") : `${primary.join("<")}<<${secondary.join("<")}`;
          expect(field).toHaveLength(length);
          expect(field).toMatch(/^[A-Z](?:<{0,2}[A-Z])*<*$/u);
          expect(field.match(/[A-Z]<<[A-Z]/gu)?.length ?? 0).toBeLessThanOrEqual(1);
          expect(truncated).toBe(full.length > length);
          if (truncated) expect(field).toMatch(/[A-Z]$/u);
          else expect(field.replace(/<+$/u, "")).toBe(full);
          if (truncated && secondary.length > 0) expect(field).toContain("<<");
          if (truncated) expect(field.charAt(0)).toBe(full.charAt(0));
        },
      ),
      { numRuns: 5000 },
    );
  });

  test("any text at all becomes components of A-Z, and then a legal passport and visa", () => {
    const text = fc.string({ unit: "grapheme", maxLength: 60 });
    const latin = fc.stringMatching(/^[A-Za-z\u00c0-\u024f\u1e00-\u1eff '\u2019-]{1,60}$/u);
    const arabic = fc.stringMatching(/^[\u0620-\u06d3 ]{1,40}$/u);
    fc.assert(
      fc.property(fc.oneof(text, latin, arabic), fc.oneof(text, latin, arabic), (surname, givenNames) => {
        const primary = transliterate(surname).components;
        const secondary = transliterate(givenNames).components;
        for (const part of [...primary, ...secondary]) expect(part).toMatch(/^[A-Z]+$/u);
        if (primary.length === 0) return;
        const common = {
          issuingState: "NER",
          primary,
          secondary,
          nationality: "NER",
          birth: { year: 1990 },
          sex: "female",
          documentNumber: "X1",
        } as const;
        const passport = writeTd3({
          ...common,
          documentCode: "PP",
          expiry: { year: 2031, month: 1, day: 2 },
        });
        expect(readZone(passport.lines)).toMatchObject({
          documentNumber: "X1",
          expiry: "310102",
          birth: "90<<<<",
        });
        for (const format of ["MRV-A", "MRV-B"] as const) {
          const visa = writeVisa({
            ...common,
            documentCode: "V",
            format,
            validUntil: { year: 2027, month: 5, day: 9 },
          });
          expect(readZone(visa.lines)).toMatchObject({ documentCode: "V", expiry: "270509", sex: "female" });
        }
      }),
      { numRuns: 3000 },
    );
  });
});

describe("preview", () => {
  test("tells what was cut, what awaits the State, what looks like a title", () => {
    const preview = previewName("Ouédraogo Kaboré Sawadogo Compaoré", "El-Hadj Boukaré Nɔngma");
    expect(preview).toMatchObject({ truncated: true, complete: true, titles: ["HADJ"] });
    expect(preview.field).toHaveLength(39);
    expect(preview.cut.length).toBeGreaterThan(0);
    expect(preview.notes).toContainEqual({ kind: "national", character: "\u0254", became: "O" });
  });
  test("says when letters are lost", () => {
    expect(previewName("\u2d30\u2d4e", "").complete).toBe(false);
  });
});

describe("reading zones", () => {
  // Doc 9303-3 appendix A examples 4 and 5, 9303-5 appendix B, 9303-6 appendix B.
  test("TD1 and TD2 specimens", () => {
    expect(
      readZone([
        "I<UTOD231458907<<<<<<<<<<<<<<<",
        "7408122F1204159UTO<<<<<<<<<<<6",
        "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
      ]),
    ).toMatchObject({
      documentNumber: "D23145890",
      primary: "ERIKSSON",
      secondary: "ANNA<MARIA",
      sex: "female",
    });
    expect(
      readZone(["I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"]),
    ).toMatchObject({
      documentNumber: "D23145890",
      expiry: "120415",
    });
  });
  test("a TD1 number of more than nine characters", () => {
    const upper = "I<UTOD23145890<7349<<<<<<<<<<<";
    const middle = "3407127M9507122UTO<<<<<<<<<<<2";
    expect(readZone([upper, middle, "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"])).toMatchObject({
      documentNumber: "D23145890734",
      optionalData: "",
    });
  });
  test("every wrong digit of a passport is caught", () => {
    const upper = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<";
    const lower = "L898902C36UTO7408122F1204159ZE184226B<<<<<10";
    expect(readZone([upper, lower]).optionalData).toBe("ZE184226B");
    for (const [i, character] of Array.from(lower).entries()) {
      if (!/\d/u.test(character)) continue;
      const wrong = `${lower.slice(0, i)}${(Number(character) + 1) % 10}${lower.slice(i + 1)}`;
      expect(() => readZone([upper, wrong]), `position ${i + 1}`).toThrow(/machine readable zone/u);
    }
  });
  test.each([[[]], [["P<"]], [["P<UTO".padEnd(44, "<"), "l".padEnd(44, "<")]], [["A", "B", "C"]]])(
    "refuses %j",
    (lines) => expect(() => readZone(lines)).toThrow(OutsideFault),
  );
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

test("the identity card of Doc 9303-5, appendix A, is read in all its fields", () => {
  expect(
    readZone([
      "I<UTOD231458907<<<<<<<<<<<<<<<",
      "7408122F1204159UTO<<<<<<<<<<<6",
      "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
    ]),
  ).toMatchObject({
    documentCode: "I",
    issuingState: "UTO",
    documentNumber: "D23145890",
    nationality: "UTO",
    birth: "740812",
    sex: "female",
    expiry: "120415",
  });
});

test("a name is complete when it has a primary part and every letter of it has a transcription", () => {
  expect(previewName("TRAORÉ", "AMINATA")).toMatchObject({ complete: true, truncated: false, cut: [] });
  expect(previewName("", "AMINATA").complete).toBe(false);
  expect(previewName("漢", "AMINATA").complete).toBe(false);
});
