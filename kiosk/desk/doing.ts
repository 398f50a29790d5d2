/** Runs what is posted: right, shape, second person, once per key; faults of the world become sentences. */
import type { z } from "zod";
import { OutsideFault } from "../../api/base/faults.ts";
import { id as logId } from "../../api/base/log.ts";
import type { DeskEnvelope, DeskLanguage, DeskPerson, DeskReply } from "../../api/words/desk-http.ts";
import type { Audit } from "../audit/audit.ts";
import type { Approval, Approvals } from "./approvals.ts";
import type { Act, Caller, DeskPart } from "./part.ts";
import { may, type FourEyes } from "./rights.ts";

export interface DoingParts {
  readonly parts: Readonly<Record<string, DeskPart>>;
  readonly audit: Audit;
  readonly approvals: Approvals;
  readonly fourEyes: ReadonlySet<FourEyes>;
}

/** Remembered keys; a page repeats a key for seconds, not hours. */
const REMEMBERED = 400;

const refused = (code: string, words: string): DeskReply => ({ outcome: "refused", code, words });

const actOf = (parts: DoingParts["parts"], part: string, name: string): Act | undefined => {
  const acts = Object.hasOwn(parts, part) ? parts[part]?.acts : undefined;
  return acts !== undefined && Object.hasOwn(acts, name) ? acts[name] : undefined;
};

const shaped = (shape: z.ZodType, input: unknown): { readonly input: never } | undefined => {
  const parsed = shape.safeParse(input);
  return parsed.success ? { input: parsed.data as never } : undefined;
};

/** Identifiers and names of places in the input, never free text. */
const NAMING = ["packet", "id", "place", "step", "tag", "key", "medium"] as const;
const namedIn = (input: unknown): string => {
  const fields = new Map(Object.entries(input ?? {}));
  return NAMING.flatMap((name) => {
    const value: unknown = fields.get(name);
    return typeof value === "string" ? [value] : [];
  }).join(" ");
};

export class Doing {
  readonly #given: DoingParts;
  readonly #replies = new Map<string, Promise<DeskReply>>();
  #queue: Promise<unknown> = Promise.resolve();

  constructor(given: DoingParts) {
    this.#given = given;
  }

  /** One after the other; a key that was seen before gives what it gave then. */
  async act(envelope: DeskEnvelope, caller: Caller): Promise<DeskReply> {
    const key = `${caller.person.id}/${envelope.key}`;
    const before = this.#replies.get(key);
    if (before !== undefined) {
      const reply = await before;
      return reply.outcome === "done" ? { ...reply, outcome: "repeated" } : reply;
    }
    const reply = this.#queue.then(() => this.#once(envelope, caller));
    this.#queue = reply.catch(() => undefined);
    this.#replies.set(key, reply);
    const [oldest] = this.#replies.keys();
    if (this.#replies.size > REMEMBERED && oldest !== undefined) this.#replies.delete(oldest);
    return reply;
  }

  async #once({ part, name, input }: DeskEnvelope, caller: Caller): Promise<DeskReply> {
    const { parts, approvals, fourEyes } = this.#given;
    const act = actOf(parts, part, name);
    if (act === undefined)
      return refused("usage", "The desk does not know this action; load the page again.");
    if (!may(caller.person.role, act.right)) {
      await this.#noteRefusal(part, name, input, caller, "role");
      return refused("policy-refused", "Your role does not allow this; ask a supervisor.");
    }
    const fits = shaped(act.shape, input);
    if (fits === undefined)
      return refused("usage", "Something in the form does not fit; correct it and try again.");
    try {
      const alone = act.alone?.(fits.input, caller) ?? false;
      if (act.fourEyes !== undefined && fourEyes.has(act.fourEyes) && !alone) {
        const about = act.about?.(fits.input) ?? name;
        const reason = act.reason?.(fits.input) ?? "";
        const request = { what: act.fourEyes, about, part, name, input, reason, by: caller.person };
        return { outcome: "asked", approval: await approvals.ask(request) };
      }
      return { outcome: "done", result: await this.#run(part, name, act, fits.input, caller) };
    } catch (error) {
      if (!(error instanceof OutsideFault)) throw error;
      await this.#noteRefusal(part, name, input, caller, error.code);
      return refused(error.code, error.message);
    }
  }

  /** What was tried and not done stands in the chain, too. */
  async #noteRefusal(part: string, name: string, input: unknown, { person }: Caller, code: string) {
    await this.#given.audit.record("desk-refused", {
      by: logId(person.id),
      action: logId(`${part}/${name}`),
      about: logId(namedIn(input)),
      code: logId(code),
    });
  }

  async #run(part: string, name: string, act: Act, input: never, caller: Caller): Promise<unknown> {
    // Before: what it was about may be gone afterwards.
    const about = act.about?.(input) ?? this.#given.parts[part]?.about?.() ?? namedIn(input);
    const result: unknown = (await act.run(input, caller)) ?? null;
    await this.#given.audit.record("desk-action", {
      by: logId(caller.person.id),
      action: logId(`${part}/${name}`),
      about: logId(about),
    });
    return result;
  }

  /** What a second person approved is done in the first one's name. Throws OutsideFault where it cannot be any more. */
  async carryOut(request: Approval, decider: DeskPerson, language: DeskLanguage): Promise<unknown> {
    const act = actOf(this.#given.parts, request.part, request.name);
    const fits = act === undefined ? undefined : shaped(act.shape, request.input);
    if (act === undefined || fits === undefined)
      throw new OutsideFault("policy-refused", "What was asked for is not known any more; ask again.");
    const caller = { person: request.by, provedAt: request.at, language, approvedBy: decider };
    return this.#run(request.part, request.name, act, fits.input, caller);
  }
}
