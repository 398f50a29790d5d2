/** A subject as files state it: strict, and bounded so that a stranger's file cannot make us grow. */
import { z } from "zod";
import { NO_NATIONAL_NUMBER } from "../../api/words/subject.ts";

export const subjectSchema = z.strictObject({
  surname: z.string().min(1).max(200),
  givenNames: z.string().max(200),
  birth: z.strictObject({
    year: z.int().min(1850).max(2200),
    month: z.int().min(1).max(12).optional(),
    day: z.int().min(1).max(31).optional(),
  }),
  birthPlace: z.string().max(200).optional(),
  sex: z.enum(["female", "male", "unspecified"]),
  nationality: z.string().regex(/^[A-Z]{1,3}$/u, "three letters of Doc 9303-3 section 5"),
  nationalNumber: z.string().max(40).optional(),
  noNationalNumber: z.enum(NO_NATIONAL_NUMBER).optional(),
  address: z.string().max(400).optional(),
  telephone: z.string().max(40).optional(),
  synthetic: z.boolean(),
});
