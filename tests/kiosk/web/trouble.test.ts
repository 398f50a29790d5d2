/// <reference lib="dom" />
/** Whatever goes wrong: the kiosk stays itself, explains, and loses nothing. */
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { because, opening, reason } from "./opened.ts";
import { QUICK } from "../server/played-kiosk.ts";
import { main, on, toConsent, toReview } from "./pages.ts";

const text = (page: Page) => page.locator(".stage").innerText();
const BLAMELESS = "Vous n'avez rien fait de mal";
const ENDLESS = [{ hint: "come-closer", frames: 1e9 }] as const;

describe.skipIf(reason !== undefined)(`trouble, on the page${because}`, () => {
  const start = opening();

  test("a camera that stops: paused without blame, and on again by itself", async () => {
    const { kiosk, page } = await start({ looks: ENDLESS, repaired: false });
    await toConsent(page);
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
    await toConsent(page);
    await main(page);
    await on(page, "face-review");
    await main(page);
    await on(page, "paused");
    expect(await text(page)).toContain("tablette");
    kiosk.station.script.repaired = true;
    await on(page, "signature-review");
  });

  test("a full disk: the kiosk needs help, and seals when there is room", async () => {
    const pace = { ...QUICK, sealAgain: 1e9 };
    const { kiosk, page } = await start({ seal: ["disk-full"] }, { pace });
    await toReview(page);
    await main(page);
    await on(page, "paused");
    expect(await text(page)).toContain(BLAMELESS);
    pace.sealAgain = 0;
    await on(page, "ticket");
    expect(kiosk.station.sealed).toHaveLength(1);
  });

  test("nobody answers: asked, then everything is wiped before their eyes", async () => {
    const pace = { ...QUICK };
    const { kiosk, page } = await start({ looks: ENDLESS }, { pace });
    await toConsent(page);
    await main(page);
    kiosk.station.somebody = false;
    Object.assign(pace, { quiet: 500, answer: 1500 });
    await page.waitForSelector("dialog.is-still-there[open]");
    await on(page, "wiped");
    expect(kiosk.station.wiped).toHaveLength(1);
    expect(await page.content()).not.toContain("TRAOR");
  });

  test("who answers goes on", async () => {
    const pace = { ...QUICK };
    const { kiosk, page } = await start({ looks: ENDLESS }, { pace });
    await toConsent(page);
    await main(page);
    kiosk.station.somebody = false;
    Object.assign(pace, { quiet: 500, answer: 60_000 });
    await page.waitForSelector("dialog.is-still-there[open]");
    await page.click("dialog .choice.main");
    await page.waitForSelector("dialog", { state: "detached" });
    await on(page, "face");
    expect(kiosk.station.wiped).toHaveLength(0);
  });

  test("a power cut: the same reference goes on where it was, another does not", async () => {
    const first = await start({ fingers: ["wait"] });
    await toConsent(first.page);
    await main(first.page);
    await on(first.page, "face-review");
    await main(first.page);
    await on(first.page, "finger");
    const { kept } = first.kiosk.station;
    if (kept === undefined || !("data" in kept)) throw new Error("nothing was kept");
    const left = { kind: "paused", inner: kept, data: kept.data } as never;
    const { kiosk, page } = await start({ left });
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

  test("left open overnight: asked, wiped, back to nobody; lines that broke are not piled up", async () => {
    const pace = { ...QUICK };
    const { kiosk, page } = await start({ looks: ENDLESS }, { pace });
    await toConsent(page);
    Object.assign(pace, { quiet: 300, answer: 300, wiped: 2000 });
    await on(page, "wiped");
    await on(page, "attract");
    Object.assign(pace, QUICK);
    for (let night = 0; night < 6; night += 1) {
      await page.reload();
      await page.waitForSelector(".kiosk");
    }
    await expect.poll(() => kiosk.walk.listeners).toBe(1);
    const nodes = () => page.evaluate(() => document.querySelectorAll("*").length);
    const before = await nodes();
    for (let turn = 0; turn < 8; turn += 1) {
      await page.click(".everywhere");
      await on(page, "language");
      kiosk.walk.reset();
      await on(page, "attract");
    }
    expect(await nodes()).toBe(before);
    expect(kiosk.walk.listeners).toBe(1);
  });
});
