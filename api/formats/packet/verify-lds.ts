/** Checks of the LDS files: each by itself, against the pictures beside it, against the manifest, against the SOD. */
import { sameBytes } from "../../bytes/pieces.ts";
import type { FingerPosition } from "../../words/characteristic.ts";
import { readCodestream } from "../codestream.ts";
import type { SignedMessage } from "../cms/verify.ts";
import { readCom } from "../lds/com.ts";
import { readDg1 } from "../lds/dg1.ts";
import { readDg2 } from "../lds/dg2.ts";
import { readDg3, type FingerBlock } from "../lds/dg3.ts";
import { readDg7 } from "../lds/dg7.ts";
import { readDg11 } from "../lds/dg11.ts";
import { readDg12 } from "../lds/dg12.ts";
import { checkDigests, readSod } from "../lds/sod.ts";
import type { DataGroupNumber } from "../lds/tags.ts";
import { fullDate } from "../mrz/date.ts";
import { readTd3 } from "../mrz/read.ts";
import { readFinger, readPortrait } from "./biometric-records.ts";
import { fullName } from "./data-groups.ts";
import { birthOf, checkZone } from "./verify-zone.ts";
import { fail, demand, type Checks } from "./checks.ts";
import { dataGroupFile, EF_COM, EF_SOD } from "./files.ts";
import type { Manifest } from "./manifest.ts";

export interface LdsInput {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly manifest: Manifest;
  readonly lds: NonNullable<Manifest["lds"]>;
  /** The verified manifest signature, when there is one. */
  readonly signed: SignedMessage | undefined;
}

const file = (files: ReadonlyMap<string, Uint8Array>, name: string): Uint8Array =>
  files.get(name) ?? fail(`${name} is missing`);

const checkCom = ({ files, lds }: LdsInput): string => {
  const com = readCom(file(files, EF_COM), EF_COM);
  demand(com.ldsVersion === lds.version, `EF.COM says LDS ${com.ldsVersion}, the manifest ${lds.version}`);
  demand(
    com.dataGroups.join() === lds.dataGroups.join(),
    "EF.COM and the manifest list different data groups",
  );
  return `LDS ${com.ldsVersion}, data groups ${com.dataGroups.join(" ")}`;
};

const checkDg1 = ({ files, manifest }: LdsInput): string => {
  const lines = readDg1(file(files, "DG1.bin"));
  demand(lines.join() === manifest.mrz.join(), "DG1 and the manifest's zone differ");
  checkZone(readTd3(lines), manifest);
  const open = manifest.dg1.provisional;
  return open.length === 0 ? "complete" : `a draft, not ready to personalise: ${open.join(", ")}`;
};

const checkDg2 = ({ files, manifest, lds }: LdsInput): string => {
  const faces = readDg2(file(files, "DG2.bin"));
  const [face] = faces;
  if (face === undefined || faces.length !== 1) return fail(`${faces.length} faces where one was enrolled`);
  demand(
    face.generation === lds.generation,
    `DG2 is ${face.generation}, the manifest says ${lds.generation}`,
  );
  const record = readPortrait(face.generation, face.block);
  const found = readCodestream(record.image, "DG2, picture");
  demand(
    found.width === record.width && found.height === record.height && found.mediaType === record.mediaType,
    `DG2's record says ${record.width}x${record.height}, its picture is ${found.width}x${found.height}`,
  );
  const beside = manifest.face === undefined ? undefined : files.get(manifest.face.chip.file);
  demand(
    beside !== undefined && sameBytes(beside, record.image),
    "DG2's picture is not the portrait file beside it",
  );
  return `${found.mediaType} ${found.width}x${found.height}`;
};

const checkFinger = (
  { position, generation, block }: FingerBlock,
  { files, manifest }: LdsInput,
): FingerPosition => {
  const label = `DG3, ${position}`;
  const record = readFinger(generation, block, label);
  demand(record.position === position, `DG3: sub-type says ${position}, the record ${record.position}`);
  const enrolled = manifest.fingers.find((finger) => finger.position === position);
  if (enrolled === undefined) return fail(`DG3 has a ${position} that was not enrolled`);
  demand(record.ppi === enrolled.ppi, `${label}: ${record.ppi} ppi, enrolled at ${enrolled.ppi}`);
  const beside = files.get(enrolled.image.file);
  demand(beside !== undefined && sameBytes(beside, record.image), `${label}: not the picture beside it`);
  const found = record.raw ? record : readCodestream(record.image, label);
  for (const { width, height } of [found, enrolled.image])
    demand(
      width === record.width && height === record.height,
      `${label}: sizes of record and picture differ`,
    );
  return position;
};

