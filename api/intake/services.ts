/** What the issuer publishes of its services: services.json in the intake's folder, put there by the issuer's staff. */
import path from "node:path";
import type { FileSystem } from "../base/files.ts";
import { readJson } from "../base/json-file.ts";
import { servicesSchema, type Services } from "../issuance/availability.ts";

const NONE: Services = { format: "services/1", services: [] };

/** As much as a kiosk takes. */
const KIND = { schema: servicesSchema, what: "a list of services", most: 48 * 1024 } as const;

/** No file: every service is open. Throws OutsideFault input-malformed, input-unknown-key or input-too-large. */
export const readServices = async (files: FileSystem, folder: string): Promise<Services> =>
  (await readJson(files, path.join(folder, "services.json"), KIND)) ?? NONE;
