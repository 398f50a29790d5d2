/// <reference lib="dom" />
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { projectRoot } from "../../../kiosk/server/root.ts";
import { launch, missing } from "../web/browser.ts";
import { violations } from "../web/axe.ts";
import { packetIdOf } from "../stand.ts";
import { enter, say, textsOf } from "./browsing.ts";
import { deskStand, OPERATOR, SUPERVISOR, Visitor, type DeskStand } from "./stand.ts";
import { fillYear } from "./year.ts";

const [WAITING, DOUBTED] = [packetIdOf(900_001), packetIdOf(900_002)];

/** What is called the same in French and in English, or is a name. */
const SAME = new RegExp(
  [
    "Awa Koné|Moussa Ba|Fanta Sy|awa|moussa|fanta|Aminata TRAORÉ|République du Mali|Ambassade – essai|une autre personne",
    String.raw`kiosk-[0-9a-f]+|CAL-[\w-]+|[0-9a-f-]{36}|[0-9a-f]{64}|enrolment-kiosk [\d.]+|trial(?: [\d.]+)?`,
    "Français|English|Bamanankan|Zarma|Julakan|Fulfulde|Hausa|Mooré|Koyraboro senni|Sooninkanxanne|Tamašeq|العربية|‹Ťéšť›",
    "Wacom|STU-430|Wacom STU-430|DigitalPersona U.are.U 4500|Acme camera 4K|PDF|JSON|SHA-256",
    "Machine|Journal|Actions|Sessions|Signature|Verdict|absent|action|cause|Configuration",
    String.raw`\d+ (?:min|h)(?: \d+ min)?`,
  ]
    .map((one) => `(?:${one})`)
    .join("|")
    .replace(/^(.*)$/su, "^(?:$1)$"),
  "u",
);
const reason = await missing();

