/** Which commands a screen knows. Another is not done: the page was behind, or two buttons were touched at once. */
import type { CommandKind, KioskCommand } from "../../api/words/kiosk-command.ts";
import type { OpenOverlay, Overlay, Screen } from "../../api/words/kiosk-screen.ts";

const SCREEN: Record<Screen["kind"], readonly CommandKind[]> = {
  attract: ["begin", "ask-status"],
  status: ["give-ticket", "done", "back"],
  closed: [],
  language: ["choose-language", "back"],
  service: ["choose-service", "back"],
  notice: ["understood", "back"],
  payment: ["give-payment", "no-payment"],
  identifier: ["give-number", "no-number"],
  consent: ["agree", "disagree"],
  reference: ["give-reference"],
  face: ["head-covering", "contest"],
  "face-review": ["keep", "again"],
  finger: ["unable"],
  signature: ["sign", "cannot-sign"],
  "signature-review": ["keep", "again"],
  paper: ["no-paper"],
  "paper-review": ["keep", "another-page", "again"],
  review: ["confirm", "again"],
  desk: ["done", "print"],
  sealing: [],
  ticket: ["done", "print"],
  thanks: ["done", "begin"],
  wiped: ["begin"],
  paused: [],
};

/** Sheets that belong to one screen. */
const OVERLAY_OF: Partial<Record<OpenOverlay, Screen["kind"]>> = {
  unable: "finger",
  "head-covering": "face",
  contest: "face",
};

/** Whatever the screen shows. */
const ALWAYS = new Set<CommandKind>(["open", "close", "call-staff", "still-here", "comfort", "leave"]);

const SIGNING_MAY_NOT = new Set<Screen["kind"]>(["sealing"]);

export const isAlways = (command: KioskCommand): boolean => ALWAYS.has(command.kind);

export const isAllowed = (screen: Screen, overlay: Overlay | undefined, command: KioskCommand): boolean => {
  switch (command.kind) {
    case "choose-language":
      return screen.kind === "language" || overlay?.kind === "language";
    case "give-particulars":
      return screen.kind === "reference" && screen.declares === true;
    case "skip":
      return "optional" in screen;
    case "unable":
      return screen.kind === "finger" && overlay?.kind === "unable" && overlay.position === command.position;
    case "contest":
      return screen.kind === "face" && overlay?.kind === "contest" && overlay.hint === command.hint;
    case "open":
      return (OVERLAY_OF[command.overlay] ?? screen.kind) === screen.kind;
    case "leave":
      return !SIGNING_MAY_NOT.has(screen.kind);
    case "sign":
      return screen.kind === "signature" && screen.surface === "screen";
    default:
      return ALWAYS.has(command.kind) || SCREEN[screen.kind].includes(command.kind);
  }
};