const checkDg3 = (input: LdsInput): string => {
  const { files, manifest, lds } = input;
  const fingers = readDg3(file(files, "DG3.bin"));
  for (const { generation } of fingers)
    demand(generation === lds.generation, `DG3 is ${generation}, the manifest says ${lds.generation}`);
  const there = fingers.map((finger) => checkFinger(finger, input));
  demand(new Set(there).size === there.length, "a finger stands twice in DG3");
  demand(
    there.length === manifest.fingers.length,
    `${there.length} fingers in DG3, ${manifest.fingers.length} enrolled`,
  );
  return there.length === 0 ? "no fingers" : there.join(", ");
};

const checkDg7 = ({ files, manifest }: LdsInput): string => {
  const [mark, second] = readDg7(file(files, "DG7.bin"));
  const enrolled = manifest.signature;
  if (mark === undefined || second !== undefined || enrolled === undefined)
    return fail("not exactly one signature");
  const found = readCodestream(mark, "DG7, picture");
  demand(
    found.mediaType === "image/jpeg" || found.mediaType === "image/jp2",
    `DG7 is ${found.mediaType}, must be JPEG or JPEG 2000`,
  );
  const beside = files.get(enrolled.image.file);
  demand(
    beside !== undefined && sameBytes(beside, mark),
    "DG7's picture is not the signature file beside it",
  );
  demand(
    found.width === enrolled.image.width && found.height === enrolled.image.height,
    "size of the signature",
  );
  return `${found.mediaType} ${found.width}x${found.height}`;
};

const checkDg11 = ({ files, manifest, lds }: LdsInput): string => {
  const details = readDg11(file(files, "DG11.bin"));
  const birth = fullDate(birthOf(manifest));
  demand(
    details.birthDate === birth,
    `DG11 says born ${details.birthDate ?? "never"}, the manifest ${birth}`,
  );
  const { surname, givenNames } = manifest.applicant;
  const omitted = lds.omitted.includes("DG11 fullName");
  demand(
    details.fullName === (omitted ? undefined : fullName({ surname, givenNames })),
    "DG11's full name is not the applicant's",
  );
  return omitted ? "no name: it did not fit" : "name and date of birth";
};

const CHECKS: Readonly<
  Partial<Record<DataGroupNumber, { clause: string; check: (input: LdsInput) => string }>>
> = {
  1: { clause: "Doc 9303-10 4.7.1, 9303-4 4.2", check: checkDg1 },
  2: { clause: "Doc 9303-10 4.7.2, ISO/IEC 19794-5 5 or 39794-5", check: checkDg2 },
  3: { clause: "Doc 9303-10 4.7.3, ISO/IEC 19794-4 7 or 39794-4", check: checkDg3 },
  7: { clause: "Doc 9303-10 4.7.7", check: checkDg7 },
  11: { clause: "Doc 9303-10 4.7.11", check: checkDg11 },
  12: {
    clause: "Doc 9303-10 4.7.12",
    check: ({ files }) => Object.keys(readDg12(file(files, "DG12.bin"))).join(", "),
  },
};

const checkSod = ({ files, lds, signed }: LdsInput): string => {
  const sod = readSod(file(files, EF_SOD), EF_SOD);
  const groups = new Map(
    (lds.dataGroups as readonly DataGroupNumber[]).map((number) => [
      number,
      file(files, dataGroupFile(number)),
    ]),
  );
  const wrong = checkDigests(sod, groups);
  if (wrong.length > 0) fail(`SOD: ${wrong.join("; ")}`);
  const version = sod.object.ldsVersionInfo?.ldsVersion ?? "0107";
  demand(version === lds.version, `the SOD says LDS ${version}, the manifest ${lds.version}`);
  demand(
    signed === undefined || sameBytes(sod.signed.signer.der, signed.signer.der),
    "SOD and manifest were signed with different certificates",
  );
  demand(sod.signed.certificates.length === 1, "the SOD carries more than its signer's certificate");
  demand(sod.signed.signingTime === signed?.signingTime, "SOD and manifest were signed at different times");
  return `${sod.hash}, version ${sod.object.version}`;
};

/** Adds a line for EF.COM, for each data group and for the SOD. */
export const checkLds = (checks: Checks, input: LdsInput): void => {
  checks.run("EF.COM", "Doc 9303-10 4.6.1", () => checkCom(input), String);
  for (const number of input.lds.dataGroups as readonly DataGroupNumber[]) {
    const row = CHECKS[number];
    if (row === undefined)
      checks.run(`DG${number}`, "Doc 9303-10 table 38", () => fail(`DG${number} is none that kiosks write`));
    else checks.run(`DG${number}`, row.clause, () => row.check(input), String);
  }
  checks.run("SOD: signature and digests", "Doc 9303-10 4.6.2", () => checkSod(input), String);
};
