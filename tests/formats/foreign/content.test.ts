/** Readers of the packet's contents that we did not write: of JSON Schema, of machine readable zones, of pictures. */
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { parse } from "mrz";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readDg1 } from "../../../api/formats/lds/dg1.ts";
import { openPacket } from "../../../api/formats/packet/open.ts";
import { authority, GENERATIONS, packetFile } from "../golden/golden.ts";
import { PEOPLE } from "../golden/people.ts";
import { exportGolden, installed, type Exported } from "./exported.ts";

const cases = Object.keys(PEOPLE).flatMap((name) => GENERATIONS.map((generation) => ({ name, generation })));
const opened = ({ name, generation }: (typeof cases)[number]) =>
  openPacket(new Uint8Array(readFileSync(packetFile(name, generation))), { key: authority.backend.key });

describe("Ajv on the published JSON Schema", () => {
  // The formats stand beside patterns that say the same.
  const ajv = new Ajv2020({ strict: true, allErrors: true, formats: { uuid: true, "date-time": true } });
  const validate = ajv.compile(
    JSON.parse(readFileSync("docs/packet-manifest.schema.json", "utf8")) as object,
  );

  test.each(cases)("the manifest of $name, $generation", (one) => {
    const manifest = JSON.parse(new TextDecoder().decode(opened(one).files.get("manifest.json"))) as object;
    validate(manifest);
    expect(validate.errors).toBeNull();
    expect(validate({ ...manifest, remark: "unknown" })).toBe(false);
    expect(validate({ ...manifest, consent: undefined })).toBe(false);
  });
});

describe("the zone in DG1, read by the package mrz", () => {
  test.each(cases)("$name, $generation", (one) => {
    const { files, manifest } = opened(one);
    // That reader knows no Utopia; no check digit covers the State.
    const lines = readDg1(files.get("DG1.bin")!).map((line) => line.replace("UTO", "MLI"));
    const found = parse(lines);
    expect(found.format).toBe("TD3");
    // Fillers for a number or an expiry to come are not what that reader expects; all else must be.
    const open = new Set<string | null>(
      manifest.dg1.provisional.flatMap((field) =>
        field === "documentNumber"
          ? ["documentNumber", "documentNumberCheckDigit", "compositeCheckDigit"]
          : ["expirationDate", "expirationDateCheckDigit", "compositeCheckDigit"],
      ),
    );
    if (manifest.applicant.birth.month === undefined || manifest.applicant.birth.day === undefined)
      open.add("birthDate");
    expect(
      found.details
        .filter(({ valid, field }) => !valid && !open.has(field))
        .map(({ field, error }) => [field, error]),
    ).toEqual([]);
    expect(found.fields.issuingState).toBe("MLI");
    if (!manifest.transliterated.truncated) {
      expect(found.fields.lastName).toBe(manifest.transliterated.primary.join(" "));
      expect(found.fields.firstName ?? "").toBe(manifest.transliterated.secondary.join(" "));
    }
  });
});

const noOpj = !installed("opj_dump", "-h");
const noExif = !installed("exiftool", "-ver");

describe("pictures", () => {
  let exported: Exported;
  const read = (program: string, ...args: readonly string[]): string =>
    execFileSync(program, args, { cwd: exported.folder, encoding: "utf8" });
  beforeAll(() => {
    exported = exportGolden("adult", "iso39794");
  });
  afterAll(() => rmSync(exported.folder, { recursive: true }));

  test.skipIf(noOpj)(
    `OpenJPEG reads the chip portrait in its stated size (${noOpj ? "needs libopenjp2-tools" : "opj_dump"})`,
    () => {
      const { width, height } = exported.opened.manifest.face!.chip;
      const said = read("opj_dump", "-i", "portrait-chip.jp2");
      expect(said).toContain(`x1=${width}, y1=${height}`);
      expect(said).toContain("numcomps=3");
      read("opj_decompress", "-i", "portrait-chip.jp2", "-o", "decoded.ppm");
    },
  );

  test.skipIf(noExif)(
    `ExifTool agrees on kind and size of every picture that it knows (${noExif ? "needs libimage-exiftool-perl" : "exiftool"})`,
    () => {
      const { face, signature } = exported.opened.manifest;
      for (const { file, mediaType, width, height } of [face!.master, face!.chip, signature!.image]) {
        const [found] = JSON.parse(read("exiftool", "-json", "-n", file)) as Record<string, unknown>[];
        expect(found).toMatchObject({ MIMEType: mediaType, ImageWidth: width, ImageHeight: height });
        expect(found).not.toHaveProperty("Warning");
      }
    },
  );
});
