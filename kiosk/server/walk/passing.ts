/** What passes by itself, second by second: questions after silence, endings, the machine's own clock. */
import type { Milliseconds } from "../../../api/words/units.ts";
import type { ScreenKind } from "../../../api/words/kiosk-screen.ts";
import { stretched } from "../pace.ts";
import type { Publishing } from "./publishing.ts";
import type { Scene } from "./scene.ts";

export interface Passing {
  readonly scene: Scene;
  readonly publishing: Publishing;
  reset(): void;
  leave(): void;
}

/** Nobody is asked on these whether they are still there. */
const UNASKED = new Set<ScreenKind>(["sealing", "paused", "desk", "ticket", "thanks", "wiped", "closed"]);

const isOver = ({ scene }: Passing, kind: ScreenKind, here: Milliseconds): boolean => {
  const { pace } = scene.options;
  const { comfort, wiped } = scene.presentation;
  if (kind === "thanks") return here >= stretched(pace.thanks, comfort);
  if (kind === "wiped") return wiped && here >= stretched(pace.wiped, comfort);
  return (kind === "desk" || kind === "ticket") && here >= stretched(pace.slip, comfort);
};

const silence = (passing: Passing, now: Milliseconds): void => {
  const { scene, publishing } = passing;
  const { pace } = scene.options;
  const { overlay, comfort } = scene.presentation;
  if (overlay?.kind === "still-there") {
    // Farther off than the span: the clock was set back meanwhile.
    if (now >= overlay.until || overlay.until - now > overlay.span) passing.leave();
    return;
  }
  if (now - publishing.touchedAt < stretched(pace.quiet, comfort)) return;
  const span = stretched(pace.answer, comfort);
  scene.present((before) => ({ ...before, overlay: { kind: "still-there", until: now + span, span } }));
};

export const passSecond = (passing: Passing): void => {
  const { scene, publishing } = passing;
  const { clock, pace } = scene.options;
  const now = clock.now();
  publishing.setBack(now);
  const here = now - publishing.since;
  if (scene.state.kind !== "idle" && scene.presentation.place === "session")
    scene.input({ kind: "tick", at: now });
  if (scene.state.kind === "sealing" && scene.state.fault !== undefined && here >= pace.sealAgain) {
    publishing.another();
    scene.input({ kind: "seal-again", at: now });
  }
  const { kind } = scene.screen();
  if (kind === "attract" || kind === "closed") {
    // The kiosk may have been closed, or opened again, meanwhile.
    if (kind === "closed" && scene.presentation.place !== "attract") return passing.reset();
    return scene.present((before) => before);
  }
  if (isOver(passing, kind, here)) return passing.reset();
  if (UNASKED.has(kind) || scene.state.kind === "paused") return;
  silence(passing, now);
};