const folder = (tag: string) => path.join(projectRoot, "kiosk/web/desk/languages", tag);
const keysOf = (text: string) =>
  [...text.matchAll(/^([a-z][\w-]*) = ?(.*)$/gmu)].map(([, key, value]) => [
    key,
    [...new Set([...(value ?? "").matchAll(/\{ (\$[a-z]+)/gu)].map((found) => found[1]))]
      .sort((a, b) => (a ?? "").localeCompare(b ?? ""))
      .join(),
  ]);

describe("strings", () => {
  test.each(readdirSync(folder("fr")))("%s has the same keys and placeholders in both languages", (file) => {
    const of = (tag: string) => keysOf(readFileSync(path.join(folder(tag), file), "utf8"));
    expect(of("en")).toEqual(of("fr"));
  });

  test("no key is written twice", () => {
    const keys = readdirSync(folder("fr")).flatMap((file) =>
      keysOf(readFileSync(path.join(folder("fr"), file), "utf8")).map(([key]) => key),
    );
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
  });
});

const axe = async (page: Page, where: string) => expect(await violations(page), where).toEqual([]);

describe.skipIf(reason !== undefined)(
  `the desk in a browser${reason === undefined ? "" : ` (${reason})`}`,
  () => {
    let browser: Browser;
    let stand: DeskStand;
    const faults: string[] = [];
    beforeAll(async () => {
      browser = await launch();
      const doubts = [{ part: "signature", doubt: "insufficient" }] as const;
      stand = await deskStand({
        waiting: [
          { packetId: WAITING, papers: true },
          { packetId: DOUBTED, papers: true, doubts },
        ],
      });
      await fillYear(stand.side.queue.store.database, Date.now(), 600, 3);
      // The journal has something of each kind to say.
      const awa = await new Visitor(stand.origin).signIn(SUPERVISOR);
      await awa.act("devices", "test", { place: "pad" });
      await awa.act("devices", "begin", { place: "pad", recorded: "pad-sound" });
      await awa.act("devices", "advance", { step: "report-rate" });
      await awa.act("devices", "finish", {});
      const veto = { packet: DOUBTED, part: "face", reason: "une autre personne" };
      await awa.act("review", "reject", veto);
    }, 120_000);
    afterAll(async () => {
      await browser.close();
      await stand[Symbol.asyncDispose]();
    });
    afterEach(() => {
      const [fault] = faults.splice(0);
      if (fault !== undefined) throw new Error(`the page complained: ${fault}`);
    });

    const texts = { fr: new Map<string, readonly string[]>(), en: new Map<string, readonly string[]>() };
    test.each(["fr", "en"] as const)(
      "axe finds nothing on any page, and no string is missing (%s)",
      async (language) => {
        const page = await enter(browser, stand.origin, { language, faults });
        await axe(page, "door");
        await say(page, SUPERVISOR);
        const hrefs = await page.$$eval(".pages a", (links) =>
          links.map((link) => link.getAttribute("href") ?? ""),
        );
        expect(hrefs.length).toBeGreaterThan(2);
        for (const href of [...hrefs, `#/review/${WAITING}`, `#/review/${DOUBTED}`]) {
          await page.goto(`${stand.origin}/desk/${href}`);
          await page.waitForSelector(`main.is-${href.split("/")[1]}`);
          await page.waitForFunction(() => document.querySelector("main .quiet[role=status]") === null);
          await axe(page, href);
          expect(await page.innerText("body"), href).not.toMatch(/\{[a-z-]+\}/u);
          if (href.endsWith("figures")) {
            await page.selectOption("select[name=figures-span]", "year");
            await page.waitForSelector(".is-figures .whisker");
          }
          texts[language].set(href, await textsOf(page));
        }
        await page.context().close();
      },
    );

    test("no text of the French desk is that of the English one, on any page", () => {
      expect(texts.fr.size).toBeGreaterThan(12);
      const same = [...texts.fr].flatMap(([href, all]) =>
        all
          .filter((text) => texts.en.get(href)?.includes(text) === true && !SAME.test(text))
          .map((text) => `${href}: ${text}`),
      );
      expect(same).toEqual([]);
    });

    test("signs in by keyboard, is told what is wrong, locks, and is opened by the same person", async () => {
      const page = await enter(browser, stand.origin, { language: "en", faults });
      await page.focus("input[name=sign-in-name]");
      await page.keyboard.type(OPERATOR.id);
      await page.keyboard.press("Tab");
      await page.keyboard.type("not this one here");
      await page.keyboard.press("Enter");
      await page.waitForSelector("[role=alert]");
      expect(await page.innerText("[role=alert]")).toBe("The name or the passphrase is not right.");
      await page.focus("input[name=sign-in-passphrase]");
      await page.keyboard.type(OPERATOR.passphrase);
      await page.keyboard.press("Enter");
      await page.waitForSelector(".desk");
      expect(await page.locator(".pages a[href='#/people']").count()).toBe(0);
      await page.click("[data-does=lock]");
      await page.waitForSelector("[data-does=action-unlock]");
      expect(await page.innerText("h1")).toContain(OPERATOR.name);
      await page.fill("input[name=sign-in-passphrase]", OPERATOR.passphrase);
      await page.click("[data-does=action-unlock]");
      await page.waitForSelector(".desk");
      await page.context().close();
    });

    test("a person is checked against the session that waits, and it is sealed", async () => {
      const page = await enter(browser, stand.origin, { language: "en", faults });
      await say(page, OPERATOR);
      await page.click(".pages a[href='#/review']");
      await page.click(`tr[data-row="${WAITING}"] .button`);
      await page.waitForSelector(".faces img");
      await page.click("[data-does=review-take-face]");
      await page.waitForFunction(() => document.querySelectorAll(".faces img").length === 2);
      await page.click("[data-does=review-take-finger]");
      await page.waitForSelector(".finger-list .badge.good");
      expect(await page.innerText(".finger-list .badge")).toBe("same finger");
      await page.click("[data-does=review-pass]");
      await page.waitForSelector(".notice.refused");
      expect(await page.innerText(".notice")).toContain("Compare the person with the portrait first");
      await page.check("[name=face-same]");
      await page.click("[data-does=review-pass]");
      await page.waitForSelector(".notice.done");
      await page.waitForSelector(`tr[data-row="${WAITING}"]`, { state: "detached" });
      expect(await stand.side.queue.outbox.item(WAITING)).toBeDefined();
      await page.context().close();
    });

    test("a supervisor adds a person, who signs in", async () => {
      const page = await enter(browser, stand.origin, { language: "fr", faults });
      await say(page, SUPERVISOR);
      await page.goto(`${stand.origin}/desk/#/people`);
      await page.fill(".is-people input[name=sign-in-name]", "oumar");
      await page.fill(".is-people input[name=people-full-name]", "Oumar Diallo");
      await page.fill(".is-people input[name=sign-in-passphrase]", "wide plain and wind");
      await page.click("[data-does=people-add]");
      await page.waitForSelector("tr[data-row=oumar]");
      expect(await page.innerText(".notice")).toContain("La personne peut entrer.");
      await page.click("[data-does=sign-out]");
      await say(page, { id: "oumar", passphrase: "wide plain and wind" });
      expect(await page.innerText(".person")).toContain("Oumar Diallo");
      // Whoever was given a passphrase makes one that nobody else knows; typed twice, for it is not seen.
      await page.goto(`${stand.origin}/desk/#/own`);
      await page.fill("input[name=own-now]", "wide plain and wind");
      await page.fill("input[name=own-next]", "the well behind the school");
      await page.fill("input[name=own-again]", "the well behind the shool");
      expect(await page.innerText(".is-own .fault")).toBe("Les deux ne sont pas les mêmes.");
      expect(await page.isDisabled("[data-does=own-save]")).toBe(true);
      await page.fill("input[name=own-again]", "the well behind the school");
      await page.click("[data-does=own-save]");
      await page.waitForSelector(".notice.done");
      await page.click("[data-does=sign-out]");
      await say(page, { id: "oumar", passphrase: "the well behind the school" });
      await page.context().close();
    });
  },
);
