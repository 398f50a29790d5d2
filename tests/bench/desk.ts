/// <reference lib="dom" />
/**
 * The operator's desk on a year of data (50,000 sessions): each screen, from the click to the drawn page, and what the
 * server needs for its answer. `npm run bench -- desk`; screens need Chromium.
 */
import type { Page } from "playwright-core";
import { deskStand, SUPERVISOR, Visitor, type DeskStand } from "../kiosk/desk/stand.ts";
import { packetIdOf } from "../kiosk/stand.ts";
import { enter, say } from "../kiosk/desk/browsing.ts";
import { fillYear } from "../kiosk/desk/year.ts";
import { launch, missing } from "../kiosk/web/browser.ts";
import { median, type BenchRow } from "./row.ts";

const DAY = 86_400_000;
const TIMES = 7;
const SCREENS = [
  "overview",
  "review",
  "attended",
  "approvals",
  "outbox",
  "figures",
  "audit",
  "people",
  "devices",
  "prompts",
  "rehearsal",
  "settings",
] as const;
const day = (at: number) => new Date(at).toISOString().slice(0, 10);
/** Figures are asked for a whole year, which no other span exceeds. */
const READS = (
  now: number,
): readonly (readonly [name: string, part: string, read: string, query: string])[] => {
  return [
    ["outbox", "outbox", "list", ""],
    ["figures of a year", "figures", "all", `?from=${day(now - 365 * DAY)}&to=${day(now)}`],
    ["journal", "audit", "list", ""],
    ["one waiting session", "review", "open", `?packet=${OPENED}`],
  ];
};

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const times: number[] = [];
  for (let at = 0; at < TIMES; at += 1) {
    const from = performance.now();
    await work();
    times.push(performance.now() - from);
  }
  return median(times);
};

const OPENED = packetIdOf(1_000_001);

/** From the click on a waiting session until its criteria, its portrait and its prints stand there. */
const openedOne = async (page: Page, packet: string): Promise<number> => {
  await shown(page, "review");
  const from = performance.now();
  await page.click(`tr[data-row="${packet}"] a`);
  await page.waitForFunction(() => {
    const pictures = [...document.querySelectorAll<HTMLImageElement>(".review-grid img")];
    return (
      document.querySelector(".is-review .decision") !== null &&
      pictures.length > 1 &&
      pictures.every(({ complete, naturalWidth }) => complete && naturalWidth > 1)
    );
  });
  const took = performance.now() - from;
  await page.click('.pages a[href="#/overview"]');
  await page.waitForSelector("main.is-overview");
  return took;
};

const answers = async (stand: DeskStand): Promise<readonly BenchRow[]> => {
  const awa = await new Visitor(stand.origin).signIn(SUPERVISOR);
  const rows: BenchRow[] = [];
  for (const [name, part, read, query] of READS(Date.now()))
    rows.push({ name: `answer: ${name}`, value: await timed(() => awa.read(part, read, query)), unit: "ms" });
  return rows;
};

/** In the page: from the click until the page stands and nothing of it is still read; painted once. */
const shown = (page: Page, name: string): Promise<number> =>
  page.evaluate(
    (wanted) =>
      new Promise<number>((resolve) => {
        const from = performance.now();
        const look = () => {
          const main = document.querySelector(`main.is-${wanted}`);
          const reading = main?.querySelector(".quiet[role=status]");
          if (main !== null && (reading === null || reading === undefined))
            requestAnimationFrame(() => resolve(performance.now() - from));
          else requestAnimationFrame(look);
        };
        document.querySelector<HTMLElement>(`.pages a[href="#/${wanted}"]`)?.click();
        look();
      }),
    name,
  );

const screens = async (stand: DeskStand): Promise<readonly BenchRow[]> => {
  if ((await missing()) !== undefined) return [];
  const browser = await launch();
  try {
    const page = await enter(browser, stand.origin, { language: "en", faults: [] });
    await say(page, SUPERVISOR);
    const rows: BenchRow[] = [];
    for (const name of SCREENS) {
      const times: number[] = [];
      for (let at = 0; at < TIMES; at += 1) {
        await shown(page, name === "overview" ? "people" : "overview");
        times.push(await shown(page, name));
      }
      rows.push({ name: `screen: ${name}`, value: median(times), unit: "ms", bar: "<= 300" });
    }
    const opened: number[] = [];
    for (let at = 0; at < TIMES; at += 1) opened.push(await openedOne(page, OPENED));
    rows.push({
      name: "screen: review, one waiting session with its pictures",
      value: median(opened),
      unit: "ms",
      bar: "<= 300",
    });
    await page.goto(`${stand.origin}/desk/#/figures`);
    await page.waitForSelector("select[name=figures-span]");
    const year = await timed(async () => {
      await page.selectOption("select[name=figures-span]", "week");
      await page.waitForSelector(".is-figures .tiles");
      await page.selectOption("select[name=figures-span]", "year");
      await page.waitForFunction(
        () => document.querySelectorAll(".is-figures .plot:first-of-type g").length > 300,
      );
    });
    return [
      ...rows,
      { name: "screen: figures, week and then a year", value: year, unit: "ms", bar: "<= 600" },
    ];
  } finally {
    await browser.close();
  }
};

export const run = async (): Promise<readonly BenchRow[]> => {
  await using stand = await deskStand({
    waiting: Array.from({ length: 20 }, (_none, at) => ({ packetId: packetIdOf(1_000_001 + at) })),
  });
  const from = performance.now();
  await fillYear(stand.side.queue.store.database, Date.now());
  const filled = { name: "50,000 sessions made up", value: (performance.now() - from) / 1000, unit: "s" };
  return [filled, ...(await answers(stand)), ...(await screens(stand))];
};
