/// <reference lib="dom" />
/**
 * Kiosks with their page open in a browser: one browser and one page a process, a kiosk a test, one after the other at
 * one address. A page that complains fails its test.
 */
import type { Browser, BrowserContextOptions, Page, Request } from "playwright-core";
import { afterEach, expect } from "vitest";
import { PageHand } from "../server/page-hand.ts";
import { playedKiosk, type PlayedKiosk, type PlayedOptions } from "../server/played-kiosk.ts";
import type { Script } from "../server/played-station.ts";
import { launch, missing } from "./browser.ts";
import { on, silence } from "./pages.ts";

/** Why the tests of pages cannot run here; undefined: they can. */
export const reason = await missing();
export const because = reason === undefined ? "" : ` (${reason})`;

const UPRIGHT = { width: 1080, height: 1920 };
/** What a browser says by itself while a server is away, or of a picture that was wiped before it was fetched: no complaint. */
const AWAY = /ERR_(CONNECTION|ABORTED|INCOMPLETE|EMPTY)|\b404\b.*\/api\/pictures\//u;

export interface Opened {
  readonly kiosk: PlayedKiosk;
  readonly page: Page;
  /** Sentences that were fetched to be heard, as language/key. */
  readonly heard: string[];
}

export type Stand = Pick<Opened, "kiosk" | "page">;

export type Start = (
  script?: Partial<Script>,
  options?: PlayedOptions,
  view?: BrowserContextOptions,
) => Promise<Opened>;

interface Kept {
  readonly page: Page;
  /** As it was asked for. */
  readonly wanted: string;
  heard: string[];
  /** What was touched, sent, and not yet answered. */
  readonly sent: Set<Request>;
  crashed: boolean;
}

const faults: string[] = [];
let browser: Promise<Browser> | undefined;
let kept: Kept | undefined;
/** Where the first kiosk listened: under another address, the browser would read its programs anew in a new process. */
let port = 0;

const opened = async (view: BrowserContextOptions, loud: boolean): Promise<Kept> => {
  const wanted = JSON.stringify([view, loud]);
  if (kept?.wanted === wanted) return kept;
  await kept?.page.context().close();
  const context = await (await (browser ??= launch())).newContext(view);
  if (!loud) await context.addInitScript(silence);
  const page = await context.newPage();
  const now: Kept = { page, wanted, heard: [], sent: new Set(), crashed: false };
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    const said = `${message.text()} ${message.location().url}`;
    if (message.type() === "error" && !AWAY.test(said)) faults.push(said);
  });
  page.on("request", (request) => {
    const said = /\/prompts\/(.+)$/u.exec(request.url())?.[1];
    if (said !== undefined) now.heard.push(said);
    if (request.method() === "POST") now.sent.add(request);
  });
  const over = (request: Request) => void now.sent.delete(request);
  page.on("requestfinished", over);
  page.on("requestfailed", over);
  page.on("crash", () => (now.crashed = true));
  kept = now;
  return now;
};

/** Another person's page: nothing of the last one is in it. A picture of the same address, which runs nothing. */
const cleared = async (kiosk: PlayedKiosk | undefined): Promise<void> => {
  if (kept === undefined) return;
  if (kept.crashed) {
    await kept.page.context().close();
    kept = undefined;
    return;
  }
  for (const page of kept.page.context().pages()) if (page !== kept.page) await page.close();
  await kept.page.goto(kiosk === undefined ? "about:blank" : `${kiosk.origin}/themes/neutral/seal.svg`);
};

/** To be called once inside a describe. Loud: what the page plays is played, and takes its time. */
export const opening = ({ loud = false } = {}): Start => {
  const open: PlayedKiosk[] = [];
  afterEach(async () => {
    await cleared(open.at(-1));
    for (const kiosk of open.splice(0)) await kiosk[Symbol.asyncDispose]();
    const [fault] = faults.splice(0);
    if (fault !== undefined) throw new Error(`the page complained: ${fault}`);
  });
  return async (script = {}, options = {}, view = {}) => {
    const kiosk = await playedKiosk(script, { ...options, port: open.length === 0 ? port : 0 });
    port ||= Number(new URL(kiosk.origin).port);
    open.push(kiosk);
    const now = await opened({ viewport: UPRIGHT, reducedMotion: "reduce", ...view }, loud);
    now.heard = [];
    const { page, heard } = now;
    await page.goto(kiosk.address);
    await page.waitForSelector(".kiosk");
    return { kiosk, page, heard };
  };
};

/** Until whatever was touched is answered: before, the page takes a second touch for a slip of the same finger. */
export const answered = async (page: Page): Promise<void> => {
  await expect.poll(() => kept?.sent.size, { timeout: 20_000 }).toBe(0);
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
};

/** At the consent, where what comes before it is not what is tested. */
export const atConsent = async ({ kiosk, page }: Stand): Promise<void> => {
  await new PageHand(kiosk.walk).toConsent();
  await on(page, "consent");
};

/** At the review, everything taken and kept. */
export const atReview = async ({ kiosk, page }: Stand): Promise<void> => {
  const hand = new PageHand(kiosk.walk);
  await hand.begin();
  await hand.keepAll();
  await on(page, "review");
};
