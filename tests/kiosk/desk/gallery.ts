/// <reference lib="dom" />
/**
 * Pictures of the desk's pages for docs/gallery: `node dist/tests/kiosk/desk/gallery.js`. Everybody on them is
 * synthetic, and so is the year.
 */
import { mkdirSync } from "node:fs";
import path from "node:path";
import type { Page } from "playwright-core";
import sharp from "sharp";
import { projectRoot } from "../../../kiosk/server/root.ts";
import { packetIdOf } from "../stand.ts";
import { launch } from "../web/browser.ts";
import { enter, say } from "./browsing.ts";
import { healthOf } from "../../../kiosk/store/health.ts";
import { deskStand, OPERATOR, SECOND, SUPERVISOR, Visitor } from "./stand.ts";
import { fillYear } from "./year.ts";

const out = path.join(projectRoot, "docs/gallery");
const WAITING = packetIdOf(900_001);
const DOUBTED = packetIdOf(900_002);

const shoot = async (page: Page, name: string, fullPage = true): Promise<void> => {
  await page.waitForTimeout(400);
  const picture = await page.screenshot({ fullPage });
  await sharp(picture)
    .webp({ quality: 78 })
    .toFile(path.join(out, `desk-${name}.webp`));
};

mkdirSync(out, { recursive: true });
const DAY = 86_400_000;
const device = { present: true, faulted: false } as const;
const health = healthOf({
  at: Date.now(),
  devices: [
    { ...device, model: "Acme camera 4K", purpose: "face", calibration: { ends: Date.now() + 90 * DAY } },
    {
      ...device,
      model: "Futronic FS81",
      purpose: "finger",
      calibration: { ends: Date.now() - 3 * DAY, refusesFrom: Date.now() + 27 * DAY },
    },
  ],
  disk: { free: 41e9, floor: 256e6 },
  clockOffset: 900,
  keys: [{ name: "the recipient's certificate", daysLeft: 300 }],
  queue: { waiting: 8, setAside: 0, line: "up" },
  suspendedServices: [],
  availableServices: 1,
});
await using stand = await deskStand({
  health,
  policy: { desk: { fourEyes: ["override", "refuse", "export"] } },
  waiting: [
    { packetId: WAITING, until: Date.now() + 2 * 3_600_000 },
    { packetId: DOUBTED, doubts: [{ part: "fingers", doubt: "insufficient" }] },
  ],
});
await fillYear(stand.side.queue.store.database, Date.now(), 6000, 7);
const browser = await launch();
try {
  // Somebody else's hands: whoever signs in twice is signed out of the first page.
  const awa = await new Visitor(stand.origin).signIn(SECOND);
  await awa.act("review", "face", { packet: WAITING });
  await awa.act("review", "finger", { packet: WAITING, position: "right-index" });
  const moussa = await new Visitor(stand.origin).signIn(OPERATOR);
  const reason = "Peau usée d’un maçon, doigt vu de près";
  await moussa.act("review", "accept", { packet: DOUBTED, part: "fingers", reason });
  const page = await enter(browser, stand.origin, { language: "fr", faults: [] });
  await shoot(page, "door");
  await say(page, SUPERVISOR);
  const go = async (place: string, shows: string) => {
    await page.goto(`${stand.origin}/desk/#/${place}`);
    await page.waitForSelector(shows);
  };
  await go("overview", ".is-overview .panel");
  await shoot(page, "overview");
  await go("review", ".is-review table");
  await shoot(page, "review");
  await go(`review/${WAITING}`, ".faces img");
  await shoot(page, "control");
  await go(`review/${DOUBTED}`, "[data-asked='1']");
  await shoot(page, "control-doubted");
  await go("approvals", ".request");
  await shoot(page, "approvals", false);
  await go("outbox", ".is-outbox table");
  await shoot(page, "outbox");
  await go("figures", "select[name=figures-span]");
  await page.selectOption("select[name=figures-span]", "year");
  await page.waitForSelector(".is-figures .whisker");
  await shoot(page, "figures");
  await go("audit", ".is-audit table");
  await shoot(page, "journal", false);
  await go("prompts", ".is-prompts table");
  await shoot(page, "prompts");
  await go("rehearsal", "[data-does=drill-start]");
  await page.click("[data-does=drill-start]");
  await page.waitForSelector(".is-rehearsal [role=status] .badge.good", { timeout: 240_000 });
  await shoot(page, "rehearsal");
  await go("settings", ".is-settings .hash");
  await shoot(page, "settings");
} finally {
  await browser.close();
}
