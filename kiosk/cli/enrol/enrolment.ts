/** One enrolment, from the first frame to the verified receipt. */
import { randomUUID } from "node:crypto";
import { OutsideFault } from "../../../api/base/faults.ts";
import type { FingerPosition } from "../../../api/words/characteristic.ts";
import { sealPacket, type SealedEnrolment } from "../../../api/formats/packet/seal.ts";
import type { Target } from "../../session/acquire.ts";
import type { Policy } from "../../session/policy.ts";
import { driveSession, type SessionHost } from "../../session/run/drive.ts";
import { enrolmentRecord } from "../../session/run/record.ts";
import { characteristicOf } from "../../session/run/station.ts";
import type { SessionState } from "../../session/state.ts";
import type { StepView } from "../report/view.ts";
import type { CaptureDevice } from "../../../drivers/driver.ts";
import { applicant } from "./applicant.ts";
import { Journal } from "./journal.ts";
import { deviceRecords, factsOf, type EnrolmentDevices } from "./recorded.ts";
import type { SessionFile } from "./session-file.ts";
import type { KioskSide } from "./station.ts";

export const SOFTWARE = "enrolment-kiosk 0.1.0";

export interface EnrolmentParts {
  readonly file: SessionFile;
  readonly policy: Policy;
  readonly devices: EnrolmentDevices;
  /** The scanner as this person uses it; told which finger is asked for. */
  readonly scanner: CaptureDevice & { asked: FingerPosition | undefined };
  readonly kiosk: KioskSide;
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

/** Throws OutsideFault for whatever keeps the person from being enrolled; what was sealed is in the outbox by then. */
export const enrolOnce = async (parts: EnrolmentParts): Promise<Enrolled> => {
  const { file, policy, devices, scanner, kiosk, signal } = parts;
  const { clock } = devices;
  const packetId = randomUUID();
  const journal = new Journal();
  const person = applicant({ file, packetId, policy, facts: factsOf(devices), clock, scanner });
  let sealed: SealedEnrolment | undefined;
  let captured: readonly StepView[] = [];

  const seal: SessionHost["seal"] = async ({ data }, box) => {
    captured = journal.captured(data, box);
    const sequence = await kiosk.queue.store.sequenceOf(packetId);
    const identities = {
      face: devices.face.device.identity,
      finger: scanner.identity,
      signature: (devices.signature ?? devices.face).device.identity,
    };
    const record = enrolmentRecord(data, box, {
      process: file.process,
      issuingState: file.issuingState,
      documentCode: file.documentCode,
      subject: file.subject,
      devices: deviceRecords(devices),
      deviceOf: (target: Target) => identities[characteristicOf(target)],
      kiosk: { id: kiosk.queue.kiosk, mission: "Specimen mission", software: SOFTWARE, sequence },
      policy,
      auditHead: (await kiosk.queue.audit.head()).hash,
      sealedAt: clock.now(),
      clockSource: "virtual",
    });
    journal.spend("prepare");
    sealed = await sealPacket(record, kiosk.keys.kiosk, kiosk.recipients);
    journal.spend("seal");
    await kiosk.queue.outbox.add(packetId, sequence, sealed.sealed);
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
      observe: (state) => {
        journal.follow(state);
        parts.say(progressWords(state));
      },
      next: (state) => person.next(state),
      instead: (effect) => person.instead(effect),
      seal,
    },
  });
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
