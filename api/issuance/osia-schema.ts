/**
 * What OSIA's Enrollment interface takes (Secure Identity Alliance, OpenAPI enrollment.yaml 1.3.0 and 1.3.1 of OSIA 7):
 * its schemas restated strictly, as a client sends them. 1.3 added Encryption and Integrity to 1.2.1, and verifiable
 * credentials among the documents; 1.3.1 took followRef out of Integrity again, which is not written here.
 */
import { z } from "zod";

const dateTime = z.iso.datetime({ offset: true });
const natural = z.int().min(0);
/** "Encoded buffer"; ours are base64. */
const buffer = z.base64().min(4);
const reference = z.url();
/** Whitespace-separated JSON paths. */
const scope = z.string().regex(/^\$\S*(?:\s+\$\S*)*$/u);

const encryption = z.strictObject({ type: z.enum(["JWE", "PKCS7"]), scope });

const integrity = z
  .strictObject({
    id: z.string().optional(),
    type: z.enum(["NONE", "JWS", "PKCS7"]).optional(),
    scope,
    alg: z.string().min(1),
    encrypted: z.boolean().optional(),
    hash: z.string().min(1),
    signature: z.string().optional(),
    signatureRef: reference.optional(),
  })
  .refine(
    ({ type = "NONE", signature, signatureRef }) =>
      (type === "NONE") === (signature === undefined && signatureRef === undefined),
    "a signature goes with JWS and PKCS7, and with nothing else",
  );
export type OsiaIntegrity = z.infer<typeof integrity>;

const protection = { encryption: encryption.optional(), integrity: z.array(integrity).optional() };

const FINGERS = [
  "RIGHT_THUMB",
  "RIGHT_INDEX",
  "RIGHT_MIDDLE",
  "RIGHT_RING",
  "RIGHT_LITTLE",
  "LEFT_THUMB",
  "LEFT_INDEX",
  "LEFT_MIDDLE",
  "LEFT_RING",
  "LEFT_LITTLE",
] as const;
export type OsiaFinger = (typeof FINGERS)[number];

/** The interface's other values name slaps, palms and eyes, which kiosks do not enrol. */
const subType = z.enum([...FINGERS, "PORTRAIT", "UNKNOWN"]);

const missing = z.strictObject({
  biometricSubType: subType.optional(),
  presence: z.enum(["BANDAGED", "AMPUTATED", "DAMAGED"]).optional(),
});

const biometricData = z.strictObject({
  biometricType: z.enum(["FACE", "FINGER", "SIGNATURE"]),
  biometricSubType: subType.optional(),
  instance: z.string().optional(),
  image: buffer.optional(),
  imageRef: reference.optional(),
  captureDate: dateTime.optional(),
  captureDevice: z.string().optional(),
  impressionType: z
    .enum([
      "LIVE_SCAN_PLAIN",
      "LIVE_SCAN_ROLLED",
      "NONLIVE_SCAN_PLAIN",
      "NONLIVE_SCAN_ROLLED",
      "LATENT_IMPRESSION",
      "LATENT_TRACING",
      "LATENT_PHOTO",
      "LATENT_LIFT",
      "LIVE_SCAN_SWIPE",
      "LIVE_SCAN_VERTICAL_ROLL",
      "LIVE_SCAN_OPTICAL_CONTACTLESS_PLAIN",
      "OTHER",
      "UNKNOWN",
    ])
    .optional(),
  width: natural.optional(),
  height: natural.optional(),
  bitdepth: natural.optional(),
  mimeType: z.string().optional(),
  resolution: natural.optional(),
  compression: z.enum(["NONE", "WSQ", "JPEG", "JPEG2000", "PNG"]).optional(),
  missing: z.array(missing).optional(),
  metadata: z.string().optional(),
  comment: z.string().optional(),
  template: buffer.optional(),
  templateRef: reference.optional(),
  templateFormat: z.string().optional(),
  quality: natural.optional(),
  qualityFormat: z.string().optional(),
  algorithm: z.string().optional(),
  vendor: z.string().optional(),
  ...protection,
});

const documentPart = z.strictObject({
  pages: z.array(z.int()).min(1).optional(),
  data: buffer.optional(),
  dataRef: reference.optional(),
  width: natural.optional(),
  height: natural.optional(),
  mimeType: z.string().optional(),
  captureDate: dateTime.optional(),
  captureDevice: z.string().optional(),
  ...protection,
});

const documentData = z.strictObject({
  documentType: z.enum(["ID_CARD", "PASSPORT", "INVOICE", "BIRTH_CERTIFICATE", "FORM", "OTHER"]),
  documentTypeOther: z.string().optional(),
  instance: z.string().optional(),
  parts: z.array(documentPart).min(1),
  integrity: z.array(integrity).optional(),
});

/** "Can be extended": a country's own members. */
const extensible = z.record(z.string(), z.unknown());

/** Enrollment as a client sends it: enrollmentId and status are readOnly there. */
export const osiaEnrollmentSchema = z.strictObject({
  enrollmentType: z.string(),
  enrollmentFlags: extensible,
  requestData: extensible,
  contextualData: extensible,
  biographicData: extensible,
  biometricData: z.array(biometricData),
  documentData: z.array(documentData),
  ...protection,
});
export type OsiaEnrollment = z.infer<typeof osiaEnrollmentSchema>;
