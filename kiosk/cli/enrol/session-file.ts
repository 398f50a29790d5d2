/**
 * A recorded session: who enrols, under which policy, from which recordings. Strict JSON: an unknown key is refused
 * with its place. Paths are relative to the folder of session.json.
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { OutsideFault } from "../../../api/base/faults.ts";
import { systemFiles } from "../../../api/base/files.ts";
import { readJson } from "../../../api/base/json-file.ts";
import {
  FINGER_POSITIONS,
  MISSING_FINGER_REASONS,
  type FingerPosition,
} from "../../../api/words/characteristic.ts";
import { formatOptionsSchema } from "../../../api/formats/packet/format-options.ts";
import type { SupportingDocument } from "../../../api/words/enrolment.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import type { Subject } from "../../../api/words/subject.ts";
import { padWidthSchema } from "../../devices/pad-width.ts";
import { subjectSchema } from "../../session/subject-schema.ts";

const position = z.enum(Object.keys(FINGER_POSITIONS) as [FingerPosition, ...FingerPosition[]]);

const scan = z.union([
  z.string().min(1),
  z.strictObject({ recording: z.string().min(1), brokenOffAfterMs: z.int().min(0).max(600_000) }),
]);

const sessionFile = z.strictObject({
  kind: z.literal("enrolment-session/1"),
  description: z.string().min(1),
  subject: subjectSchema,
  consent: z.strictObject({ textVersion: z.string().min(1), language: z.string().regex(/^[a-z]{2,3}$/u) }),
  reference: z.string().min(1).max(64),
  issuingState: z.string().regex(/^[A-Z]{3}$/u),
  documentCode: z.string().regex(/^P[A-Z]$/u),
  process: z.enum(["new-passport", "replacement", "emergency-travel-document"]),
  /** The consular service asked for, and what was paid for it. */
  service: z.string().min(1).max(64).optional(),
  paymentReference: z.string().min(1).max(64).optional(),
  previousPacketId: z.uuid().optional(),
  /** Only where pre-registration or backend allotted them; else fillers stand in DG1. */
  documentNumber: z
    .string()
    .regex(/^[A-Z0-9]{1,9}$/u)
    .optional(),
  expiry: z
    .strictObject({ year: z.int(), month: z.int().min(1).max(12), day: z.int().min(1).max(31) })
    .optional(),
  /** Papers shown at the desk: PDF, JPEG or PNG files. */
  documents: z
    .array(
      z.strictObject({ kind: z.string().min(1).max(64), file: z.string().regex(/\.(?:pdf|jpe?g|png)$/u) }),
    )
    .max(9)
    .optional(),
  /** Everyone at the desk with how they proved who they are; who only decides something is an operator. */
  desk: z
    .array(
      z.strictObject({
        id: z.string().min(1).max(40),
        role: z.enum(["operator", "supervisor"]),
        authentication: z
          .strictObject({ method: z.enum(["password", "pin", "card", "finger"]), at: z.iso.datetime() })
          .optional(),
      }),
    )
    .optional(),
  /** The State's choices of the packet's form; absent: the configuration's. */
  packet: formatOptionsSchema.optional(),
  devices: z.strictObject({
    camera: z.string().min(1),
    /**
     * Several: one for each time that a finger was asked for, in turn; the same name again is the same opening of the device. One
     * that was broken off says after how long, and is none of the fingers presented.
     */
    scanner: z.union([z.string().min(1), z.array(scan).min(1).max(60)]),
    /** What a service's scanner is, which its recording does not tell. */
    scannerFacts: z
      .strictObject({
        ppi: z.int().min(100).max(2000).optional(),
        areaMm: z.strictObject({ width: z.number().min(1), height: z.number().min(1) }).optional(),
      })
      .optional(),
    /** Absent: the applicant does not sign, and `cannotSign` says why. */
    pad: z.string().min(1).optional(),
    /** Width of the writing area of a pad that does not state it. */
    padWidthMm: padWidthSchema.optional(),
  }),
  /** The pad showed the kiosk's own screen, with its buttons. */
  padScreen: z.boolean().optional(),
  /** SHA-256 of each file of each recording; where given, a file that differs is refused. */
  checksums: z
    .partialRecord(
      z.enum(["camera", "scanner", "pad"]),
      z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/u)),
    )
    .optional(),
  cannotSign: z.enum(["physically-unable", "cannot-write"]).optional(),
  /** What the clock showed when the session began; the devices' recordings go on from there. */
  startsAt: z.iso.datetime(),
  /** Alone at the kiosk and controlled at the desk afterwards, or with an operator from the start. */
  mode: z.enum(["unattended", "attended"]),
  /** What the operator did: the control of an unattended session, and what was accepted all the same, with reasons. */
  operator: z.strictObject({
    id: z.string().min(1).max(40),
    comparison: z.string().min(1).max(400),
    accepts: z
      .partialRecord(z.enum(["face", "fingers", "signature", "device-limits"]), z.string().min(1).max(400))
      .default({}),
  }),
  /** The fingers presented, in the order of the scanner's recording; a second attempt is named again. */
  fingers: z.array(position).min(1).max(30),
  missingFingers: z
    .array(z.strictObject({ position, reason: z.enum(MISSING_FINGER_REASONS), note: z.string().min(1) }))
    .default([]),
  /** Absent: the embedded test issuer. */
  backend: z
    .strictObject({
      url: z.url({ protocol: /^https?$/u }),
      recipientCertificate: z.string().min(1),
      receiptCertificate: z.string().min(1),
    })
    .optional(),
});

