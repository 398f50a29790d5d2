/** One enrolment, from the first frame to the verified receipt. */
import { randomUUID } from "node:crypto";
import { OutsideFault } from "../../../api/base/faults.ts";
import { seededRandom } from "../../../api/base/random.ts";
import type { FingerPosition } from "../../../api/words/characteristic.ts";
import { sealOptionsOf } from "../../../api/formats/packet/format-options.ts";
import type { SealedEnrolment } from "../../../api/formats/packet/seal.ts";
import type { DeviceIdentity } from "../../../api/words/device.ts";
import type { OperatorRecord, SupportingDocument } from "../../../api/words/enrolment.ts";
import type { Check } from "../../../api/words/quality.ts";
import type { Target } from "../../session/acquire.ts";
import { endingOf, type Ending } from "../../session/log/logbook.ts";
import { logOf, type LogSurroundings } from "../../session/log/write-log.ts";
import type { Policy } from "../../session/policy.ts";
import { driveSession, type SessionHost } from "../../session/run/drive.ts";
import { enrolmentRecord } from "../../session/run/record.ts";
import { characteristicOf } from "../../session/run/station.ts";
import type { SessionState } from "../../session/state.ts";
import type { StepView } from "../report/view.ts";
import type { CaptureDevice } from "../../../drivers/driver.ts";
import { SOFTWARE } from "../software.ts";
import { applicant } from "./applicant.ts";
import { Journal } from "./journal.ts";
import { deviceRecords, factsOf, type EnrolmentDevices } from "./recorded.ts";
import type { SessionFile } from "./session-file.ts";
import type { KioskSide } from "./station.ts";

export interface EnrolmentParts {
  readonly file: SessionFile;
  readonly policy: Policy;
  readonly devices: EnrolmentDevices;
  /** The scanner as this person uses it; told which finger is asked for. */
  readonly scanner: CaptureDevice & { asked: FingerPosition | undefined };
  readonly kiosk: KioskSide;
  /** Papers shown at the desk. */
  readonly documents?: readonly SupportingDocument[];
  /** Specimens only: packet number and all randomness of sealing follow from it. */
  readonly seed?: string | undefined;
  readonly signal: AbortSignal;
  /** A line of progress. */
  readonly say: (line: string) => void;
  /** The packet is on the disk and will be sent, whatever happens now. */
  readonly onSealed?: (packetId: string) => void;
}

export interface Enrolled {
  readonly sealed: SealedEnrolment;
  readonly steps: readonly StepView[];
}

const progressWords = (state: SessionState): string =>
  "acquiring" in state ? `${state.acquiring.target}: ${state.acquiring.phase}` : state.kind;

/** A full disk keeps the packet from going out now, not from going out. */
const deliver = async (kiosk: KioskSide, sealed: SealedEnrolment): Promise<void> => {
  try {
    await kiosk.deliver(sealed);
  } catch (cause) {
    if (!(cause instanceof OutsideFault) || !cause.code.startsWith("disk-")) throw cause;
    throw new OutsideFault(
      cause.code,
      `${cause.message}. The sealed packet ${sealed.packetId} stays in the outbox and goes out next time.`,
      { cause },
    );
  }
};

/** A UUID of version 8 (RFC 9562) from a seed. */
const seededUuid = (seed: string): string => {
  const bytes = Buffer.from(seededRandom(seed)("packet id", 16));
  bytes[6] = 0x80 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, "$1-$2-$3-$4-$5");
};

/** What was asked for, as far as the session says. */
const requestOf = (file: SessionFile) => ({
  ...(file.service === undefined ? {} : { service: file.service }),
  ...(file.paymentReference === undefined ? {} : { paymentReference: file.paymentReference }),
  ...(file.previousPacketId === undefined ? {} : { previousPacketId: file.previousPacketId }),
  ...(file.documentNumber === undefined ? {} : { documentNumber: file.documentNumber }),
  ...(file.expiry === undefined ? {} : { expiry: file.expiry }),
});

const deskOf = ({ desk = [] }: SessionFile): readonly OperatorRecord[] =>
  desk.map(({ id, role, authentication }) => ({
    id,
    role,
    ...(authentication === undefined
      ? {}
      : { authentication: { method: authentication.method, at: Date.parse(authentication.at) } }),
  }));

const SPECIMEN_MISSION = "Specimen mission";

