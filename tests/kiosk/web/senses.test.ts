/// <reference lib="dom" />
/** Without looking and without touching: the voice and a few keys carry the whole walk. */
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { QUICK } from "../server/played-kiosk.ts";
import { answered, atConsent, because, opening, reason } from "./opened.ts";
import { main, on, showing, sightName, views, type Sight } from "./pages.ts";

/** In the page: whether the control that says this has the focus; if so, its next press is noted. */
const waitsOn = (say: string): boolean => {
  const control = document.querySelector<HTMLElement>("button:focus");
  if (control?.dataset["say"] !== say) return false;
  Object.assign(globalThis, { struck: false });
  const once = { capture: true, once: true };
  control.addEventListener(
    "click",
    (click) => Object.assign(globalThis, { struck: click.type === "click" }),
    once,
  );
  return true;
};
const struck = (): boolean => (globalThis as unknown as { struck: boolean }).struck;

/** Goes on with the arrow until the control that says this has the focus, and presses it. */
const press = async (page: Page, say: string) => {
  await answered(page);
  for (let steps = 0; steps < 70; steps += 1) {
    if (await page.evaluate(waitsOn, say)) {
      await page.keyboard.press("Enter");
      // Drawn anew just then, it has lost the focus, and the key went nowhere: once more from there.
      if (await page.evaluate(struck)) return;
    }
    await page.keyboard.press("ArrowDown");
  }
  throw new Error(`no way by keys to ${say}`);
};

/** A busy machine is slow to play, to answer and to draw. */
const PATIENCE = { timeout: 20_000 };

/** In the page: a browser that takes its time to say that nothing is plugged in. */
const SLOW = `navigator.mediaDevices.enumerateDevices = () => new Promise((resolve) => setTimeout(() => resolve([]), 400));
  navigator.mediaDevices.dispatchEvent(new Event("devicechange"));`;

const plug = (labels: readonly string[]) =>
  `navigator.mediaDevices.enumerateDevices = () => Promise.resolve(${JSON.stringify(
    labels.map((label) => ({ kind: "audiooutput", deviceId: label, groupId: "", label })),
  )}); navigator.mediaDevices.dispatchEvent(new Event("devicechange"));`;

