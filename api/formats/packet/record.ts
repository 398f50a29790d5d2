/** From a description and its files back to the session's words: for packets built from samples, and for backends. */
import { z } from "zod";
import { OutsideFault } from "../../base/faults.ts";
import type { DeviceFaultCode, RetryReason } from "../../words/capture.ts";
import type { Attempt, AttemptVerdict, EncodedImage, EnrolmentRecord } from "../../words/enrolment.ts";
import type { DeviceIdentity, DriverEvidence } from "../../words/device.ts";
import type { Check } from "../../words/quality.ts";
import type { PenTrajectory } from "../../words/sample.ts";
import type { PartialDate } from "../../words/subject.ts";
import { readMinutiaeRecord } from "../iso19794/p2.ts";
import { parseCanonicalJson } from "./canonical-json.ts";
import { manifestSchema, partialDate, type Manifest, type ManifestCheck } from "./manifest.ts";

/** What a person writes, or a manifest says, of one enrolment: the manifest without what sealing adds. */
export const descriptionSchema = manifestSchema
  .omit({
    format: true,
    version: true,
    transliterated: true,
    mrz: true,
    dg1: true,
    lds: true,
    specimen: true,
    algorithms: true,
    files: true,
  })
  .extend({
    documentNumber: z
      .string()
      .regex(/^[A-Z0-9]{1,9}$/u)
      .optional(),
    expiry: partialDate.optional(),
  });
export type Description = z.infer<typeof descriptionSchema>;

type Files = ReadonlyMap<string, Uint8Array>;

const file = (files: Files, name: string): Uint8Array => {
  const bytes = files.get(name);
  if (bytes === undefined)
    throw new OutsideFault(
      "input-missing",
      `${name} is named by the description but missing: put it beside it.`,
    );
  return bytes;
};

/** Members without those that are undefined: the session's words have none such. */
type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };
const defined = <T extends object>(value: T): Defined<T> =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Defined<T>;

const time = (iso: string): number => Date.parse(iso);
const date = (given: z.infer<typeof partialDate>): PartialDate => defined(given);
const device = (given: Manifest["attempts"][number]["device"]): DeviceIdentity => defined(given);

const image = (files: Files, picture: NonNullable<Manifest["face"]>["chip"]): EncodedImage => ({
  mediaType: picture.mediaType as EncodedImage["mediaType"],
  bytes: file(files, picture.file),
  width: picture.width,
  height: picture.height,
});

const check = ({ limit, passed, ...rest }: ManifestCheck): Check => ({
  ...rest,
  ...(limit === undefined ? {} : { limit: defined(limit) }),
  ...(passed === undefined ? {} : { passed }),
});

const verdict = (given: Manifest["attempts"][number]["verdict"]): AttemptVerdict => {
  if (given.kind === "retry") return { kind: "retry", reason: given.reason as RetryReason };
  if (given.kind === "failed") return { kind: "failed", code: given.code as DeviceFaultCode };
  return given;
};

const attempt = (given: Manifest["attempts"][number]): Attempt => ({
  number: given.number,
  what: given.what,
  startedAt: time(given.startedAt),
  endedAt: time(given.endedAt),
  device: device(given.device),
  checks: given.checks.map(check),
  verdict: verdict(given.verdict),
  ...(given.override === undefined ? {} : { override: { ...given.override, at: time(given.override.at) } }),
});

const face = (
  given: NonNullable<Description["face"]>,
  files: Files,
): NonNullable<EnrolmentRecord["face"]> => ({
  master: image(files, given.master),
  chip: image(files, given.chip),
  ...(given.points === undefined ? {} : { points: given.points }),
  processing: given.processing,
  checks: given.checks.map(check),
  device: device(given.device),
  capturedAt: time(given.capturedAt),
});

const finger = (given: Description["fingers"][number], files: Files): EnrolmentRecord["fingers"][number] => {
  const [template] = readMinutiaeRecord(file(files, given.template), given.template);
  if (template === undefined) throw new OutsideFault("input-malformed", `${given.template}: no finger view`);
  return {
    position: given.position,
    image: image(files, given.image),
    ppi: given.ppi,
    quality: given.quality,
    qualityAlgorithm: given.qualityAlgorithm,
    template: { ...template, position: given.position },
    extractor: given.extractor,
    device: device(given.device),
    capturedAt: time(given.capturedAt),
  };
};

const signature = (given: NonNullable<Description["signature"]>, files: Files) => ({
  image: image(files, given.image),
  ppi: given.ppi,
  ...(given.trajectory === undefined
    ? {}
    : {
        trajectory: parseCanonicalJson(
          file(files, given.trajectory),
          given.trajectory,
        ) as unknown as PenTrajectory,
      }),
  device: device(given.device),
  capturedAt: time(given.capturedAt),
});

const devices = (given: Description["devices"]): EnrolmentRecord["devices"] =>
  given.map(({ identity, calibration, evidence, ...features }) => ({
    identity: device(identity),
    features: {
      ...defined(features),
      evidence: evidence as DriverEvidence,
      note: "",
    } as EnrolmentRecord["devices"][number]["features"],
    ...(calibration === undefined ? {} : { calibration }),
  }));

const captured = (given: Description, files: Files) => ({
  ...(given.face === undefined ? {} : { face: face(given.face, files) }),
  fingers: given.fingers.map((one) => finger(one, files)),
  missingFingers: given.missingFingers,
  ...(given.signature === undefined ? {} : { signature: signature(given.signature, files) }),
  documents: given.documents.map(({ kind, file: name, mediaType, legible }) => ({
    kind,
    mediaType: mediaType as "application/pdf",
    ...(legible === undefined ? {} : { legible }),
    bytes: file(files, name),
  })),
  attempts: given.attempts.map(attempt),
  devices: devices(given.devices),
});

/** @throws OutsideFault input-missing, input-malformed */
export const recordOf = (given: Description, files: Files): EnrolmentRecord => {
  const {
    packetId,
    process,
    issuingState,
    documentCode,
    reference,
    service,
    paymentReference,
    previousPacketId,
    documentNumber,
  } = given;
  return {
    packetId,
    process,
    issuingState,
    documentCode,
    ...defined({ reference, service, paymentReference, previousPacketId, documentNumber }),
    ...(given.expiry === undefined ? {} : { expiry: date(given.expiry) }),
    subject: {
      ...defined(given.applicant),
      birth: date(given.applicant.birth),
    },
    consent: { ...given.consent, at: time(given.consent.at) },
    ...captured(given, files),
    operators: given.operators.map(({ id, role, authentication }) => ({
      id,
      role,
      ...(authentication === undefined
        ? {}
        : { authentication: { ...authentication, at: time(authentication.at) } }),
    })),
    ...(given.decisions === undefined
      ? {}
      : { decisions: given.decisions.map((decision) => ({ ...decision, at: time(decision.at) })) }),
    kiosk: given.kiosk,
    policy: given.policy,
    auditHead: given.auditHead,
    startedAt: time(given.clock.startedAt),
    sealedAt: time(given.clock.sealedAt),
    clockSource: given.clock.source,
  };
};

/** The description within a manifest. */
export const descriptionOf = (manifest: Manifest): Description => {
  const known = Object.keys(descriptionSchema.shape);
  return Object.fromEntries(Object.entries(manifest).filter(([key]) => known.includes(key))) as Description;
};
