/** What the issuer publishes of its services: services.json in the intake's folder, put there by the issuer's staff. */
import path from "node:path";
import { OutsideFault } from "../base/faults.ts";
import type { FileSystem } from "../base/files.ts";
import { servicesSchema, type Services } from "../issuance/availability.ts";

const NONE: Services = { format: "services/1", services: [] };
const MOST = 48 * 1024;

/** No file: every service is open. Throws OutsideFault input-malformed or input-too-large. */
export const readServices = async (files: FileSystem, folder: string): Promise<Services> => {
  const file = path.join(folder, "services.json");
  const bytes = await files.read(file);
  if (bytes === undefined) return NONE;
  if (bytes.length > MOST)
    throw new OutsideFault("input-too-large", `${file} is longer than a kiosk takes; shorten it.`);
  try {
    return servicesSchema.parse(JSON.parse(Buffer.from(bytes).toString("utf8")));
  } catch (cause) {
    throw new OutsideFault("input-malformed", `${file} is not what services/1 must be; correct it.`, {
      cause,
    });
  }
};
