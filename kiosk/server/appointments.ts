/** Who has an appointment: pre-registered people by reference, from a file that the mission's system writes. */
import { z } from "zod";
import { OutsideFault } from "../../api/base/faults.ts";
import { systemFiles } from "../../api/base/files.ts";
import { readJson } from "../../api/base/json-file.ts";
import { readZone } from "../../api/formats/mrz/read.ts";
import type { PartialDate, Subject } from "../../api/words/subject.ts";
import type { Milliseconds } from "../../api/words/units.ts";
import { subjectSchema } from "../session/subject-schema.ts";
import { ageOn } from "../session/run/age.ts";
import { referenceIn } from "./code.ts";
import type { Found } from "./station.ts";

const appointmentSchema = z.strictObject({
  reference: z.string(),
  /** A mission's own people are real: only a rehearsal has to say that one is made up. */
  subject: subjectSchema.extend({ synthetic: z.boolean().default(false) }),
  /** The number of the receipt, where it was paid already. */
  paymentReference: z.string().min(1).max(40).optional(),
});

const fileSchema = z.strictObject({
  kind: z.literal("appointments/1"),
  appointments: z.array(appointmentSchema).max(20_000),
});

export interface Appointment {
  readonly subject: Subject;
  readonly paymentReference?: string;
}
export type Appointments = ReadonlyMap<string, Appointment>;

const KIND = {
  schema: fileSchema,
  what: "a list of appointments",
  // 20,000 people of 800 bytes.
  most: 16 * 1024 * 1024,
  see: "docs/configuration.md",
} as const;

/** Empty where there is no such file. Throws OutsideFault input-malformed, input-unknown-key or input-too-large. */
export const readAppointments = async (file: string): Promise<Appointments> => {
  const parsed = await readJson(systemFiles, file, KIND);
  const entries = (parsed?.appointments ?? []).map(({ reference, subject, paymentReference }) => {
    const known = referenceIn(reference);
    if (known === undefined)
      throw new OutsideFault(
        "input-malformed",
        `${file}: "${reference}" is not a reference; write ABC-2026-000123.`,
      );
    const appointment: Appointment = {
      subject: subject as Subject,
      ...(paymentReference === undefined ? {} : { paymentReference }),
    };
    return [known, appointment] as const;
  });
  return new Map(entries);
};

/** YYMMDD of a zone; a year that would lie ahead was in the century before. */
const birthOf = (digits: string, at: Milliseconds): PartialDate => {
  const thisYear = new Date(at).getUTCFullYear();
  const short = Number(digits.slice(0, 2));
  const year = 2000 + short > thisYear ? 1900 + short : 2000 + short;
  const [month, day] = [Number(digits.slice(2, 4)), Number(digits.slice(4, 6))];
  return {
    year,
    ...(month >= 1 && month <= 12 ? { month, ...(day >= 1 && day <= 31 ? { day } : {}) } : {}),
  };
};

const words = (field: string): string => field.replaceAll(/<+/gu, " ").trim();

/** Lines may come typed without breaks: 88 are a passport's, 90 a card's, 72 a small document's. */
const linesOf = (text: string): readonly string[] => {
  const given = text
    .toUpperCase()
    .split(/[\r\n]+/u)
    .map((line) => line.replaceAll(/\s/gu, ""))
    .filter((line) => line !== "");
  const [only = ""] = given;
  if (given.length !== 1) return given;
  const length = { 88: 44, 90: 30, 72: 36 }[only.length];
  return length === undefined ? given : (only.match(new RegExp(`.{${length}}`, "gu")) ?? given);
};

export const documentHolder = (text: string, at: Milliseconds): Found | "unreadable" => {
  try {
    const zone = readZone(linesOf(text));
    const birth = birthOf(zone.birth, at);
    const subject: Subject = {
      surname: words(zone.primary),
      givenNames: words(zone.secondary),
      birth,
      sex: zone.sex,
      nationality: zone.nationality.replaceAll("<", ""),
      synthetic: false,
    };
    return { reference: `DOC-${zone.documentNumber}`, subject, age: ageOn(birth, at) };
  } catch (error) {
    if (error instanceof OutsideFault) return "unreadable";
    throw error;
  }
};

export const holderOf = (
  appointments: Appointments,
  text: string,
  at: Milliseconds,
): Found | "unknown" | "not-ours" => {
  const reference = referenceIn(text);
  if (reference === undefined) return "not-ours";
  const found = appointments.get(reference);
  return found === undefined ? "unknown" : { reference, ...found, age: ageOn(found.subject.birth, at) };
};
