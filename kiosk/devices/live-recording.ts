/**
 * What passes between the kiosk's devices and their drivers while a person enrols, to be given to who must see it: in memory only,
 * and with made-up people in it before it is anywhere else. Frames of cameras are replaced as they come, because there are
 * thousands; everything else when the session is over.
 */
import type { Clock } from "../../api/base/clock.ts";
import { OutsideFault } from "../../api/base/faults.ts";
import type { CaptureOutcome } from "../../api/words/capture.ts";
import type { CaptureDevice } from "../../drivers/driver.ts";
import type { Fixture } from "../../drivers/fixture.ts";
import { recorderOf, type RecordingFiles } from "../../drivers/recorder.ts";
import { twinFiles, twinOf } from "../../drivers/synthetic-twin.ts";
import type { StandIns, Twin } from "../../drivers/twin.ts";
import type { DriverModule } from "../../drivers/driver.ts";
import type { KeepFrame } from "../../drivers/transport/tap-others.ts";
import type { Microseconds, Millimetres } from "../../api/words/units.ts";

export type LivePlace = "camera" | "scanner" | "pad" | "screen" | "paper" | "reader" | "keyboard";
export type LiveOpening = Pick<Fixture, "module" | "row" | "transport" | "context">;

/** One capture that was asked of a place. */
export interface LiveCapture {
  readonly place: LivePlace;
  readonly target: string;
  readonly from: Microseconds;
  readonly to: Microseconds;
  readonly outcome: CaptureOutcome["kind"];
  /** Which opening of the place it was asked of, counted from 1; undefined: of none that was recorded. */
  readonly opening?: number;
  /** Of the field that was written on, where the device does not say it. */
  readonly widthMm?: Millimetres;
}

interface Opened {
  readonly place: LivePlace;
  readonly number: number;
  /** Redacted; throws OutsideFault where nothing of it may leave the machine. */
  readonly files: (standIns: StandIns) => Promise<RecordingFiles>;
  /** Something passed. */
  readonly used?: () => boolean;
}

export interface Taken {
  /** Folder names (camera-1, scanner-2) and what goes into them. */
  readonly recordings: ReadonlyMap<string, RecordingFiles>;
  readonly captures: readonly LiveCapture[];
  /** One sentence for each device of which nothing may leave. */
  readonly leftOut: readonly string[];
}

/** How a place's device is opened: through the recording, while there is one. */
export type Through = (place: LivePlace, opening: LiveOpening) => Promise<CaptureDevice>;

export const folderOf = (place: LivePlace, opening: number): string => `${place}-${opening}`;

/** A camera's frames are replaced as they come: thousands would not fit into memory. What cannot be replaced is not kept. */
const replacing =
  ({ twin }: DriverModule, standIns: StandIns): KeepFrame =>
  async (frame) => {
    if ("none" in twin) return new Uint8Array();
    const dialogue = { model: "", frames: [frame], controls: [] };
    try {
      const made = await (twin as Extract<Twin<"video">, { make: unknown }>).make(
        { kind: "video", identity: {}, dialogue },
        standIns,
      );
      return made.frames[0]?.jpeg ?? new Uint8Array();
    } catch (error) {
      if (error instanceof OutsideFault) return new Uint8Array();
      throw error;
    }
  };

export class LiveRecording {
  readonly #clock: Clock;
  #standIns: StandIns | undefined;
  #opened: Opened[] = [];
  #captures: LiveCapture[] = [];
  #leftOut: string[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get running(): boolean {
    return this.#standIns !== undefined;
  }

  /** From now on whatever is opened is recorded. The stand-ins may ask `captures` who was there when. */
  begin(standIns: StandIns): void {
    this.#standIns = standIns;
    [this.#opened, this.#captures, this.#leftOut] = [[], [], []];
  }

  get captures(): readonly LiveCapture[] {
    return this.#captures;
  }

  #latest(place: LivePlace): number | undefined {
    return this.#opened.findLast((one) => one.place === place)?.number;
  }

  #include(place: LivePlace, files: Opened["files"], used?: Opened["used"]): void {
    const number = (this.#latest(place) ?? 0) + 1;
    this.#opened.push({ place, number, files, ...(used ? { used } : {}) });
  }

  /** A device that is on no bus, recorded by who opens it. */
  include(place: LivePlace, files: Opened["files"]): void {
    if (this.running) this.#include(place, files);
  }

  /** A device that is used and not recorded. */
  leaveOut(place: LivePlace, why: string): void {
    if (!this.running) return;
    const sentence = `The ${place} is not in it: no twin for it, because ${why}.`;
    if (!this.#leftOut.includes(sentence)) this.#leftOut.push(sentence);
  }

  readonly open: Through = (place, opening) => {
    const { module, row, transport, context } = opening;
    const standIns = this.#standIns;
    if (standIns === undefined) return module.open(transport, row, context);
    const { twin } = module;
    if ("none" in twin) {
      this.leaveOut(place, twin.none);
      return module.open(transport, row, context);
    }
    const recorder = recorderOf(transport, context.clock, module, row, replacing(module, standIns));
    const files: Opened["files"] = async (made) => {
      const seen = recorder.recording();
      return twinFiles(seen.kind === "video" ? seen : await twinOf(seen, `The ${place}`, made));
    };
    // A reader that nobody used was asked all the while, and its line stayed silent.
    this.#include(place, files, () => {
      const seen = recorder.recording();
      return seen.kind !== "serial" || seen.dialogue.length > 0;
    });
    return module.open(recorder.transport, row, context);
  };

  /** A capture begins; call what it gives when it is over. */
  capture(
    place: LivePlace,
    target: string,
    widthMm?: Millimetres,
  ): (outcome: CaptureOutcome["kind"]) => void {
    const from = this.#clock.now() * 1000;
    return (outcome) => {
      if (!this.running) return;
      const opening = this.#latest(place);
      const to = this.#clock.now() * 1000;
      this.#captures.push({
        place,
        target,
        from,
        to,
        outcome,
        ...(opening === undefined ? {} : { opening }),
        ...(widthMm === undefined ? {} : { widthMm }),
      });
    };
  }

  /** Nothing more is recorded, and nothing of what was stays here. */
  async end(): Promise<Taken> {
    const [standIns, opened, captures, leftOut] = [
      this.#standIns,
      this.#opened,
      this.#captures,
      [...this.#leftOut],
    ];
    const recordings = new Map<string, RecordingFiles>();
    if (standIns !== undefined)
      for (const { place, number, files, used } of opened) {
        // A device that was opened and not used says nothing of anybody.
        if (!captures.some((one) => one.place === place && one.opening === number) || used?.() === false)
          continue;
        try {
          recordings.set(folderOf(place, number), await files(standIns));
        } catch (error) {
          if (!(error instanceof OutsideFault)) throw error;
          leftOut.push(error.message);
        }
      }
    this.#standIns = undefined;
    [this.#opened, this.#captures, this.#leftOut] = [[], [], []];
    return { recordings, captures, leftOut };
  }
}
