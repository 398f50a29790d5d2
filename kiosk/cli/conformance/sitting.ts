/** One whole session as the conformance bench plays it: the real machine, drivers and models, a scripted person. */
import { Bug } from "../../../api/base/faults.ts";
import type { CaptureOutcome, CaptureRequest } from "../../../api/words/capture.ts";
import type { FingerPosition } from "../../../api/words/characteristic.ts";
import type { DeviceIdentity, DeviceStatus } from "../../../api/words/device.ts";
import type { EnrolmentRecord } from "../../../api/words/enrolment.ts";
import type { Check } from "../../../api/words/quality.ts";
import type { GreyImage } from "../../../api/words/sample.ts";
import type { CaptureDevice } from "../../../drivers/driver.ts";
import { ReplayClock } from "../../../drivers/transport/replay-clock.ts";
import { virtualCamera, virtualPad } from "../../../drivers/virtual.ts";
import { sign, signatureStyle } from "../../../models/synthetic/signature/trajectory.ts";
import { attemptsLog, type AttemptsLog } from "../../session/log/attempts-log.ts";
import type { Policy } from "../../session/policy.ts";
import { driveSession } from "../../session/run/drive.ts";
import { isFingerPosition } from "../../session/run/finger-station.ts";
import { enrolmentRecord } from "../../session/run/record.ts";
import { characteristicOf } from "../../session/run/station.ts";
import type { Data, Message, SessionInput, SessionState } from "../../session/state.ts";
import { letPass } from "../enrol/applicant.ts";
import { deviceRecords, factsOf, openDevices } from "../enrol/recorded.ts";
import { SCANNERS, type ScannerName } from "../people/scanners.ts";
import { PERSON } from "./specimen.ts";

export interface Behaviour {
  readonly policy: Policy;
  /** What the camera sees, one a moment, round and round. */
  readonly frames: readonly Uint8Array[];
  /** Milliseconds between them. */
  readonly frameInterval?: number;
  readonly scanner: ScannerName;
  /** What lies on the scanner at that visit (1 the first); undefined: nothing. */
  readonly print: (asked: FingerPosition, visit: number) => GreyImage | undefined;
  readonly age?: number;
  /** Ends the session when that part begins. */
  readonly leavesAt?: "face" | "fingers" | "signature";
  /** Fingers the applicant does not have. */
  readonly missing?: readonly FingerPosition[];
}

export interface Sitting {
  readonly end: SessionState["kind"];
  readonly data: Data;
  readonly log: AttemptsLog;
  readonly shown: readonly Message[];
  /** Present where it came to the seal. */
  readonly record?: EnrolmentRecord;
}

const START = Date.UTC(2026, 0, 5, 9);
const PAD = { maxX: 9600, maxY: 6000, maxPressure: 1023, widthMm: 96, rate: 200 } as const;
const FRAME_INTERVAL = 400;
const SEED = "conformance";
const STATION = { kiosk: "conformance-bench", mission: "Specimen mission", software: "enrolment-kiosk" };

/** The person's hand on the scanner; told by the session which finger is asked for. */
class Hand implements CaptureDevice {
  readonly #scanner: CaptureDevice;
  readonly #clock: ReplayClock;
  readonly #behaviour: Pick<Behaviour, "print" | "scanner">;
  #visits = 0;
  asked: FingerPosition | undefined;

  constructor(scanner: CaptureDevice, clock: ReplayClock, behaviour: Pick<Behaviour, "print" | "scanner">) {
    this.#scanner = scanner;
    this.#clock = clock;
    this.#behaviour = behaviour;
  }

  get identity(): DeviceIdentity {
    return this.#scanner.identity;
  }

  status(): DeviceStatus {
    return this.#scanner.status();
  }

