/// <reference lib="dom" />
/** Who stands there: two people, a child with a guardian, somebody without fingers, somebody who does not read. */
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { atConsent, because, opening, reason } from "./opened.ts";
import { main, on } from "./pages.ts";

const instruction = (page: Page, line: string) =>
  page.waitForFunction((wanted) => document.querySelector(".instruction")?.textContent === wanted, line);
const ENDLESS = [{ hint: "come-closer", frames: 1e9 }] as const;

/** The control that a picture alone picks out: the large main button, or the only large one. */
const lead = (page: Page) =>
  page.click(".everywhere, .tiles .tile, .stage .choice.main, .stage .actions .choice:last-child");

describe.skipIf(reason !== undefined)(`people, on the page${because}`, () => {
  const start = opening({ loud: true });

  test("two people in view: one is asked to step out, and no picture is taken before", async () => {
    const { kiosk, page } = await start({ looks: [{ hint: "alone", frames: 1e9 }] });
    await atConsent({ kiosk, page });
    await main(page);
    await on(page, "face");
    await instruction(page, "Une seule personne, s'il vous plaît");
    expect(await page.locator(".hint-sign svg.pict").count()).toBe(1);
    expect(kiosk.walk.screen()).toMatchObject({ kind: "face", phase: "guide" });
    kiosk.station.script.looks = [{ hint: "ready", ready: true }];
    kiosk.station.replayLooks();
    await on(page, "face-review");
  });

  test("a child with a guardian: the guardian agrees, steps back, and one face is taken", async () => {
    const { kiosk, page } = await start({ age: 4, looks: ENDLESS });
    await atConsent({ kiosk, page });
    expect(await page.locator(".problem").innerText()).toContain("parent ou tuteur");
    await main(page);
    await on(page, "face");
    await page.waitForSelector(".noted");
    expect(await page.locator(".noted").innerText()).toContain("L'enfant reste seul");
    kiosk.station.script.looks = [
      { hint: "alone", frames: 12 },
      { hint: "ready", ready: true },
    ];
    kiosk.station.replayLooks();
    await on(page, "face-review");
    await main(page);
    await on(page, "review");
    expect(await page.locator(".of-fingers, .of-signature").count()).toBe(0);
    await main(page);
    await on(page, "ticket");
    expect(kiosk.station.sealed).toHaveLength(1);
  });

  test("no fingers: said with a picture; nothing more is asked of the hands, and the desk takes it from there", async () => {
    const { kiosk, page } = await start({ fingers: ["wait"] });
    await atConsent({ kiosk, page });
    await main(page);
    await on(page, "face-review");
    await main(page);
    await on(page, "finger");
    await page.click(".choice.quiet");
    await page.click("dialog .tile >> nth=0");
    await on(page, "signature-review");
    await main(page);
    await on(page, "review");
    expect(await page.locator(".of-fingers").innerText()).toContain("Au guichet");
    await main(page);
    await on(page, "desk");
    expect(kiosk.station.parked).toHaveLength(1);
  });

  test("a covered head: why is said with a picture, and stays noted", async () => {
    const { kiosk, page } = await start({ looks: ENDLESS });
    await atConsent({ kiosk, page });
    await main(page);
    await on(page, "face");
    await page.click(".choice.quiet");
    await page.waitForSelector("dialog.is-head-covering[open]");
    await page.click("dialog .tile >> nth=0");
    await page.waitForSelector(".noted");
    expect(kiosk.walk.screen()).toMatchObject({ covered: "religious" });
    expect(await page.locator(".choice.quiet").count()).toBe(0);
  });

  /** Every letter is invisible: what is left are pictures, colours, places and sounds. */
  const WITHOUT_WORDS = "* { color: transparent !important; text-shadow: none !important; }";
  test.each([
    ["with sound", "fr"],
    ["where no recording lies there, by pictures and tones", "en-x-test"],
  ] as const)("no reading, %s", async (_how, language) => {
    const { kiosk, page, heard } = await start({}, { enabled: ["en-x-test"] });
    const pictured: string[] = [];
    await page.evaluate(() => {
      const tones: number[] = [];
      const real = Object.getOwnPropertyDescriptor(AudioContext.prototype, "createOscillator") ?? {};
      const { value: make } = (Object.getOwnPropertyDescriptor(
        BaseAudioContext.prototype,
        "createOscillator",
      ) ?? real) as { value: () => OscillatorNode };
      AudioContext.prototype.createOscillator = function tone(this: AudioContext) {
        tones.push(performance.now());
        return make.call(this);
      };
      Object.assign(globalThis, { tones });
    });
    await page.evaluate((css) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    }, WITHOUT_WORDS);
    const steps = [
      "attract",
      "language",
      "notice",
      "reference",
      "consent",
      "face-review",
      "signature-review",
      "review",
      "ticket",
    ];
    for (const step of steps) {
      await on(page, step);
      const signs = await page.locator("main svg, main img").count();
      pictured.push(`${step}: ${signs > 0}`);
      if (step === "language") await page.click(`.tile[lang="${language}"]`);
      else await lead(page);
    }
    await on(page, "thanks");
    expect(pictured).toEqual(steps.map((step) => `${step}: true`));
    expect(kiosk.station.sealed).toHaveLength(1);
    const tones = await page.evaluate(() => (globalThis as unknown as { tones: number[] }).tones.length);
    expect(tones).toBeGreaterThan(3);
    if (language === "en-x-test") expect(heard.filter((said) => said.startsWith(language))).toEqual([]);
    else
      for (const key of [
        "notice-title",
        "consent-title",
        "reference-title",
        "face-title",
        "review-title",
        "ticket-title",
      ])
        // A sound is fetched when the browser comes to it, not when it is asked for.
        await expect.poll(() => heard, { timeout: 20_000 }).toContain(`fr/${key}`);
  });
});
