/// <reference lib="dom" />
/** Whatever goes wrong: the kiosk stays itself, explains, and loses nothing. */
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { atConsent, atReview, because, opening, reason } from "./opened.ts";
import { restored } from "../../../kiosk/session/machine.ts";
import type { SessionState } from "../../../kiosk/session/state.ts";
import { QUICK, trialPolicy } from "../server/played-kiosk.ts";
import { main, on } from "./pages.ts";

const text = (page: Page) => page.locator(".stage").innerText();
const BLAMELESS = "Vous n'avez rien fait de mal";
const ENDLESS = [{ hint: "come-closer", frames: 1e9 }] as const;

describe.skipIf(reason !== undefined)(`trouble, on the page${because}`, () => {
  const start = opening();

  test("a camera that stops: paused without blame, and on again by itself", async () => {
    const { kiosk, page } = await start({ looks: ENDLESS, repaired: false });
    await atConsent({ kiosk, page });
    await main(page);
    await on(page, "face");
    kiosk.station.stopCamera();
    await on(page, "paused");
    expect(await text(page)).toContain(BLAMELESS);
    kiosk.station.script.looks = [{ hint: "ready", ready: true }];
    kiosk.station.script.repaired = true;
    await on(page, "face-review");
  });

  test("a pad that breaks: paused, and the signature is asked for again", async () => {
    const { kiosk, page } = await start({ signatures: ["broken"], repaired: false });
    await atConsent({ kiosk, page });
    await main(page);
    await on(page, "face-review");
    await main(page);
    await on(page, "paused");
    expect(await text(page)).toContain("tablette");
    kiosk.station.script.repaired = true;
    await on(page, "signature-review");
  });

  test("a full disk: the kiosk needs help, and seals when there is room", async () => {
    const { kiosk, page } = await start({ seal: ["disk-full"] });
    await atReview({ kiosk, page });
    await main(page);
    await on(page, "paused");
    expect(await text(page)).toContain(BLAMELESS);
    kiosk.clock.jump(QUICK.sealAgain);
    await on(page, "ticket");
    expect(kiosk.station.sealed).toHaveLength(1);
  });

  test("nobody answers: asked, then everything is wiped before their eyes", async () => {
    const { kiosk, page } = await start({ looks: ENDLESS });
    await atConsent({ kiosk, page });
    await main(page);
    await on(page, "face");
    kiosk.station.somebody = false;
    kiosk.clock.jump(QUICK.quiet);
    await page.waitForSelector("dialog.is-still-there[open]");
    kiosk.clock.jump(QUICK.answer);
    await on(page, "wiped");
    expect(kiosk.station.wiped).toHaveLength(1);
    expect(await page.content()).not.toContain("TRAOR");
  });

  test("a face that is never ready: its time runs out without blame, and the desk goes on", async () => {
    const { kiosk, page } = await start({ looks: ENDLESS });
    await atConsent({ kiosk, page });
    await main(page);
    await on(page, "face");
    const { budgetMs } = trialPolicy().unattended.face.limit as { budgetMs: number };
    kiosk.clock.jump(budgetMs);
    // The rest is taken all the same; what is missing is said before anything is sent.
    await on(page, "signature-review");
    await main(page);
    await on(page, "review");
    expect(await page.locator(".of-face").innerText()).toContain("Au guichet");
    await main(page);
    await on(page, "desk");
    expect(kiosk.station.parked).toHaveLength(1);
  });

  test("who answers goes on", async () => {
    const { kiosk, page } = await start();
    await atConsent({ kiosk, page });
    for (let time = 0; time < 2; time += 1) {
      kiosk.clock.jump(QUICK.quiet);
      await page.waitForSelector("dialog.is-still-there[open]");
      await page.click("dialog .choice.main");
      await page.waitForSelector("dialog", { state: "detached" });
      // As long again passes before anybody is asked once more.
      kiosk.clock.jump(QUICK.answer);
    }
    await on(page, "consent");
    expect(kiosk.station.wiped).toHaveLength(0);
  });

  /** What a session leaves when the power goes at the second finger; `tests/kiosk/web/started.test.ts` cuts it for real. */
  const left = async (): Promise<SessionState> => {
    const first = await start({ fingers: ["good", "wait"] });
    await atConsent(first);
    await main(first.page);
    await on(first.page, "face-review");
    await main(first.page);
    await on(first.page, "finger");
    await expect
      .poll(() => first.kiosk.station.kept)
      .toMatchObject({ kind: "fingers", data: { tries: [{}, {}] } });
    const { kept } = first.kiosk.station;
    if (kept === undefined) throw new Error("nothing was kept");
    return restored(kept);
  };

  test("a power cut: by hand another reference goes nowhere, its own goes on where it was", async () => {
    const { kiosk, page } = await start({ left: await left() });
    await kiosk.walk.comeBack();
    await on(page, "reference");
    await page.click(".stage .choice >> nth=0");
    await page.fill("#reference-input", "BKO-2026-999999");
    await main(page);
    await page.waitForSelector(".problem");
    await page.fill("#reference-input", "BKO-2026-000123");
    await main(page);
    await on(page, "signature-review");
    expect(kiosk.walk.state).toMatchObject({ kind: "signature", data: { reference: "BKO-2026-000123" } });
  });

  test("a power cut: another's code goes nowhere, its own goes on; so does an operator", async () => {
    const state = await left();
    const { kiosk, page } = await start({ left: state, codes: ["BKO-2026-999999"] });
    await kiosk.walk.comeBack();
    await page.waitForSelector(".is-reference .problem");
    expect(kiosk.walk.state.kind).toBe("paused");
    kiosk.station.script.codes.push("BKO-2026-000123");
    await on(page, "signature-review");

    const again = await start({ left: state });
    await again.kiosk.walk.comeBack();
    await on(page, "reference");
    again.kiosk.walk.input({
      kind: "resume",
      at: again.kiosk.clock.now(),
      by: { kind: "operator", id: "awa" },
    });
    await on(page, "signature-review");
  });

  test("a server that starts anew: the page finds it and shows where the session is", async () => {
    const { kiosk, page } = await start();
    await page.click(".everywhere");
    await on(page, "language");
    const view = kiosk.walk.view.bind(kiosk.walk);
    kiosk.walk.view = () => ({ ...view(), boot: "another" });
    kiosk.walk.reset();
    await on(page, "attract");
    await page.waitForFunction(() => performance.getEntriesByType("navigation").length === 1);
    await page.click(".everywhere");
    await on(page, "language");
    expect(kiosk.walk.view().boot).toBe("another");
  });

  test("left open overnight: asked, wiped, back to nobody; in the morning it is as it was, and nothing has piled up", async () => {
    const { kiosk, page } = await start({ looks: ENDLESS });
    const nodes = () => page.evaluate(() => document.querySelectorAll("*").length);
    const before = await nodes();
    await atConsent({ kiosk, page });
    kiosk.clock.jump(QUICK.quiet);
    await page.waitForSelector("dialog.is-still-there[open]");
    kiosk.clock.jump(QUICK.answer);
    await on(page, "wiped");
    kiosk.clock.jump(QUICK.wiped);
    await on(page, "attract");
    for (let hour = 0; hour < 12; hour += 1) {
      kiosk.clock.jump(3_600_000);
      expect(kiosk.walk.screen().kind).toBe("attract");
      // The line broke, or the browser was started anew.
      if (hour % 4 === 0) await page.reload();
    }
    await page.waitForSelector(".kiosk");
    await expect.poll(() => kiosk.walk.listeners).toBe(1);
    for (let person = 0; person < 3; person += 1) {
      await page.click(".everywhere");
      await on(page, "language");
      kiosk.walk.reset();
      await on(page, "attract");
    }
    expect(await nodes()).toBe(before);
    expect(kiosk.walk.listeners).toBe(1);
    expect(kiosk.station.wiped).toHaveLength(1);
  });
});
