import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { silentLog } from "../../../api/base/log.ts";
import { seededRandom } from "../../../api/base/random.ts";
import { topaz } from "../../../drivers/signature/topaz/driver.ts";
import { nb1010 } from "../../../drivers/fingerprint/nb1010/driver.ts";
import { wacomStu } from "../../../drivers/signature/wacom-stu/driver.ts";
import { twinPad } from "../../../drivers/signature/wacom-stu/model.ts";
import { ReplayClock } from "../../../drivers/transport/replay-clock.ts";
import { instrumentOf } from "../../../kiosk/devices/instrument.ts";
import { padPattern, screenMarks } from "../../../models/calibration/pad-pattern.ts";
import { touchMarks } from "../../../models/synthetic/targets/pen.ts";
import { systemFiles } from "../../../api/base/files.ts";
import type { CalibratedCharacteristic, CalibrationPermits } from "../../../api/words/calibration.ts";
import { Calibration } from "../../../kiosk/devices/calibration.ts";
import { readCertificate } from "../../../kiosk/devices/certificate-record.ts";
import { certify, type CertificateFiles } from "../../../kiosk/devices/certificate.ts";
import { picturesOf } from "../../../kiosk/devices/pictures.ts";
import { CalibrationRecords } from "../../../kiosk/devices/records.ts";
import { REHEARSAL_TARGETS, rehearsalInstrument, rehearsedRanges } from "../../../kiosk/devices/rehearsal.ts";
import type { RehearsedFault } from "../../../kiosk/devices/rehearsed-faults.ts";
import { targetSheets } from "../../../kiosk/devices/target-sheets.ts";
import { readSpeeches } from "../../../kiosk/desk/speech.ts";
import { projectRoot } from "../../../kiosk/server/root.ts";
import { specimenKeys } from "../../../kiosk/keys/specimen.ts";

const NOW = Date.UTC(2026, 10, 21, 12);
const keys = specimenKeys();
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "calibration-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const calibrated = async (
  kind: CalibratedCharacteristic,
  fault?: RehearsedFault,
  steps?: readonly string[],
  permits: CalibrationPermits = {},
) => {
  const rehearsed = await rehearsalInstrument(kind, fault);
  const calibration = new Calibration({
    instrument: { ...rehearsed, permits: { ...rehearsed.permits, ...permits } },
    targets: REHEARSAL_TARGETS,
    ranges: rehearsedRanges(),
    now: () => NOW,
  });
  for (const { step, outcome } of calibration.states())
    if (outcome.kind === "not-done" && (steps === undefined || steps.includes(step)))
      await calibration.run(step, new AbortController().signal);
  return calibration;
};

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

/** As a pad has it whose driver finds no screen. */
const withoutScreen = () =>
  calibrated("signature", undefined, undefined, { screen: topaz.calibration?.screen ?? "permitted" });

const SOUND_PAD = { seed: "pad", maxX: 9600, maxY: 6000, maxPressure: 1023, widthMm: 96, rate: 200 };

const failedIds = (calibration: Calibration): readonly string[] =>
  calibration
    .states()
    .flatMap(({ outcome }) => (outcome.kind === "measured" ? outcome.measurements : []))
    .filter(({ passed }) => passed === false)
    .map(({ id }) => id);

