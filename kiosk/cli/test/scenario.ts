/** A scenario: who comes, to which kiosk, what everybody does, what goes wrong, and what must come of it. */
import { z } from "zod";
import { FINGER_POSITIONS, MISSING_FINGER_REASONS } from "../../../api/words/characteristic.ts";
import type { FingerPosition } from "../../../api/words/characteristic.ts";
import { REFERENCE_WAYS } from "../../../api/words/kiosk-reference.ts";
import { MISHAPS } from "../../../drivers/transport/fault-plan.ts";
import { subjectSchema } from "../../session/subject-schema.ts";
import { SCANNER_NAMES, type ScannerName } from "../people/scanners.ts";
import { CAMERA_NAMES, PAD_NAMES, type CameraName, type PadName } from "../people/surfaces.ts";
import { deskDeedSchema } from "./desk-deeds.ts";
import { lineSchema as line, screenSchema } from "./lines.ts";
import { momentSchema as when, seconds } from "./moment.ts";
import { SCENES } from "./scenes.ts";

const place = z.string().min(1).max(200);
const POSITIONS = Object.keys(FINGER_POSITIONS) as [FingerPosition, ...FingerPosition[]];
const position = z.enum(POSITIONS);

export const SKIN_STATES = [
  "good",
  "dry",
  "wet",
  "light",
  "worn",
  "aside",
  "low",
  "dragged",
  "bandaged",
  "smudged",
  "half-there",
] as const;
export type Skin = (typeof SKIN_STATES)[number];
const skin = z.enum(SKIN_STATES);

const personSchema = z
  .strictObject({
    /** The same seed is the same person everywhere (kiosk people make). */
    seed: z.string().min(1).max(60).default("scenario"),
    ages: z
      .tuple([z.int().min(0).max(110), z.int().min(0).max(110)])
      .refine(([from, to]) => from <= to, "the younger age stands first")
      .optional(),
    customs: z.enum(["MLI", "BFA", "NER"]).optional(),
    /** A folder of fixtures/faces/gallery, or specimen. */
    face: z
      .string()
      .regex(/^(?:\d\d|specimen)$/u, "two digits of the gallery, or specimen")
      .default("specimen"),
    signs: z.boolean().default(true),
    missing: z.partialRecord(position, z.enum(MISSING_FINGER_REASONS)).default({}),
    /** What the pre-registration says instead of what the seed gives. */
    subject: subjectSchema.partial().default({}),
  })
  .prefault({});

const policySchema = z
  .strictObject({
    base: z.enum(["trial", "self-service", "attended", "portable"]).default("trial"),
    /** Places of the policy's JSON with dots, e.g. "control.when", and their values here. */
    set: z.record(z.string().regex(/^[a-zA-Z]+(\.[a-zA-Z]+)*$/u), z.unknown()).default({}),
  })
  .prefault({});

const devicesSchema = z
  .strictObject({
    camera: z.enum(CAMERA_NAMES as [CameraName, ...CameraName[]]).default("uvc"),
    scanner: z.enum(SCANNER_NAMES as [ScannerName, ...ScannerName[]]).default("uru4000"),
    pad: z.enum([...(PAD_NAMES as [PadName, ...PadName[]]), "screen"]).default("wacom-stu"),
    /** Recordings in place of twins: folders, relative to the scenario's. What is recorded is what comes, in its order. */
    recordings: z
      .strictObject({ camera: place.optional(), scanner: place.optional(), pad: place.optional() })
      .default({}),
  })
  .prefault({});

const shown = z.union([
  z.enum(SCENES),
  z.strictObject({ show: z.enum(SCENES), for: seconds.default(3), text: place.optional() }),
]);
const laid = z.union([
  skin,
  z.enum(["nothing"]),
  position,
  z.strictObject({ finger: position.optional(), skin: skin.default("good") }),
]);

