/** Builds a packet from samples on disk; without a kiosk key, as a specimen with keys that are written beside it. */
import { X509Certificate } from "node:crypto";
import { OutsideFault } from "../../../api/base/faults.ts";
import { seededRandom } from "../../../api/base/random.ts";
import { specimenSigner } from "../../../api/formats/cms/repeatable-ecdsa.ts";
import { keySigner, type Signer } from "../../../api/formats/cms/signer.ts";
import { specimenAuthority } from "../../../api/formats/cms/specimen.ts";
import { sealPacket, type SealOptions } from "../../../api/formats/packet/seal.ts";
import path from "node:path";
import { readCertificates, readEnrolment, readKey, writeFolder } from "./folder.ts";

export interface BuildRequest {
  readonly from: string;
  readonly out: string;
  readonly generation: "iso19794" | "iso39794";
  readonly lds: "0107" | "0108";
  readonly seed: string;
  readonly key?: string;
  readonly certificates?: string;
  readonly recipient?: readonly string[];
}

export interface BuildResult {
  readonly out: string;
  readonly packetId: string;
  readonly size: number;
  readonly sha256: string;
  readonly provisional: readonly string[];
  readonly toConfirm: readonly string[];
  readonly specimenKeys?: string;
}

const pem = (der: Uint8Array): string => new X509Certificate(der).toString();

interface Sealing {
  readonly signer: Signer;
  readonly recipients: readonly Uint8Array[];
  readonly options: SealOptions;
  readonly keys?: ReadonlyMap<string, string>;
}

const specimenSealing = (seed: string): Sealing => {
  const { kiosk, ca, backend } = specimenAuthority({ seed });
  return {
    signer: specimenSigner(kiosk.key, [kiosk.certificate, ca.certificate]),
    recipients: [backend.certificate],
    options: { random: seededRandom(seed) },
    keys: new Map([
      ["backend-key.pem", String(backend.key.export({ type: "pkcs8", format: "pem" }))],
      ["backend.pem", pem(backend.certificate)],
      ["enrolment-ca.pem", pem(ca.certificate)],
    ]),
  };
};

const kioskSealing = async (key: string, request: BuildRequest): Promise<Sealing> => {
  if (request.certificates === undefined || request.recipient === undefined)
    throw new OutsideFault("usage", "With --key, --certificates and at least one --recipient are needed.");
  const recipients: Uint8Array[] = [];
  for (const file of request.recipient) recipients.push(...(await readCertificates(file)));
  return {
    signer: keySigner(await readKey(key), await readCertificates(request.certificates)),
    recipients,
    options: {},
  };
};

/** @throws OutsideFault for samples, keys or files that do not serve */
export const buildPacket = async (request: BuildRequest): Promise<BuildResult> => {
  if (!["iso19794", "iso39794"].includes(request.generation) || !["0107", "0108"].includes(request.lds))
    throw new OutsideFault("usage", "--generation is iso19794 or iso39794, --lds is 0107 or 0108.");
  const record = await readEnrolment(request.from);
  if (request.key === undefined && !record.subject.synthetic)
    throw new OutsideFault(
      "policy-refused",
      "Specimen keys are for synthetic people: for a real applicant give --key, --certificates and --recipient.",
    );
  const sealing =
    request.key === undefined ? specimenSealing(request.seed) : await kioskSealing(request.key, request);
  const { sealed, sha256, packetId, manifest } = await sealPacket(
    record,
    sealing.signer,
    sealing.recipients,
    {
      ...sealing.options,
      generation: request.generation,
      ldsVersion: request.lds,
    },
  );
  await writeFolder(path.dirname(request.out), new Map([[path.basename(request.out), sealed]]));
  const specimenKeys = `${request.out}.specimen-keys`;
  if (sealing.keys !== undefined) await writeFolder(specimenKeys, sealing.keys);
  return {
    out: request.out,
    packetId,
    size: sealed.length,
    sha256,
    provisional: manifest.dg1.provisional,
    toConfirm: manifest.transliterated.notes
      .filter(({ kind }) => kind === "national")
      .map(({ character, became }) => `${character} became ${became}`),
    ...(sealing.keys === undefined ? {} : { specimenKeys }),
  };
};
