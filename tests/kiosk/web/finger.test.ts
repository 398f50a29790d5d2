/// <reference lib="dom" />
/** The finger's screen: which finger, what lies on the glass, the print as soon as there is one, and what to do better. */
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { FINGER_POSITIONS } from "../../../api/words/characteristic.ts";
import { FINGER_HINTS, type FingerHint } from "../../../api/words/hints.ts";
import { atConsent, because, opening, reason, type Stand } from "./opened.ts";
import { main, on, showing } from "./pages.ts";

/** Each instruction that the page showed, with whether a print stood beside it. */
const watchGlass = (page: Page) =>
  page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(globalThis, { seen });
    const look = () => {
      const line = document.querySelector(".is-finger .instruction")?.textContent;
      const print = document.querySelector(".is-finger .print img") !== null;
      const now = `${line}${print ? " +print" : ""}`;
      if (line !== undefined && line !== null && seen.at(-1) !== now) seen.push(now);
    };
    new MutationObserver(look).observe(document.body, {
      childList: true,
      characterData: true,
      subtree: true,
    });
  });
const seen = (page: Page) => page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen);

const toFinger = async ({ kiosk, page }: Stand) => {
  await atConsent({ kiosk, page });
  await main(page);
  await on(page, "face-review");
  await watchGlass(page);
  await main(page);
};

describe.skipIf(reason !== undefined)(`the finger's screen${because}`, () => {
  const start = opening();

  test("the glass is followed live: put it down, keep it there, its print, lift it, the next", async () => {
    const opened = await start({ glassMs: 60 });
    await toFinger(opened);
    await on(opened.page, "signature-review");
    expect(await seen(opened.page)).toEqual([
      "Posez ce doigt sur la vitre",
      "Laissez-le en place",
      "Laissez-le en place +print",
      "Très bien +print",
      "Posez ce doigt sur la vitre",
      "Levez le doigt",
      "Posez ce doigt sur la vitre",
      "Laissez-le en place",
      "Laissez-le en place +print",
      "Très bien +print",
    ]);
  });

  test("plain feedback stands beside the last print until the finger comes again", async () => {
    const opened = await start({
      glassMs: 60,
      fingers: ["press-harder", "move-finger-down", "wipe-finger", "good"],
    });
    await toFinger(opened);
    await on(opened.page, "signature-review");
    const lines = await seen(opened.page);
    for (const feedback of [
      "Appuyez un peu plus +print",
      "Reculez le doigt vers le bas +print",
      "Essuyez votre doigt +print",
    ]) {
      const at = lines.indexOf(feedback);
      expect(at, feedback).toBeGreaterThan(0);
      // Lifted, the feedback stands again; then the finger comes.
      expect(lines.slice(at + 1, at + 4)).toEqual([
        "Levez le doigt +print",
        feedback,
        "Laissez-le en place +print",
      ]);
    }
  });

  test("the same hand again: the other hand is asked for", async () => {
    const opened = await start({ fingers: ["good", "same", "good", "good"] });
    await toFinger(opened);
    await on(opened.page, "signature-review");
    expect(await seen(opened.page)).toContain("Prenez l'autre main +print");
  });

  test("every instruction has a picture of its own, for every finger", async () => {
    const { kiosk, page } = await start();
    const { show } = showing(page, kiosk);
    await page.reload();
    const drawn = new Map<string, string>();
    const view = kiosk.walk.view();
    const draw = async (position: keyof typeof FINGER_POSITIONS, hint: FingerHint) => {
      await show({ ...view, screen: { kind: "finger", position, hint, taken: [] }, step: "fingers" });
      return page.locator(".finger-large svg.pict").innerHTML();
    };
    for (const hint of FINGER_HINTS) drawn.set(hint, await draw("right-index", hint));
    expect(new Set(drawn.values()).size).toBe(FINGER_HINTS.length);
    const fingers = new Set<string>();
    for (const position of Object.keys(FINGER_POSITIONS) as (keyof typeof FINGER_POSITIONS)[])
      fingers.add(await draw(position, "place"));
    expect(fingers.size).toBe(Object.keys(FINGER_POSITIONS).length);
  });
});
