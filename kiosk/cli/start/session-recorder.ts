/** Records whole sessions of a running kiosk, each when that is asked for, or every one. What is written has nobody in it. */
import path from "node:path";
import type { Clock } from "../../../api/base/clock.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { id, type Log } from "../../../api/base/log.ts";
import type { Millimetres, Milliseconds } from "../../../api/words/units.ts";
import type { LiveRecording } from "../../devices/live-recording.ts";
import type { RecordingState } from "../../server/recording-control.ts";
import type { StationSlots } from "../../server/station/identities.ts";
import type { SessionStep } from "../../server/walk/scene.ts";
import { standInsOf, wholePerson } from "../people/stand-ins.ts";
import { presentedAt, writeSession } from "./recorded-session.ts";

export interface SessionRecorderParts {
  readonly live: LiveRecording;
  readonly slots: StationSlots;
  readonly clock: Clock;
  readonly log: Log;
  /** A folder for each session is made in it. */
  readonly folder: string;
  /** Of a pad that does not state it. */
  readonly padWidthMm?: Millimetres;
  /** One session after the other, without being asked. */
  readonly every: boolean;
}

/** Devices are not used any more: the session is over, or somebody at the desk goes on with it. */
const OVER: ReadonlySet<string> = new Set(["idle", "ended", "awaiting-control", "ticket"]);

export class SessionRecorder {
  readonly #parts: SessionRecorderParts;
  #state: RecordingState = { kind: "off" };
  #session: { readonly startsAt: Milliseconds } | undefined;
  #idle = true;
  #wanted: boolean;
  #work: Promise<void> = Promise.resolve();

  constructor(parts: SessionRecorderParts) {
    this.#parts = parts;
    this.#wanted = parts.every;
  }

  get state(): RecordingState {
    return this.#state;
  }

  /** The next session is recorded; one that runs already is not. */
  arm(): void {
    if (this.#state.kind === "recording" || this.#state.kind === "redacting") return;
    this.#wanted = true;
    this.#state = { kind: "armed" };
    if (this.#idle) this.begin();
  }

  /** Asked no more; what is recorded already is dropped. */
  disarm(): void {
    this.#wanted = this.#parts.every;
    if (this.#state.kind !== "armed" && this.#state.kind !== "recording") return;
    this.#session = undefined;
    this.#state = { kind: "off" };
    this.#then(async () => void (await this.#parts.live.end()));
  }

  /** Devices are opened anew, so that their recordings hold how they are brought up. */
  begin(): void {
    if (!this.#wanted || this.#parts.live.running) return;
    const { live } = this.#parts;
    live.begin(standInsOf({ seed: "recorded session", presented: presentedAt(() => live.captures) }));
    this.#state = { kind: "armed" };
    this.#then(() => this.#closeAll());
  }

  #then(work: () => Promise<void>): void {
    this.#work = this.#work.then(work).catch((error: unknown) => {
      if (!(error instanceof OutsideFault)) throw error;
      this.#state = { kind: "failed", why: error.message };
      this.#parts.log.write("error", "session-not-recorded", { code: id(error.code) });
    });
  }

  async #closeAll(): Promise<void> {
    const { camera, scanner, pad, paper, readers = [] } = this.#parts.slots;
    for (const slot of [camera, scanner, pad, paper, ...readers]) await slot?.close();
  }

  /** A session may come back after a power cut: then it begins where it goes on. */
  follow({ after }: Pick<SessionStep, "after">): void {
    const over = OVER.has(after.kind);
    if (this.#idle && !over) {
      this.#idle = false;
      if (this.#parts.live.running) {
        this.#session = { startsAt: this.#parts.clock.now() };
        this.#state = { kind: "recording" };
      }
    } else if (over && !this.#idle) this.#over();
  }

  #over(): void {
    this.#idle = true;
    const session = this.#session;
    this.#session = undefined;
    if (session === undefined) return this.begin();
    this.#wanted = this.#parts.every;
    this.#state = { kind: "redacting" };
    this.#then(async () => {
      await this.#write(session.startsAt);
      this.begin();
    });
  }

  async #write(startsAt: Milliseconds): Promise<void> {
    const { live, folder, log, padWidthMm } = this.#parts;
    await this.#closeAll();
    const taken = await live.end();
    // Whoever left before anything was captured left nothing: the next one is recorded.
    if (taken.recordings.size === 0 && taken.leftOut.length === 0) {
      this.#wanted = true;
      return;
    }
    const place = path.join(folder, new Date(startsAt).toISOString().replaceAll(":", "-"));
    const person = wholePerson("recorded session");
    const scanner = this.#parts.slots.scanner.features;
    const facts = { startsAt, person, scanner, ...(padWidthMm === undefined ? {} : { padWidthMm }) };
    const incomplete = await writeSession(taken, facts, place).catch((cause: unknown) => {
      throw new OutsideFault("disk-failed", `${place} cannot be written.`, { cause });
    });
    this.#state = {
      kind: "done",
      folder: place,
      recordings: [...taken.recordings.keys()],
      leftOut: taken.leftOut,
      ...(incomplete === undefined ? {} : { incomplete }),
    };
    log.write("info", "session-recorded", { recordings: taken.recordings.size });
  }

  /** What was begun is written. */
  settled(): Promise<void> {
    return this.#work;
  }
}
