/**
 * What the walk needs of devices, assessment and sealing: the composition root joins the real ones, tests join played
 * ones. A station captures and judges; it decides nothing.
 */
import type { CaptureOutcome, CaptureWatcher } from "../../api/words/capture.ts";
import type { FaceLie } from "../../api/words/guidance.ts";
import type { FaceHint, FingerHint, PaperHint, SignatureHint } from "../../api/words/hints.ts";
import type { ReferenceProblem, TypedParticulars } from "../../api/words/kiosk-reference.ts";
import type { SlipState, TicketFound, TicketView } from "../../api/words/kiosk-ticket.ts";
import type { CapturedSample, DocumentSample, FaceSample } from "../../api/words/sample.ts";
import type { Subject } from "../../api/words/subject.ts";
import type { Milliseconds } from "../../api/words/units.ts";
import type { Assessment, Target } from "../session/acquire.ts";
import type {
  AcquiredPart,
  Data,
  DeviceFacts,
  PortraitTemplate,
  SessionEffect,
  SessionState,
} from "../session/state.ts";
import type { Person } from "./safekeeping.ts";

export const TARGET_DEVICES = {
  face: "camera",
  fingers: "scanner",
  signature: "pad",
} as const satisfies Record<AcquiredPart, string>;
export type StationDevice = (typeof TARGET_DEVICES)[AcquiredPart];

/** A picture that a browser can show. */
export interface Shown {
  readonly mediaType: "image/jpeg" | "image/png" | "image/svg+xml";
  readonly bytes: Uint8Array;
}

/** One look at a frame: what to tell the person, and whether the picture may be taken. */
export interface Look {
  readonly hint: FaceHint;
  readonly ready: boolean;
  /** Somebody is there: the session is not abandoned. */
  readonly present: boolean;
  /**
   * This one frame could not be judged (a blink, a frame that repeats, one that came late on a busy machine): no picture
   * is taken from it, and whoever stood well before it is told nothing else.
   */
  readonly unsure?: true;
  /** No face stands upright there, one lies so: nothing for the applicant, the operator is told (station/camera-stance.ts). */
  readonly lying?: FaceLie;
}

/** One look at a picture that was taken unseen. */
export interface StillLook extends Pick<Look, "present" | "lying"> {
  /** The first thing that is wrong with it; undefined: nothing that one picture tells. */
  readonly amiss?: FaceHint;
}

/** A picture of a paper, as the camera above the desk took it. */
export type PaperFrame = DocumentSample & Required<Pick<DocumentSample, "picture">>;

/** One look at a paper: what to do with it, and whether it can be read as it lies there. */
export interface PaperLook {
  readonly hint: PaperHint;
  readonly legible: boolean;
  /** Some writing is there: somebody lays something down. */
  readonly present: boolean;
}

export interface DocumentReader {
  /** Lines of one document, broken by LF; `unreadable`: something was read and is no zone; undefined: nothing came for a while. */
  read(signal: AbortSignal): Promise<{ readonly text: string } | "unreadable" | undefined>;
}

/** Where papers are laid: a camera of its own, or the one that there is. */
export interface PaperDesk {
  /** Newest frame each time; none while no frame comes. */
  frames(signal: AbortSignal): AsyncIterable<PaperFrame>;
  look(frame: PaperFrame): Promise<PaperLook>;
  /** The station keeps that page under that number. Throws OutsideFault where the picture cannot be read. */
  keep(number: number, paper: string, frame: PaperFrame, legible: boolean): Promise<void>;
}

export interface Judgement {
  readonly assessment: Assessment;
  /** What the applicant is told; never why a machine thinks so. */
  readonly hint?: FingerHint | SignatureHint;
  /** What to do before a portrait that was refused is taken again. */
  readonly amiss?: FaceHint;
  /** What the applicant may look at. */
  readonly picture?: Shown;
}

export type PenWatcher = NonNullable<CaptureWatcher["pen"]>;

