/** Drives the session machine the way a kiosk does, with scripted outcomes instead of devices. */
import { step } from "../../../api/base/machine.ts";
import { systemFiles } from "../../../api/base/files.ts";
import type { Assessment } from "../../../kiosk/session/acquire.ts";
import { sessionMachine } from "../../../kiosk/session/machine.ts";
import type { WantedPaper } from "../../../kiosk/session/paper.ts";
import { builtInPolicy, type Policy } from "../../../kiosk/session/policy.ts";
import type {
  Data,
  DeviceFacts,
  AcquiredPart,
  SessionEffect,
  SessionInput,
  SessionState,
} from "../../../kiosk/session/state.ts";
import { packetIdOf, T0 } from "../stand.ts";

export const goodDevices: DeviceFacts = {
  faceAttackDetection: true,
  fingerAttackDetection: true,
  fingerPpi: 500,
  fingerAreaMm: { width: 20, height: 25 },
};

export const good = (score = 60): Assessment => ({ sufficient: true, rank: [score], reason: "" });
export const poor = (score = 10): Assessment => ({ sufficient: false, rank: [score], reason: "too dry" });

type Unnumbered<T> = T extends { at: number } ? Omit<T, "at" | "number"> & { number?: number } : never;

export class Play {
  state: SessionState = { kind: "idle" };
  now = T0;
  readonly effects: SessionEffect[] = [];
  readonly #machine;
  readonly policy: Policy;

  constructor(policy: Policy) {
    this.policy = policy;
    this.#machine = sessionMachine(policy);
  }

  /** Gives one input, one second after the last; an attempt's number is the running one unless told. */
  give(input: Unnumbered<SessionInput>, later = 1000): this {
    this.now += later;
    const number = "acquiring" in this.state ? this.state.acquiring.number : 0;
    const next = step(this.#machine, this.state, { number, ...input, at: this.now });
    this.state = next.state;
    this.effects.push(...next.effects);
    return this;
  }

  /** Captured and assessed. */
  present(assessment: Assessment, later = 1000): this {
    return this.give({ kind: "captured" }, later).give({ kind: "assessed", assessment }, 100);
  }

  begin(
    options: {
      mode?: Data["mode"];
      facts?: DeviceFacts;
      age?: number;
      by?: "applicant" | "guardian";
      without?: readonly AcquiredPart[];
      wanted?: readonly WantedPaper[];
      optional?: readonly AcquiredPart[];
    } = {},
  ): this {
    const {
      mode = this.policy.profile,
      facts = goodDevices,
      age = 30,
      by = "applicant",
      without = [],
      wanted = [],
      optional = [],
    } = options;
    this.give({ kind: "start", packetId: packetIdOf(1), mode, facts, without, wanted, optional });
    this.give({ kind: "reference-given", reference: "R1", age });
    return this.give({ kind: "consent-given", language: "fr", by });
  }

  get data(): Data {
    if (this.state.kind === "idle" || this.state.kind === "ended") throw new Error("no data");
    return this.state.data;
  }

  get target(): string | undefined {
    return "acquiring" in this.state ? this.state.acquiring.target : undefined;
  }

  said(kind: SessionEffect["kind"]): SessionEffect[] {
    return this.effects.filter((effect) => effect.kind === kind);
  }
}

export const policies = {
  selfService: await builtInPolicy(systemFiles, "self-service"),
  attended: await builtInPolicy(systemFiles, "attended"),
};
