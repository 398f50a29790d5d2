/**
 * The calibration certificate: canonical JSON (RFC 8785) and a PDF, each with a detached CMS signature of the kiosk's key.
 *
 *   openssl cms -verify -binary -inform DER -in certificate.json.p7s -content certificate.json -CAfile ca.pem -purpose any
 *   openssl cms -verify -binary -inform DER -in certificate.pdf.p7s -content certificate.pdf -CAfile ca.pem -purpose any
 */
import { createHash } from "node:crypto";
import { z } from "zod";
import type { FileSystem } from "../../api/base/files.ts";
import { parseJson, readJson } from "../../api/base/json-file.ts";
import { OID } from "../../api/formats/cms/oids.ts";
import { signMessage } from "../../api/formats/cms/sign.ts";
import type { Signer } from "../../api/formats/cms/signer.ts";
import { canonicalJson } from "../../api/formats/packet/canonical-json.ts";
import type { Milliseconds } from "../../api/words/units.ts";
import type { Calibration } from "./calibration.ts";
import type { CertifiedPictures } from "./certificate-pdf.ts";
import { certificatePdf } from "./certificate-pdf.ts";
import type { CertificateSpeech } from "./certificate-words.ts";

const limit = z.strictObject({
  atLeast: z.number().optional(),
  atMost: z.number().optional(),
  source: z.string(),
});
const measurement = z.strictObject({
  id: z.string(),
  name: z.string(),
  value: z.number(),
  unit: z.string(),
  uncertainty: z.number(),
  method: z.string(),
  limit: limit.optional(),
  passed: z.boolean().optional(),
});
const outcome = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("measured"), passed: z.boolean(), measurements: z.array(measurement) }),
  z.strictObject({ kind: z.literal("not-testable"), reason: z.string() }),
  z.strictObject({ kind: z.literal("not-done"), reason: z.string() }),
]);

const certificateSchema = z.strictObject({
  format: z.literal("calibration-certificate/1"),
  id: z.string(),
  device: z.strictObject({
    driver: z.string(),
    make: z.string(),
    model: z.string(),
    serial: z.string().optional(),
    firmware: z.string().optional(),
  }),
  kind: z.enum(["finger", "face", "signature"]),
  kiosk: z.string(),
  software: z.string(),
  operator: z.string(),
  /** ISO 8601, UTC. */
  calibratedAt: z.iso.datetime(),
  expires: z.iso.datetime(),
  verdict: z.enum(["passed", "failed", "incomplete"]),
  /** Present: recorded or synthetic targets were measured; nothing is certified. */
  rehearsal: z.string().optional(),
  steps: z.array(
    z.strictObject({
      step: z.string(),
      outcome,
      advice: z.string().optional(),
      target: z.strictObject({ id: z.string(), certificate: z.string(), expires: z.string() }).optional(),
      pictures: z.array(z.string()),
    }),
  ),
  /** What the camera was set to, where it has settings. */
  settings: z.record(z.string(), z.number()).optional(),
});

export type CalibrationCertificate = z.infer<typeof certificateSchema>;

const KIND = { schema: certificateSchema, what: "a calibration certificate", most: 512 * 1024 } as const;

/** Throws OutsideFault input-malformed, input-unknown-key or input-too-large. */
export const readCertificate = (bytes: Uint8Array, label: string): CalibrationCertificate =>
  parseJson(bytes, label, KIND);

/** Undefined: there is no such file. Throws as `readCertificate` does. */
export const loadCertificate = (
  files: Pick<FileSystem, "read">,
  file: string,
): Promise<CalibrationCertificate | undefined> => readJson(files, file, KIND);

const DAY = 86_400_000;
/** How long a certificate stands, by verdict of the project: a scanner's platen ages faster than the rest (TR-03121 5.7: daily care, calibration as needed). */
export const VALID_DAYS = 180;

export interface CertifyParts {
  readonly calibration: Calibration;
  readonly operator: string;
  readonly kiosk: string;
  readonly software: string;
  readonly signer: Signer;
  readonly now: Milliseconds;
  readonly validDays?: number;
  /** The PDF's language; the JSON is the same in every one. */
  readonly speech: CertificateSpeech;
}

export interface CertificateFiles {
  readonly certificate: CalibrationCertificate;
  readonly json: Uint8Array;
  readonly jsonSignature: Uint8Array;
  readonly pdf: Uint8Array;
  readonly pdfSignature: Uint8Array;
}

const contentOf = async (parts: CertifyParts): Promise<CalibrationCertificate> => {
  const { calibration, now, validDays = VALID_DAYS } = parts;
  const { instrument } = calibration;
  const settings = await instrument.controls?.read();
  const body = {
    format: "calibration-certificate/1" as const,
    device: { ...instrument.identity },
    kind: instrument.characteristic,
    kiosk: parts.kiosk,
    software: parts.software,
    operator: parts.operator,
    calibratedAt: new Date(now).toISOString(),
    expires: new Date(now + validDays * DAY).toISOString(),
    verdict: calibration.verdict(),
    ...(instrument.rehearsal === undefined ? {} : { rehearsal: instrument.rehearsal }),
    steps: calibration.states().map(({ step, outcome, advice, target, pictures }) => ({
      step,
      outcome,
      ...(advice === undefined ? {} : { advice }),
      ...(target === undefined ? {} : { target }),
      pictures: [...pictures],
    })),
    ...(settings === undefined || Object.keys(settings).length === 0 ? {} : { settings }),
  };
  // Checked on the way out as on the way in; rounding is the writer's, so that the same content has the same bytes.
  const rounded = JSON.parse(
    JSON.stringify(body, (_key, value: unknown) =>
      typeof value === "number" ? Number(value.toPrecision(9)) : value,
    ),
  ) as object;
  const hash = createHash("sha256").update(JSON.stringify(rounded)).digest("hex");
  return certificateSchema.parse({
    ...rounded,
    id: `CAL-${parts.kiosk.slice(0, 8)}-${new Date(now).toISOString().slice(0, 10).replaceAll("-", "")}-${hash.slice(0, 8)}`,
  });
};

/** Made, drawn and signed. Throws OutsideFault key-missing or key-expired. */
export const certify = async (
  parts: CertifyParts,
  pictures: CertifiedPictures,
): Promise<CertificateFiles> => {
  const certificate = await contentOf(parts);
  const json = canonicalJson(certificate);
  const pdf = await certificatePdf(
    certificate,
    pictures,
    createHash("sha256").update(json).digest("hex"),
    parts.speech,
  );
  const sign = (content: Uint8Array) =>
    signMessage(
      {
        content,
        contentType: OID.data,
        detached: true,
        signingTime: parts.now,
        certificates: parts.signer.certificates,
      },
      parts.signer,
    );
  return { certificate, json, jsonSignature: await sign(json), pdf, pdfSignature: await sign(pdf) };
};