/** What lies on the glass, as soon as the driver knows of it. */
export interface GlassWatcher {
  print(print: Shown): void;
  readonly finger: NonNullable<CaptureWatcher["finger"]>;
}

export type AssessEffect = Extract<SessionEffect, { kind: "assess" }>;

export interface Found {
  readonly reference: string;
  /** As pre-registered; absent where only the number is known. */
  readonly subject?: Subject;
  readonly age?: number;
  readonly paymentReference?: string;
}

export interface Station {
  readonly facts: DeviceFacts;
  /** Newest frame each time; none while no frame comes. Throws CameraFailed, or NoLiveView of a camera that can only be released. */
  frames(signal: AbortSignal): AsyncIterable<FaceSample>;
  /** The camera is released, where `frames` gives only what one looks at, or nothing. */
  release?(deadline: Milliseconds, signal: AbortSignal): Promise<CaptureOutcome>;
  look(frame: FaceSample, portrait: PortraitTemplate, signal: AbortSignal): Promise<Look>;
  /** The first thing to put right before the next picture, of one that was taken unseen; undefined: nothing that it tells. */
  amiss?(picture: FaceSample): Promise<FaceHint | undefined>;
  /** `glass`: what happens there before anything is judged. */
  scan(
    target: Target,
    deadline: Milliseconds,
    signal: AbortSignal,
    glass?: GlassWatcher,
  ): Promise<CaptureOutcome>;
  write(deadline: Milliseconds, signal: AbortSignal, pen: PenWatcher): Promise<CaptureOutcome>;
  /** Absent: papers are shown at the desk. */
  readonly papers?: PaperDesk | undefined;
  /** Resolves when that device works again. */
  repaired(device: StationDevice, signal: AbortSignal): Promise<void>;
  /** The station keeps what is to be enrolled, under the attempt's number. */
  judge(effect: AssessEffect, sample: CapturedSample): Promise<Judgement>;
  /** Samples of these attempts are destroyed. */
  discard(numbers: readonly number[]): void;
  /** The text of an appointment's code in that frame; undefined: none. */
  readCode(frame: FaceSample): Promise<string | undefined>;
  /** Readers of documents beside the page's own keys; each is asked as long as a reference is wanted. */
  readonly readers?: readonly DocumentReader[];
  /** `unknown`: well-formed and not known here. `not-ours`: no reference of this office. */
  find(text: string, way: "qr" | "typed" | "document" | "none"): Promise<Found | ReferenceProblem>;
  /** Who says so, where nobody can be asked: the desk checks it. Absent: nobody is taken at their word here. */
  readonly declared?: ((particulars: TypedParticulars) => Found | ReferenceProblem) | undefined;
  /** Resolves once the sealed packet is on the disk. Throws OutsideFault. */
  seal(data: Data, subject: Subject | undefined): Promise<void>;
  /** What waits for the desk, kept encrypted until the time is up. */
  park(data: Data, subject: Subject | undefined, until: Milliseconds): Promise<void>;
  /** Tries once more what could not be sealed and was set aside. */
  sealHeld(): Promise<void>;
  ticket(data: Data): Promise<TicketView>;
  /** A ticket printer is joined. */
  readonly prints: boolean;
  /** Never throws for what a printer does. */
  print(ticket: TicketView, language: string): Promise<Exclude<SlipState, "printing">>;
  /** How far the application of that ticket is; undefined: no ticket of this kiosk. */
  ticketState(number: string): Promise<TicketFound | undefined>;
  /** After every step: a power cut costs no more than what came since. */
  keep(state: SessionState, person: Person): Promise<void>;
  /** A session that a power cut or a crash left; once, when the kiosk begins. */
  comeBack(): Promise<{ readonly state: SessionState; readonly person: Person } | undefined>;
  /** What may be looked at of that attempt. */
  shown(number: number): Shown | undefined;
  /** Everything that is held of the person is destroyed. */
  wipe(packetId: string): Promise<void>;
}
