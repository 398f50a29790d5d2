/// <reference lib="dom" />
/** Everything that a person can be asked to do again or otherwise, and everything that they can ask to do again. */
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { FACE_HINTS } from "../../../api/words/hints.ts";
import type { Screen } from "../../../api/words/kiosk-screen.ts";
import type { ReferenceProblem } from "../../../api/words/kiosk-reference.ts";
import { atConsent, atReview, because, opening, reason } from "./opened.ts";
import { main, on, showing } from "./pages.ts";

const PROBLEMS = [
  "not-ours",
  "unreadable",
  "unknown",
  "line-down",
  "other-service",
] as const satisfies readonly ReferenceProblem[];

const line = (page: Page) => page.locator(".instruction").innerText();

describe.skipIf(reason !== undefined)(`corrections, on the page${because}`, () => {
  const start = opening();

  test("every instruction to a face comes from what the camera saw, with a line and a picture of its own", async () => {
    const { kiosk, page } = await start({ looks: [{ hint: "look-here", frames: 1e9 }] });
    await atConsent({ kiosk, page });
    await main(page);
    await on(page, "face");
    const [lines, pictures] = [new Set<string>(), new Set<string>()];
    for (const hint of FACE_HINTS.filter((one) => one !== "ready")) {
      kiosk.station.script.looks = [{ hint, frames: 1e9 }];
      kiosk.station.replayLooks();
      await expect.poll(() => kiosk.walk.screen()).toMatchObject({ kind: "face", hint });
      const revision = kiosk.walk.view().revision;
      await page.waitForFunction(
        (least) => Number(document.querySelector<HTMLElement>(".kiosk")?.dataset["revision"]) >= least,
        revision,
      );
      lines.add(await line(page));
      pictures.add(await page.locator(".hint-sign svg.pict").innerHTML());
    }
    expect(lines.size).toBe(FACE_HINTS.length - 1);
    expect(pictures.size).toBe(FACE_HINTS.length - 1);
    kiosk.station.script.looks = [{ hint: "ready", ready: true }];
    kiosk.station.replayLooks();
    await on(page, "face-review");
  });

  test("a signature that is too short, or runs out of the field, is asked for again in its own words", async () => {
    const { kiosk, page } = await start({ signatures: ["short", "wait"] });
    const said = (wanted: string) =>
      page.waitForFunction((text) => document.querySelector(".instruction")?.textContent === text, wanted);
    await atConsent({ kiosk, page });
    await main(page);
    await on(page, "face-review");
    await main(page);
    await on(page, "signature");
    await said("Un peu plus long, s'il vous plaît");
    kiosk.station.goOnSigning("outside", "wait");
    await said("Restez dans le cadre");
    kiosk.station.goOnSigning("good");
    await on(page, "signature-review");
    await main(page);
    await on(page, "review");
    expect(await page.locator(".of-signature img").count()).toBe(1);
  });

  test("from the review each part is done again, and comes back to the review", async () => {
    const { kiosk, page } = await start();
    await atReview({ kiosk, page });
    for (const [part, answers] of [
      ["face", ["face-review"]],
      ["fingers", []],
      ["signature", ["signature-review"]],
    ] as const) {
      const picture = await page.getAttribute(`.of-${part} img`, "src");
      await page.click(`.of-${part} button`);
      for (const screen of answers) {
        await on(page, screen);
        await main(page);
      }
      await page.waitForFunction(
        ([name, before]) => {
          const now = document.querySelector(`.of-${name} img`)?.getAttribute("src");
          return now !== undefined && now !== null && now !== before;
        },
        [part, picture] as const,
      );
    }
    await main(page);
    await on(page, "ticket");
    expect(kiosk.station.sealed).toHaveLength(1);
  });

  test("a reference that does not do is explained, each reason in its own words", async () => {
    const { kiosk, page } = await start();
    const { show } = showing(page, kiosk);
    await page.reload();
    const view = kiosk.walk.view();
    const lines = new Set<string>();
    for (const problem of PROBLEMS) {
      await show({ ...view, screen: { kind: "reference", ways: ["qr", "typed"], problem } });
      lines.add(await page.locator(".problem").innerText());
    }
    expect(lines.size).toBe(PROBLEMS.length);
  });

  test("names of any script, length and content stand in the review as they are, and push nothing out", async () => {
    const { kiosk, page } = await start({}, {}, { viewport: { width: 1280, height: 800 } });
    const { show } = showing(page, kiosk);
    await page.reload();
    const view = kiosk.walk.view();
    for (const name of [
      "أمينة بنت تراوري",
      "ⵜⴰⵎⴰⵛⴰⵇ ߞߐ ߝߌߟߊ 𞤀𞤣𞤤𞤢𞤥",
      "👩🏿‍👧🏿 🇲🇱",
      "É".repeat(500),
      "Aminata ".repeat(62).trim(),
      "a\u0007b\u202Ec\u200Bd",
      "<img src=x onerror=alert(1)>",
    ]) {
      const items = [{ what: "identity", state: "taken", lines: [name] }] as const;
      await show({ ...view, screen: { kind: "review", items } satisfies Screen });
      expect(await page.locator(".of-identity").textContent()).toContain(name);
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(sideways, name).toBeLessThanOrEqual(0);
      const box = await page.locator(".stage .choice.main").boundingBox();
      expect(box === null ? 0 : box.y + box.height, name).toBeLessThanOrEqual(800);
    }
  });
});
