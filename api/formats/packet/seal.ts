/** From one enrolment to one sealed packet: data groups, SOD, manifest, signature, archive, encryption - in this order. */
import { OutsideFault } from "../../base/faults.ts";
import { systemRandom, type RandomSource } from "../../base/random.ts";
import type { EnrolledFinger, EnrolmentRecord } from "../../words/enrolment.ts";
import { certificateOf, envelope, type Recipient } from "../cms/envelope.ts";
import { isSpecimen, readCertificate } from "../cms/certificate.ts";
import { CURVES, curveOf } from "../cms/key-agreement.ts";
import { OID } from "../cms/oids.ts";
import { signMessage } from "../cms/sign.ts";
import type { Signer } from "../cms/signer.ts";
import { MAX_MINUTIAE } from "../iso19794/minutiae-view.ts";
import { writeMinutiaeRecord } from "../iso19794/p2.ts";
import type { Generation } from "../lds/biometric-template.ts";
import { UNICODE_VERSION, writeCom, type LdsVersion } from "../lds/com.ts";
import type { Dg12 } from "../lds/dg12.ts";
import { writeSod } from "../lds/sod.ts";
import type { Shortening } from "../mrz/name.ts";
import { writeVisa, type VisaFormat } from "../mrz/visa.ts";
import { writeTd3, type Zone } from "../mrz/td3.ts";
import { transliterate, type Transliteration, type TransliterationRules } from "../mrz/transliterate.ts";
import { canonicalJson, type Json } from "./canonical-json.ts";
import { writeContainer } from "./container.ts";
import { writeDataGroups } from "./data-groups.ts";
import { describe, sha256Hex } from "./describe.ts";
import * as names from "./files.ts";
import { fingerFile, manifestSchema, type Manifest } from "./manifest.ts";

export interface SealOptions {
  /** Any other source than the system's makes specimens only. */
  readonly random?: RandomSource;
  /** Records of the first editions (until the end of 2029) or of ISO/IEC 39794; default the former. */
  readonly generation?: Generation;
  readonly ldsVersion?: LdsVersion;
  /** Default true. */
  readonly storesFingerprints?: boolean;
  readonly transliteration?: TransliterationRules;
  /** How names that do not fit are shortened; the State's choice. */
  readonly shortening?: Shortening;
  /** Default MRV-A. */
  readonly visaFormat?: VisaFormat;
  /** Only where the issuer asks for it. */
  readonly dg12?: Dg12;
}

export interface SealedEnrolment {
  readonly packetId: string;
  /** CMS AuthEnvelopedData, DER. This machine cannot open it. */
  readonly sealed: Uint8Array;
  /** Of `sealed`, lower-case hex. */
  readonly sha256: string;
  readonly manifest: Manifest;
}

/** Letters that no table has would be missing from the name: refused, not dropped. */
const namesOf = (
  record: EnrolmentRecord,
  rules: TransliterationRules,
): [Transliteration, Transliteration] => {
  const both: [Transliteration, Transliteration] = [
    transliterate(record.subject.surname, rules),
    transliterate(record.subject.givenNames, rules),
  ];
  const lost = both.flatMap(({ notes }) => notes).filter(({ kind }) => kind === "unknown");
  if (both[0].components.length === 0 || lost.length > 0)
    throw new OutsideFault(
      "input-malformed",
      lost.length === 0
        ? "The name has no letter that the zone can carry (Doc 9303-3 6): transcribe it, or add the letters to the State's table."
        : `The name has letters (${lost.map(({ character }) => character).join(" ")}) that the zone cannot carry (Doc 9303-3 6): transcribe it, or add the letters to the State's table.`,
    );
  return both;
};

/** A visa is a sticker without chip: its zone is the sticker's. */
const zoneOf = (
  record: EnrolmentRecord,
  primary: readonly string[],
  secondary: readonly string[],
  options: SealOptions,
): Zone => {
  const { documentNumber, expiry } = record;
  const common = {
    documentCode: record.documentCode,
    issuingState: record.issuingState,
    primary,
    secondary,
    nationality: record.subject.nationality,
    birth: record.subject.birth,
    sex: record.subject.sex,
    ...(documentNumber === undefined ? {} : { documentNumber }),
    ...(options.shortening === undefined ? {} : { shortening: options.shortening }),
  };
  if (record.process === "visa")
    return writeVisa({
      ...common,
      format: options.visaFormat ?? "MRV-A",
      ...(expiry === undefined ? {} : { validUntil: expiry }),
    });
  return writeTd3({ ...common, ...(expiry === undefined ? {} : { expiry }) });
};

const minutiaeKept = ({ template }: EnrolledFinger): number =>
  Math.min(template.minutiae.length, MAX_MINUTIAE);

/** Pictures, templates and papers as files of their own. */
const sampleFiles = (record: EnrolmentRecord): Map<string, Uint8Array> => {
  const files = new Map<string, Uint8Array>();
  if (record.face !== undefined) {
    files.set(names.FACE_FILES.master(record.face.master), record.face.master.bytes);
    files.set(names.FACE_FILES.chip(record.face.chip), record.face.chip.bytes);
  }
  for (const { position, image, template } of record.fingers) {
    files.set(fingerFile(position, names.extensionOf(image.mediaType)), image.bytes);
    files.set(fingerFile(position, "fmr"), writeMinutiaeRecord(template));
  }
  if (record.signature !== undefined) {
    const { image, trajectory } = record.signature;
    files.set(`signature.${names.extensionOf(image.mediaType)}`, image.bytes);
    if (trajectory !== undefined)
      files.set(names.SIGNATURE_TRAJECTORY, canonicalJson(trajectory as unknown as Json));
  }
  for (const [i, document] of (record.documents ?? []).entries())
    files.set(names.documentFile(i, document), document.bytes);
  return files;
};

