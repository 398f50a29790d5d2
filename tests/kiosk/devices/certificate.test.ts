import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nb1010 } from "../../../drivers/fingerprint/nb1010/driver.ts";
import { systemFiles } from "../../../api/base/files.ts";
import type { Calibration } from "../../../kiosk/devices/calibration.ts";
import { readCertificate } from "../../../kiosk/devices/certificate-record.ts";
import { certify, type CertificateFiles } from "../../../kiosk/devices/certificate.ts";
import { picturesOf } from "../../../kiosk/devices/pictures.ts";
import { CalibrationRecords } from "../../../kiosk/devices/records.ts";
import { targetSheets } from "../../../kiosk/devices/target-sheets.ts";
import { readSpeeches } from "../../../kiosk/desk/speech.ts";
import { projectRoot } from "../../../kiosk/server/root.ts";
import { calibrated, NOW, withoutScreen } from "./rehearsed.ts";
import { specimenKeys } from "../../../kiosk/keys/specimen.ts";

const keys = specimenKeys();
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "calibration-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const speeches = readSpeeches(path.join(projectRoot, "kiosk/web/desk/languages"));

const certified = async (calibration: Calibration, language: "en" | "fr" = "en"): Promise<CertificateFiles> =>
  certify(
    {
      calibration,
      operator: "A. Maiga",
      kiosk: "kiosk-0001",
      software: "test",
      signer: keys.kiosk,
      now: NOW,
      speech: (await speeches)[language],
    },
    await picturesOf(calibration.states()),
  );

