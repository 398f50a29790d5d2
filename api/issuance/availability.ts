/** When a service is open: published by the issuer, kept by the kiosk, so that it is known without a line. */
import { z } from "zod";

const code = z.string().regex(/^[a-z0-9-]{1,40}$/u);
const moment = z.iso.datetime({ offset: true });

/** Times are ISO 8601 with an offset. */
export const availabilitySchema = z.strictObject({
  service: code,
  /** Ends included; a window without `to` is open until further notice. */
  open: z.array(z.strictObject({ from: moment, to: moment.optional() })).max(100),
  /** Said to the applicant while closed, by language. */
  notice: z.record(z.string().regex(/^[a-z]{2,3}$/u), z.string().min(1).max(300)).optional(),
});
export type Availability = z.infer<typeof availabilitySchema>;

/** The whole of what is published; a service that is not named is open. */
export const servicesSchema = z.strictObject({
  format: z.literal("services/1"),
  services: z.array(availabilitySchema).max(100),
});
export type Services = z.infer<typeof servicesSchema>;