const specimenOrRefuse = (
  signer: Signer,
  recipients: readonly Recipient[],
  random: RandomSource,
): boolean => {
  const all = [...signer.certificates, ...recipients.map(certificateOf)];
  const specimen = all.every((der) => isSpecimen(readCertificate(der)));
  if (random !== systemRandom && !specimen)
    throw new OutsideFault(
      "policy-refused",
      "Injected randomness makes keys that can be foretold: it is refused unless every signer's and recipient's certificate carries the specimen policy.",
    );
  return specimen;
};

const algorithmsOf = (signer: Signer, recipients: readonly Recipient[]): Manifest["algorithms"] => ({
  signature: signer.algorithm,
  contentEncryption: "aes-256-gcm",
  recipients: recipients.map((recipient) => {
    const der = certificateOf(recipient);
    const curve = curveOf(readCertificate(der).publicKey);
    const certificateSha256 = sha256Hex(der);
    if (!(recipient instanceof Uint8Array))
      return { keyEncryption: `ml-kem-768-ecdh-${curve}-hkdf-sha256-aes256-wrap`, certificateSha256 };
    return {
      keyEncryption:
        curve === undefined ? "rsa-oaep-sha256" : `ecdh-${curve}-${CURVES[curve].hash}kdf-aes256-wrap`,
      certificateSha256,
    };
  }),
});

/** Doc 9303-10 section 4.5.6: issuers may use the first editions until the end of 2029. */
const LAST_GENERATION_ENDS = Date.UTC(2030, 0, 1);

interface Lds {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly described: NonNullable<Manifest["lds"]>;
}

const writeLds = async (
  record: EnrolmentRecord,
  zone: Zone,
  signer: Signer,
  options: SealOptions,
  random: RandomSource,
): Promise<Lds> => {
  const { generation = "iso19794", ldsVersion = "0108", storesFingerprints = true, dg12 } = options;
  if (generation === "iso19794" && record.sealedAt >= LAST_GENERATION_ENDS)
    throw new OutsideFault(
      "policy-refused",
      "From 2030 passports hold ISO/IEC 39794 records only (Doc 9303-10 4.5.6): set the generation to iso39794.",
    );
  const groups = writeDataGroups(record, zone, { generation, storesFingerprints, dg12 }, random);
  const dataGroups = [...groups.files.keys()];
  const files = new Map([...groups.files].map(([number, bytes]) => [names.dataGroupFile(number), bytes]));
  files.set(names.EF_COM, writeCom({ ldsVersion, unicodeVersion: UNICODE_VERSION, dataGroups }));
  files.set(names.EF_SOD, await writeSod(groups.files, signer, { ldsVersion, signingTime: record.sealedAt }));
  return {
    files,
    described: {
      version: ldsVersion,
      generation,
      dataGroups,
      sodIsForTransport: true,
      omitted: [...groups.omitted],
    },
  };
};

/** All files of the packet, manifest and its signature included: what the archive holds. */
export const assemblePacket = async (
  record: EnrolmentRecord,
  signer: Signer,
  recipients: readonly Recipient[],
  options: SealOptions = {},
): Promise<{ readonly files: ReadonlyMap<string, Uint8Array>; readonly manifest: Manifest }> => {
  const random = options.random ?? systemRandom;
  const specimen = specimenOrRefuse(signer, recipients, random);
  const [primary, secondary] = namesOf(record, options.transliteration ?? {});
  const zone = zoneOf(record, primary.components, secondary.components, options);
  const lds = record.process === "visa" ? undefined : await writeLds(record, zone, signer, options, random);
  const files = new Map([...sampleFiles(record), ...(lds?.files ?? [])]);
  const manifest = describe(record, {
    primary,
    secondary,
    nameTruncated: zone.nameTruncated,
    mrz: zone.lines,
    provisional: zone.draft,
    ...(lds === undefined ? {} : { lds: lds.described }),
    minutiae: minutiaeKept,
    specimen,
    algorithms: algorithmsOf(signer, recipients),
    files,
  });
  const content = canonicalJson(manifestSchema.parse(manifest));
  files.set(names.MANIFEST, content);
  const { certificates } = signer;
  const signing = {
    content,
    contentType: OID.data,
    detached: true,
    signingTime: record.sealedAt,
    certificates,
  };
  files.set(names.MANIFEST_SIGNATURE, await signMessage(signing, signer));
  return { files, manifest };
};

/**
 * Signs, then encrypts for the recipients (certificates, DER). Times are the record's own.
 * @throws OutsideFault input-missing, input-malformed, policy-refused, key-missing
 */
export const sealPacket = async (
  record: EnrolmentRecord,
  signer: Signer,
  recipients: readonly Recipient[],
  options: SealOptions = {},
): Promise<SealedEnrolment> => {
  const { files, manifest } = await assemblePacket(record, signer, recipients, options);
  const sealed = envelope(writeContainer(files), recipients, options.random ?? systemRandom);
  return { packetId: record.packetId, sealed, sha256: sha256Hex(sealed), manifest };
};
