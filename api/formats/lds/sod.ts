/** EF.SOD: digests of the data groups under a signature (Doc 9303-10 section 4.6.2; version 0: its appendix D). */
import { OutsideFault } from "../../base/faults.ts";
import {
  anyElement,
  decode,
  encode,
  explicit,
  optional,
  sequence,
  sequenceOf,
  type DerOf,
} from "../../bytes/der.ts";
import { integer, octetString, printableString } from "../../bytes/der-types.ts";
import { digest, hashIdentifier, hashOf, SIGNATURE_ALGORITHMS, type HashName } from "../cms/algorithms.ts";
import { OID } from "../cms/oids.ts";
import { signMessage } from "../cms/sign.ts";
import type { Signer } from "../cms/signer.ts";
import { algorithmIdentifier } from "../cms/structures.ts";
import { verifyMessage, type SignedMessage } from "../cms/verify.ts";
import { sameBytes } from "../../bytes/pieces.ts";
import type { Milliseconds } from "../../words/units.ts";
import { UNICODE_VERSION, type LdsVersion } from "./com.ts";
import { DATA_GROUPS, EF_SOD_TAG, type DataGroupNumber } from "./tags.ts";

const ldsSecurityObject = sequence("LDSSecurityObject", {
  version: integer,
  hashAlgorithm: algorithmIdentifier,
  dataGroupHashValues: sequenceOf(
    "DataGroupHash",
    sequence("DataGroupHash", {
      dataGroupNumber: integer,
      dataGroupHashValue: octetString({ min: 28, max: 64 }),
    }),
    { min: 2, max: 16 },
  ),
  ldsVersionInfo: optional(
    sequence("LDSVersionInfo", { ldsVersion: printableString, unicodeVersion: printableString }),
  ),
});
export type LdsSecurityObject = DerOf<typeof ldsSecurityObject>;

const sod = explicit(EF_SOD_TAG, anyElement);

export interface SodOptions {
  /** 1.8 goes with version 1 and its version information, 1.7 with version 0. */
  readonly ldsVersion: LdsVersion;
  readonly signingTime: Milliseconds;
}

export type DataGroupFiles = ReadonlyMap<DataGroupNumber, Uint8Array>;

/** Two data groups at least. The signer's certificate alone travels with it, as readers expect. */
export const writeSod = async (
  files: DataGroupFiles,
  signer: Signer,
  options: SodOptions,
): Promise<Uint8Array> => {
  const { hash } = SIGNATURE_ALGORITHMS[signer.algorithm];
  const content = encode(ldsSecurityObject, {
    version: options.ldsVersion === "0108" ? 1 : 0,
    hashAlgorithm: hashIdentifier(hash),
    dataGroupHashValues: [...files]
      .sort(([a], [b]) => a - b)
      .map(([dataGroupNumber, file]) => ({ dataGroupNumber, dataGroupHashValue: digest(hash, file) })),
    ...(options.ldsVersion === "0108"
      ? { ldsVersionInfo: { ldsVersion: options.ldsVersion, unicodeVersion: UNICODE_VERSION } }
      : {}),
  });
  const { signingTime } = options;
  return encode(
    sod,
    await signMessage({ content, contentType: OID.ldsSecurityObject, detached: false, signingTime }, signer),
  );
};

export interface Sod {
  readonly signed: SignedMessage;
  readonly object: LdsSecurityObject;
  readonly hash: HashName;
}

/** The security object once its signature is found good. @throws OutsideFault signature-invalid, input-malformed */
export const readSod = (file: Uint8Array, label = "SOD"): Sod => {
  const refuse = (why: string): never => {
    throw new OutsideFault("input-malformed", `${label}: ${why}`);
  };
  const signed = verifyMessage(decode(sod, file, label), label);
  if (signed.contentType !== OID.ldsSecurityObject) refuse("no LDS security object (Doc 9303-10 4.6.2.2)");
  const object = decode(ldsSecurityObject, signed.content, label);
  const hash = hashOf(object.hashAlgorithm) ?? refuse("a digest that is not accepted (Doc 9303-12 4.4.1)");
  if (object.version > 1 || (object.version === 1) !== (object.ldsVersionInfo !== undefined))
    refuse("version and version information disagree (Doc 9303-10 4.6.2.3)");
  const numbers = object.dataGroupHashValues.map(({ dataGroupNumber }) => dataGroupNumber);
  if (new Set(numbers).size !== numbers.length) refuse("a data group is listed twice");
  return { signed, object, hash };
};

/** What does not fit: a digest that differs, a file not listed, a listed file that is not there. Empty: all fits. */
export const checkDigests = ({ object, hash }: Sod, files: DataGroupFiles): readonly string[] => {
  const listed = new Map(
    object.dataGroupHashValues.map((entry) => [entry.dataGroupNumber, entry.dataGroupHashValue]),
  );
  return [
    ...[...files].flatMap(([number, file]) => {
      const expected = listed.get(number);
      if (expected === undefined) return [`DG${number} is not listed in the SOD`];
      return sameBytes(expected, digest(hash, file))
        ? []
        : [`DG${number} has another digest than the SOD says`];
    }),
    ...[...listed.keys()]
      .filter((number) => !DATA_GROUPS.some((known) => known === number && files.has(known)))
      .map((number) => `DG${number} is listed in the SOD but missing`),
  ];
};
