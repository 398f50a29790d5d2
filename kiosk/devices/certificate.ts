/**
 * The calibration certificate: canonical JSON (RFC 8785) and a PDF, each with a detached CMS signature of the kiosk's key.
 *
 *   openssl cms -verify -binary -inform DER -in certificate.json.p7s -content certificate.json -CAfile ca.pem -purpose any
 *   openssl cms -verify -binary -inform DER -in certificate.pdf.p7s -content certificate.pdf -CAfile ca.pem -purpose any
 */
import { createHash } from "node:crypto";
import { OID } from "../../api/formats/cms/oids.ts";
import { signMessage } from "../../api/formats/cms/sign.ts";
import type { Signer } from "../../api/formats/cms/signer.ts";
import { canonicalJson } from "../../api/formats/packet/canonical-json.ts";
import type { Milliseconds } from "../../api/words/units.ts";
import type { Calibration } from "./calibration.ts";
import type { CertifiedPictures } from "./pictures.ts";
import { certificatePdf } from "./certificate-pdf.ts";
import { certificateSchema, type CalibrationCertificate } from "./certificate-record.ts";
import type { CertificateSpeech } from "./certificate-words.ts";

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
