/** Whose session it is: a code in front of the camera, or what was typed. */
import type { Subject } from "../../../api/words/subject.ts";
import type { Scene } from "./scene.ts";
import type { ReferenceProblem, TypedParticulars } from "../../../api/words/kiosk-reference.ts";
import { referenceIn } from "../code.ts";
import type { DocumentReader, Found, Station } from "../station.ts";
import { readTicketNumber } from "../ticket.ts";

/** Nobody holds anything up: looked again after this. */
const LOOK_MS = 2000;

/** Where nobody's details are known, the desk asks. */
const isIdentified = (subject: Subject | undefined): boolean =>
  subject === undefined || subject.nationalNumber !== undefined || subject.noNationalNumber !== undefined;

export class References {
  readonly #scene: Scene;
  readonly #closing: AbortSignal;
  #reading: AbortController | undefined;

  constructor(scene: Scene, closing: AbortSignal) {
    this.#scene = scene;
    this.#closing = closing;
  }

  get #wanted(): boolean {
    const { kind } = this.#scene.state;
    const { place } = this.#scene.presentation;
    return (kind === "reference" || kind === "paused" || place === "status") && !this.#closing.aborted;
  }

  /** While a document may be shown, its readers are asked. */
  #readDocuments(): void {
    const scene = this.#scene;
    const { ways, station, clock } = scene.options;
    if (!ways.includes("document")) return;
    const stop = new AbortController();
    this.#reading?.abort();
    this.#reading = stop;
    const signal = AbortSignal.any([this.#closing, stop.signal]);
    const attend = async () => {
      while (this.#wanted && !signal.aborted) await clock.sleep(LOOK_MS, signal);
      stop.abort();
    };
    const ask = async (reader: DocumentReader) => {
      while (!signal.aborted) {
        const read = await reader.read(signal);
        if (read === undefined || signal.aborted || scene.screen().kind !== "reference") continue;
        if (read === "unreadable") scene.present((now) => ({ ...now, problem: "unreadable" }));
        else await this.refer(read.text, "document");
      }
    };
    const readers = station.readers ?? [];
    if (readers.length > 0) void scene.guard(attend());
    for (const reader of readers) void scene.guard(ask(reader));
  }

  /** While a code may be shown, every frame is looked at for one; and what is laid on a reader is read. */
  readCodes(): void {
    this.#readDocuments();
    const scene = this.#scene;
    const { ways, station } = scene.options;
    if (!ways.includes("qr")) return;
    const work = async () => {
      let frame = undefined as Parameters<Station["readCode"]>[0] | undefined;
      let last: string | undefined;
      while (this.#wanted) {
        frame = await scene.mirror.next(
          frame,
          AbortSignal.any([this.#closing, AbortSignal.timeout(LOOK_MS)]),
        );
        // A camera that can only be released reads no code; the other ways stand.
        if (scene.mirror.blind) return;
        const { kind } = scene.screen();
        if (frame === undefined || (kind !== "reference" && kind !== "status")) continue;
        const text = await station.readCode(frame);
        if (text === undefined || text === last) continue;
        last = text;
        await (kind === "status" ? this.giveTicket(text) : this.refer(text, "qr"));
      }
    };
    void scene.guard(work());
  }

  /** A reference was shown, or typed by `hand`: what no eye saw cannot be held flatter. */
  async refer(text: string, way: Parameters<Station["find"]>[1], hand = false): Promise<void> {
    const scene = this.#scene;
    scene.touch();
    const own = "data" in scene.state ? scene.state.data.reference : undefined;
    // Whose session it is, it knows itself: a line that is down keeps nobody from going on.
    if (scene.state.kind === "paused" && own !== undefined && referenceIn(text) === own)
      return this.#resume(own);
    const found = await scene.options.station.find(text, way);
    const { kind } = scene.state;
    if (kind !== "reference" && kind !== "paused") return;
    if (typeof found === "string")
      return this.#problem(hand && found === "unreadable" ? "mistyped" : found, text);
    if (kind === "paused") return this.#resume(found.reference);
    this.#take(found);
  }

  #problem(problem: ReferenceProblem, text: string): void {
    const scene = this.#scene;
    const unasked =
      problem === "line-down" &&
      scene.options.station.declared !== undefined &&
      scene.state.kind === "reference"
        ? { unasked: referenceIn(text) ?? "" }
        : {};
    scene.present((now) => ({ ...now, problem, ...unasked }));
  }

  /** Somebody's own word: taken, and left to the desk to check. */
  declare(particulars: TypedParticulars): void {
    const scene = this.#scene;
    scene.touch();
    const { state, presentation, options } = scene;
    if (state.kind !== "reference" || presentation.unasked === undefined) return;
    const found = options.station.declared?.(particulars) ?? "unknown";
    if (typeof found === "string") return scene.present((now) => ({ ...now, problem: found }));
    const reference = presentation.unasked || found.reference;
    this.#take({ ...found, reference }, true);
  }

  #take(found: Found, declared = false): void {
    const scene = this.#scene;
    scene.subject = found.subject;
    scene.prepare(({ problem: _problem, unasked: _unasked, ...rest }) => rest);
    scene.input({
      kind: "reference-given",
      at: scene.options.clock.now(),
      reference: found.reference,
      ...(found.paymentReference === undefined ? {} : { paymentReference: found.paymentReference }),
      ...(isIdentified(found.subject) ? { identified: true as const } : {}),
      ...(declared ? { declared: true as const } : {}),
      ...(found.age === undefined ? {} : { age: found.age }),
      ...(found.subject === undefined ? {} : { sex: found.subject.sex }),
    });
  }

  /** A ticket was shown or typed. */
  async giveTicket(text: string): Promise<void> {
    const scene = this.#scene;
    scene.touch();
    const read = readTicketNumber(text);
    if (typeof read === "string") {
      const problem = read === "mistyped" ? "unreadable" : "not-a-ticket";
      scene.present((now) => ({ ...now, asked: { problem } }));
      return;
    }
    const found = await scene.options.station.ticketState(read.number);
    if (scene.presentation.place !== "status") return;
    scene.present((now) => ({ ...now, asked: found === undefined ? { problem: "unknown" } : { found } }));
  }

  #resume(reference: string): void {
    const scene = this.#scene;
    scene.input({ kind: "resume", at: scene.options.clock.now(), by: { kind: "reference", reference } });
    const own = scene.state.kind !== "paused";
    scene.present(({ problem: _problem, ...now }) => (own ? now : { ...now, problem: "unknown" }));
  }
}
