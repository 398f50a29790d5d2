/** A station that plays a part: what it sees and says is a script, so that a test decides what happens and when. */
import { readFileSync } from "node:fs";
import path from "node:path";
import type { ReferenceProblem, TypedParticulars } from "../../../api/words/kiosk-reference.ts";
import { declaredHolder } from "../../../kiosk/server/particulars.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import type { CaptureOutcome, DeviceFaultCode } from "../../../api/words/capture.ts";
import type { FaceHint, FingerHint, PaperHint } from "../../../api/words/hints.ts";
import type { SlipState, TicketFound } from "../../../api/words/kiosk-ticket.ts";
import type { CapturedSample, FaceSample } from "../../../api/words/sample.ts";
import type { Subject } from "../../../api/words/subject.ts";
import type { SessionState } from "../../../kiosk/session/state.ts";
import { projectRoot } from "../../../kiosk/server/root.ts";
import { decodeRgb, encodeRgbJpeg, resizeRgb } from "../../../models/image.ts";
import { CameraFailed } from "../../../kiosk/server/trouble.ts";
import type {
  AssessEffect,
  Found,
  GlassWatcher,
  Judgement,
  Look,
  PaperDesk,
  PaperFrame,
  PenWatcher,
  Shown,
  Station,
} from "../../../kiosk/server/station.ts";

const root = projectRoot;

/** A camera's frame as small as a mirror can be: who decodes it and draws it is not what is tested. */
const frameOf = async (name: string): Promise<Uint8Array> => {
  const whole = await decodeRgb(readFileSync(path.join(root, "fixtures/faces/specimen", name)));
  return encodeRgbJpeg(await resizeRgb(whole, 300, 400), 85);
};
let made: Promise<readonly Uint8Array[]> | undefined;
export const mirrored = (): Promise<readonly Uint8Array[]> =>
  (made ??= Promise.all(["frame-4-neutral.jpg", "frame-5-neutral.jpg"].map(frameOf)));

export const SPECIMEN: Subject = {
  surname: "TRAORÉ",
  givenNames: "Aminata",
  birth: { year: 1991, month: 4 },
  birthPlace: "Kayes",
  sex: "female",
  nationality: "MLI",
  synthetic: true,
};

const CAMERA = { driver: "played", make: "Test", model: "camera" };
const SCANNER = { driver: "played", make: "Test", model: "scanner" };
const PAD = { driver: "played", make: "Test", model: "pad" };

const svg = (body: string): Shown => ({
  mediaType: "image/svg+xml",
  bytes: Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 150" width="240" height="300">${body}</svg>`,
  ),
});
const PRINT = svg(
  `<rect width="120" height="150" fill="#fff"/><g fill="none" stroke="#333" stroke-width="4">${[
    8, 18, 28, 38, 48,
  ]
    .map((r) => `<ellipse cx="60" cy="80" rx="${r}" ry="${r * 1.3}"/>`)
    .join("")}</g>`,
);
const SIGNED = svg(
  `<rect width="120" height="150" fill="#fff"/><path d="M10 90c20-60 30 40 50-10s30 20 50 0" fill="none" stroke="#123" stroke-width="4"/>`,
);

export interface Script {
  /** What the camera sees, one after the other; the last stays. */
  looks: readonly { readonly hint: FaceHint; readonly ready?: boolean; readonly frames?: number }[];
  /** One a finger presented; afterwards every finger is good. */
  fingers: (FingerHint | "good" | "same" | "nothing" | "broken" | "wait")[];
  signatures: ("good" | "short" | "outside" | "broken" | "wait")[];
  face: ("good" | "poor")[];
  seal: ("good" | "disk-full")[];
  codes: string[];
  slips?: Exclude<SlipState, "printing">[];
  /** What lies under the camera for papers, one a look; the last stays. None: there is no such camera. */
  papers?: PaperHint[];
  /** How far the application of ticket 7K3F-92MX-4Q is. */
  ticketState?: TicketFound;
  age?: number;
  /** The register cannot be asked. */
  lineDown?: boolean;
  /** What a power cut left. */
  left?: SessionState;
  /** What a broken device says of itself. */
  fault: DeviceFaultCode;
  /** Ends a broken device's trouble. */
  repaired: boolean;
  frameMs: number;
  /** A finger comes and goes no faster than this; 0: the scanner knows nothing of it before the picture. */
  glassMs: number;
}