/** What somebody does at a screen, instead of or besides what a willing applicant does. */
export const DEEDS = [
  "begin",
  "agree",
  "disagree",
  "again",
  "keep",
  "unable",
  "skip",
  "no-payment",
  "cannot-sign",
  "confirm",
  "done",
  "back",
  "leave",
  "call-staff",
  "help",
  "close",
  "still-here",
  "unhurried",
  "language",
  "refer",
  "sign",
  "nothing",
  "go-away",
] as const;
const deed = z.strictObject({
  /** A screen as the trace names it, or its beginning: "finger", "finger:left-index", "face-review". */
  on: screenSchema,
  /** Which time the screen comes, from 1; every time where absent. */
  nth: z.int().min(1).max(99).optional(),
  do: z.enum(DEEDS),
  /** Before it is done. */
  after: seconds.default(0.8),
  reason: z.enum(["amputated", "bandaged", "unable-to-print"]).optional(),
  what: z.enum(["face", "fingers", "signature"]).optional(),
  language: z.string().max(12).optional(),
  way: z.enum(REFERENCE_WAYS).optional(),
  text: z.string().max(600).optional(),
});
export type Deed = z.infer<typeof deed>;

const applicantSchema = z
  .strictObject({
    language: z.string().max(12).default("fr"),
    way: z.enum(REFERENCE_WAYS).default("typed"),
    /** What is applied for, where the kiosk offers several. */
    service: z.string().max(40).default("passport-standard"),
    /** Typed where the number of the receipt is asked for. */
    receipt: z.string().max(40).default("RCT 2026-0042"),
    /** Shown or typed; the appointment's own reference where absent. */
    gives: z.string().max(600).optional(),
    camera: z.array(shown).min(1).max(40).default(["neutral"]),
    /** On the glass, one a capture; after the last, what is asked for. */
    fingers: z.array(laid).max(30).default([]),
    /** On the pad, one a capture; after the last, the name. */
    pen: z
      .array(z.enum(["name", "begun", "nothing"]))
      .max(10)
      .default([]),
    does: z.array(deed).max(40).default([]),
  })
  .prefault({});

const device = z.enum(["camera", "scanner", "pad"]);

const faultSchema = z.discriminatedUnion("layer", [
  z.strictObject({
    layer: z.literal("device"),
    device,
    do: z.enum(MISHAPS),
    /** At the next transfer after that moment; absent: at the nth transfer of an opening. */
    from: when.optional(),
    /** Which opening of the device, from 1. */
    opening: z.int().min(1).max(99).default(1),
    /** "ep 82", "frame", "input" ... ; any where absent. */
    place: z
      .string()
      .regex(/^(?:ep [\da-f]{1,2}|[a-z-]{4,13})$/u)
      .optional(),
    nth: z.int().min(1).max(100_000).default(1),
    bytes: z.int().min(0).optional(),
    ms: z.int().min(0).optional(),
    seed: z.int().min(0).default(1),
  }),
  z.strictObject({ layer: z.literal("plug"), device, do: z.literal("pulled"), from: when, for: seconds }),
  z.strictObject({
    layer: z.literal("disk"),
    do: z.enum(["full", "failed", "read-only"]),
    area: z.enum(["all", "sessions", "packets"]).default("all"),
    from: when,
    for: seconds,
  }),
  z.strictObject({
    layer: z.literal("network"),
    do: z.enum(["down", "stall", "cut", "swallow", "portal", "error", "slow"]),
    /** cut: after so many bytes towards the backend. slow: bytes a second. */
    bytes: z.int().min(0).max(10_000_000).default(20_000),
    from: when,
    for: seconds,
  }),
  z.strictObject({
    layer: z.literal("backend"),
    do: z.enum(["forges-receipts", "receipts-another", "refuses", "forgets"]),
    from: when,
    for: seconds,
  }),
  z.strictObject({
    layer: z.literal("clock"),
    do: z.literal("jump"),
    by: z.number().min(-1e9).max(1e9),
    from: when,
  }),
  z.strictObject({
    layer: z.literal("process"),
    /** kill: what was written is there. power: what was not flushed is not. */
    do: z.enum(["kill", "power"]),
    from: z.union([when, z.strictObject({ write: z.int().min(1).max(100_000) })]),
    /** Until it starts again. */
    for: seconds.default(20),
  }),
]);
export type Fault = z.infer<typeof faultSchema>;

