/// <reference lib="dom" />
/**
 * The screens that reference pictures are kept of: small, so that a difference of fonts between machines does not matter
 * and a lost picture, a moved button or a wrong colour does. `node dist/tests/kiosk/web/shots.js` takes them anew; look
 * at them before they are committed.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Browser } from "playwright-core";
import sharp from "sharp";
import type { KioskView } from "../../../api/words/kiosk-http.ts";
import { projectRoot } from "../../../kiosk/server/root.ts";
import { playedKiosk } from "../server/played-kiosk.ts";
import { launch } from "./browser.ts";
import { showing, sightName, views } from "./pages.ts";

export const SHOTS = path.join(projectRoot, "tests/kiosk/web/shots");

export interface Shot {
  readonly name: string;
  readonly size: { readonly width: number; readonly height: number };
  readonly language: string;
  readonly theme: string;
  /** Of `views`, by screen and overlay. */
  readonly picks: readonly string[];
  readonly comfort?: Partial<KioskView["comfort"]>;
}

export const PLATES: readonly Shot[] = [
  {
    name: "upright",
    size: { width: 1080, height: 1920 },
    language: "fr",
    theme: "mali",
    picks: ["attract", "consent", "finger", "review", "ticket", "notice+comfort"],
  },
  {
    name: "lying",
    size: { width: 1920, height: 1080 },
    language: "ar",
    theme: "niger",
    picks: ["notice", "reference", "face", "status"],
  },
  {
    name: "contrast",
    size: { width: 1280, height: 800 },
    language: "en",
    theme: "burkina-faso",
    picks: ["language", "signature", "desk", "notice+unable"],
    comfort: { contrast: "high", text: 150 },
  },
];

/** Kept at this share of their size. */
const SCALE = 6;

/** Small PNG pictures by name, as the page looks now. */
export const shoot = async (browser: Browser, shot: Shot): Promise<ReadonlyMap<string, Buffer>> => {
  await using kiosk = await playedKiosk({}, { theme: shot.theme });
  const page = await browser.newPage({ viewport: shot.size, reducedMotion: "reduce" });
  const face = readFileSync(path.join(projectRoot, "fixtures/faces/specimen/frame-4-neutral.jpg"));
  await page.route("**/api/live/camera*", (route) =>
    route.fulfill({ contentType: "image/jpeg", body: face }),
  );
  // Silent: what the voice names would light up.
  await page.route("**/prompts/**", (route) => route.abort());
  await page.goto(kiosk.address);
  await page.waitForSelector(".kiosk");
  const { show } = showing(page, kiosk);
  const taken = new Map<string, Buffer>();
  for (const view of views(kiosk, shot.language)) {
    const name = sightName(view);
    if (!shot.picks.includes(name) || taken.has(name)) continue;
    await show({ ...view, comfort: { ...view.comfort, ...shot.comfort } });
    // Fonts and pictures are there, and drawn.
    await page.evaluate(async () => {
      await document.fonts.ready;
      await Promise.all([...document.images].map((image) => image.decode().catch(() => undefined)));
      for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
    });
    taken.set(
      name,
      await sharp(await page.screenshot())
        .resize(Math.round(shot.size.width / SCALE))
        .png({ palette: true, colours: 64 })
        .toBuffer(),
    );
  }
  await page.close();
  return taken;
};

export const fileOf = (shot: Shot, name: string): string => path.join(SHOTS, `${shot.name}-${name}.png`);

const takeAll = async (): Promise<void> => {
  mkdirSync(SHOTS, { recursive: true });
  const browser = await launch();
  try {
    for (const shot of PLATES)
      for (const [name, picture] of await shoot(browser, shot)) writeFileSync(fileOf(shot, name), picture);
  } finally {
    await browser.close();
  }
};

if (import.meta.filename === path.resolve(process.argv[1] ?? "")) await takeAll();