const identityOf = ({ devices, scanner }: EnrolmentParts, target: Target): DeviceIdentity => {
  const identities = {
    face: devices.face.device.identity,
    finger: scanner.identity,
    signature: (devices.signature ?? devices.face).device.identity,
  };
  return identities[characteristicOf(target)];
};

const surroundingsOf = (
  parts: EnrolmentParts,
  checks: ReadonlyMap<number, readonly Check[]>,
): LogSurroundings => {
  const { queue, config } = parts.kiosk.runtime;
  return {
    station: { kiosk: queue.kiosk, mission: config?.mission ?? SPECIMEN_MISSION, software: SOFTWARE },
    policy: parts.policy,
    devices: deviceRecords(parts.devices),
    deviceOf: (target) => identityOf(parts, target).driver,
    checksOf: (number) => checks.get(number) ?? [],
    endedAt: parts.devices.clock.now(),
  };
};

/** Throws OutsideFault for whatever keeps the person from being enrolled; what was sealed is in the outbox by then. */
export const enrolOnce = async (parts: EnrolmentParts): Promise<Enrolled> => {
  const { file, policy, devices, scanner, kiosk, signal, seed } = parts;
  const { clock } = devices;
  const packetId = seed === undefined ? randomUUID() : seededUuid(seed);
  const journal = new Journal();
  const person = applicant({ file, packetId, policy, facts: factsOf(devices), clock, scanner });
  let sealed: SealedEnrolment | undefined;
  let captured: readonly StepView[] = [];

  let before: SessionState = { kind: "idle" };
  let ending: Ending | undefined;
  let checks = new Map<number, readonly Check[]>();

  const seal: SessionHost["seal"] = (state, box) =>
    kiosk.runtime.space.withReserve(() => sealNow(state, box));
  const sealNow: SessionHost["seal"] = async ({ data }, box) => {
    captured = journal.captured(data, box);
    checks = new Map(data.tries.map(({ number }) => [number, box.checks(number)]));
    const { queue, config } = kiosk.runtime;
    const sequence = await queue.store.sequenceOf(packetId);
    const record = enrolmentRecord(data, box, {
      process: file.process,
      issuingState: file.issuingState,
      documentCode: file.documentCode,
      ...requestOf(file),
      ...(parts.documents === undefined || parts.documents.length === 0
        ? {}
        : { documents: parts.documents }),
      people: deskOf(file),
      subject: file.subject,
      devices: deviceRecords(devices),
      deviceOf: (target: Target) => identityOf(parts, target),
      kiosk: {
        id: queue.kiosk,
        mission: config?.mission ?? SPECIMEN_MISSION,
        software: SOFTWARE,
        sequence,
      },
      policy,
      auditHead: (await queue.audit.head()).hash,
      sealedAt: clock.now(),
      clockSource: "virtual",
    });
    journal.spend("prepare");
    sealed = await kiosk.runtime.seal(record, {
      ...(file.packet === undefined ? {} : sealOptionsOf(file.packet)),
      ...(seed === undefined ? {} : { random: seededRandom(seed) }),
    });
    journal.spend("seal");
    await kiosk.runtime.keep(sealed);
    journal.spend("store");
    parts.onSealed?.(packetId);
  };

  const end = await driveSession({
    policy,
    devices: {
      face: devices.face.device,
      finger: scanner,
      ...(devices.signature === undefined ? {} : { signature: devices.signature.device }),
    },
    clock,
    signal,
    host: {
      observe: (state, effects) => {
        ending = endingOf(before, state, effects) ?? ending;
        before = state;
        journal.follow(state);
        parts.say(progressWords(state));
      },
      next: (state) => person.next(state),
      instead: (effect) => person.instead(effect),
      seal,
    },
  });
  if (ending !== undefined) {
    const log = logOf(ending, surroundingsOf(parts, checks));
    await kiosk.runtime.logs.add(log, ending.data.age);
  }
  if (sealed === undefined)
    throw new OutsideFault(
      "policy-refused",
      `The session ended without a packet: ${end.kind === "ended" ? end.reason : end.kind}.`,
    );
  journal.spend("end");
  parts.say("submitting");
  await deliver(kiosk, sealed);
  journal.spend("deliver");
  const steps = [
    ...captured,
    journal.step(
      "Packet",
      "seal",
      `${sealed.manifest.files.length} files signed and encrypted, ${Math.round(sealed.sealed.length / 1000)} kB`,
    ),
    journal.step("Outbox", "store", "on the disk before anything is sent"),
    journal.step("Submission", "deliver", "receipt verified, kiosk's copy erased"),
  ];
  return { sealed, steps };
};
