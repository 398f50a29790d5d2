/**
 * What waits for a second person: asked for by one, approved or rejected by a supervisor who is another. The typed
 * reasons lie encrypted like the sessions they speak of; a request that nobody decided in a day is over.
 */
import { z } from "zod";
import { OutsideFault } from "../../api/base/faults.ts";
import type { Clock } from "../../api/base/clock.ts";
import { id as logId } from "../../api/base/log.ts";
import type { DeskPerson } from "../../api/words/desk-http.ts";
import type { Milliseconds } from "../../api/words/units.ts";
import type { Audit } from "../audit/audit.ts";
import { mayDecide, type FourEyes } from "./rights.ts";

export interface Approval {
  readonly id: string;
  readonly what: FourEyes;
  /** A packet's id, or another name of what it is about. */
  readonly about: string;
  readonly part: string;
  readonly name: string;
  readonly input: unknown;
  readonly reason: string;
  readonly by: DeskPerson;
  readonly at: Milliseconds;
}

/** Kept over a restart by whoever gives this; encrypted, for reasons are free text. */
export interface ApprovalShelf {
  load(): Promise<readonly Approval[]>;
  save(all: readonly Approval[]): Promise<void>;
}

export interface ApprovalParts {
  readonly clock: Clock;
  readonly audit: Audit;
  readonly shelf: ApprovalShelf;
  readonly newId: () => string;
}

export interface AskedFor {
  readonly what: FourEyes;
  /** Of the session. */
  readonly part?: string;
  readonly by: string;
  readonly at: Milliseconds;
}

const ofPart = z.object({ part: z.string().max(40) });

/** Of which part of its session a request is, where it is of one. */
export const sessionPart = (input: unknown): { readonly part?: string } => ofPart.safeParse(input).data ?? {};

/** Two parts of one session are two requests. */
const asksSame = (one: Approval, other: Omit<Approval, "id" | "at">): boolean =>
  one.part === other.part &&
  one.name === other.name &&
  one.by.id === other.by.id &&
  JSON.stringify(one.input) === JSON.stringify(other.input);

const LASTS = 24 * 3_600_000;

export class Approvals {
  readonly #parts: ApprovalParts;
  #all: readonly Approval[] | undefined;

  constructor(parts: ApprovalParts) {
    this.#parts = parts;
  }

  /** Oldest first. */
  async list(): Promise<readonly Approval[]> {
    const now = this.#parts.clock.now();
    this.#all ??= await this.#parts.shelf.load();
    const open = this.#all.filter(({ at }) => now - at < LASTS);
    if (open.length !== this.#all.length) await this.#keep(open);
    return open;
  }

  async #keep(all: readonly Approval[]): Promise<void> {
    this.#all = all;
    await this.#parts.shelf.save(all);
  }

  async ask(request: Omit<Approval, "id" | "at">): Promise<string> {
    const { clock, audit, newId } = this.#parts;
    const open = await this.list();
    const same = open.find((one) => asksSame(one, request));
    if (same !== undefined) return same.id;
    const id = newId();
    await this.#keep([...open, { ...request, id, at: clock.now() }]);
    await audit.record("approval-asked", this.#fields(request, id));
    return id;
  }

  #fields({ what, about, by }: Pick<Approval, "what" | "about" | "by">, id: string) {
    return { approval: logId(id), what: logId(what), about: logId(about), by: logId(by.id) };
  }

  /** Takes the request from the list; the caller does what it asked for, or not. Throws OutsideFault policy-refused. */
  async decide(id: string, decider: DeskPerson, approve: boolean): Promise<Approval> {
    const open = await this.list();
    const request = open.find((one) => one.id === id);
    if (request === undefined)
      throw new OutsideFault(
        "input-missing",
        "This request was decided already or is over; look at the list again.",
      );
    const verdict = mayDecide(request.by.id, decider);
    if (verdict === "same-person" && approve)
      throw new OutsideFault(
        "policy-refused",
        "You asked for it yourself; another supervisor has to decide.",
      );
    if (verdict === "no-right")
      throw new OutsideFault("policy-refused", "Only a supervisor decides on requests.");
    await this.#keep(open.filter((one) => one.id !== id));
    const event = approve ? "approval-given" : "approval-rejected";
    await this.#parts.audit.record(event, { ...this.#fields(request, id), decider: logId(decider.id) });
    return request;
  }

  /** What was asked for about that and is not decided, as the page it concerns shows it. */
  async about(what: string): Promise<readonly AskedFor[]> {
    return (await this.list())
      .filter(({ about }) => about === what)
      .map(({ what: asked, input, by, at }) => ({ what: asked, ...sessionPart(input), by: by.name, at }));
  }

  /** What they were about is gone. */
  async forget(about: string): Promise<void> {
    const open = await this.list();
    if (open.some((one) => one.about === about)) await this.#keep(open.filter((one) => one.about !== about));
  }
}