export const SCRIPT: Script = {
  looks: [{ hint: "ready", ready: true }],
  fingers: [],
  signatures: [],
  face: [],
  seal: [],
  codes: [],
  fault: "unplugged",
  repaired: true,
  frameMs: 40,
  glassMs: 0,
};

const pause = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener("abort", end, { once: true });
  });

export class PlayedStation implements Station {
  readonly script: Script;
  /** What a ticket printer did, one a slip; none: no printer is joined. */
  get prints(): boolean {
    return this.script.slips !== undefined;
  }
  /** Pages that were kept: number, paper, whether it can be read. */
  readonly pages: (readonly [number, string, boolean])[] = [];
  get papers(): PaperDesk | undefined {
    return this.script.papers === undefined ? undefined : this.#paperDesk;
  }
  readonly #paperDesk: PaperDesk = {
    frames: (signal) => this.#sheets(signal),
    look: () => {
      const { papers = [] } = this.script;
      const hint = (papers.length > 1 ? papers.shift() : papers[0]) ?? "lay";
      return Promise.resolve({ hint, legible: hint === "hold", present: hint !== "lay" });
    },
    keep: (number, paper, _frame, legible) => {
      this.pages.push([number, paper, legible]);
      return Promise.resolve();
    },
  };
  readonly sealed: string[] = [];
  readonly wiped: string[] = [];
  readonly parked: string[] = [];
  readonly discarded: number[] = [];
  kept: SessionState | undefined;
  readonly facts = {
    faceAttackDetection: true,
    fingerAttackDetection: true,
    fingerPpi: 500,
    fingerAreaMm: { width: 16, height: 20 },
  };
  #onGlass = false;
  #looked = 0;
  #lookedAt = 0;

  constructor(script: Partial<Script> = {}) {
    this.script = { ...SCRIPT, ...script };
  }

  async *frames(signal: AbortSignal): AsyncIterable<FaceSample> {
    const frames = await mirrored();
    for (let at = 0; !signal.aborted; at += 1) {
      if (this.#cameraStopped) {
        this.#cameraStopped = false;
        throw new CameraFailed(this.script.fault);
      }
      const bytes = Uint8Array.from(frames[Math.floor(at / 30) % 2] ?? []);
      yield {
        characteristic: "face",
        mediaType: "image/jpeg",
        bytes,
        device: CAMERA,
        capturedAt: Date.now(),
      };
      await pause(this.script.frameMs, signal);
    }
  }

  async *#sheets(signal: AbortSignal): AsyncIterable<PaperFrame> {
    const [sheet = new Uint8Array()] = await mirrored();
    while (!signal.aborted) {
      const picture = { mediaType: "image/jpeg", bytes: Uint8Array.from(sheet) } as const;
      yield { characteristic: "document", lines: [], picture, device: CAMERA, capturedAt: Date.now() };
      await pause(this.script.frameMs, signal);
    }
  }

  /** Somebody stands before the camera. */
  somebody = true;
  #cameraStopped = false;

  /** The next frame does not come. */
  stopCamera(): void {
    this.#cameraStopped = true;
  }

  /** What comes next at the glass; a finger that waited goes on with it. */
  goOn(...fingers: Script["fingers"]): void {
    this.script.fingers = fingers;
  }

  /** What comes next on the pad. */
  goOnSigning(...signatures: Script["signatures"]): void {
    this.script.signatures = signatures;
  }

  /** When the frame that was looked at last was taken. */
  lookedFrameAt = 0;

  look(frame: FaceSample): Promise<Look> {
    this.lookedFrameAt = frame.capturedAt;
    const { looks } = this.script;
    const now = looks[Math.min(this.#looked, looks.length - 1)];
    this.#lookedAt += 1;
    if (this.#lookedAt >= (now?.frames ?? 1)) {
      this.#looked += 1;
      this.#lookedAt = 0;
    }
    return Promise.resolve({
      hint: now?.hint ?? "look-here",
      ready: now?.ready ?? false,
      present: this.somebody,
    });
  }

  /** The camera's script from its beginning. */
  replayLooks(): void {
    this.#looked = 0;
    this.#lookedAt = 0;
  }

  async scan(
    _target: string,
    _deadline: number,
    signal: AbortSignal,
    glass?: GlassWatcher,
  ): Promise<CaptureOutcome> {
    while (this.script.fingers[0] === "wait" && !signal.aborted) await pause(20, signal);
    const next = this.script.fingers[0] ?? "good";
    await pause(20, signal);
    if (signal.aborted) return { kind: "cancelled" };
    if (next === "broken") {
      this.script.fingers.shift();
      return { kind: "failed", fault: { code: this.script.fault, detail: "played" } };
    }
    if (next === "nothing") {
      this.script.fingers.shift();
      return { kind: "retry", reason: "nothing-presented" };
    }
    if (this.script.glassMs > 0) await this.#touched(signal, glass);
    glass?.print(PRINT);
    return {
      kind: "captured",
      sample: {
        characteristic: "finger",
        image: { width: 8, height: 8, pixels: new Uint8Array(64).fill(128) },
        ppi: 500,
        bitDepth: 8,
        device: SCANNER,
        capturedAt: Date.now(),
      },
    };
  }

  /** As a scanner tells it that knows what lies on it. */
  async #touched(signal: AbortSignal, glass: GlassWatcher | undefined): Promise<void> {
    if (this.#onGlass) {
      glass?.finger("still-there");
      await pause(this.script.glassMs, signal);
      glass?.finger("gone");
    }
    glass?.finger("there");
    await pause(this.script.glassMs, signal);
    this.#onGlass = true;
  }

  async write(_deadline: number, signal: AbortSignal, pen: PenWatcher): Promise<CaptureOutcome> {
    for (let at = 0; at < 40; at += 1)
      pen(
        { x: at * 2, y: 30 + Math.round(15 * Math.sin(at / 4)), pressure: 6, t: at * 10_000, contact: true },
        { maxX: 100, maxY: 60, maxPressure: 10 },
      );
    while (this.script.signatures[0] === "wait" && !signal.aborted) await pause(20, signal);
    const next = this.script.signatures[0] ?? "good";
    await pause(20, signal);
    if (signal.aborted) return { kind: "cancelled" };
    if (next === "broken") {
      this.script.signatures.shift();
      return { kind: "failed", fault: { code: this.script.fault, detail: "played" } };
    }
    return {
      kind: "captured",
      sample: {
        characteristic: "signature",
        trajectory: { maxX: 100, maxY: 60, maxPressure: 10, points: [] },
        device: PAD,
        capturedAt: Date.now(),
      },
    };
  }

  async repaired(_device: string, signal: AbortSignal): Promise<void> {
    while (!this.script.repaired && !signal.aborted) await pause(50, signal);
  }

  /** What was judged last. */
  judged: AssessEffect | undefined;

  judge(effect: AssessEffect, sample: CapturedSample): Promise<Judgement> {
    this.judged = effect;
    if (sample.characteristic === "finger") return this.#judgeFinger();
    if (sample.characteristic === "signature") return this.#judgeSignature();
    const good = (this.script.face.shift() ?? "good") === "good";
    return Promise.resolve({
      assessment: { sufficient: good, rank: [good ? 5 : 2, 0], reason: good ? "" : "focus" },
      ...(sample.characteristic === "face"
        ? { picture: { mediaType: "image/jpeg", bytes: sample.bytes } }
        : {}),
    });
  }

  discard(numbers: readonly number[]): void {
    this.discarded.push(...numbers);
  }

  park(data: { packetId: string }): Promise<void> {
    this.parked.push(data.packetId);
    return Promise.resolve();
  }

  #judgeFinger(): Promise<Judgement> {
    const next = this.script.fingers.shift() ?? "good";
    const assessment = {
      sufficient: next === "good",
      rank: [next === "good" ? 60 : 10],
      reason: next === "good" ? "" : next,
    };
    if (next === "same")
      return Promise.resolve({
        assessment: { ...assessment, sufficient: true, duplicateOf: "right-index" },
        picture: PRINT,
      });
    const hint =
      next === "good" || next === "nothing" || next === "broken" || next === "wait" ? undefined : next;
    return Promise.resolve({ assessment, ...(hint === undefined ? {} : { hint }), picture: PRINT });
  }

  #judgeSignature(): Promise<Judgement> {
    const next = this.script.signatures.shift() ?? "good";
    const good = next === "good";
    return Promise.resolve({
      assessment: { sufficient: good, rank: [good ? 1 : 0], reason: good ? "" : next },
      hint: good ? "done" : next === "outside" ? "sign-inside" : "sign-longer",
      picture: SIGNED,
    });
  }

  readCode(): Promise<string | undefined> {
    return Promise.resolve(this.script.codes.shift());
  }

  declared = (particulars: TypedParticulars): Found | "incomplete" => {
    const found = declaredHolder(particulars, "MLI", Date.UTC(2026, 10, 22));
    return found === "incomplete" ? found : { ...found, reference: "TYPED-1" };
  };

  find(text: string, way: string): Promise<Found | ReferenceProblem> {
    const { age, lineDown } = this.script;
    if (lineDown === true && way !== "document") return Promise.resolve("line-down");
    const found = { reference: "BKO-2026-000123", subject: SPECIMEN, ...(age === undefined ? {} : { age }) };
    if (way === "none" || text === "BKO-2026-000123") return Promise.resolve(found);
    return Promise.resolve(/^[A-Z]{3}-\d{4}-\d{6}$/u.test(text) ? "unknown" : "not-ours");
  }

  sealHeld(): Promise<void> {
    return Promise.resolve();
  }

  seal(data: { packetId: string }): Promise<void> {
    if ((this.script.seal.shift() ?? "good") === "disk-full")
      return Promise.reject(new OutsideFault("disk-full", "The disk is full; make room."));
    this.sealed.push(data.packetId);
    return Promise.resolve();
  }

  ticket(): ReturnType<Station["ticket"]> {
    const row = "1011010011010110101101001";
    return Promise.resolve({
      next: "wait-for-news",
      number: "7K3F-92MX-4Q",
      qr: Array.from({ length: 25 }, (_, at) => row.slice(at) + row.slice(0, at)),
      date: "2026-11-21",
      mission: "Ambassade – essai",
    });
  }

  async print(): Promise<Exclude<SlipState, "printing">> {
    await pause(20);
    return this.script.slips?.shift() ?? "printed";
  }

  ticketState(): Promise<TicketFound | undefined> {
    return Promise.resolve(this.script.ticketState);
  }

  keep(state: SessionState): Promise<void> {
    this.kept = state;
    return Promise.resolve();
  }

  comeBack(): ReturnType<Station["comeBack"]> {
    const { left } = this.script;
    return Promise.resolve(
      left === undefined ? undefined : { state: left, person: { language: "en", subject: SPECIMEN } },
    );
  }

  shown(): Shown {
    return PRINT;
  }

  wipe(packetId: string): Promise<void> {
    this.wiped.push(packetId);
    return Promise.resolve();
  }
}
