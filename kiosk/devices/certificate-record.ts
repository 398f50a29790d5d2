/** The content of a calibration certificate, as it is written, signed and read back. */
import { z } from "zod";
import type { FileSystem } from "../../api/base/files.ts";
import { parseJson, readJson } from "../../api/base/json-file.ts";

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

/** As it is signed. */
export const certificateSchema = z.strictObject({
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