describe.skipIf(reason !== undefined)(`without screen and touch${because}`, () => {
  const start = opening({ loud: true });

  test("the whole walk by keys behind a dark screen: the number is typed and spelled, the ticket is spelled", async () => {
    const { kiosk, page, heard } = await start();
    await page.keyboard.press("F4");
    await page.waitForSelector(".curtain", { state: "attached" });
    await expect.poll(() => heard, PATIENCE).toContain("fr/comfort-curtain");
    // A touch does nothing unseen.
    await page.mouse.click(540, 900);
    await page.waitForTimeout(150);
    expect(kiosk.walk.screen().kind).toBe("attract");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await on(page, "language");
    await press(page, "language-title");
    await on(page, "notice");
    await press(page, "action-go-on");
    await on(page, "reference");
    await press(page, "reference-typed");
    await press(page, "key-b");
    expect(await page.inputValue("#reference-input")).toBe("B");
    await page.focus("#reference-input");
    await page.keyboard.press("End");
    // At a hand's pace: what comes faster is a reader of documents.
    await page.keyboard.type("KO-2026-000123", { delay: 45 });
    await page.keyboard.press("F2");
    await page.keyboard.press("Enter");
    await on(page, "consent");
    expect(heard).toContain("fr/key-b");
    await press(page, "consent-agree");
    await on(page, "face-review");
    await press(page, "face-keep");
    await on(page, "signature-review");
    await press(page, "signature-keep");
    await on(page, "review");
    await page.keyboard.press("F1");
    await page.waitForSelector("dialog.is-help[open]");
    await press(page, "help-close");
    await page.waitForSelector("dialog", { state: "detached" });
    await press(page, "review-send");
    await on(page, "ticket");
    const spelled = async () =>
      page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset["spell"]);
    for (let steps = 0; steps < 20 && (await spelled()) === undefined; steps += 1)
      await page.keyboard.press("ArrowDown");
    expect(await spelled()).toBe("7K3F-92MX-4Q");
    await expect.poll(() => heard, PATIENCE).toContain("fr/key-7");
    await press(page, "ticket-done");
    await on(page, "thanks");
    // A finger that stays on the glass lights it again, and has touched nothing.
    await page.mouse.move(540, 900);
    await page.mouse.down();
    await page.waitForSelector(".curtain", { state: "detached" });
    await page.mouse.up();
    expect(kiosk.walk.screen().kind).toBe("thanks");
    expect(kiosk.station.sealed).toHaveLength(1);
  });

  test("headphones: plugged in, the voice leads by itself; pulled out, it no longer does", async () => {
    const { kiosk, page, heard } = await start();
    // What was asked before they were there is answered after.
    await page.evaluate(`${SLOW} ${plug(["Casque USB"])}`);
    await expect.poll(() => kiosk.walk.view().comfort.headphones, PATIENCE).toBe(true);
    await expect.poll(() => heard, PATIENCE).toContain("fr/comfort-headphones");
    await page.keyboard.press("F1");
    await page.waitForSelector("dialog[open]");
    await page.keyboard.press("ArrowDown");
    await expect.poll(() => heard, PATIENCE).toContain("fr/help-listen");
    await page.waitForTimeout(450);
    expect(kiosk.walk.view().comfort.headphones).toBe(true);
    await page.evaluate(plug([]));
    await expect.poll(() => kiosk.walk.view().comfort.headphones, PATIENCE).toBe(false);
  });

  test("who does not read hears what stands there: every language, services, a guardian's part, why it is closed, forms", async () => {
    const { kiosk, page } = await start();
    // Every recording ends at once.
    await page.evaluate(() => {
      const played: string[] = [];
      Object.assign(globalThis, { played });
      HTMLMediaElement.prototype.play = function play(this: HTMLMediaElement) {
        played.push(this.src.replace(/^.*\/prompts\//u, ""));
        setTimeout(() => this.dispatchEvent(new Event("ended")), 5);
        return Promise.resolve();
      };
    });
    const played = (): Promise<readonly string[]> =>
      page.evaluate(() => (globalThis as unknown as { played: string[] }).played);
    const { show } = showing(page, kiosk);
    const hears = async (sight: Sight | undefined, wanted: readonly string[]) => {
      const before = (await played()).length;
      if (sight !== undefined) await show(sight);
      await expect
        .poll(async () => (await played()).slice(before), { message: wanted.join(), ...PATIENCE })
        .toEqual(expect.arrayContaining([...wanted]));
    };
    const all = views(kiosk, "fr");
    const seen = (name: string, at = 0) => all.filter((sight) => sightName(sight) === name)[at];
    await hears(seen("language"), ["fr/language-title", "en/language-title", "ar/language-title"]);
    await hears(seen("service"), ["fr/service-title", "fr/service-new-passport", "fr/service-visa"]);
    await hears(undefined, []);
    const listen = page.click("#service-passport-standard + .tile-voice");
    await Promise.all([
      listen,
      hears(undefined, ["fr/service-new-passport", "fr/notice-fee", "fr/key-4", "fr/key-5", "fr/key-0"]),
    ]);
    await hears(seen("notice", 1), ["fr/service-documents", "fr/have-birth-extract", "fr/notice-if-any"]);
    await hears(seen("consent"), ["fr/consent-guardian", "fr/consent-title"]);
    await hears(seen("consent", 1), ["fr/consent-title-document"]);
    await hears(seen("face"), ["fr/face-accompanied", "fr/face-title", "fr/face-close-mouth"]);
    await hears(seen("review"), ["fr/review-title", "fr/review-fingers", "fr/review-later"]);
    await hears(seen("closed", 1), [
      "fr/closed-title",
      "fr/closed-resumes",
      "fr/key-slash",
      "fr/closed-kept",
    ]);
    await hears(seen("closed"), ["fr/closed-title", "fr/closed-kiosk"]);
    await hears(seen("identifier+identifier-none"), ["fr/identifier-title", "fr/identifier-why"]);
    await hears(seen("reference+reference-particulars"), ["fr/particulars-surname"]);
    await hears(seen("status+status-typed"), ["fr/status-typed"]);
  });

  test("louder and quieter by key, down to silence and up again", async () => {
    const { kiosk, page } = await start();
    const volume = () => kiosk.walk.view().comfort.volume;
    for (const wanted of [1, 0]) {
      await page.keyboard.press("F5");
      await expect.poll(volume, PATIENCE).toBe(wanted);
    }
    await page.keyboard.press("F5");
    for (const wanted of [1, 2, 3]) {
      await page.keyboard.press("F6");
      await expect.poll(volume, PATIENCE).toBe(wanted);
    }
  });

  test("more time, switched on by keys: four times as long before anybody is asked, and to answer", async () => {
    const { kiosk, page } = await start({ looks: [{ hint: "come-closer", frames: 1e9 }] });
    await page.click(".everywhere");
    await on(page, "language");
    await press(page, "language-title");
    await on(page, "notice");
    await press(page, "bar-comfort");
    await page.waitForSelector("dialog.is-comfort[open]");
    await press(page, "comfort-unhurried");
    await expect.poll(() => kiosk.walk.view().comfort.unhurried, PATIENCE).toBe(true);
    await press(page, "comfort-done");
    await page.waitForSelector("dialog", { state: "detached" });
    kiosk.clock.jump(QUICK.quiet * 4 - 3000);
    await page.waitForTimeout(50);
    expect(await page.locator("dialog").count()).toBe(0);
    kiosk.clock.jump(3000);
    await page.waitForSelector("dialog.is-still-there[open]");
    expect(kiosk.walk.view().overlay).toMatchObject({ kind: "still-there", span: QUICK.answer * 4 });
  });

  test("a signature without dragging: on the pad, or said that it cannot be given", async () => {
    const { kiosk, page } = await start({}, { signing: "screen" });
    await atConsent({ kiosk, page });
    await main(page);
    await on(page, "face-review");
    await main(page);
    await on(page, "signature");
    await press(page, "signature-unable");
    await on(page, "review");
    expect(kiosk.walk.state).toMatchObject({ data: { signature: { kind: "cannot-sign" } } });
  });

  test("letters of double size: the end of a long screen is reached by a button, and nothing is dragged", async () => {
    const { kiosk, page } = await start();
    await atConsent({ kiosk, page });
    const drawn = () => page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));
    const lastInSight = () =>
      page.evaluate(() => {
        const last = document.querySelector(".promises li:last-child")?.getBoundingClientRect().bottom;
        const actions = document.querySelector(".stage .actions")?.getBoundingClientRect().top;
        return (last ?? Infinity) <= (actions ?? 0);
      });
    expect(await page.locator(".more").count()).toBe(0);
    kiosk.walk.present((now) => ({ ...now, comfort: { ...now.comfort, text: 200 } }));
    await page.waitForSelector(".more.on");
    expect(await lastInSight()).toBe(false);
    for (let times = 0; times < 5 && (await page.locator(".more.on").count()) > 0; times += 1) {
      await page.click(".more.on");
      await drawn();
    }
    expect(await lastInSight()).toBe(true);
    await press(page, "bar-more-back");
    await page.waitForSelector(".more.on");
    expect(await lastInSight()).toBe(false);
  });

  test("seated: what is touched moves into the lower part of an upright screen", async () => {
    const { kiosk, page } = await start();
    await atConsent({ kiosk, page });
    const lowest = () =>
      page.evaluate(() => {
        const boxes = [...document.querySelectorAll("button")].map((button) =>
          button.getBoundingClientRect(),
        );
        return Math.min(...boxes.map(({ top }) => top)) / innerHeight;
      });
    const standing = await lowest();
    kiosk.walk.present((now) => ({ ...now, comfort: { ...now.comfort, position: "seated" } }));
    await page.waitForSelector(':root[data-position="seated"]');
    expect(await lowest()).toBeGreaterThan(0.5);
    expect(await lowest()).toBeGreaterThanOrEqual(standing);
  });
});
