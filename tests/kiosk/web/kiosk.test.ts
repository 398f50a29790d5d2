/// <reference lib="dom" />
import { describe, expect, test } from "vitest";
import type { Comfort } from "../../../api/words/kiosk-comfort.ts";
import type { TicketFound } from "../../../api/words/kiosk-ticket.ts";
import { ticketNumber } from "../../../kiosk/server/ticket.ts";
import { PageHand } from "../server/page-hand.ts";
import { packetIdOf } from "../stand.ts";
import { violations } from "./axe.ts";
import { because, opening, reason } from "./opened.ts";
import { main, on, showing, sightName, toConsent, toReview, views } from "./pages.ts";

const UPRIGHT = { width: 1080, height: 1920 };
const DRAFTS = ["bm", "dje", "dyu", "ff", "ha", "mos", "ses", "snk", "taq", "en-x-test"] as const;

/** In the page: what lies outside of the screen or the sheet as it stands. */
const outOfSight = (): readonly string[] => {
  const root = document.querySelector("dialog[open]") ?? document.querySelector("#stage");
  const frame = root?.getBoundingClientRect();
  return [...(root?.querySelectorAll("button:not(.bar-button), h1, p") ?? [])]
    .map((part) => ({ part, box: part.getBoundingClientRect() }))
    .filter(({ part, box }) => box.height > 0 && getComputedStyle(part).position !== "absolute")
    .filter(({ box }) => frame !== undefined && (box.bottom > frame.bottom + 2 || box.top < frame.top - 2))
    .map(({ part }) => part.textContent);
};

/** In the page: what is touched above the lower two thirds of an upright screen. */
const outOfReach = (): readonly string[] => {
  const root = document.querySelector("dialog[open]") ?? document;
  const stage = root.querySelector("#stage") ?? root;
  if (!("scrollHeight" in stage) || stage.scrollHeight > stage.clientHeight) return [];
  return [...root.querySelectorAll("button:not(.everywhere), .sign-field")]
    .map((part) => ({ part, box: part.getBoundingClientRect() }))
    .filter(({ box }) => (box.top + box.bottom) / 2 < innerHeight / 3)
    .map(({ part, box }) => `${part.className} "${part.textContent}" at ${Math.round(box.top)}`);
};

/** In the page: buttons below 20 mm, outside of the screen once they are scrolled to, or too narrow for their words. */
const badButtons = (): readonly string[] => {
  const root = document.querySelector("dialog[open]") ?? document;
  const mm = Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--mm"));
  const found: string[] = [];
  for (const button of root.querySelectorAll("button")) {
    button.scrollIntoView({ block: "nearest" });
    const box = button.getBoundingClientRect();
    const name = `${button.className} "${button.textContent}"`;
    const key = button.classList.contains("key");
    const least = (key ? 13 : 20) * mm - 1;
    if (box.height < least || box.width < (key ? 10 * mm : least))
      found.push(`${name}: ${box.width} x ${box.height}`);
    if (box.left < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || box.top < -1)
      found.push(`${name}: outside ${JSON.stringify(box)}`);
    if (button.scrollWidth > button.clientWidth + 2) found.push(`${name}: its words are cut`);
  }
  if (document.documentElement.scrollWidth > innerWidth) found.push("scrolls sideways");
  return found;
};

/** In the page: a title under something else, a field too low to sign in, lines or a State's colours on the wrong side. */
const misplaced = (): readonly string[] => {
  const found: string[] = [];
  const root = document.querySelector("dialog[open]") ?? document.querySelector("main") ?? document.body;
  for (const title of root.querySelectorAll("h1:not(.under)")) {
    title.scrollIntoView({ block: "nearest" });
    const { left, top, width, height } = title.getBoundingClientRect();
    const over = document.elementFromPoint(left + width / 2, top + height / 2);
    if (over !== null && !title.contains(over) && !over.contains(title))
      found.push(`the title lies under ${over.className}`);
  }
  const mm = Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--mm"));
  const field = document.querySelector(".sign-field")?.getBoundingClientRect();
  if (field !== undefined && field.height < 40 * mm) found.push(`${field.height} pixels to sign in`);
  const corner = [...document.querySelectorAll(".always")].map((group) => {
    const { left, bottom } = group.querySelector("button")?.getBoundingClientRect() ?? new DOMRect();
    return [left, bottom].map(Math.round).join();
  });
  if (new Set(corner).size > 1) found.push(`help has moved: ${corner.join(" / ")}`);
  const [first, , last] = [...document.querySelectorAll(".band span")].map(
    (stripe) => stripe.getBoundingClientRect().left,
  );
  if ((first ?? 0) >= (last ?? 0)) found.push("the State's colours stand the other way round");
  const wanted = document.documentElement.dir === "rtl" ? "right" : "left";
  for (const line of document.querySelectorAll("p[dir=auto], .authority")) {
    const { textAlign } = getComputedStyle(line);
    if (textAlign !== "center" && textAlign !== wanted)
      found.push(`"${line.textContent}" begins at the ${textAlign}`);
  }
  return found;
};

