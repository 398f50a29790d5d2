/**
 * Sessions that wait for control, decided in front of the person: what the desk says goes through the session machine
 * and into the record that is sealed; what was compared live is forgotten with the decision.
 */
import type { Clock } from "../../../api/base/clock.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { FREE_SCREENS } from "../../../api/words/desk-http.ts";
import type { FingerPosition } from "../../../api/words/characteristic.ts";
import { sessionMachine, type SessionMachine } from "../../session/machine.ts";
import type { Policy } from "../../session/policy.ts";
import type { SessionInput, SessionState } from "../../session/state.ts";
import { unlessRefused } from "../../server/owner-file.ts";
import type { Parked } from "../../server/station/parked.ts";
import type { Walk } from "../../server/walk.ts";
import type { DeskStation } from "../station.ts";
import {
  comparisonWords,
  enrolledFingers,
  takeFace,
  takeFinger,
  type LiveFace,
  type LiveFinger,
} from "./verifying.ts";

export interface ControllingParts {
  readonly station: DeskStation;
  readonly walk: Walk;
  readonly policy: Policy;
  readonly clock: Clock;
  /** What was asked for about a session that is no more. */
  readonly forget: (packetId: string) => Promise<void>;
}

export interface Live {
  readonly face?: LiveFace;
  readonly fingers: readonly LiveFinger[];
}

const NOTHING: Live = { fingers: [] };

/** Why this may not be passed yet, in words; undefined: it may. Pure. */
export const lackOf = (
  given: { readonly portrait: boolean; readonly fingers: number },
  live: Live,
  said: { readonly faceSame: boolean; readonly note: string },
): string | undefined => {
  if (given.portrait && !said.faceSame)
    return "Compare the person with the portrait first, and say that it is the same person.";
  const matched = live.fingers.some(({ same }) => same);
  if (given.fingers > 0 && !matched && said.note.trim().length < 10)
    return "No live finger matched an enrolled one; take a finger, or type how else the person was verified.";
  return undefined;
};

export class Controlling {
  readonly #parts: ControllingParts;
  readonly #machine: SessionMachine;
  readonly #live = new Map<string, Live>();

  constructor(parts: ControllingParts) {
    this.#parts = parts;
    this.#machine = sessionMachine(parts.policy);
  }

  /** Soonest over first. */
  async waiting(): Promise<readonly Parked[]> {
    const waiting = await this.#parts.station.parked();
    const ids = new Set(waiting.map(({ data }) => data.packetId));
    for (const packetId of this.#live.keys()) if (!ids.has(packetId)) this.#forgetLive(packetId);
    return waiting.toSorted((a, b) => a.until - b.until);
  }

  async find(packetId: string): Promise<Parked> {
    const found = (await this.waiting()).find(({ data }) => data.packetId === packetId);
    if (found === undefined)
      throw new OutsideFault(
        "input-missing",
        "This session does not wait here any more: it was decided, taken over, or its time is over.",
      );
    return found;
  }

  live(packetId: string): Live {
    return this.#live.get(packetId) ?? NOTHING;
  }

  #forgetLive(packetId: string): void {
    this.#live.get(packetId)?.face?.jpeg.fill(0);
    this.#live.delete(packetId);
  }

