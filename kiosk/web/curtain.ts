/**
 * The dark screen. A touch says where one is and does nothing unseen; a finger that stays lights the screen again, so
 * that nobody is left in the dark without keys. Only the field to sign in takes what is drawn on it.
 */
import { effect } from "@preact/signals";
import { send, view } from "./link.ts";
import { sayScreen } from "./sounds.ts";
import { say } from "./voice.ts";

const HOLD_MS = 1500;

const dark = (): boolean => view.value?.comfort.curtain === true;
const signs = ({ target }: Event): boolean =>
  target instanceof Element && target.closest(".sign-field") !== null;

const swallow = (event: Event): void => {
  event.preventDefault();
  event.stopPropagation();
};

export const listenToCurtain = (): void => {
  let held: ReturnType<typeof setTimeout> | undefined;
  /** The touch that lights the screen is no touch of what then appears. */
  let swallowed = false;
  const options = { capture: true } as const;
  document.addEventListener(
    "pointerdown",
    (event) => {
      clearTimeout(held);
      swallowed = dark() && !signs(event);
      if (!swallowed) return;
      swallow(event);
      sayScreen();
      held = setTimeout(() => void send({ kind: "comfort", comfort: { curtain: false } }), HOLD_MS);
    },
    options,
  );
  for (const end of ["pointerup", "pointercancel"] as const)
    document.addEventListener(end, () => clearTimeout(held), options);
  // A click that keys made has no detail.
  document.addEventListener(
    "click",
    (event) => {
      if (event.detail > 0 && swallowed) swallow(event);
    },
    options,
  );
  let before = false;
  effect(() => {
    const now = dark();
    if (now && !before) say("comfort-curtain", "now");
    before = now;
  });
};
