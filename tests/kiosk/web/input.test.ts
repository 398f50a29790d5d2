/// <reference lib="dom" />
/** Anything typed, shown or touched: the kiosk stays itself and explains. */
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { atReview, because, opening, reason } from "./opened.ts";
import { main, on } from "./pages.ts";

const toTyping = async (page: Page) => {
  await page.click(".everywhere");
  await page.click(".tile >> nth=0");
  await main(page);
  await on(page, "reference");
  await page.click(".stage .choice >> nth=0");
  await page.waitForSelector("#reference-input");
};

describe.skipIf(reason !== undefined)(`bad input, on the page${because}`, () => {
  const start = opening();

  test("names in any script, emoji, five hundred letters and control characters stay text", async () => {
    const { kiosk, page } = await start();
    await toTyping(page);
    for (const typed of [
      "أمينة تراوري",
      "ⵜⴰⵎⴰⵛⴰⵇ ߞߐ ߝߌߟߊ 𞤀𞤣𞤤𞤢𞤥",
      "👩🏿‍👧🏿 🇲🇱",
      "É".repeat(500),
      "a\u0000b\u0007c\u202Ed\u200Be",
      "'; DROP TABLE packets; --",
      "<script>alert(1)</script>",
    ]) {
      await page.fill("#reference-input", typed);
      await page.press("#reference-input", "Enter");
      await page.waitForSelector(".problem");
      expect((await page.inputValue("#reference-input")).length).toBeLessThanOrEqual(64);
      expect(kiosk.walk.screen()).toMatchObject({ kind: "reference", problem: "not-ours" });
    }
    await page.fill("#reference-input", " bko 2026 000123 ");
    await page.fill("#reference-input", "BKO-2026-000123");
    await page.press("#reference-input", "Enter");
    await on(page, "consent");
  });

  test("a name typed where the register cannot be asked: any script, five hundred letters, what was pasted with it", async () => {
    const { kiosk, page } = await start({ lineDown: true });
    const go = () => page.click('.stage .choice[data-say="reference-send"]');
    const field = (title: string) => page.waitForSelector(`h1[data-say="particulars-${title}"]`);
    const typing = async (surname: string, birth: string) => {
      await field("surname");
      await page.fill("#reference-input", surname);
      await go();
      await field("given");
      await page.fill("#reference-input", "ߊߡߌߣߊߕߊ ".repeat(60));
      expect((await page.inputValue("#reference-input")).length).toBeLessThanOrEqual(60);
      await go();
      await field("birth");
      await page.fill("#reference-input", birth);
      await go();
      await page.click('.tile[data-say="particulars-female"]');
    };
    await toTyping(page);
    await page.fill("#reference-input", "BKO-2026-000777");
    await page.press("#reference-input", "Enter");
    await page.waitForSelector(".problem");
    await page.click('.choice[data-say="action-back"]');
    await page.click('.choice[data-say="reference-particulars"]');
    // A picture is no name: said, and asked for again with what was typed.
    await typing("👩🏿‍👧🏿 🇲🇱", "31021990");
    await page.waitForSelector(".problem");
    expect(await page.inputValue("#reference-input")).toBe("👩🏿‍👧🏿 🇲🇱");
    await typing("\u202Eتراوري\u0007\u200B <b>", "00071991");
    await on(page, "consent");
    expect(kiosk.walk.subject).toMatchObject({
      surname: "تراوري <b>",
      birth: { year: 1991, month: 7 },
      sex: "female",
    });
  });

  test("a document reader that types: its burst goes to the driver, not into a field and not on a button", async () => {
    const read: string[] = [];
    const { page, kiosk } = await start({}, { keys: (text) => read.push(text) });
    await toTyping(page);
    await page.focus("#reference-input");
    // All keys within one turn of the page, as fast as a reader sends them.
    const zone = "P<UTOERIKSSON<<ANNA<MARIA\rL898902C36UTO7408122F\r";
    await page.evaluate((keys) => {
      for (const key of keys)
        document.activeElement?.dispatchEvent(
          new KeyboardEvent("keydown", {
            key: key === "\r" ? "Enter" : key,
            bubbles: true,
            cancelable: true,
          }),
        );
    }, zone.split(""));
    await expect.poll(() => read).toEqual([zone]);
    expect(await page.inputValue("#reference-input")).toBe("");
    expect(kiosk.walk.screen()).toEqual(
      expect.not.objectContaining({ problem: expect.anything() as string }),
    );
    // A hand's keys still arrive, and Enter still sends.
    await page.type("#reference-input", "BKO-2026-000123", { delay: 60 });
    await page.press("#reference-input", "Enter");
    await on(page, "consent");
  });

  test("a code that is not ours is said so and the right one still counts", async () => {
    const { page, kiosk } = await start({
      codes: ["https://evil.example/", "WIFI:S:free;;", "\u0000\u0001"],
    });
    await page.click(".everywhere");
    await page.click(".tile >> nth=0");
    await main(page);
    await page.waitForSelector(".problem");
    expect(kiosk.walk.screen()).toMatchObject({ problem: "not-ours" });
    kiosk.station.script.codes.push("BKO-2026-000123");
    await on(page, "consent");
  });

  test("two buttons touched at once: one is done, the other belongs to a screen that is gone", async () => {
    const { kiosk, page } = await start({ fingers: ["wait"] });
    await page.click(".everywhere");
    await page.click(".tile >> nth=0");
    await main(page);
    await on(page, "reference");
    await page.click(".stage .choice >> nth=2");
    await on(page, "consent");
    // Both fingers land before the page has drawn anything new.
    await page.evaluate(() => {
      for (const button of document.querySelectorAll<HTMLElement>(".stage .choice")) button.click();
    });
    await expect.poll(() => kiosk.walk.screen().kind).not.toBe("consent");
    const { kind } = kiosk.walk.screen();
    expect(["desk", "wiped", "face", "face-review"]).toContain(kind);
    await page.waitForTimeout(300);
    expect(kiosk.walk.state.kind === "face" ? "face" : "ended").toBe(
      kind.startsWith("face") ? "face" : "ended",
    );
  });

  test("the main button struck ten times in a row confirms once", async () => {
    const { kiosk, page } = await start();
    await atReview({ kiosk, page });
    await page.evaluate(() => {
      const button = document.querySelector<HTMLElement>(".stage .choice.main");
      for (let time = 0; time < 10; time += 1) button?.click();
    });
    await on(page, "ticket");
    expect(kiosk.station.sealed).toHaveLength(1);
  });
});
