/**
 * The embedded test issuer at its end of the line: it alone can open the packet. It writes what it finds in clear, for
 * specimens only; the folder appears whole or not at all.
 */
import { X509Certificate } from "node:crypto";
import { rename, rm } from "node:fs/promises";
import path from "node:path";
import { makeFolders } from "../../../api/base/folders.ts";
import { Bug, OutsideFault } from "../../../api/base/faults.ts";
import { diskFault, systemFiles, writeDurably } from "../../../api/base/files.ts";
import { contentStore } from "../../../api/intake/content.ts";
import { exportPacket, openPacket, type OpenedPacket } from "../../../api/formats/packet/open.ts";
import { verifyPacket } from "../../../api/formats/packet/verify.ts";
import type { CheckLine } from "../../../api/formats/packet/checks.ts";
import type { SpecimenKeys } from "../../keys/specimen.ts";

export interface Opened {
  readonly packet: OpenedPacket;
  readonly sealed: Uint8Array;
  readonly lines: readonly CheckLine[];
}

/** Takes an accepted packet out of the intake's folder and opens it with the test issuer's key. */
export const openAccepted = async (
  intakeFolder: string,
  sha256: string,
  keys: SpecimenKeys,
): Promise<Opened> => {
  const sealed = await contentStore(systemFiles, path.join(intakeFolder, "accepted")).get(sha256);
  if (sealed === undefined) throw new Bug(`the intake gave a receipt for ${sha256} and does not have it`);
  const packet = openPacket(sealed, keys.issuer.key);
  if (!packet.manifest.specimen)
    throw new OutsideFault(
      "policy-refused",
      "Only a specimen is written in clear; this packet's certificates are not the specimen issuer's.",
    );
  return { packet, sealed, lines: verifyPacket(packet.files, { trust: keys.trust }) };
};

const KEYS = "specimen-keys";

const certificatePem = (der: Uint8Array | undefined): Buffer =>
  Buffer.from(der === undefined ? "" : new X509Certificate(der).toString());

/** What stock OpenSSL needs to open and verify this specimen (docs/packet.md); worth nothing. */
const specimenKeyFiles = ({ issuer, recipients, trust }: SpecimenKeys): readonly [string, Uint8Array][] => [
  [`${KEYS}/backend.pem`, certificatePem(recipients[0])],
  [`${KEYS}/backend-key.pem`, Buffer.from(issuer.key.key.export({ type: "pkcs8", format: "pem" }))],
  [`${KEYS}/enrolment-ca.pem`, certificatePem(trust[0])],
];

/** Writes packet, exported files and report to OUT/<packet id>; throws OutsideFault disk-full or disk-failed. */
export const writeOut = async (
  out: string,
  { packet, sealed }: Opened,
  report: string,
  keys: SpecimenKeys,
): Promise<string> => {
  const folder = path.join(out, packet.manifest.packetId);
  const part = `${folder}.part`;
  try {
    await makeFolders(path.join(part, KEYS));
    const files = new Map<string, Uint8Array>([
      ...exportPacket(packet),
      ["packet.p7m", sealed],
      ["report.html", Buffer.from(report)],
      ...specimenKeyFiles(keys),
    ]);
    for (const [name, bytes] of files) await writeDurably(systemFiles, path.join(part, name), bytes);
    await rename(part, folder);
  } catch (error) {
    await rm(part, { recursive: true, force: true }).catch(() => undefined);
    const fault = diskFault(error, folder);
    if (!(fault instanceof OutsideFault)) throw fault;
    throw new OutsideFault(
      fault.code,
      `The packet was delivered and its receipt verified, but its specimen files could not be written: ${fault.message}.`,
      { cause: error },
    );
  }
  return folder;
};
