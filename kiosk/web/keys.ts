/**
 * The whole kiosk without touch: arrows or Tab go from control to control, Enter acts, Escape closes; F1 helps, F2
 * says it again, F3 calls staff. A tactile keypad sends the same keys. Every stop is spoken where the voice leads.
 */
import { send, view } from "./link.ts";
import { say } from "./voice.ts";

const controls = (): HTMLElement[] => {
  const root = document.querySelector("dialog[open]") ?? document;
  return [...root.querySelectorAll<HTMLElement>("button, input")].filter(
    (element) => element.offsetParent !== null || element.closest("dialog") !== null,
  );
};

const go = (by: 1 | -1): void => {
  const all = controls();
  const at = all.indexOf(document.activeElement as HTMLElement);
  all[at === -1 ? (by === 1 ? 0 : all.length - 1) : (at + by + all.length) % all.length]?.focus();
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
  } else if (event.key === "F1") {
    event.preventDefault();
    void send({ kind: "open", overlay: "help" });
  } else if (event.key === "F2") {
    event.preventDefault();
    const title = document.querySelector<HTMLElement>("dialog[open] h1, main h1");
    if (title?.dataset["say"] !== undefined) say(title.dataset["say"], "now");
  } else if (event.key === "F3") {
    event.preventDefault();
    void send({ kind: "call-staff" });
  }
};

/** Behind the curtain every stop says its name. */
const focused = (event: FocusEvent): void => {
  if (view.value?.comfort.curtain !== true) return;
  const target = event.target;
  if (!(target instanceof HTMLElement)) return;
  const key = target.dataset["say"];
  if (key !== undefined && target.tagName === "BUTTON") say(key, "now", target.dataset["sayIn"]);
};

export const listenToKeys = (): void => {
  document.addEventListener("keydown", pressed);
  document.addEventListener("focusin", focused);
  // No menu of the browser's own at a kiosk.
  document.addEventListener("contextmenu", (event) => event.preventDefault());
};
