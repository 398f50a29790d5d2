/**
 * What a session must do, as data: strict JSON, versioned, stamped with the SHA-256 of its bytes. The limits come from
 * BSI TR-03121-3.2 v6.0 unless a policy's own note says otherwise.
 */
import { createHash } from "node:crypto";
import path from "node:path";
import { z } from "zod";
import { OutsideFault } from "../../api/base/faults.ts";
import type { FileSystem } from "../../api/base/files.ts";
import { parseJson, readBounded } from "../../api/base/json-file.ts";

const duration = z.int().min(1000).max(86_400_000);
const age = z.int().min(0).max(99);
const score = z.int().min(0).max(100);

/** An acquisition ends when its time or its attempts are used up, whichever is set and comes first. */
const limitSchema = z
  .strictObject({ budgetMs: duration.optional(), attempts: z.int().min(1).max(10).optional() })
  .refine(
    (limit) => limit.budgetMs !== undefined || limit.attempts !== undefined,
    "a limit needs budgetMs or attempts",
  );
export type Limit = z.infer<typeof limitSchema>;

const KINDS = ["index", "thumb", "middle", "ring", "little"] as const;
export type FingerKind = (typeof KINDS)[number];

const acquisitionSchema = z.strictObject({
  face: z.strictObject({ limit: limitSchema, captureMs: duration }),
  fingers: z.strictObject({
    limit: limitSchema,
    captureMs: duration,
    /** Of each hand, in this order; the first is asked for, the others stand in for it. */
    order: z.array(z.enum(KINDS)).min(1).max(5),
    /** Two fingers of one hand where the other hand has none. */
    bothFromOneHand: z.boolean(),
    /** Unattended: discard, begin again, then stop (4.9.2 no. 4). Attended: the operator is warned (4.6.2.1 no. 5). */
    sameFingerTwice: z.enum(["restart-then-desk", "warn"]),
    /** What is best of several insufficient prints is kept (attended), or left to the desk (unattended). */
    insufficient: z.enum(["best-of", "desk"]),
  }),
  signature: z.strictObject({ limit: limitSchema, captureMs: duration }),
  /** An alarm ends the acquisition and leaves it to the desk, or warns the operator. */
  attackSuspected: z.enum(["desk", "warn"]),
});
export type Acquisition = z.infer<typeof acquisitionSchema>;

const policySchema = z.strictObject({
  format: z.literal("kiosk-policy/1"),
  id: z.string().regex(/^[a-z0-9-]{1,40}$/u),
  version: z.string().regex(/^\d+\.\d+\.\d+$/u),
  /** Where the limits come from. */
  source: z.string().min(1).max(400),
  profile: z.enum(["unattended", "attended"]),
  unattended: acquisitionSchema,
  attended: acquisitionSchema,
  /** NFIQ 2 scores at enrolment, table of 5.4 (plain fingerprints). */
  fingerQuality: z.strictObject(
    Object.fromEntries(KINDS.map((kind) => [kind, score])) as Record<FingerKind, typeof score>,
  ),
  ages: z.strictObject({
    /** Below: a guardian consents. */
    adult: age,
    /** Below: no fingerprints are taken; 2.1 of the guideline forbids them up to the age of five. */
    fingers: age,
    /** Below: no signature is asked for. */
    signature: age,
    /** Below: the child's own portrait template; below the second: loose pose, expression and gaze. */
    childPortrait: age,
    infantPortrait: age,
  }),
  control: z.strictObject({
    when: z.enum(["always", "when-forced", "never"]),
    /** How long samples wait encrypted for the desk. */
    hours: z.int().min(1).max(72),
  }),
  /** The pen's path goes into the packet with its timing, beside the picture of the signature. Absent: it does not. */
  penPath: z.literal("keep").optional(),
  /** At the desk, these need a second person: overriding a verdict, refusing a session, export, changing operators. */
  desk: z
    .strictObject({ fourEyes: z.array(z.enum(["override", "refuse", "export", "operators"])) })
    .optional(),
  /**
   * Devices must be calibrated: without a certificate in force the kiosk refuses sessions, or warns; and where `graceDays`
   * are given, it refuses so long after a certificate has ended or a calibration has failed. Absent: not asked for.
   */
  calibration: z
    .strictObject({
      without: z.enum(["warn", "refuse"]),
      days: z.int().min(1).max(730),
      graceDays: z.int().min(0).max(365).optional(),
    })
    .optional(),
  /** A capture device below these forces control or a typed override. */
  devices: z.strictObject({
    attackDetection: z.boolean(),
    fingerPpi: z.int().min(250).max(2000),
    fingerAreaMm: z.strictObject({ width: z.number().positive(), height: z.number().positive() }),
  }),
  /** A session nobody touches, or that nobody resumes, is wiped after this. */
  wipeMs: duration,
  consentTextVersion: z.string().min(1).max(40),
});
export type PolicyContent = z.infer<typeof policySchema>;

export interface Policy extends PolicyContent {
  /** Of the file's bytes, lower-case hex. */
  readonly sha256: string;
}

const KIND = { schema: policySchema, what: "a policy", most: 64 * 1024 } as const;

/** Throws OutsideFault input-malformed, input-unknown-key or input-too-large, naming the place. */
export const parsePolicy = (bytes: Uint8Array, label: string): Policy => ({
  ...parseJson(bytes, label, KIND),
  sha256: createHash("sha256").update(bytes).digest("hex"),
});

/** Throws what `parsePolicy` throws, and input-missing. */
export const loadPolicy = async (files: FileSystem, file: string): Promise<Policy> => {
  const bytes = await readBounded(files, file, KIND.what, KIND.most);
  if (bytes === undefined)
    throw new OutsideFault("input-missing", `There is no policy ${file}; name one that exists.`);
  return parsePolicy(bytes, file);
};

/** `portable`: one laptop on a tour of cities, an operator beside it, days without a line. */
export const BUILT_IN = ["self-service", "attended", "portable"] as const;
export type BuiltIn = (typeof BUILT_IN)[number];

/** A policy that comes with the program. */
export const builtInPolicy = (files: FileSystem, name: BuiltIn): Promise<Policy> => {
  // Compiled, this file lies one folder deeper, under dist; data files are not copied there.
  const root = path.resolve(import.meta.dirname, "../..");
  const source = path.basename(root) === "dist" ? path.dirname(root) : root;
  return loadPolicy(files, path.join(source, "kiosk/session/policies", `${name}.json`));
};
