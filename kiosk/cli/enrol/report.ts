/** From the opened packet to what the report shows. */
import type { EncodedImage, EnrolledFinger, EnrolmentRecord } from "../../../api/words/enrolment.ts";
import type { PartialDate, Subject } from "../../../api/words/subject.ts";
import { descriptionOf, recordOf } from "../../../api/formats/packet/record.ts";
import type { Manifest } from "../../../api/formats/packet/manifest.ts";
import { decodeFingerImage } from "../../../api/formats/finger-image/finger-image.ts";
import { decodeJp2 } from "../../../api/formats/jp2/jp2.ts";
import { encodeGreyPng, encodeRgbPng } from "../../../models/image.ts";
import { reportPage } from "../report/page.ts";
import type { AttemptView, Fact, FingerView, Picture, ReportView, StepView } from "../report/view.ts";
import type { Opened } from "./issuer.ts";
import { fingerTitle } from "./journal.ts";

const two = (value: number): string => String(value).padStart(2, "0");

const dateWords = ({ year, month, day }: PartialDate): string => {
  if (month === undefined) return `around ${year}`;
  return day === undefined ? `${year}-${two(month)}, day unknown` : `${year}-${two(month)}-${two(day)}`;
};

const present = (facts: readonly (readonly [string, string | undefined])[]): readonly Fact[] =>
  facts.flatMap(([name, value]) => (value === undefined || value === "" ? [] : [{ name, value }]));

const subjectFacts = (subject: Subject): readonly Fact[] =>
  present([
    ["Surname", subject.surname],
    ["Given names", subject.givenNames],
    ["Born", dateWords(subject.birth)],
    ["Place of birth", subject.birthPlace],
    ["Sex", subject.sex],
    ["Nationality", subject.nationality],
    ["National number", subject.nationalNumber ?? "none given"],
    ["Address", subject.address],
    ["Telephone", subject.telephone],
  ]);

/** Browsers show JPEG and PNG; a JPEG 2000 portrait is decoded for them. */
const shown = async ({ mediaType, bytes, width, height }: EncodedImage): Promise<Picture | undefined> => {
  if (mediaType === "image/jpeg" || mediaType === "image/png") return { mediaType, bytes, width, height };
  if (mediaType !== "image/jp2") return undefined;
  const { pixels } = await decodeJp2(bytes, "portrait");
  return { mediaType: "image/png", bytes: await encodeRgbPng({ width, height, pixels }), width, height };
};

const fingerView = async (finger: EnrolledFinger): Promise<FingerView> => {
  const { image } = await decodeFingerImage(finger.image, fingerTitle(finger.position));
  const bytes = await encodeGreyPng(image);
  const picture: Picture = { mediaType: "image/png", bytes, width: image.width, height: image.height };
  const { template, ppi, device } = finger;
  const scale = picture.width / template.width;
  return {
    title: fingerTitle(finger.position),
    picture,
    minutiae: template.minutiae.map((minutia) => ({
      ...minutia,
      x: minutia.x * scale,
      y: minutia.y * scale,
    })),
    quality: finger.quality,
    facts: `${picture.width} x ${picture.height} px at ${ppi} ppi, ${device.make} ${device.model}, ${finger.image.mediaType}`,
  };
};

const VERDICTS = { accepted: "accepted", cancelled: "cancelled" } as const;

const attempts = (record: EnrolmentRecord): readonly AttemptView[] =>
  record.attempts.map(({ what, number, verdict, device, startedAt, endedAt }) => ({
    what,
    number,
    accepted: verdict.kind === "accepted",
    verdict:
      verdict.kind === "accepted" || verdict.kind === "cancelled"
        ? VERDICTS[verdict.kind]
        : `${verdict.kind}: ${"reason" in verdict ? verdict.reason : verdict.code}`,
    device: `${device.make} ${device.model}`,
    milliseconds: endedAt - startedAt,
  }));