describe("calibration through the real drivers", () => {
  test("a sound scanner passes every step", { timeout: 120_000 }, async () => {
    const calibration = await calibrated("finger");
    expect(failedIds(calibration)).toEqual([]);
    expect(calibration.verdict()).toBe("passed");
  });

  test("a scanner two per cent off in scale is refused, by that name", async () => {
    const calibration = await calibrated("finger", "scale", ["geometry"]);
    expect(failedIds(calibration)).toEqual(["scale-x", "scale-y", "across-bar"]);
    expect(calibration.verdict()).toBe("failed");
  });

  test("a dirty platen is refused, and where to wipe is said", async () => {
    const calibration = await calibrated("finger", "dirt", ["platen"]);
    expect(failedIds(calibration)).toEqual(["dirt", "residue"]);
    expect(calibration.states().find(({ step }) => step === "platen")?.advice).toMatch(/upper left/u);
  });

  test("a dying pad is refused, by each of its faults", async () => {
    const calibration = await calibrated("signature", "dying");
    expect(failedIds(calibration)).toEqual(
      expect.arrayContaining(["mapping-scale-x", "pressure-top", "dead-area", "report-gaps"]),
    );
  });

  test("the pad's own screen shows the crosses that are asked for, in its own memory, and the pen tells where they stand", async () => {
    const clock = new ReplayClock(0);
    const marks = screenMarks("0");
    const twin = twinPad(touchMarks(SOUND_PAD, marks), { clock });
    const row = wacomStu.matches.find(({ productId }) => productId === twin.productId)!;
    await using device = await wacomStu.open(twin, row, {
      clock,
      random: seededRandom("pad"),
      log: silentLog,
    });
    let shown: Uint8Array | undefined;
    const setFeature = twin.setFeature.bind(twin);
    vi.spyOn(twin, "setFeature").mockImplementation((report, payload) => {
      // When the pen is let in, what stands on the screen is what the hand goes by.
      if (report === 0x21 && payload[0] === 1) shown = twin.shown?.bytes;
      return setFeature(report, payload);
    });
    const instrument = instrumentOf({
      device,
      features: wacomStu.featuresOf(row),
      characteristic: "signature",
      permits: wacomStu.calibration ?? {},
    });
    const calibration = new Calibration({ instrument, targets: [], ranges: [], now: () => 0 });
    expect(() => calibration.judge("screen", true)).toThrow(/Touch the crosses on the pad first/u);
    await calibration.run("screen", new AbortController().signal);
    const wanted = padPattern(marks, { width: 320, height: 200 });
    const bit = (x: number, y: number) => ((shown?.[y * 40 + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1;
    for (let y = 0; y < 200; y += 1)
      for (let x = 0; x < 320; x += 1)
        if (bit(x, y) !== (wanted.pixels[(y * 320 + x) * 3] === 0 ? 0 : 1)) throw new Error(`${x}, ${y}`);
    const outcome = () => calibration.states().find(({ step }) => step === "screen")!.outcome;
    expect(outcome()).toMatchObject({ kind: "measured", passed: true });
    calibration.judge("screen", false);
    expect(outcome()).toMatchObject({ kind: "measured", passed: false });
    calibration.judge("screen", true);
    expect(outcome()).toMatchObject({ kind: "measured", passed: true });
    expect(failedIds(calibration)).toEqual([]);
  });

  test("a pad whose screen and pen do not fit is refused, in millimetres", async () => {
    const calibration = await calibrated("signature", "screen");
    expect(failedIds(calibration)).toEqual(["screen-offset"]);
    expect(calibration.states().find(({ step }) => step === "screen")?.advice).toMatch(/do not fit/u);
  });

  test("a camera's settings are written and read back through its driver", async () => {
    const calibration = await calibrated("face", undefined, ["settings", "background", "flicker"]);
    const settings = calibration.states().find(({ step }) => step === "settings")!.outcome;
    expect(settings.kind === "measured" && settings.measurements[0]).toMatchObject({
      id: "settings-kept exposure, whiteBalance, focus, gain",
      value: 100,
      passed: true,
    });
    expect(calibration.verdict()).toBe("incomplete");
  });

  test("what was left out is not passed, and a target of the wrong time measures nothing", async () => {
    const instrument = await rehearsalInstrument("finger");
    const [barTarget] = REHEARSAL_TARGETS;
    const ended = { ...barTarget!, certificate: { ...barTarget!.certificate, expires: "2026-11-20" } };
    const calibration = new Calibration({ instrument, targets: [ended], ranges: [], now: () => NOW });
    await expect(calibration.run("geometry", new AbortController().signal)).rejects.toThrow(
      /ended on 2026-11-20/u,
    );
    await expect(calibration.run("linearity", new AbortController().signal)).rejects.toThrow(
      /needs a certified steps target/u,
    );
    calibration.leaveOut("geometry", "no target");
    expect(calibration.verdict()).toBe("incomplete");
  });
});

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
