import { describe, expect, test } from "vitest";
import { seededRandom } from "../../api/base/random.ts";
import { specimenSigner } from "../../api/formats/cms/repeatable-ecdsa.ts";
import { specimenAuthority } from "../../api/formats/cms/specimen.ts";
import { readDg12 } from "../../api/formats/lds/dg12.ts";
import { formatOptionsSchema, sealOptionsOf } from "../../api/formats/packet/format-options.ts";
import { assemblePacket } from "../../api/formats/packet/seal.ts";
import { verifyPacket } from "../../api/formats/packet/verify.ts";
import type { EnrolmentRecord } from "../../api/words/enrolment.ts";
import { parseConfig } from "../../kiosk/cli/runtime/config.ts";
import { adult } from "./sample-record.ts";

const { kiosk, ca, backend } = specimenAuthority({ seed: "options" });
const signer = specimenSigner(kiosk.key, [kiosk.certificate, ca.certificate]);

const made = async (json: object, change: Partial<EnrolmentRecord> = {}) => {
  const options = { ...sealOptionsOf(formatOptionsSchema.parse(json)), random: seededRandom("options") };
  const record = { ...(await adult({}, { face: 16 })), ...change };
  const { files, manifest } = await assemblePacket(record, signer, [backend.certificate], options);
  const failed = verifyPacket(files, { trust: [ca.certificate] }).filter(({ state }) => state === "failed");
  expect(failed).toEqual([]);
  return { files, manifest };
};

const at = (moment: number) => ({ startedAt: moment - 1000, sealedAt: moment, attempts: [] });
const parse = (json: object) => parseConfig(Buffer.from(JSON.stringify(json)), "kiosk.json");

describe("what a State chooses", () => {
  test("generation, LDS version, fingerprints", async () => {
    expect((await made({})).manifest.lds).toMatchObject({ generation: "iso19794", version: "0108" });
    const other = await made({ generation: "iso39794", ldsVersion: "0107", storesFingerprints: false });
    expect(other.manifest.lds).toMatchObject({
      generation: "iso39794",
      version: "0107",
      dataGroups: [1, 2, 7, 11],
    });
  });

  test("letters, choices and the way of shortening show in the zone", async () => {
    const { subject } = await adult({}, { face: 16 });
    const named = (surname: string, givenNames: string) => ({ subject: { ...subject, surname, givenNames } });
    const zone = async (json: object, surname: string, givenNames: string) =>
      (await made(json, named(surname, givenNames))).manifest.mrz[0]?.slice(5);
    expect(await zone({}, "\u0272\u0254r\u0254n", "M\u00fcller")).toMatch(/^NORON<<MUELLER</u);
    const state = { nationalLetters: { "\u019d": "NY" }, letterChoices: { "\u00dc": "U" } };
    expect(await zone(state, "\u0272\u0254r\u0254n", "M\u00fcller")).toMatch(/^NYORON<<MULLER</u);
    const long = "Bennelong Wooloomooloo Warrandyte Warnambool";
    expect(await zone({}, long, "Dingo Potoroo")).toBe("BENNELONG<WOOLOOMOOLOO<WARRANDYTE<W<<DI");
    const fixed = { shortening: { kind: "fixed", letters: 6 } };
    expect(await zone(fixed, long, "Dingo Potoroo")).toBe("BENNEL<WOOLOO<WARRAN<WARNAM<<DINGO<POTO");
  });

  test("DG12 for an issuer that asks for it, MRV-B for visas", async () => {
    const { files } = await made({ dg12: { issuingAuthority: "Direction g\u00e9n\u00e9rale" } });
    expect(readDg12(files.get("DG12.bin")!)).toEqual({ issuingAuthority: "Direction g\u00e9n\u00e9rale" });
    const visa = await made({ visaFormat: "MRV-B" }, { process: "visa", documentCode: "V" });
    expect(visa.manifest.mrz.map(({ length }) => length)).toEqual([36, 36]);
  });

  test("the first editions end with 2029", async () => {
    const last = Date.UTC(2029, 11, 31, 23, 59, 59);
    expect((await made({}, at(last))).manifest.lds?.generation).toBe("iso19794");
    await expect(made({}, at(last + 1000))).rejects.toThrow(/set the generation to iso39794/u);
    expect((await made({ generation: "iso39794" }, at(last + 1000))).manifest.lds?.generation).toBe(
      "iso39794",
    );
  });

  test.each([
    { generation: "both" },
    { colour: "red" },
    { nationalLetters: { e: "E" } },
    { nationalLetters: { "\u0190": "e" } },
    { shortening: { kind: "fixed" } },
    { dg12: { issuingAuthority: "\u00e9".repeat(50) } },
  ])("%j is refused", (json) => expect(formatOptionsSchema.safeParse(json).success).toBe(false));

  test("stands in the kiosk's configuration", () => {
    const config = {
      format: "kiosk-config/1",
      mission: "Bamako",
      issuingState: "MLI",
      country: "ML",
      keys: { provider: "file", passphraseFile: "secret" },
      backend: { url: "http://localhost:1", receipts: "receipts.pem" },
      policy: "attended",
    };
    expect(parse(config).packet).toEqual({});
    expect(parse({ ...config, packet: { generation: "iso39794" } }).packet).toEqual({
      generation: "iso39794",
    });
    expect(() => parse({ ...config, packet: { generation: "x" } })).toThrow(/packet.generation/u);
  });
});
