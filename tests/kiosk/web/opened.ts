/// <reference lib="dom" />
/** Kiosks with their page open in a browser, one browser a file; a page that complains fails its test. */
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll } from "vitest";
import { playedKiosk, type PlayedKiosk, type PlayedOptions } from "../server/played-kiosk.ts";
import type { Script } from "../server/played-station.ts";
import { launch, missing } from "./browser.ts";

/** Why the tests of pages cannot run here; undefined: they can. */
export const reason = await missing();
export const because = reason === undefined ? "" : ` (${reason})`;

const UPRIGHT = { width: 1080, height: 1920 };
/** What a browser says by itself while a server is away, which is not the page's complaint. */
const AWAY = /ERR_(CONNECTION|ABORTED|INCOMPLETE|EMPTY)/u;

export interface Opened {
  readonly kiosk: PlayedKiosk;
  readonly page: Page;
  /** Sentences that were fetched to be heard, as language/key. */
  readonly heard: string[];
}

export type Start = (
  script?: Partial<Script>,
  options?: PlayedOptions,
  view?: BrowserContextOptions,
) => Promise<Opened>;

/** To be called once inside a describe. */
export const opening = (): Start => {
  let browser: Browser;
  const open: { kiosk: PlayedKiosk; page: Page }[] = [];
  const faults: string[] = [];
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());
  afterEach(async () => {
    for (const { kiosk, page } of open.splice(0)) {
      await page.context().close();
      await kiosk[Symbol.asyncDispose]();
    }
    const [fault] = faults.splice(0);
    if (fault !== undefined) throw new Error(`the page complained: ${fault}`);
  });
  return async (script = {}, options = {}, view = {}) => {
    const kiosk = await playedKiosk(script, options);
    const context = await browser.newContext({ viewport: UPRIGHT, reducedMotion: "reduce", ...view });
    const page = await context.newPage();
    const heard: string[] = [];
    page.on("pageerror", (error) => faults.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error" && !AWAY.test(message.text())) faults.push(message.text());
    });
    page.on("request", (request) => {
      const said = /\/prompts\/(.+)$/u.exec(request.url())?.[1];
      if (said !== undefined) heard.push(said);
    });
    open.push({ kiosk, page });
    await page.goto(kiosk.address);
    await page.waitForSelector(".kiosk");
    return { kiosk, page, heard };
  };
};
