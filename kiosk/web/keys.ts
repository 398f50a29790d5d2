/**
 * The whole kiosk without touch: arrows or Tab go from control to control, Enter acts, Escape closes; F1 helps, F2
 * says it again, F3 calls staff, F4 darkens the screen and lets the voice lead, F6 and F5 are louder and quieter. A
 * tactile keypad sends the same keys. Every stop is spoken where the voice leads.
 */
import { VOLUMES, type Volume } from "../../api/words/kiosk-comfort.ts";
import { send, view } from "./link.ts";
import { spell, voiceLeads } from "./spelling.ts";
import { sayScreen } from "./sounds.ts";
import { say } from "./voice.ts";

const controls = (): HTMLElement[] => {
  const root = document.querySelector("dialog[open]") ?? document;
  return [...root.querySelectorAll<HTMLElement>("button, input, [data-spell]")].filter(
    (element) => element.offsetParent !== null || element.closest("dialog") !== null,
  );
};

const go = (by: 1 | -1): void => {
  const all = controls();
  const at = all.indexOf(document.activeElement as HTMLElement);
  const wanted = all[at === -1 ? (by === 1 ? 0 : all.length - 1) : (at + by + all.length) % all.length];
  // A number or a name is no control, but whoever does not see it stops there to hear it.
  if (wanted?.dataset["spell"] !== undefined && wanted.tagName !== "BUTTON") wanted.tabIndex = -1;
  wanted?.focus();
};

/** Pressed again before the screen shows what was asked for: the next step counts from here. */
let asked: Volume | undefined;
/** Milliseconds within which the next view follows the server's answer; a volume that somebody else changes meanwhile counts after it. */
const FOLLOWS = 2000;
const louder = (by: 1 | -1): void => {
  const shown = view.value?.comfort.volume;
  if (asked === shown) asked = undefined;
  const volume = VOLUMES[VOLUMES.indexOf(asked ?? shown ?? 2) + by];
  if (volume === undefined) return;
  asked = volume;
  const forget = (): void => {
    if (asked === volume) asked = undefined;
  };
  void send({ kind: "comfort", comfort: { volume } }).then(() => setTimeout(forget, FOLLOWS), forget);
};

const sayAgain = (): void => {
  const title = document.querySelector<HTMLElement>("dialog[open] h1, main h1[data-own]");
  if (title?.dataset["say"] !== undefined) say(title.dataset["say"], "now");
  else sayScreen();
  const field = document.querySelector<HTMLInputElement>("#reference-input");
  if (field !== null) spell(field.value);
};

const darken = (): void =>
  void send({ kind: "comfort", comfort: { curtain: view.value?.comfort.curtain !== true } });

const KEYS: Readonly<Record<string, () => void>> = {
  F1: () => void send({ kind: "open", overlay: "help" }),
  F2: sayAgain,
  F3: () => void send({ kind: "call-staff" }),
  F4: darken,
  F5: () => louder(-1),
  F6: () => louder(1),
};

const STEPS: Record<string, 1 | -1> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

const pressed = (event: KeyboardEvent): void => {
  const typing = event.target instanceof HTMLInputElement;
  const step = STEPS[event.key];
  if (
    step !== undefined &&
    !(typing && event.key.startsWith("ArrowL")) &&
    !(typing && event.key === "ArrowRight")
  ) {
    event.preventDefault();
    const mirrored = document.documentElement.dir === "rtl" && /Left|Right/u.test(event.key);
    go(mirrored ? (step === 1 ? -1 : 1) : step);
  } else if (KEYS[event.key] !== undefined) {
    event.preventDefault();
    KEYS[event.key]?.();
  }
};

/** Where the voice leads every stop says its name. */
const focused = (event: FocusEvent): void => {
  if (!voiceLeads()) return;
  const target = event.target;
  if (!(target instanceof HTMLElement)) return;
  const { say: key, spell: letters } = target.dataset;
  if (letters !== undefined) return spell(letters);
  if (key !== undefined && target.tagName === "BUTTON") say(key, "now", target.dataset["sayIn"]);
};

export const listenToKeys = (): void => {
  document.addEventListener("keydown", pressed);
  document.addEventListener("focusin", focused);
  // No menu of the browser's own at a kiosk.
  document.addEventListener("contextmenu", (event) => event.preventDefault());
};
