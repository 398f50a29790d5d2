/**
 * Bought targets, entered with the values of their own certificates: one strict JSON file each. A target whose own
 * certificate has ended measures nothing.
 */
import { z } from "zod";
import { OutsideFault } from "../../api/base/faults.ts";
import type { FileSystem } from "../../api/base/files.ts";
import { parseJson, readJson } from "../../api/base/json-file.ts";
import type { Milliseconds } from "../../api/words/units.ts";

const day = z.iso.date();
const reflectance = z.number().min(0).max(1.2);
const lab = z.tuple([
  z.number().min(0).max(110),
  z.number().min(-128).max(128),
  z.number().min(-128).max(128),
]);

export const targetId = z.string().regex(/^[a-z0-9-]{1,40}$/u, "must be 1 to 40 of a-z, 0-9 and hyphens");

const common = {
  format: z.literal("calibration-target/1"),
  /** As it is called in this house. */
  id: targetId,
  maker: z.string().min(1).max(80),
  serial: z.string().min(1).max(80),
  certificate: z.strictObject({
    number: z.string().min(1).max(80),
    laboratory: z.string().min(1).max(120),
    issued: day,
    expires: day,
  }),
};

export const targetSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    ...common,
    kind: z.literal("bars"),
    perMm: z.number().min(0.2).max(5),
    /** Expanded (k = 2), relative. */
    relativeUncertainty: z.number().min(0).max(0.01),
  }),
  z.strictObject({
    ...common,
    kind: z.literal("steps"),
    patchMm: z.number().min(0.5).max(30),
    reflectances: z.array(reflectance).min(5).max(40),
    uncertainty: z.number().min(0).max(0.1),
  }),
  z.strictObject({
    ...common,
    kind: z.literal("gratings"),
    fieldMm: z.number().min(1).max(30),
    frequencies: z.array(z.number().min(0.5).max(20)).min(1).max(24),
  }),
  z.strictObject({ ...common, kind: z.literal("uniform"), light: reflectance, dark: reflectance }),
  z.strictObject({
    ...common,
    kind: z.literal("colour"),
    uncertainty: z.number().min(0).max(5),
    patches: z
      .array(
        z.strictObject({
          id: z.string().min(1).max(40),
          kind: z.enum(["skin", "grey"]),
          x: z.number().min(0).max(297),
          y: z.number().min(0).max(210),
          radius: z.number().min(3).max(60),
          lab,
        }),
      )
      .min(3)
      .max(40),
  }),
  z.strictObject({
    ...common,
    kind: z.literal("weights"),
    grams: z.array(z.number().min(1).max(2000)).min(3).max(12),
  }),
]);

export type CalibrationTarget = z.infer<typeof targetSchema>;
export type TargetKind = CalibrationTarget["kind"];
export type TargetOf<K extends TargetKind> = Extract<CalibrationTarget, { kind: K }>;

/** Of a reference file. */
export const TARGET_BYTES = 100_000;
const KIND = { schema: targetSchema, what: "a target's reference file", most: TARGET_BYTES } as const;

/** Throws OutsideFault input-malformed, input-unknown-key or input-too-large, naming the place. */
export const parseTarget = (bytes: Uint8Array, label: string): CalibrationTarget =>
  parseJson(bytes, label, KIND);

/** Undefined: there is no such file. Throws what `parseTarget` throws. */
export const readTarget = (
  files: Pick<FileSystem, "read">,
  file: string,
): Promise<CalibrationTarget | undefined> => readJson(files, file, KIND);

/** The last day counts whole. */
export const hasEnded = ({ certificate }: CalibrationTarget, now: Milliseconds): boolean =>
  now >= Date.parse(`${certificate.expires}T00:00:00Z`) + 86_400_000;

/** The one target of a kind; of several the one that ends last. Throws OutsideFault policy-refused when all have ended. */
export const targetOf = <K extends TargetKind>(
  targets: readonly CalibrationTarget[],
  kind: K,
  now: Milliseconds,
): TargetOf<K> | undefined => {
  const own = targets.filter((target): target is TargetOf<K> => target.kind === kind);
  const [best] = own.toSorted((a, b) => (a.certificate.expires < b.certificate.expires ? 1 : -1));
  if (best !== undefined && hasEnded(best, now))
    throw new OutsideFault(
      "policy-refused",
      `The certificate of the target ${best.id} (${best.certificate.number}) ended on ${best.certificate.expires}; have the target certified again.`,
    );
  return best;
};
