/** What happened, in lines: the screens, what people did, what went wrong, what the program wrote in its log. */
import type { LogFields, Log } from "../../../api/base/log.ts";
import type { Overlay, Screen } from "../../../api/words/kiosk-screen.ts";
import type { Milliseconds } from "../../../api/words/units.ts";

export interface TraceLine {
  /** Since the beginning. */
  readonly at: Milliseconds;
  readonly text: string;
}

/** "face:come-closer", "finger:right-index:place", "paused:scanner", "reference:unknown". */
export const screenName = (screen: Screen): string => {
  switch (screen.kind) {
    case "face":
      return `face:${screen.phase === "guide" ? screen.hint : screen.phase}`;
    case "finger":
      return `finger:${screen.position}:${screen.hint}`;
    case "signature":
      return `signature:${screen.hint}`;
    case "paused":
      return `paused:${screen.device}`;
    case "reference":
      return [
        "reference",
        ...(screen.resumes ? ["resumes"] : []),
        ...(screen.problem === undefined ? [] : [screen.problem]),
      ].join(":");
    case "payment":
    case "identifier":
      return screen.problem === undefined ? screen.kind : `${screen.kind}:${screen.problem}`;
    case "consent":
      return `consent:${screen.by}`;
    case "desk":
      return `desk:${screen.reason}${screen.ticket === undefined ? "" : ":ticket"}`;
    case "ticket":
      return `ticket:${screen.ticket.next}`;
    case "wiped":
      return screen.done ? "wiped:done" : "wiped";
    case "review":
      return `review:${screen.items
        .filter(({ state }) => state === "taken")
        .map(({ what }) => what)
        .join("+")}`;
    default:
      return screen.kind;
  }
};

export const overlayName = (overlay: Overlay): string => overlay.kind;

/** Whether a line is what a scenario names: the same, or its beginning up to a separator. */
export const matches = (text: string, wanted: string): boolean =>
  text === wanted || (text.startsWith(wanted) && /[: ]/u.test(text.charAt(wanted.length)));

export class Trace {
  readonly lines: TraceLine[] = [];
  readonly #now: () => Milliseconds;
  readonly #listeners: ((line: TraceLine) => void)[] = [];

  constructor(now: () => Milliseconds) {
    this.#now = now;
  }

  add(text: string): void {
    const line = { at: this.#now(), text };
    this.lines.push(line);
    for (const listener of this.#listeners) listener(line);
  }

  onLine(listener: (line: TraceLine) => void): void {
    this.#listeners.push(listener);
  }

  /** The kiosk's own log goes into the trace, and whole into `raw`. */
  log(raw: string[]): Log {
    return {
      write: (level, event, fields: LogFields = {}) => {
        raw.push(JSON.stringify({ level, event, ...fields }));
        const values = Object.values(fields).map(String);
        this.add(["log", event.replaceAll(" ", "-"), ...values].join(" "));
      },
    };
  }
}
