/** Commands of the page, done once each: what is not allowed any more is ignored and says so. */
import type { Overlay } from "../../api/words/kiosk-screen.ts";
import type { CommandEnvelope, CommandReply, KioskCommand } from "../../api/words/kiosk-command.ts";
import type { HeadCoveringReason, OpenOverlay } from "../../api/words/kiosk-screen.ts";
import { isAllowed, isAlways } from "./allowed.ts";
import { bare, type Presentation } from "./presentation.ts";
import { APPLICANT } from "../session/state.ts";
import { checksBehind } from "./look/contestable.ts";
import type { Subject } from "../../api/words/subject.ts";
import { numberIn, paymentIn } from "./services.ts";
import type { Walk } from "./walk.ts";

/** Remembered keys; a page repeats a key for seconds, not hours. */
const REMEMBERED = 400;

const overlayOf = (walk: Walk, wanted: OpenOverlay): Overlay | undefined => {
  const screen = walk.screen();
  if (wanted === "contest")
    return screen.kind === "face" && screen.contestable !== undefined
      ? { kind: "contest", hint: screen.contestable }
      : undefined;
  if (wanted !== "unable") return { kind: wanted };
  return screen.kind === "finger" ? { kind: "unable", position: screen.position } : undefined;
};

const at = (walk: Walk) => walk.options.clock.now();
const goTo = (walk: Walk, place: Presentation["place"]) => walk.present((now) => ({ ...bare(now), place }));

/** Where there is nothing to choose, nothing is asked. */
const afterLanguage = (walk: Walk): Presentation["place"] =>
  walk.services.length > 1 ? "service" : "notice";

const begin = (walk: Walk): void => {
  if (walk.presentation.place !== "attract") walk.reset();
  goTo(walk, walk.options.languages.length > 1 ? "language" : afterLanguage(walk));
};

const chooseLanguage = (walk: Walk, language: string): void => {
  if (!walk.options.languages.some(({ tag }) => tag === language)) return;
  const first = walk.presentation.place === "language";
  walk.present((now) => ({ ...bare(now), language, ...(first ? { place: afterLanguage(walk) } : {}) }));
};

const chooseService = (walk: Walk, service: string): void => {
  const chosen = walk.services.find(({ view }) => view.id === service)?.view;
  if (chosen === undefined || chosen.closed !== undefined) return;
  if (chosen.atDesk === true)
    return walk.present((now) => ({ ...bare(now), place: "desk", deskReason: "asked" }));
  walk.present((now) => ({ ...bare(now), service, place: "notice" }));
};

const readable = ({ unreadable: _unreadable, ...now }: Presentation): Presentation => now;

const givePayment = (walk: Walk, text: string): void => {
  walk.touch();
  const reference = paymentIn(text);
  if (reference === undefined) return walk.present((now) => ({ ...now, unreadable: true }));
  walk.prepare(readable);
  walk.input({ kind: "payment-given", at: at(walk), reference });
};

/** The number, or why there is none, is the subject's own and never the session's. */
const identify = (walk: Walk, known: Pick<Subject, "nationalNumber" | "noNationalNumber">): void => {
  if (walk.subject !== undefined) walk.subject = { ...walk.subject, ...known };
  walk.prepare(readable);
  walk.input({ kind: "identifier-given", at: at(walk) });
};

const giveNumber = (walk: Walk, text: string): void => {
  walk.touch();
  const nationalNumber = numberIn(text);
  if (nationalNumber === undefined) return walk.present((now) => ({ ...now, unreadable: true }));
  identify(walk, { nationalNumber });
};

/** Who has no receipt pays first: staff say how and where. */
const noPayment = (walk: Walk): void => {
  walk.input({ kind: "abandon", at: at(walk) });
  walk.present((now) => ({ ...bare(now), place: "desk", deskReason: "asked" }));
};

const agree = (walk: Walk): void => {
  const screen = walk.screen();
  if (screen.kind !== "consent") return;
  walk.input({ kind: "consent-given", at: at(walk), language: walk.presentation.language, by: screen.by });
};

const disagree = (walk: Walk): void => {
  walk.input({ kind: "consent-refused", at: at(walk) });
  walk.present((now) => ({ ...bare(now), place: "desk", deskReason: "asked" }));
};

const unable = (walk: Walk, command: Extract<KioskCommand, { kind: "unable" }>): void => {
  const { position, reason } = command;
  walk.present(bare);
  walk.input({
    kind: "finger-missing",
    at: at(walk),
    finger: { position, reason, note: "said by the applicant at the kiosk" },
  });
};

const headCovering = (walk: Walk, reason: HeadCoveringReason): void => {
  walk.present(bare);
  walk.input({ kind: "head-covering", at: at(walk), reason });
};

/** The instruction no longer stands in the way; what it was about is for the desk. */
const contest = (walk: Walk, { hint, statement }: Extract<KioskCommand, { kind: "contest" }>): void => {
  walk.present(bare);
  for (const check of checksBehind(hint))
    walk.input({ kind: "contest", at: at(walk), part: "face", check, statement, by: APPLICANT });
};

