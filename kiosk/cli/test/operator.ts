/** The people at the desk: they sign in and do what the scenario says, through the desk's own actions. */
import type { Clock } from "../../../api/base/clock.ts";
import { never } from "../../../api/base/faults.ts";
import { id as logId } from "../../../api/base/log.ts";
import type { RandomSource } from "../../../api/base/random.ts";
import { underWay } from "../../../api/base/under-way.ts";
import type { DeskReply } from "../../../api/words/desk-http.ts";
import type { Caller } from "../../desk/part.ts";
import { newUuid } from "../../server/walk/scene.ts";
import type { BenchKiosk } from "./assembly.ts";
import { callFor, DESK_PEOPLE, type About, type DeskDeed, type DeskName } from "./desk-deeds.ts";
import { momentOf } from "./moment.ts";
import type { Trace } from "./trace.ts";

/** Between two looks whether the kiosk is on again. */
const AGAIN_MS = 1000;

export interface DeskHandsParts {
  readonly deeds: readonly DeskDeed[];
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly trace: Trace;
  readonly kiosk: () => BenchKiosk | undefined;
  readonly medium: string;
  /** The appointment's, for an enrolment that is begun at the desk. */
  readonly reference: string;
  /** Another device stands in that place. */
  readonly swap: (deed: Extract<DeskDeed, { do: "swap" }>) => void;
  /** The medium is carried to the backend and back; gives how many packets it took. */
  readonly carry: () => Promise<number>;
}

/** What of a result is worth a word in the trace. */
const told = (result: unknown): string => {
  if (typeof result !== "object" || result === null) return "";
  const of = result as Record<string, unknown>;
  if (typeof of["same"] === "boolean") return of["same"] ? " same" : " not-same";
  if (typeof of["packets"] === "number") return ` ${of["packets"]}`;
  if (typeof of["erased"] === "number") return ` ${of["erased"]}`;
  if (typeof of["ok"] === "boolean") return of["ok"] ? " ok" : " not-ok";
  return "";
};

const outcomeOf = (reply: DeskReply): string => {
  switch (reply.outcome) {
    case "refused":
      return `refused ${reply.code}`;
    case "done":
    case "repeated":
      return `${reply.outcome}${told(reply.result)}`;
    case "asked":
      return "asked";
    default:
      return never(reply);
  }
};

export class DeskHands {
  readonly #parts: DeskHandsParts;
  readonly #moments: readonly (Promise<void> | undefined)[];
  readonly #signedIn = new WeakMap<BenchKiosk, Map<DeskName, Caller>>();
  readonly #stop = new AbortController();
  #left: number;
  /** Deeds that were begun. */
  begun = 0;

  constructor(parts: DeskHandsParts) {
    this.#parts = parts;
    this.#left = parts.deeds.length;
    this.#moments = parts.deeds.map(({ from }) =>
      from === undefined ? undefined : momentOf(from, parts.clock, parts.trace),
    );
  }

  /** Nothing is left to do. */
  get done(): boolean {
    return this.#left === 0;
  }

  /** They go home. */
  stop(): void {
    this.#stop.abort();
    this.#left = 0;
  }

  async work(): Promise<void> {
    const { deeds, clock, trace } = this.#parts;
    for (const [number, deed] of deeds.entries()) {
      await this.#moments[number];
      await clock.sleep(deed.after * 1000, this.#stop.signal);
      const kiosk = await this.#on();
      if (kiosk === undefined) return;
      this.begun += 1;
      trace.add(`desk ${deed.by} ${deed.do}`);
      const outcome = await this.#do(kiosk, deed);
      // What a killed kiosk still answers is heard by nobody.
      trace.add(
        kiosk === this.#parts.kiosk()
          ? `desk ${deed.by} ${deed.do} ${outcome}`
          : `desk ${deed.by} ${deed.do} cut off`,
      );
      this.#left = Math.max(0, this.#left - 1);
    }
  }

  /** The kiosk that runs, waited for. */
  async #on(): Promise<BenchKiosk | undefined> {
    while (!this.#stop.signal.aborted) {
      const kiosk = this.#parts.kiosk();
      if (kiosk !== undefined) return kiosk;
      await this.#parts.clock.sleep(AGAIN_MS, this.#stop.signal);
    }
    return undefined;
  }

  async #about({ desk, walk, station, queue }: BenchKiosk): Promise<About> {
    const { medium, reference } = this.#parts;
    const { state } = walk;
    const data = "data" in state ? state.data : undefined;
    const running = data?.mode === "attended" && state.kind !== "ticket" ? data.packetId : undefined;
    const [waiting] = (await station.parked()).toSorted((a, b) => a.until - b.until);
    const packet = (await queue.outbox.list()).toSorted((a, b) => b.sequence - a.sequence)[0]?.packetId;
    const [request] = await desk.options.approvals.list();
    return {
      medium,
      reference,
      ...(running === undefined ? {} : { running }),
      ...(waiting === undefined ? {} : { waiting: waiting.data.packetId }),
      ...(packet === undefined ? {} : { packet }),
      ...(request === undefined ? {} : { request: request.id }),
    };
  }

  /** With name and passphrase, once at each kiosk that was switched on. */
  async #caller(kiosk: BenchKiosk, name: DeskName): Promise<Caller | undefined> {
    const all = this.#signedIn.get(kiosk) ?? new Map<DeskName, Caller>();
    this.#signedIn.set(kiosk, all);
    const known = all.get(name);
    if (known !== undefined) return known;
    const { id, passphrase } = DESK_PEOPLE[name];
    const { operators, audit } = kiosk.desk.options;
    const proof = await underWay(operators.prove(id, passphrase));
    if (proof.kind !== "proved") return undefined;
    await audit.record("signed-in", { operator: logId(id) });
    const caller = { person: proof.person, provedAt: this.#parts.clock.now(), language: "en" } as const;
    all.set(name, caller);
    return caller;
  }

  async #do(kiosk: BenchKiosk, deed: DeskDeed): Promise<string> {
    if (deed.do === "carry") return `done ${await this.#parts.carry()}`;
    if (deed.do === "swap") this.#parts.swap(deed);
    const caller = await this.#caller(kiosk, deed.by);
    if (caller === undefined) return "not signed in";
    const call = callFor(deed, await this.#about(kiosk));
    if (call === undefined) return "nothing";
    const key = newUuid(this.#parts.random, "desk");
    return outcomeOf(await kiosk.desk.doing.act({ key, ...call }, caller));
  }
}