const packetSchema = z.strictObject({
  fingers: z.array(position).optional(),
  missing: z.partialRecord(position, z.enum(MISSING_FINGER_REASONS)).optional(),
  face: z.boolean().optional(),
  signature: z.boolean().optional(),
  language: z.string().optional(),
  reference: z.string().optional(),
  surname: z.string().optional(),
  service: z.string().optional(),
  process: z.string().optional(),
  paymentReference: z.string().optional(),
  noNationalNumber: z.string().optional(),
  /** Attempts by what was tried: "face", "right-index", "signature". */
  attempts: z.partialRecord(z.enum(["face", "signature", ...POSITIONS]), z.int().min(0)).optional(),
  /** How the attempts ended, in their order. */
  verdicts: z.array(z.enum(["accepted", "rejected", "retry", "failed", "cancelled"])).optional(),
  operators: z.array(z.string()).optional(),
  /** What the desk decided, in its order: "control moussa", "fingers awa". */
  decisions: z.array(z.string()).optional(),
  /** The policy's name. */
  policy: z.string().optional(),
  /** Drivers of the devices that captured. */
  drivers: z.array(z.string()).optional(),
});

const expectSchema = z
  .strictObject({
    /** Lines of the trace, or their beginnings, that come in this order; others may come between. */
    lines: z.array(line).max(80).default([]),
    /** Lines, or beginnings, that never come. */
    never: z.array(line).max(40).default([]),
    /** The screen on which it ends. */
    screen: screenSchema.optional(),
    /** Packets that were sealed, and those that the backend has in the end. */
    sealed: z.int().min(0).max(9).optional(),
    delivered: z.int().min(0).max(9).optional(),
    packet: packetSchema.optional(),
    /** Of the outbox's items in the end. */
    outbox: z.array(z.enum(["waiting", "sending", "set-aside", "receipted", "erased"])).optional(),
    /** Sessions that are left in the vault. */
    kept: z.int().min(0).max(9).optional(),
  })
  .prefault({});
export type Expected = z.infer<typeof expectSchema>;

export const scenarioSchema = z.strictObject({
  scenario: z.literal(1),
  name: z.string().min(1).max(160),
  /** What of the product it covers, for the list. */
  covers: z.array(z.string().min(1).max(40)).min(1).max(12),
  seed: z.string().min(1).max(60).default("scenario"),
  starts: z.iso.datetime().default("2026-03-02T09:00:00Z"),
  /** When it is over at the latest. */
  lasts: seconds.min(1).default(420),
  policy: policySchema,
  /** What the kiosk offers of the specimen catalogue; none: it has no catalogue. */
  services: z.array(z.string().max(40)).default([]),
  /** Suspended by the issuer until then. */
  suspended: z.record(z.string(), z.iso.datetime()).default({}),
  /** Drafts that the operator enabled besides the complete languages. */
  languages: z.array(z.string().max(12)).default([]),
  person: personSchema,
  /** Under which the person is pre-registered; null: nowhere. */
  appointment: z.string().max(60).nullable().default("BKO-2026-000123"),
  devices: devicesSchema,
  applicant: applicantSchema,
  /** What people at the desk do, one deed after the other. */
  desk: z.array(deskDeedSchema).max(40).default([]),
  faults: z.array(faultSchema).max(20).default([]),
  expect: expectSchema,
});
export type Scenario = z.infer<typeof scenarioSchema>;
export type PersonOfScenario = Scenario["person"];