  /** Throws OutsideFault policy-refused while somebody uses the devices. */
  demandDevices(): void {
    if (!FREE_SCREENS.has(this.#parts.walk.screen().kind))
      throw new OutsideFault(
        "policy-refused",
        "An applicant is using the kiosk's devices; wait until that session has ended.",
      );
  }

  async takeFace(packetId: string): Promise<void> {
    this.demandDevices();
    await this.find(packetId);
    const { station, clock } = this.#parts;
    const face = await takeFace(station, clock);
    this.#live.get(packetId)?.face?.jpeg.fill(0);
    this.#live.set(packetId, { ...this.live(packetId), face });
  }

  async takeFinger(packetId: string, position: FingerPosition): Promise<LiveFinger> {
    this.demandDevices();
    const { data, box } = await this.find(packetId);
    const { station, clock } = this.#parts;
    const enrolled = enrolledFingers(data, box).find((finger) => finger.position === position);
    if (enrolled === undefined)
      throw new OutsideFault("input-missing", `No ${position} was enrolled in this session; choose another.`);
    const finger = await takeFinger(station, clock, enrolled);
    const now = this.live(packetId);
    const fingers = [...now.fingers.filter((one) => one.position !== position), finger];
    this.#live.set(packetId, { ...now, fingers });
    return finger;
  }

  /** Where the session is after that input. Throws OutsideFault policy-refused where it does not take it. */
  #stepped(parked: Parked, input: SessionInput): SessionState {
    const state = { kind: "awaiting-control", data: parked.data, until: parked.until } as const;
    const next = this.#machine(state, input);
    if (next === undefined)
      throw new OutsideFault(
        "policy-refused",
        "The session does not allow this now; settle what is open, or type a reason.",
      );
    return next.state;
  }

  /** Vetoes and contests. */
  async say(
    packetId: string,
    input: Extract<SessionInput, { kind: "veto-accept" | "veto-reject" | "contest" }>,
  ): Promise<void> {
    const parked = await this.find(packetId);
    const state = this.#stepped(parked, input);
    if (state.kind === "awaiting-control") await this.#parts.station.change(parked, state);
  }

  async pass(packetId: string, by: string, said: { faceSame: boolean; note: string }): Promise<void> {
    const parked = await this.find(packetId);
    const { data, box } = parked;
    const live = this.live(packetId);
    const given = { portrait: data.face !== undefined, fingers: enrolledFingers(data, box).length };
    const lack = lackOf(given, live, said);
    if (lack !== undefined) throw new OutsideFault("policy-refused", lack);
    const comparison = comparisonWords(live.fingers, said.faceSame, said.note.trim());
    const at = this.#parts.clock.now();
    const state = this.#stepped(parked, { kind: "control-passed", at, by, comparison });
    if (state.kind !== "sealing") return;
    await this.#seal(parked, state);
    await this.#over(packetId);
  }

  /** What was set aside because it could not be sealed. Throws OutsideFault with what still stands in the way. */
  async sealAgain(packetId: string): Promise<void> {
    const parked = await this.find(packetId);
    const state = this.#stepped(parked, { kind: "seal-again", at: this.#parts.clock.now() });
    if (state.kind !== "sealing") return;
    await this.#seal(parked, state);
    await this.#over(packetId);
  }

  /** A disk that fails leaves the session waiting as it was. */
  async #seal(parked: Parked, state: Extract<SessionState, { kind: "sealing" }>): Promise<void> {
    const { station } = this.#parts;
    // A disk that is full has the reserve for the seal, and owes the state.
    await unlessRefused(station.change(parked, state));
    try {
      await station.sealParked({ ...parked, data: state.data });
    } catch (error) {
      const before = { kind: "awaiting-control", data: parked.data, until: parked.until } as const;
      await unlessRefused(station.change(parked, before));
      throw error;
    }
  }

  async refuse(packetId: string, by: string, reason: string): Promise<void> {
    const parked = await this.find(packetId);
    this.#stepped(parked, { kind: "control-failed", at: this.#parts.clock.now(), by, reason });
    await this.#parts.station.drop(packetId, "control-refused");
    const { walk } = this.#parts;
    // Its slip is still on the screen: nothing of that person stays there either.
    if (walk.state.kind === "awaiting-control" && walk.state.data.packetId === packetId) walk.reset();
    await this.#over(packetId);
  }

  /** The person is here: what is open is captured at the kiosk's devices, attended. */
  async takeOver(packetId: string, by: string, said: { faceSame: boolean; note: string }): Promise<void> {
    this.demandDevices();
    const { walk, station, clock } = this.#parts;
    const parked = await this.find(packetId);
    const comparison = comparisonWords(this.live(packetId).fingers, said.faceSame, said.note.trim());
    const input = { kind: "take-over", at: clock.now(), by, comparison } as const;
    this.#stepped(parked, input);
    walk.reset();
    const adopted = station.adopt(packetId);
    if (adopted === undefined) return;
    const { data, until, subject, language = "fr" } = adopted;
    const person = { language, ...(subject === undefined ? {} : { subject }) };
    walk.goOn({ kind: "awaiting-control", data, until }, person);
    walk.input(input);
    await this.#over(packetId);
  }

  async #over(packetId: string): Promise<void> {
    this.#forgetLive(packetId);
    await this.#parts.forget(packetId);
  }
}
