/** What is heard when: one effect over the view, so that a reload says where the session is. */
import { effect } from "@preact/signals";
import { KNOWN_PAPERS, type Overlay, type Screen } from "../../api/words/kiosk-http.ts";
import { view } from "./link.ts";
import { statusKey } from "./status-key.ts";
import { hush, say, sayAll, tone } from "./voice.ts";
import { helpOf } from "./overlays.tsx";

const TITLES: Partial<Record<Screen["kind"], string>> = {
  attract: "attract-line",
  language: "language-title",
  service: "service-title",
  notice: "notice-title",
  payment: "payment-title",
  identifier: "identifier-title",
  consent: "consent-title",
  reference: "reference-title",
  face: "face-title",
  "face-review": "face-review-title",
  "signature-review": "signature-review-title",
  "paper-review": "paper-review-title",
  review: "review-title",
  sealing: "sealing-title",
  ticket: "ticket-title",
  thanks: "thanks-title",
  closed: "closed-title",
};

const KNOWN = new Set<string>(KNOWN_PAPERS);

/** The sentence a screen begins with. */
const opening = (screen: Screen): string => {
  switch (screen.kind) {
    case "finger":
      return `finger-${screen.position}`;
    case "paper":
      return KNOWN.has(screen.paper.id) ? `paper-${screen.paper.id}` : "paper-title";
    case "signature":
      return screen.surface === "pad" ? "signature-sign-pad" : "signature-sign";
    case "desk":
      return `desk-${screen.reason}`;
    case "paused":
      return `paused-${screen.device}`;
    case "status":
      return screen.found === undefined ? "status-title" : statusKey(screen.found);
    case "wiped":
      return screen.done ? "wiped-title" : "wiping-title";
    default:
      return TITLES[screen.kind] ?? "";
  }
};

/** The sentence of the moment, within a screen. */
const moment = (screen: Screen): string | undefined => {
  switch (screen.kind) {
    case "face":
      return screen.phase === "guide" ? `face-${screen.hint}` : undefined;
    case "finger":
      return `finger-${screen.hint}`;
    case "paper":
      return screen.another === true && screen.hint === "lay" ? "paper-another" : `paper-${screen.hint}`;
    case "signature":
      return screen.hint === "sign" ? undefined : `signature-${screen.hint}`;
    case "reference":
      return screen.problem && `reference-${screen.problem}`;
    case "payment":
    case "identifier":
      return screen.problem && "payment-unreadable";
    case "status":
      return screen.problem && `status-${screen.problem}`;
    case "ticket":
    case "desk":
      return screen.slip && `slip-${screen.slip}`;
    default:
      return undefined;
  }
};

/** What follows the first sentence of a pause. */
export const troubleLines = ({ trouble }: Extract<Screen, { kind: "paused" }>): readonly string[] => [
  ...(trouble === undefined ? [] : [`trouble-${trouble}`]),
  "paused-goes-on",
];

const OVERLAYS: Partial<Record<Overlay["kind"], string>> = {
  comfort: "comfort-title",
  language: "language-title",
  "staff-called": "staff-title",
  leave: "leave-title",
  "still-there": "still-title",
  unable: "unable-title",
  "head-covering": "covering-title",
  contest: "contest-title",
};

const toneOf = (screen: Screen, before: Screen | undefined): void => {
  if (screen.kind === "face" && screen.phase === "countdown") tone("count");
  if (screen.kind === "face" && screen.phase === "taking") tone("click");
  if (screen.kind === "finger" && screen.hint === "done") tone("good");
  if (screen.kind === "paused" && before?.kind !== "paused") tone("again");
  if ("again" in screen && before !== undefined && !("again" in before)) tone("good");
  if (screen.kind === "ticket" && before?.kind !== "ticket") tone("good");
  if (screen.kind === "reference" && screen.problem !== undefined) tone("again");
  if (screen.kind === "status" && screen.problem !== undefined) tone("again");
};

/** Follows the view from now on. */
export const listenToView = (): void => {
  let before: Screen | undefined;
  let overlay: string | undefined;
  effect(() => {
    const now = view.value;
    if (now === undefined) return;
    const { screen } = now;
    const laid = now.overlay?.kind;
    if (laid !== overlay) {
      overlay = laid;
      if (laid === "staff-called") tone("call");
      if (laid === "help") say(helpOf(screen.kind), "now");
      else if (laid !== undefined) say(OVERLAYS[laid] ?? "", "now");
    }
    const first = opening(screen);
    if (before === undefined || opening(before) !== first) {
      hush();
      say(first, "now");
      if (screen.kind === "paused") sayAll(troubleLines(screen));
      if (screen.kind !== "face" && screen.kind !== "finger") toneOf(screen, before);
    }
    const key = moment(screen);
    const same = before !== undefined && before.kind === screen.kind && moment(before) === key;
    if (!same && key !== undefined) say(key);
    if (!same || JSON.stringify(before) !== JSON.stringify(screen)) toneOf(screen, before);
    before = screen;
  });
};
