/** What is heard when: one effect over the view, so that a reload says where the session is. */
import { effect } from "@preact/signals";
import type { Overlay, Screen } from "../../api/words/kiosk-screen.ts";
import type { Closure } from "../../api/words/kiosk-service.ts";
import { KNOWN_PAPERS } from "../../api/words/kiosk-paper.ts";
import { setting, view } from "./link.ts";
import { consentKey, paperSentences, serviceSentences } from "./service-key.ts";
import { keysOf, voiceLeads } from "./spelling.ts";
import { statusKey } from "./status-key.ts";
import { dateDigits } from "./texts.ts";
import { hush, say, sayAll, tone, type Spoken } from "./voice.ts";
import { helpOf } from "./overlays.tsx";

const TITLES: Partial<Record<Screen["kind"], string>> = {
  attract: "attract-line",
  language: "language-title",
  service: "service-title",
  notice: "notice-title",
  payment: "payment-title",
  identifier: "identifier-title",
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
const title = (screen: Screen): string => {
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
    case "consent":
      return consentKey("title", screen.what);
    case "reference":
      return screen.resumes === true ? "reference-resume" : "reference-title";
    default:
      return TITLES[screen.kind] ?? "";
  }
};

/** Why no session starts, and from when on one does: whoever does not read hears what the screen says. */
const closing = (closure: Closure): readonly string[] =>
  closure.reason === "kiosk"
    ? ["closed-title", "closed-kiosk"]
    : [
        "closed-title",
        ...(closure.resumes === undefined
          ? ["closed-no-date"]
          : ["closed-resumes", ...keysOf(dateDigits(closure.resumes))]),
        "closed-kept",
      ];

/** Each language in its own voice, so that everybody hears theirs. */
export const allLanguages = (): readonly Spoken[] =>
  (setting.value?.languages ?? []).map(({ tag }) => ({ tag, key: "language-title" }));

const begins = (screen: Screen): readonly (string | Spoken)[] => {
  switch (screen.kind) {
    case "language":
      return allLanguages();
    case "service":
      return ["service-title", ...new Set(screen.services.map(({ process }) => `service-${process}`))];
    case "notice":
      return screen.service === undefined
        ? ["notice-title"]
        : [...serviceSentences(screen.service), ...paperSentences(screen.service), "notice-title"];
    case "consent":
      return [...(screen.by === "guardian" ? ["consent-guardian"] : []), title(screen)];
    case "face":
      return [...(screen.accompanied === true ? ["face-accompanied"] : []), title(screen)];
    case "review":
      return [
        title(screen),
        ...screen.items
          .filter(({ state }) => state === "later-at-desk" || voiceLeads())
          .flatMap(({ what, state }) => [
            `review-${what}`,
            state === "taken" ? "review-taken" : "review-later",
          ]),
      ];
    case "closed":
      return closing(screen.closure);
    case "paused":
      return [title(screen), ...troubleLines(screen)];
    default:
      return [title(screen)];
  }
};

/** What is heard on a screen from its beginning to its end; where it is more than a title, nothing cuts it. */
const opening = (screen: Screen): readonly (string | Spoken)[] =>
  "again" in screen && screen.again ? ["works-again", ...begins(screen)] : begins(screen);

/** What is begun anew when it changes. */
const place = (screen: Screen): string =>
  screen.kind === "closed" ? `${title(screen)} ${screen.closure.reason}` : title(screen);

/** The whole of it once more, as the screen stands. */
export const sayScreen = (): void => {
  const now = view.value;
  if (now !== undefined) sayAll(opening(now.screen), "now");
};

const covered = (one: Screen): boolean => one.kind === "face" && one.covered !== undefined;

/** What is said once when it has become so. */
const noted = (screen: Screen, before: Screen | undefined): string | undefined => {
  if (before?.kind !== screen.kind) return undefined;
  if (covered(screen) && !covered(before)) return "covering-noted";
  return "again" in screen && !("again" in before) ? "works-again" : undefined;
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
      else if (laid === "language") sayAll(allLanguages(), "now");
      else if (laid !== undefined) say(OVERLAYS[laid] ?? "", "now");
    }
    if (before === undefined || place(before) !== place(screen)) {
      const all = opening(screen);
      hush();
      if (all.length > 1) sayAll(all, "now");
      else say(title(screen), "now");
      if (screen.kind !== "face" && screen.kind !== "finger") toneOf(screen, before);
    }
    const key = moment(screen);
    const same = before !== undefined && before.kind === screen.kind && moment(before) === key;
    if (!same && key !== undefined) say(key);
    const news = noted(screen, before);
    if (news !== undefined) say(news, "now");
    if (!same || JSON.stringify(before) !== JSON.stringify(screen)) toneOf(screen, before);
    before = screen;
  });
};