const openssl = (...words: string[]): string =>
  execFileSync("openssl", words, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

const verify = (file: string) =>
  openssl(
    "cms",
    "-verify",
    "-binary",
    "-inform",
    "DER",
    "-in",
    path.join(folder, `${file}.p7s`),
    "-content",
    path.join(folder, file),
    "-CAfile",
    path.join(folder, "ca.pem"),
    "-purpose",
    "any",
    "-out",
    path.join(folder, "verified"),
  );

describe("the certificate", () => {
  let made: CertificateFiles;
  beforeAll(async () => {
    made = await certified(await withoutScreen());
    writeFileSync(
      path.join(folder, "ca.pem"),
      `-----BEGIN CERTIFICATE-----\n${Buffer.from(keys.trust[0]!)
        .toString("base64")
        .match(/.{1,64}/gu)!
        .join("\n")}\n-----END CERTIFICATE-----\n`,
    );
    const files = {
      "certificate.json": made.json,
      "certificate.json.p7s": made.jsonSignature,
      "certificate.pdf": made.pdf,
      "certificate.pdf.p7s": made.pdfSignature,
    };
    for (const [name, bytes] of Object.entries(files)) writeFileSync(path.join(folder, name), bytes);
  });

  test.each(["certificate.json", "certificate.pdf"])(
    "%s verifies with stock openssl, and a changed byte does not",
    (file) => {
      verify(file);
      const bytes = readFileSync(path.join(folder, file));
      bytes[bytes.length - 20]! ^= 1;
      writeFileSync(path.join(folder, file), bytes);
      expect(() => verify(file)).toThrow(/verif/iu);
      bytes[bytes.length - 20]! ^= 1;
      writeFileSync(path.join(folder, file), bytes);
    },
  );

  test("says who, what, when, the limits, what was not testable; and that it was rehearsed", () => {
    const read = readCertificate(made.json, "certificate.json");
    expect(read).toMatchObject({
      format: "calibration-certificate/1",
      device: { driver: "wacom-stu", make: "Wacom", model: "STU-430", firmware: "1.6" },
      operator: "A. Maiga",
      calibratedAt: "2026-11-21T12:00:00.000Z",
      expires: "2027-05-20T12:00:00.000Z",
      verdict: "passed",
      rehearsal: "synthetic target",
    });
    expect(read.steps.find(({ step }) => step === "screen")?.outcome).toMatchObject({ kind: "not-testable" });
    const offset = read.steps
      .flatMap(({ outcome }) => (outcome.kind === "measured" ? outcome.measurements : []))
      .find(({ id }) => id === "mapping-offset");
    expect(offset).toMatchObject({ passed: true, limit: { atMost: 1, source: "project limit" } });
    expect(read.steps.find(({ step }) => step === "mapping")?.pictures[0]).toMatch(/^[0-9a-f]{64}$/u);
  });

  test("the same calibration gives the same bytes, JSON and PDF alike", async () => {
    const again = await certified(await withoutScreen());
    expect(Buffer.from(again.json).equals(made.json)).toBe(true);
    expect(Buffer.from(again.pdf).equals(made.pdf)).toBe(true);
  });

  test.skipIf(!existsSync("/usr/bin/pdftotext"))("the PDF says it in words (needs poppler-utils)", () => {
    const text = execFileSync("pdftotext", ["-layout", path.join(folder, "certificate.pdf"), "-"], {
      encoding: "utf8",
    });
    for (const words of [
      "Calibration certificate",
      "Wacom STU-430",
      "A. Maiga",
      "2026-11-21 12:00 UTC",
      "2027-05-20",
      "not testable on this device",
      "REHEARSAL",
      "Dead zones",
    ])
      expect(text).toContain(words);
  });

  test.skipIf(!existsSync("/usr/bin/pdftotext"))(
    "the PDF is in the operator's language, advice and what is not testable too; the JSON is the same (needs poppler-utils)",
    async () => {
      const calibration = await calibrated("finger", "dirt", ["platen"], {
        contrast: nb1010.calibration?.contrast ?? "permitted",
      });
      const [english, french] = [await certified(calibration), await certified(calibration, "fr")];
      expect(Buffer.from(french.json).equals(english.json)).toBe(true);
      const file = path.join(folder, "french.pdf");
      writeFileSync(file, french.pdf);
      const text = execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" });
      for (const words of [
        "Certificat d’étalonnage",
        "RÉPÉTITION (mire synthétique, défaut : saleté)",
        "REFUSÉ",
        "Saleté et traces sur la vitre",
        "HORS LIMITE",
        "au plus 0,5",
        "limite du projet",
        "Essuyer la vitre ici : en haut à gauche",
        "ne peut être éprouvé sur cet appareil",
        "Le capteur voit la chaleur",
        "Pas encore fait.",
      ])
        expect(text).toContain(words);
      expect(text).not.toMatch(/platen|target|within|outside|Device|not done|grey level/u);
    },
  );

  test("records: the newest real one counts, until it ends; a rehearsal never does", async () => {
    const records = new CalibrationRecords(systemFiles, path.join(folder, "data"));
    await records.add(made);
    const { device } = made.certificate;
    const identity = { driver: device.driver, make: device.make, model: device.model };
    expect(records.newestOf(identity)).toBeUndefined();
    const { rehearsal: _rehearsal, ...real } = made.certificate;
    await records.add({
      ...made,
      certificate: { ...real, id: "CAL-real" },
      json: Buffer.from(JSON.stringify({ ...real, id: "CAL-real" })),
    });
    const reopened = new CalibrationRecords(systemFiles, path.join(folder, "data"));
    await reopened.load();
    expect(reopened.inForce(identity, NOW)?.id).toBe("CAL-real");
    expect(reopened.inForce({ ...identity, serial: "other" }, NOW)).toBeUndefined();
    expect(reopened.inForce(identity, Date.parse(real.expires) + 1)).toBeUndefined();
    expect(Buffer.from((await reopened.read(made.certificate.id, "certificate.pdf"))!).equals(made.pdf)).toBe(
      true,
    );
    expect(await reopened.read("../../etc", "certificate.pdf")).toBeUndefined();
  });
});

describe.skipIf(!existsSync("/usr/bin/pdfinfo"))("our own sheets, printed (needs poppler-utils)", () => {
  test("are A4 exactly, and their marks lie where the program looks for them", async () => {
    for (const [name, bytes] of await targetSheets()) {
      const file = path.join(folder, name);
      writeFileSync(file, bytes);
      const size = /Page size:\s+([\d.]+) x ([\d.]+)/u.exec(
        execFileSync("pdfinfo", [file], { encoding: "utf8" }),
      )!;
      expect(Number(size[1])).toBeCloseTo((297 / 25.4) * 72, 0);
      expect(Number(size[2])).toBeCloseTo((210 / 25.4) * 72, 0);
    }
    const { decodeRgb } = await import("../../../models/image.ts");
    const { findSheet, project } = await import("../../../models/calibration/marks.ts");
    const { luminanceOf } = await import("../../../models/calibration/plane.ts");
    const { measureDistortion } = await import("../../../models/calibration/distortion.ts");
    execFileSync("pdftoppm", [
      "-r",
      "127",
      "-png",
      "-singlefile",
      path.join(folder, "sheet-geometry.pdf"),
      path.join(folder, "sheet"),
    ]);
    const picture = await decodeRgb(readFileSync(path.join(folder, "sheet.png")));
    // 127 dots an inch are 5 a millimetre.
    const sheet = findSheet(luminanceOf(picture));
    for (const [x, y] of [
      [15, 15],
      [148.5, 105],
      [282, 195],
    ] as const) {
      const seen = project(sheet, x, y);
      expect(Math.hypot(seen.x - 5 * x, seen.y - 5 * y)).toBeLessThan(0.3);
    }
    expect(
      Math.abs(measureDistortion(picture).find(({ id }) => id === "distortion-edge")!.value),
    ).toBeLessThan(0.05);
  });
});