/** JSON has no undefined: a member is there with a value, or it is not there. */
export type SessionFile = Omit<z.infer<typeof sessionFile>, "subject"> & { readonly subject: Subject };

export interface RecordedScan {
  readonly folder: string;
  /** Absent: the finger was presented. */
  readonly brokenOffAfter?: Milliseconds;
}

/** A session with every path resolved. */
export interface RecordedSession {
  readonly folder: string;
  readonly file: SessionFile;
  readonly documents: readonly SupportingDocument[];
  readonly recordings: {
    readonly camera: string;
    /** The first, where there are several. */
    readonly scanner: string;
    readonly scans?: readonly RecordedScan[];
    readonly pad?: string;
  };
}

/** A recording that was damaged on its way is told apart from one that shows a fault. */
const checkRecordings = async (
  { checksums = {} }: SessionFile,
  recordings: RecordedSession["recordings"],
): Promise<void> => {
  for (const device of ["camera", "scanner", "pad"] as const)
    for (const [name, sha256] of Object.entries(checksums[device] ?? {})) {
      const place = path.join(recordings[device] ?? "", path.basename(name));
      const bytes = await readFile(place).catch((cause: unknown) => {
        throw new OutsideFault("input-missing", `${place} is not there. Copy the recording again.`, {
          cause,
        });
      });
      if (createHash("sha256").update(bytes).digest("hex") !== sha256)
        throw new OutsideFault(
          "input-malformed",
          `${place} is not as it was recorded (its SHA-256 differs). Copy the recording again.`,
        );
    }
};

const MEDIA_TYPES: Readonly<Record<string, SupportingDocument["mediaType"]>> = {
  ".pdf": "application/pdf",
  ".png": "image/png",
};

const readDocuments = async (
  { documents = [] }: SessionFile,
  resolve: (relative: string) => string,
): Promise<readonly SupportingDocument[]> => {
  const read: SupportingDocument[] = [];
  for (const { kind, file } of documents) {
    const bytes = await readFile(resolve(file)).catch((cause: unknown) => {
      throw new OutsideFault(
        "input-missing",
        `${resolve(file)} is not there. Put the paper beside session.json.`,
        {
          cause,
        },
      );
    });
    read.push({
      kind,
      mediaType: MEDIA_TYPES[path.extname(file)] ?? "image/jpeg",
      bytes: new Uint8Array(bytes),
    });
  }
  return read;
};

const scansOf = (
  scans: readonly z.infer<typeof scan>[],
  resolve: (relative: string) => string,
): Pick<RecordedSession["recordings"], "scanner" | "scans"> => {
  const all = scans.map((one): RecordedScan => {
    if (typeof one === "string") return { folder: resolve(one) };
    return { folder: resolve(one.recording), brokenOffAfter: one.brokenOffAfterMs };
  });
  return { scanner: all[0]?.folder ?? "", scans: all };
};

const KIND = { schema: sessionFile, what: "a recorded session", most: 1024 * 1024 } as const;

/** Reads DIR/session.json. Throws OutsideFault (input-missing, input-malformed, input-unknown-key, input-too-large). */
export const readSession = async (folder: string): Promise<RecordedSession> => {
  const read = await readJson(systemFiles, path.join(folder, "session.json"), KIND);
  if (read === undefined)
    throw new OutsideFault(
      "input-missing",
      `There is no session.json in ${folder}. Give a folder that holds one.`,
    );
  const resolve = (relative: string) => path.resolve(folder, relative);
  const file = read as SessionFile;
  const { camera, scanner, pad } = file.devices;
  const recordings = {
    camera: resolve(camera),
    ...(typeof scanner === "string" ? { scanner: resolve(scanner) } : scansOf(scanner, resolve)),
    ...(pad === undefined ? {} : { pad: resolve(pad) }),
  };
  await checkRecordings(file, recordings);
  return { folder, file, recordings, documents: await readDocuments(file, resolve) };
};