const devices = (record: EnrolmentRecord): ReportView["devices"] =>
  record.devices.map(({ identity, features, calibration }) => ({
    name: `${identity.make} ${identity.model}`,
    facts: [
      features.ppi === undefined ? "" : `${features.ppi} ppi`,
      `suited for ${features.suitability}`,
      `driver: ${features.evidence.replaceAll("-", " ")}`,
      features.presentationAttackDetection ? "" : "no presentation-attack detection",
      calibration === undefined ? "no calibration certificate" : `calibration ${calibration}`,
    ]
      .filter((fact) => fact !== "")
      .join(", "),
    note: features.note,
  }));

const checkGroups = (record: EnrolmentRecord, manifest: Manifest): ReportView["checks"] => {
  const accepted = (what: string) =>
    record.attempts.findLast((attempt) => attempt.what === what && attempt.checks.length > 0)?.checks ?? [];
  const face = record.face?.checks ?? [];
  return [
    { title: "Portrait, criteria of BSI TR-03121", checks: face.filter(({ limit }) => limit !== undefined) },
    {
      title: "Portrait, components of ISO/IEC 29794-5",
      checks: face.filter(({ limit }) => limit === undefined),
    },
    ...manifest.fingers.map(({ position }) => ({ title: fingerTitle(position), checks: accepted(position) })),
    { title: "Signature", checks: accepted("signature") },
  ].filter((group) => group.checks.length > 0);
};

const packetFacts = (record: EnrolmentRecord, { packet: { manifest }, sealed }: Opened): readonly Fact[] =>
  present([
    ["Process", record.process],
    ["Reference", record.reference],
    ["Consent", `text ${record.consent.textVersion}, spoken in ${record.consent.language}`],
    ["Kiosk", `${record.kiosk.id}, packet number ${record.kiosk.sequence}, ${record.kiosk.software}`],
    ["Policy", `${record.policy.id} ${record.policy.version}, sha256 ${record.policy.sha256}`],
    [
      "Decided at the desk",
      record.decisions?.map(({ what, by, reason }) => `${what} by ${by}: ${reason}`).join("; "),
    ],
    ["Audit chain head", record.auditHead],
    ["Records", manifest.lds?.generation === "iso39794" ? "ISO/IEC 39794" : "ISO/IEC 19794, first editions"],
    ["Sealed", `${new Date(record.sealedAt).toISOString()}, ${sealed.length.toLocaleString("en")} bytes`],
    ["Sealed with", `${manifest.algorithms.signature}, ${manifest.algorithms.contentEncryption}`],
  ]);

export const reportOf = async (opened: Opened, steps: readonly StepView[]): Promise<string> => {
  const { manifest, files } = opened.packet;
  const record = recordOf(descriptionOf(manifest), files);
  const { face } = record;
  const portrait = face === undefined ? undefined : await shown(face.chip);
  const signature = record.signature === undefined ? undefined : await shown(record.signature.image);
  return reportPage({
    packetId: record.packetId,
    holder: [record.subject.givenNames, record.subject.surname].filter((name) => name !== "").join(" "),
    subject: subjectFacts(record.subject),
    mrz: manifest.mrz ?? [],
    provisional: manifest.dg1?.provisional ?? [],
    ...(portrait === undefined || face === undefined
      ? {}
      : {
          portrait: {
            picture: portrait,
            processing: face.processing,
            ...(face.points === undefined
              ? {}
              : { eyes: { left: face.points.leftEyeCentre, right: face.points.rightEyeCentre } }),
          },
        }),
    fingers: await Promise.all(record.fingers.map(fingerView)),
    missing: record.missingFingers.map(({ position, reason, note }) => ({
      name: fingerTitle(position),
      value: `${reason}: ${note}`,
    })),
    ...(signature === undefined ? {} : { signature }),
    checks: checkGroups(record, manifest),
    attempts: attempts(record),
    steps,
    devices: devices(record),
    packet: packetFacts(record, opened),
    files: manifest.files,
    verification: opened.lines.map(({ what, clause, state, detail }) => ({
      name: `${what} (${clause})`,
      passed: state !== "failed",
      detail: state === "not-checked" ? `not checked: ${detail}` : detail,
    })),
  });
};
