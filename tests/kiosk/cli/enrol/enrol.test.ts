import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AttemptsLog } from "../../../../kiosk/session/log/attempts-log.ts";
import { manifestSchema } from "../../../../api/formats/packet/manifest.ts";
import { run, sessionAt, type Ran } from "./run-kiosk.ts";

const NB1010 = path.resolve("../shared/recordings/nb1010");

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "enrol-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("kiosk enrol", () => {
  let data = "";
  let out = "";
  let ran: Ran;
  beforeAll(async () => {
    data = path.join(folder, "whole");
    out = path.join(folder, "out");
    const asked = await sessionAt(folder, (session) => {
      session["service"] = "passport-ordinary";
      session["paymentReference"] = "PAY-77";
      session["previousPacketId"] = "0b0f2f0e-8a53-4d0c-9d0a-0d8f4a5f6b71";
      session["documents"] = [{ kind: "birth-certificate", file: "birth.pdf" }];
      session["desk"] = [
        {
          id: "operator-1",
          role: "operator",
          authentication: { method: "card", at: "2026-03-02T08:00:00.000Z" },
        },
        { id: "supervisor-2", role: "supervisor" },
      ];
    });
    await writeFile(path.join(asked, "birth.pdf"), "%PDF-1.7 a specimen");
    ran = await run(data, "enrol", "--session", asked, "--out", out);
  }, 300_000);

  test("a recorded session becomes a packet, a receipt and a report, and the kiosk keeps nothing", async () => {
    const { status, printed, noted } = ran;
    expect(printed, noted).toMatch(/Right index +\d+ minutiae/u);
    expect(status).toBe(0);
    const [packet = ""] = readdirSync(out);
    const files = readdirSync(path.join(out, packet));
    for (const name of [
      "EF.COM.bin",
      "DG1.bin",
      "DG2.bin",
      "DG3.bin",
      "DG7.bin",
      "DG11.bin",
      "SOD.bin",
      "manifest.json",
      "manifest.p7s",
      "report.html",
      "finger-right-index.wsq",
      "portrait-chip.jp2",
      "packet.p7m",
    ])
      expect(files).toContain(name);
    const manifest = JSON.parse(readFileSync(path.join(out, packet, "manifest.json"), "utf8")) as {
      attempts: { what: string; verdict: { kind: string } }[];
      fingers: { minutiae: number }[];
      decisions: { what: string }[];
    };
    // The recording's first three frames are too far, turned away and with closed eyes.
    const face = manifest.attempts.filter(({ what }) => what === "face").map(({ verdict }) => verdict.kind);
    expect(face).toEqual(["rejected", "rejected", "rejected", "accepted"]);
    expect(manifest.fingers.map(({ minutiae }) => minutiae >= 12)).toEqual([true, true]);
    expect(manifest.decisions.map(({ what }) => what)).toEqual(["control"]);
    // Whatever the backend needs beyond the LDS is in the manifest of a real enrolment, not only in its schema.
    expect(files).toContain("document-1.pdf");
    const whole = manifestSchema.parse(manifest);
    expect(whole).toMatchObject({
      process: "new-passport",
      service: "passport-ordinary",
      paymentReference: "PAY-77",
      previousPacketId: "0b0f2f0e-8a53-4d0c-9d0a-0d8f4a5f6b71",
      reference: "SPECIMEN-ADULT7",
      applicant: { surname: "Sawadgo", synthetic: true },
      transliterated: { primary: ["SAWADGO"] },
      consent: { textVersion: "2026-1", language: "mos" },
      documents: [{ kind: "birth-certificate", file: "document-1.pdf" }],
      operators: [
        { id: "operator-1", role: "operator", authentication: { method: "card" } },
        { id: "supervisor-2", role: "supervisor" },
      ],
      kiosk: { software: expect.stringMatching(/^enrolment-kiosk \d/u) as string },
      policy: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/u) as string },
      auditHead: expect.stringMatching(/^[0-9a-f]{64}$/u) as string,
      clock: { source: "virtual" },
      dg1: { provisional: ["documentNumber", "dateOfExpiry"] },
    });
    for (const attempt of whole.attempts) {
      expect(attempt.checks.length, attempt.what).toBeGreaterThan(0);
      if (attempt.verdict.kind === "accepted")
        expect(attempt.checks.some(({ limit }) => limit !== undefined)).toBe(true);
      for (const { algorithm } of attempt.checks) expect(algorithm.version).not.toBe("");
    }
    expect(
      whole.devices.find(({ characteristic }) => characteristic === "finger")?.identity.firmware,
    ).toBeDefined();
    expect(
      whole.fingers.every(({ extractor, template }) => extractor.version !== "" && files.includes(template)),
    ).toBe(true);
    // In the log a verdict follows from the value and the limits beside it.
    const told = await run(data, "log", "show", whole.packetId, "--json");
    const { attempts } = JSON.parse(told.printed) as AttemptsLog;
    const judged = attempts.flatMap(({ checks }) => checks).filter(({ passed }) => passed !== undefined);
    expect(judged.length).toBeGreaterThan(50);
    for (const { id, value, atLeast = -Infinity, atMost = Infinity, passed } of judged)
      expect(Number(value) >= atLeast && Number(value) <= atMost, id).toBe(passed);
    const report = readFileSync(path.join(out, packet, "report.html"), "utf8");
    expect(report).toContain("Every check of the packet holds");
    const list = await run(data, "queue", "list", "--json");
    expect(JSON.parse(list.printed)).toEqual([]);
    const left = readdirSync(path.join(data, "store", "packets"), { recursive: true, withFileTypes: true });
    expect(left.filter((entry) => entry.isFile())).toEqual([]);
  }, 300_000);

  test("the exported security object verifies with openssl, without our software", async ({ skip }) => {
    try {
      execFileSync("openssl", ["version"]);
    } catch {
      skip("openssl is not installed");
    }
    const packet = path.join(out, readdirSync(out)[0] ?? "");
    const inner = path.join(folder, "sod.der");
    execFileSync(
      "openssl",
      [
        "asn1parse",
        "-inform",
        "DER",
        "-in",
        path.join(packet, "SOD.bin"),
        "-strparse",
        "4",
        "-noout",
        "-out",
        inner,
      ],
      { stdio: "pipe" },
    );
    const verified = execFileSync(
      "openssl",
      [
        "cms",
        "-verify",
        "-inform",
        "DER",
        "-in",
        inner,
        "-noverify",
        "-binary",
        "-out",
        path.join(folder, "lds.der"),
      ],
      { stdio: "pipe", encoding: "utf8" },
    );
    expect(verified).toBe("");
    expect(existsSync(path.join(folder, "lds.der"))).toBe(true);
  });

  test("the real recording of an NB-1010-U enrols with one finger and a reason for the other", async ({
    skip,
  }) => {
    if (!existsSync(NB1010)) skip("../shared/recordings is not here");
    const out = path.join(folder, "real");
    const faces = path.join(folder, "faces");
    await mkdir(faces);
    await copyFile("fixtures/faces/specimen/frame-4-neutral.jpg", path.join(faces, "1.jpg"));
    const person = path.join(folder, "person");
    expect(
      (await run(folder, "people", "make", "--seed", "nb", "--out", person, "--faces", faces)).status,
    ).toBe(0);
    const session = await sessionAt(folder, (given) => {
      Object.assign(given, { mode: "attended", fingers: ["right-index"] });
      Object.assign(given["devices"] as object, { scanner: NB1010, camera: path.join(person, "camera") });
      given["operator"] = {
        id: "operator-2",
        comparison: "Attended.",
        accepts: {
          fingers: "The module's sensor is small.",
          "device-limits": "Demonstration of a real recording.",
        },
      };
    });
    const { status, noted } = await run(path.join(folder, "nb"), "enrol", "--session", session, "--out", out);
    expect(noted).toBe("");
    expect(status).toBe(0);
    const packet = path.join(out, readdirSync(out)[0] ?? "");
    const manifest = JSON.parse(readFileSync(path.join(packet, "manifest.json"), "utf8")) as {
      fingers: { position: string; minutiae: number; ppi: number; image: { width: number } }[];
      missingFingers: { position: string; reason: string }[];
    };
    expect(manifest.fingers).toMatchObject([{ position: "right-index", image: { width: 256 } }]);
    expect(manifest.fingers[0]?.minutiae).toBeGreaterThan(5);
    expect(manifest.missingFingers).toContainEqual(
      expect.objectContaining({ position: "left-index", reason: "not-recorded" }),
    );
  });
});
