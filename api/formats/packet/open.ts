/** The backend's side: decrypts a packet and takes its files apart. Nothing is believed here; see verify.ts. */
import { OutsideFault } from "../../base/faults.ts";
import { openEnvelope } from "../cms/open.ts";
import type { RecipientKey } from "../cms/recipient-key.ts";
import { parseCanonicalJson } from "./canonical-json.ts";
import { readContainer } from "./container.ts";
import { MANIFEST } from "./files.ts";
import { manifestSchema, type Manifest } from "./manifest.ts";

export interface OpenedPacket {
  /** As they lay in the archive. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly manifest: Manifest;
}

/** @throws OutsideFault input-missing, input-malformed, input-unknown-key */
export const readManifest = (files: ReadonlyMap<string, Uint8Array>): Manifest => {
  const bytes = files.get(MANIFEST);
  if (bytes === undefined) throw new OutsideFault("input-missing", `${MANIFEST} is not in the packet.`);
  const parsed = manifestSchema.safeParse(parseCanonicalJson(bytes, MANIFEST));
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  throw new OutsideFault(
    first?.code === "unrecognized_keys" ? "input-unknown-key" : "input-malformed",
    `${MANIFEST}, ${first?.path.join(".") ?? "root"}: ${first?.message ?? "does not fit its schema"}`,
  );
};

/** @throws OutsideFault key-missing, signature-invalid (changed after sealing), input-malformed */
export const openPacket = (sealed: Uint8Array, key: RecipientKey): OpenedPacket => {
  const files = readContainer(openEnvelope(sealed, key, "packet"), "packet archive");
  return { files, manifest: readManifest(files) };
};

/** What `kiosk packet export` writes: file name to content, as in the archive. */
export const exportPacket = ({ files }: OpenedPacket): ReadonlyMap<string, Uint8Array> => new Map(files);