const done = (walk: Walk): void => {
  if (walk.state.kind === "ticket") walk.input({ kind: "ticket-taken", at: at(walk) });
  else walk.reset();
};

const again = (walk: Walk, what: Extract<KioskCommand, { kind: "again" }>["what"]): void => {
  if (walk.screen().kind !== "review") return walk.answer("again");
  if (what !== undefined) walk.input({ kind: "redo", at: at(walk), part: what });
};

const back = (walk: Walk): void => {
  const { place } = walk.presentation;
  if (place === "notice" && walk.services.length > 1) return goTo(walk, "service");
  if (place === "notice" || (place === "service" && walk.options.languages.length > 1))
    return goTo(walk, "language");
  walk.reset();
};

const callStaff = (walk: Walk): void => {
  walk.options.log.write("warn", "staff called");
  walk.present((now) => ({ ...bare(now), overlay: { kind: "staff-called" } }));
};

/** At an attended session the desk may have to settle something first; the applicant's button then does nothing. */
const confirm = (walk: Walk): void => {
  const input = { kind: "confirm", at: at(walk) } as const;
  if (walk.accepts(input)) walk.input(input);
};

const perform = async (walk: Walk, command: KioskCommand): Promise<void> => {
  switch (command.kind) {
    case "begin":
      return begin(walk);
    case "ask-status":
      return walk.askStatus();
    case "give-ticket":
      return walk.giveTicket(command.text);
    case "head-covering":
      return headCovering(walk, command.reason);
    case "print":
      return walk.printAgain();
    case "choose-language":
      return chooseLanguage(walk, command.language);
    case "choose-service":
      return chooseService(walk, command.service);
    case "give-payment":
      return givePayment(walk, command.text);
    case "no-payment":
      return noPayment(walk);
    case "give-particulars":
      return walk.declare(command);
    case "give-number":
      return giveNumber(walk, command.text);
    case "no-number":
      return identify(walk, { noNationalNumber: command.reason });
    case "skip":
      return walk.input({ kind: "skip", at: at(walk) });
    case "understood":
      return walk.start();
    case "agree":
      return agree(walk);
    case "disagree":
      return disagree(walk);
    case "give-reference":
      return walk.refer(command.text, command.way, true);
    case "keep":
      return walk.answer(command.earlier === true ? "earlier" : "keep");
    case "contest":
      return contest(walk, command);
    case "another-page":
      return walk.keepPage(true);
    case "no-paper":
      return walk.noPaper();
    case "again":
      return again(walk, command.what);
    case "unable":
      return unable(walk, command);
    case "sign":
      return walk.sign(command);
    case "cannot-sign":
      return walk.input({ kind: "cannot-sign", at: at(walk), reason: "physically-unable" });
    case "confirm":
      return confirm(walk);
    case "done":
      return done(walk);
    case "back":
      return back(walk);
    case "open": {
      const overlay = overlayOf(walk, command.overlay);
      return walk.present((now) => (overlay === undefined ? now : { ...now, overlay }));
    }
    case "close":
    case "still-here":
      return walk.present(bare);
    case "call-staff":
      return callStaff(walk);
    case "leave":
      return walk.leave();
    case "comfort":
      return walk.present((now) => ({ ...now, comfort: { ...now.comfort, ...command.comfort } }));
  }
};

export class Acts {
  readonly #walk: Walk;
  readonly #replies = new Map<string, Promise<CommandReply>>();
  #queue: Promise<unknown> = Promise.resolve();

  constructor(walk: Walk) {
    this.#walk = walk;
  }

  /** Commands are done one after the other; a key that was seen before gives what it gave then. */
  async act(envelope: CommandEnvelope): Promise<CommandReply> {
    const before = this.#replies.get(envelope.key);
    if (before !== undefined) {
      const reply = await before;
      return reply.outcome === "done" ? { ...reply, outcome: "repeated" } : reply;
    }
    const reply = this.#queue.then(() => this.#once(envelope));
    this.#queue = reply.catch(() => undefined);
    this.#replies.set(envelope.key, reply);
    const [oldest] = this.#replies.keys();
    if (this.#replies.size > REMEMBERED && oldest !== undefined) this.#replies.delete(oldest);
    return reply;
  }

  async #once({ command, revision }: CommandEnvelope): Promise<CommandReply> {
    const walk = this.#walk;
    const ignored = (reason: string): CommandReply => ({
      outcome: "ignored",
      revision: walk.view().revision,
      reason,
    });
    if (!isAlways(command) && revision < walk.turn) return ignored("the screen has moved on");
    if (!isAllowed(walk.screen(), walk.presentation.overlay, command))
      return ignored("this screen does not know the command");
    walk.touch();
    await perform(walk, command);
    return { outcome: "done", revision: walk.view().revision };
  }
}
