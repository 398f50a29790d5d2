/**
 * Pre-registrations pulled by reference from the mission's register over the line, beside those that lie in the state
 * folder. A line that is down holds nobody up: what lies here is looked at, and else the person shows a document.
 */
import { z } from "zod";
import { OutsideFault } from "../../api/base/faults.ts";
import { LineFault, type Line } from "../../api/issuance/line.ts";
import type { Subject } from "../../api/words/subject.ts";
import { subjectSchema } from "../session/subject-schema.ts";
import type { Appointment } from "./appointments.ts";
import { referenceIn } from "./code.ts";

const replySchema = z.strictObject({
  format: z.literal("pre-registration/1"),
  reference: z.string().max(40),
  subject: subjectSchema,
  paymentReference: z.string().min(1).max(40).optional(),
});

export interface Registry {
  /** `line-down`: nobody answered. `unknown`: the register does not have it. Throws OutsideFault backend-error. */
  find(reference: string): Promise<Appointment | "unknown" | "line-down">;
}

/** GET BASE/REFERENCE; the same line, the same certificate as for packets. */
export const httpRegistry = (base: URL, line: Line): Registry => ({
  find: async (reference) => {
    const url = new URL(encodeURIComponent(reference), base.href.endsWith("/") ? base : `${base.href}/`);
    const reply = await line.exchange({ method: "GET", url }).catch((error: unknown) => {
      if (error instanceof LineFault) return undefined;
      throw error;
    });
    if (reply === undefined || reply.status >= 500 || reply.status === 429) return "line-down";
    if (reply.status === 404) return "unknown";
    const parsed = reply.status === 200 ? replySchema.safeParse(jsonIn(reply.body)) : undefined;
    // An answer about somebody else would enrol the wrong person.
    if (parsed?.success === true && referenceIn(parsed.data.reference) === reference) {
      const { subject, paymentReference } = parsed.data;
      return { subject: subject as Subject, ...(paymentReference === undefined ? {} : { paymentReference }) };
    }
    throw new OutsideFault(
      "backend-error",
      `The register at ${base.host} answered ${reply.status} with something else than ${reference}; call its operator.`,
    );
  },
});

const jsonIn = (body: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body)) as unknown;
  } catch {
    return undefined;
  }
};
