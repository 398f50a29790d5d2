/** Builds a packet from samples on disk; without a kiosk key, as a specimen with keys that are written beside it. */
import { X509Certificate } from "node:crypto";
import { OutsideFault } from "../../../api/base/faults.ts";
import { seededRandom } from "../../../api/base/random.ts";
import { specimenSigner } from "../../../api/formats/cms/repeatable-ecdsa.ts";
import { keySigner, type Signer } from "../../../api/formats/cms/signer.ts";
import type { Recipient } from "../../../api/formats/cms/envelope.ts";
import { ML_KEM_768 } from "../../../api/formats/cms/ml-kem.ts";
import { mlKemFiles, readMlKemPublic } from "../../../api/formats/cms/ml-kem-keys.ts";
import { specimenRevocationList } from "../../../api/formats/cms/specimen-crl.ts";
import { specimenAuthority } from "../../../api/formats/cms/specimen.ts";
import { sealOptionsOf } from "../../../api/formats/packet/format-options.ts";
import { sealPacket, type SealOptions } from "../../../api/formats/packet/seal.ts";
import path from "node:path";
import {
  readBytes,
  readCertificates,
  readEnrolment,
  readFormatOptions,
  readKey,
  writeFolder,
} from "./folder.ts";

export interface BuildRequest {
  readonly from: string;
  readonly out: string;
  readonly generation?: "iso19794" | "iso39794";
  readonly lds?: "0107" | "0108";
  readonly seed: string;
  readonly key?: string;
  readonly certificates?: string;
  readonly recipient?: readonly string[];
  /** Post-quantum halves of the recipients, in their order. */
  readonly mlKem?: readonly string[];
  /** Specimens only: the backend's key gets a post-quantum half. */
  readonly hybrid?: boolean;
  /** JSON file with the State's choices (FormatOptions); --generation and --lds go before it. */
  readonly options?: string;
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
const crlPem = (der: Uint8Array): string =>
  `-----BEGIN X509 CRL-----\n${Buffer.from(der).toString("base64")}\n-----END X509 CRL-----\n`;

interface Sealing {
  readonly signer: Signer;
  readonly recipients: readonly Recipient[];
  readonly options: SealOptions;
  readonly keys?: ReadonlyMap<string, string>;
}

const specimenSealing = (seed: string, hybrid: boolean): Sealing => {
  const { kiosk, ca, backend } = specimenAuthority({ seed });
  const mlKem = hybrid ? mlKemFiles(seededRandom(seed)("ml-kem-seed", ML_KEM_768.seed)) : undefined;
  return {
    signer: specimenSigner(kiosk.key, [kiosk.certificate, ca.certificate]),
    recipients: [
      mlKem === undefined
        ? backend.certificate
        : { certificate: backend.certificate, mlKem768: mlKem.pair.publicKey },
    ],
    options: { random: seededRandom(seed) },
    keys: new Map([
      ["backend-key.pem", String(backend.key.export({ type: "pkcs8", format: "pem" }))],
      ["backend.pem", pem(backend.certificate)],
      ["enrolment-ca.pem", pem(ca.certificate)],
      ["enrolment-ca-crl.pem", crlPem(specimenRevocationList(ca))],
      ...(mlKem === undefined
        ? []
        : ([
            ["backend-ml-kem-key.pem", mlKem.secret],
            ["backend-ml-kem.pem", mlKem.public],
          ] as const)),
    ]),
  };
};

const kioskSealing = async (key: string, request: BuildRequest): Promise<Sealing> => {
  if (request.certificates === undefined || request.recipient === undefined)
    throw new OutsideFault("usage", "With --key, --certificates and at least one --recipient are needed.");
  const certificates: Uint8Array[] = [];
  for (const file of request.recipient) certificates.push(...(await readCertificates(file)));
  const { mlKem = [] } = request;
  if (mlKem.length > 0 && mlKem.length !== certificates.length)
    throw new OutsideFault(
      "usage",
      `${mlKem.length} --ml-kem keys for ${certificates.length} recipients: give one for each, in their order, or none.`,
    );
  const halves: Uint8Array[] = [];
  for (const file of mlKem) halves.push(readMlKemPublic(await readBytes(file), file));
  return {
    signer: keySigner(await readKey(key), await readCertificates(request.certificates)),
    recipients: certificates.map((certificate, i) => {
      const mlKem768 = halves[i];
      return mlKem768 === undefined ? certificate : { certificate, mlKem768 };
    }),
    options: {},
  };
};

/** @throws OutsideFault for samples, keys or files that do not serve */
export const buildPacket = async (request: BuildRequest): Promise<BuildResult> => {
  const { generation, lds } = request;
  if (
    (generation !== undefined && !["iso19794", "iso39794"].includes(generation)) ||
    (lds !== undefined && !["0107", "0108"].includes(lds))
  )
    throw new OutsideFault("usage", "--generation is iso19794 or iso39794, --lds is 0107 or 0108.");
  if (request.key !== undefined && request.hybrid === true)
    throw new OutsideFault(
      "usage",
      "--hybrid makes specimen keys; with --key give the recipients' --ml-kem keys.",
    );
  const record = await readEnrolment(request.from);
  if (request.key === undefined && !record.subject.synthetic)
    throw new OutsideFault(
      "policy-refused",
      "Specimen keys are for synthetic people: for a real applicant give --key, --certificates and --recipient.",
    );
  const sealing =
    request.key === undefined
      ? specimenSealing(request.seed, request.hybrid === true)
      : await kioskSealing(request.key, request);
  const { sealed, sha256, packetId, manifest } = await sealPacket(
    record,
    sealing.signer,
    sealing.recipients,
    {
      ...sealOptionsOf(await readFormatOptions(request.options)),
      ...sealing.options,
      ...(generation === undefined ? {} : { generation }),
      ...(lds === undefined ? {} : { ldsVersion: lds }),
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
