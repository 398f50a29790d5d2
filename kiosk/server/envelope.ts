/** What a page may post: strict, small, and nothing but this. */
import { z } from "zod";
import { FINGER_POSITIONS, type FingerPosition } from "../../api/words/characteristic.ts";
import { FACE_HINTS } from "../../api/words/hints.ts";
import { FACE_CONTESTS, type CommandEnvelope } from "../../api/words/kiosk-command.ts";
import { HEAD_COVERING_REASONS, OPEN_OVERLAYS } from "../../api/words/kiosk-screen.ts";
import { REFERENCE_WAYS } from "../../api/words/kiosk-reference.ts";
import { TEXT_SIZES, VOLUMES } from "../../api/words/kiosk-comfort.ts";

import { NO_NATIONAL_NUMBER } from "../../api/words/subject.ts";

/** Of a POST body; strokes are the largest. */
export const BODY_LIMIT = "1500kb";
export const FRAME_LIMIT = "8mb";

const kind = <K extends string>(name: K) => z.strictObject({ kind: z.literal(name) });
const tag = z.string().max(16);
const position = z.enum(Object.keys(FINGER_POSITIONS) as [FingerPosition, ...FingerPosition[]]);
const share = z.number().min(0).max(1);

const point = z.strictObject({
  x: share,
  y: share,
  pressure: share,
  t: z.number().min(0).max(3_600_000),
  contact: z.boolean(),
});

const comfort = z
  .strictObject({
    text: z.literal(TEXT_SIZES),
    contrast: z.enum(["normal", "high"]),
    position: z.enum(["standing", "seated"]),
    motion: z.enum(["full", "reduced"]),
    volume: z.literal(VOLUMES),
    curtain: z.boolean(),
    headphones: z.boolean(),
    unhurried: z.boolean(),
  })
  .partial();

const command = z.discriminatedUnion("kind", [
  kind("begin"),
  kind("ask-status"),
  kind("give-ticket").extend({ way: z.enum(["qr", "typed"]), text: z.string().max(600) }),
  kind("head-covering").extend({ reason: z.enum(HEAD_COVERING_REASONS) }),
  kind("print"),
  kind("choose-language").extend({ language: tag }),
  kind("choose-service").extend({ service: z.string().max(40) }),
  kind("understood"),
  kind("give-payment").extend({ text: z.string().max(60) }),
  kind("no-payment"),
  kind("give-number").extend({ text: z.string().max(60) }),
  kind("no-number").extend({ reason: z.enum(NO_NATIONAL_NUMBER) }),
  kind("give-particulars").extend({
    surname: z.string().max(60),
    givenNames: z.string().max(60),
    birth: z.string().max(20),
    sex: z.enum(["female", "male", "unspecified"]),
  }),
  kind("skip"),
  kind("agree").extend({ textVersion: z.string().max(40) }),
  kind("disagree"),
  // Long enough for three lines of a document; anything typed is only ever compared, never run.
  kind("give-reference").extend({ way: z.enum(REFERENCE_WAYS), text: z.string().max(600) }),
  kind("keep").extend({ earlier: z.literal(true).optional() }),
  kind("contest").extend({ hint: z.enum(FACE_HINTS), statement: z.enum(FACE_CONTESTS) }),
  kind("another-page"),
  kind("no-paper"),
  kind("again").extend({ what: z.enum(["face", "fingers", "signature", "documents"]).optional() }),
  kind("unable").extend({
    position,
    reason: z.enum(["amputated", "bandaged", "unable-to-print"]),
  }),
  kind("sign").extend({
    points: z.array(point).max(12_000),
    width: z.number().min(1).max(20_000),
    height: z.number().min(1).max(20_000),
  }),
  kind("cannot-sign"),
  kind("confirm"),
  kind("done"),
  kind("back"),
  kind("open").extend({ overlay: z.enum(OPEN_OVERLAYS) }),
  kind("close"),
  kind("call-staff"),
  kind("still-here"),
  kind("leave"),
  kind("comfort").extend({ comfort }),
]);

const envelope = z.strictObject({ key: z.uuid(), revision: z.int().min(0), command });

/** Undefined: not a command. */
export const readEnvelope = (body: unknown): CommandEnvelope | undefined => {
  const parsed = envelope.safeParse(body);
  // zod's optional keys say "or undefined" where the contract says "absent": JSON has no undefined.
  return parsed.success ? (parsed.data as CommandEnvelope) : undefined;
};