/** In the page: what the last look has scrolled begins at its top again. */
const toTop = (): void => {
  for (const part of document.querySelectorAll("*")) part.scrollTop = 0;
};

type Fit = Pick<Comfort, "text"> & Partial<Pick<Comfort, "position">>;
const SEATED = { text: 100, position: "seated" } as const;

type Seen = Record<"hidden" | "bad" | "misplaced" | "far", readonly string[]>;

describe.skipIf(reason !== undefined)(`the page in a browser${because}`, () => {
  const start = opening();

  test("a whole enrolment by touch, from the first screen to the erased one", async () => {
    const { kiosk, page } = await start();
    await toReview(page);
    expect(await page.locator(".item").count()).toBe(4);
    expect(await page.locator(".of-identity").innerText()).toContain("Aminata TRAORÉ");
    await main(page);
    await on(page, "ticket");
    expect(await page.locator(".slip-number").innerText()).toBe("7K3F-92MX-4Q");
    await main(page);
    await on(page, "thanks");
    expect(kiosk.station.sealed).toHaveLength(1);
    expect(await page.content()).not.toContain("TRAOR");
  });

  test("a ticket's holder reads why the issuer refused, in its own words, and never a passport for a visa", async () => {
    const ticketState: TicketFound = {
      state: "rejected",
      what: "document",
      reason: "Il manque <b>l'extrait</b>.",
    };
    const { kiosk, page } = await start({ ticketState });
    const hand = new PageHand(kiosk.walk);
    const asked = async () => {
      await hand.send({ kind: "ask-status" });
      await hand.send({ kind: "give-ticket", way: "typed", text: ticketNumber(packetIdOf(7)) });
      await page.waitForSelector(".is-status-found h1");
      return page.locator("main").innerText();
    };
    expect(await asked()).toMatch(/Votre demande est refusée.*Le service écrit.*<b>l'extrait<\/b>/su);
    await hand.send({ kind: "done" });
    kiosk.station.script.ticketState = { state: "ready", what: "document" };
    const ready = await asked();
    expect(ready).toContain("Votre document est prêt");
    expect(ready).not.toMatch(/passeport/iu);
  });

  test("corrections: another picture, a better print, no finger, a mark drawn on the screen", async () => {
    const { kiosk, page } = await start(
      {
        fingers: ["press-harder", "wait"],
        looks: [
          { hint: "come-closer", frames: 25 },
          { hint: "ready", ready: true },
        ],
      },
      { signing: "screen" },
    );
    await toConsent(page);
    await main(page);
    await on(page, "face");
    await page.waitForFunction(
      () => document.querySelector(".instruction")?.textContent === "Approchez-vous",
    );
    await on(page, "face-review");
    await page.click(".stage .choice >> nth=0");
    // Two that are equally good: the newer one is touched.
    await page.click(".two-portraits button >> nth=1");
    await on(page, "finger");
    await page.waitForFunction(
      () => document.querySelector(".instruction")?.textContent === "Appuyez un peu plus",
    );
    await page.click(".choice.quiet");
    await page.click("dialog .tile >> nth=1");
    await on(page, "signature");
    const field = await page.locator(".sign-field").boundingBox();
    if (field === null) throw new Error("no field to sign in");
    await page.mouse.move(field.x + 40, field.y + field.height / 2);
    await page.mouse.down();
    for (let at = 0; at < 12; at += 1)
      await page.mouse.move(field.x + 40 + at * 30, field.y + field.height / 2 + (at % 2) * 60);
    await page.mouse.up();
    await main(page);
    await on(page, "signature-review");
    await main(page);
    await on(page, "review");
    await main(page);
    await on(page, "desk");
    expect(await page.locator(".slip-number").innerText()).toBe("7K3F-92MX-4Q");
    expect(kiosk.station.parked).toHaveLength(1);
  });

  test("a reload and a second tab show where the session is; leaving in one wipes both", async () => {
    const { kiosk, page } = await start({ fingers: ["wait"] });
    await toConsent(page);
    await main(page);
    await on(page, "face-review");
    await page.reload();
    await on(page, "face-review");
    const second = await page.context().newPage();
    await second.goto(kiosk.origin);
    await on(second, "face-review");
    await main(second);
    await on(page, "finger");
    await page.click(".bar-button >> nth=-1");
    await second.waitForSelector("dialog.is-leave[open]");
    await second.click("dialog .choice >> nth=0");
    await on(page, "wiped");
    await on(second, "wiped");
    expect(kiosk.station.wiped).toHaveLength(1);
  });

  test("a browser that crashes: the next one shows where the session is", async () => {
    const { kiosk, page } = await start();
    await toConsent(page);
    await main(page);
    await on(page, "face-review");
    const crashed = new Promise((resolve) => page.once("crash", resolve));
    const devtools = await page.context().newCDPSession(page);
    devtools.send("Page.crash").catch(() => undefined);
    await crashed;
    const next = await page.context().newPage();
    await next.goto(kiosk.origin);
    await on(next, "face-review");
    await main(next);
    await on(next, "signature-review");
    expect(kiosk.station.wiped).toHaveLength(0);
  });

  test("a broken scanner says that nobody did wrong, and comes back by itself", async () => {
    const { kiosk, page } = await start({ fingers: ["broken"], repaired: false });
    await toConsent(page);
    await main(page);
    await on(page, "face-review");
    await main(page);
    await on(page, "paused");
    expect(await page.locator(".stage").innerText()).toContain("Vous n'avez rien fait de mal");
    kiosk.station.script.repaired = true;
    await on(page, "signature-review");
  });

  test("what is typed stays text: markup, other scripts, a thousand letters", async () => {
    const { page } = await start();
    await page.click(".everywhere");
    await page.click(".tile >> nth=1");
    await main(page);
    await on(page, "reference");
    await page.click(".stage .choice >> nth=0");
    await page.fill("#reference-input", "<img src=x onerror=alert(1)> ⵜⴰⵎⴰ 👋".repeat(40));
    await main(page);
    await page.waitForSelector(".problem");
    expect(await page.locator("img[src=x]").count()).toBe(0);
    expect((await page.inputValue("#reference-input")).length).toBeLessThanOrEqual(64);
    await page.fill("#reference-input", "BKO-2026-000123");
    await page.press("#reference-input", "Enter");
    await on(page, "consent");
  });

  test("where the page owns the camera, its frames reach the server as JPEG", async () => {
    const frames: Uint8Array[] = [];
    const { page } = await start(
      { looks: [{ hint: "come-closer", frames: 1e6 }] },
      { camera: "page", frame: (jpeg) => void frames.push(jpeg) },
    );
    await toConsent(page);
    await main(page);
    await on(page, "face");
    await expect.poll(() => frames.length, { timeout: 20_000 }).toBeGreaterThan(3);
    expect([...(frames.at(-1)?.subarray(0, 3) ?? [])]).toEqual([0xff, 0xd8, 0xff]);
  });

  test("axe finds nothing on any screen, form or sheet; the languages take turns (by night, each has every screen)", async () => {
    const size = { width: 1280, height: 800 };
    const languages = ["fr", ...DRAFTS.slice(0, 5), "en", ...DRAFTS.slice(5), "ar"];
    const { kiosk, page } = await start({}, { enabled: DRAFTS }, { viewport: size });
    const { show } = showing(page, kiosk);
    await page.reload();
    const seen = new Set<string>();
    for (const [at, view] of views(kiosk, "fr").entries()) {
      const language = languages[at % languages.length] ?? "fr";
      seen.add(language);
      await show({ ...view, language });
      expect(await violations(page), `${language}, ${sightName(view)}`).toEqual([]);
    }
    expect(seen.size).toBe(languages.length);
  }, 300_000);

  test.each([
    ["upright", UPRIGHT, "en-x-test", [{ text: 100 }]],
    ["upright, seated; letters of double size", UPRIGHT, "fr", [SEATED, { ...SEATED, text: 200 }]],
    ["lying", { width: 1920, height: 1080 }, "ar", [{ text: 100 }]],
    ["small; letters of double size", { width: 1280, height: 800 }, "fr", [{ text: 100 }, { text: 200 }]],
    ["small, long words", { width: 1280, height: 800 }, "en-x-test", [{ text: 100 }]],
  ] as const)(
    "no button is cut off or smaller than 20 mm, and nothing has to be dragged, %s",
    async (_name, size, language, [first, ...then]) => {
      const enabled = language === "en-x-test" ? DRAFTS : DRAFTS.filter((tag) => tag !== "en-x-test");
      const { kiosk, page } = await start({}, { enabled }, { viewport: size });
      const { show, fit } = showing(page, kiosk);
      await page.reload();
      // Looked at in one go: every question to the page takes a turn of its own.
      const looks = { hidden: outOfSight, bad: badButtons, misplaced, far: outOfReach };
      const source = Object.entries(looks).map(([name, look]) => `${name}: (${String(look)})()`);
      await page.evaluate(`globalThis.look = () => ({ ${source.join(", ")} })`);
      const check = async (comfort: Fit, where: string) => {
        // Words of the test language are longer than any, and letters of double size take more than a screen.
        const whole = language !== "en-x-test" && comfort.text === 100;
        const seen = await page.evaluate(() => (globalThis as unknown as { look(): Seen }).look());
        if (whole) expect(seen.hidden, where).toEqual([]);
        if (seen.hidden.length > 0)
          await page.waitForSelector(".more", { timeout: 5000 }).catch(() => {
            throw new Error(`${where}: no way on to ${seen.hidden.join(", ")}`);
          });
        expect(seen.bad, where).toEqual([]);
        expect(seen.misplaced, where).toEqual([]);
        if (whole && "position" in comfort) expect(seen.far, where).toEqual([]);
      };
      for (const view of views(kiosk, language)) {
        await show({ ...view, comfort: { ...view.comfort, ...first } });
        await check(first, sightName(view));
        for (const comfort of then) {
          await fit(comfort);
          await page.evaluate(toTop);
          await check(comfort, `${sightName(view)}, ${JSON.stringify(comfort)}`);
        }
      }
    },
    300_000,
  );
});