  async capture(request: CaptureRequest, signal: AbortSignal): Promise<CaptureOutcome> {
    this.#visits += 1;
    const { print: laid, scanner: name } = this.#behaviour;
    const print = this.asked === undefined ? undefined : laid(this.asked, this.#visits);
    if (print === undefined) {
      await letPass(this.#clock, request.deadline, signal);
      return { kind: "retry", reason: "nothing-presented" };
    }
    this.#clock.resume();
    try {
      const scanner = SCANNERS[name].device([print], { clock: this.#clock, seed: SEED });
      await using device = await scanner.open();
      return await device.capture(request, signal);
    } finally {
      this.#clock.pause();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

const answers =
  (behaviour: Behaviour, facts: Data["facts"], clock: ReplayClock) =>
  (state: SessionState): SessionInput | undefined => {
    const at = clock.now();
    switch (state.kind) {
      case "idle":
        return {
          kind: "start",
          at,
          packetId: "00000000-0000-4000-8000-000000000000",
          mode: "unattended",
          facts,
        };
      case "reference":
        return { kind: "reference-given", at, reference: "CONFORMANCE", age: behaviour.age ?? 36 };
      case "consent":
        return {
          kind: "consent-given",
          at,
          language: "en",
          by: (behaviour.age ?? 36) < 18 ? "guardian" : "applicant",
        };
      case "review":
        return { kind: "confirm", at };
      case "awaiting-control":
        return state.data.doubts.length === 0
          ? { kind: "control-passed", at, by: "official", comparison: "face and fingers compared" }
          : undefined;
      case "ticket":
        return { kind: "ticket-taken", at };
      default:
        return undefined;
    }
  };

/** Plays one session to its end, or to where it waits for a desk. Throws what driveSession throws. */
export const sit = async (behaviour: Behaviour): Promise<Sitting> => {
  const { policy } = behaviour;
  const clock = new ReplayClock(START);
  await using devices = await openDevices(
    {
      camera: [
        virtualCamera(behaviour.frames, { clock, interval: behaviour.frameInterval ?? FRAME_INTERVAL }),
        "the virtual camera",
      ],
      scanner: [SCANNERS[behaviour.scanner].device([], { clock, seed: SEED }), "the virtual scanner"],
      pad: [virtualPad(sign(signatureStyle("conformance"), "first", PAD), { clock }), "the virtual pad"],
    },
    clock,
  );
  const hand = new Hand(devices.finger.device, clock, behaviour);
  const shown: Message[] = [];
  const checks = new Map<number, readonly Check[]>();
  let data: Data | undefined;
  let record: EnrolmentRecord | undefined;
  const facts = factsOf(devices);
  const deviceOf = { face: devices.face.device.identity, finger: hand.identity, signature: hand.identity };
  const end = await driveSession({
    policy,
    devices: {
      face: devices.face.device,
      finger: hand,
      ...(devices.signature === undefined ? {} : { signature: devices.signature.device }),
    },
    clock,
    signal: new AbortController().signal,
    host: {
      observe: (state, effects) => {
        if ("data" in state) data = state.data;
        shown.push(...effects.flatMap((effect) => (effect.kind === "show" ? [effect.message] : [])));
      },
      next: answers(behaviour, facts, clock),
      instead: ({ target }) => {
        const part = target === "face" || target === "signature" ? target : "fingers";
        if (part === behaviour.leavesAt) return { kind: "abandon", at: clock.now() };
        if (!isFingerPosition(target)) return undefined;
        hand.asked = target;
        return behaviour.missing?.includes(target) === true
          ? {
              kind: "finger-missing",
              at: clock.now(),
              finger: { position: target, reason: "amputated", note: "Told by the applicant." },
            }
          : undefined;
      },
      seal: async (state, box) => {
        for (const { number } of state.data.tries) checks.set(number, box.checks(number));
        // A copy: the session overwrites its own when it ends.
        const kept = enrolmentRecord(state.data, box, {
          process: "new-passport",
          issuingState: "UTO",
          documentCode: "PP",
          subject: PERSON.subject,
          devices: deviceRecords(devices),
          deviceOf: (target) => deviceOf[characteristicOf(target)],
          kiosk: { id: STATION.kiosk, mission: STATION.mission, software: STATION.software, sequence: 1 },
          policy,
          auditHead: "0".repeat(64),
          sealedAt: clock.now(),
          clockSource: "virtual",
        });
        record = structuredClone(kept);
      },
    },
  });
  if (data === undefined) throw new Bug("a session ended before it began");
  return {
    end: end.kind,
    data,
    shown,
    log: attemptsLog(data, {
      station: STATION,
      policy,
      devices: deviceRecords(devices),
      deviceOf: () => "virtual",
      checksOf: (number) => checks.get(number) ?? [],
      discarded: new Set(),
      shown,
      end:
        end.kind === "ended" ? end.reason : end.kind === "awaiting-control" ? "awaiting-control" : "sealing",
      endedAt: clock.now(),
    }),
    ...(record === undefined ? {} : { record }),
  };
};
