/// <reference lib="dom" />
/**
 * Pictures of every screen and sheet for docs/gallery, on contact sheets: `node dist/tests/kiosk/web/gallery.js`.
 * Everybody on them is synthetic.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import sharp from "sharp";
import type { Comfort, KioskView } from "../../../api/words/kiosk-http.ts";
import { projectRoot } from "../../../kiosk/server/root.ts";
import { playedKiosk } from "../server/played-kiosk.ts";
import { launch } from "./browser.ts";
import { showing, views } from "./pages.ts";

interface Plate {
  readonly name: string;
  readonly size: { readonly width: number; readonly height: number };
  readonly language: string;
  readonly theme: string;
  readonly comfort?: Partial<Comfort>;
  readonly columns: number;
}

const UPRIGHT = { width: 1080, height: 1920 };
const LYING = { width: 1920, height: 1080 };
const SMALL = { width: 1280, height: 800 };

const PLATES: readonly Plate[] = [
  { name: "upright-fr-mali", size: UPRIGHT, language: "fr", theme: "mali", columns: 7 },
  { name: "lying-ar-niger", size: LYING, language: "ar", theme: "niger", columns: 5 },
  { name: "small-en-burkina-faso", size: SMALL, language: "en", theme: "burkina-faso", columns: 5 },
  {
    name: "upright-fr-contrast",
    size: UPRIGHT,
    language: "fr",
    theme: "mali",
    comfort: { contrast: "high" },
    columns: 7,
  },
  {
    name: "upright-fr-large-seated",
    size: UPRIGHT,
    language: "fr",
    theme: "mali",
    comfort: { text: 200, position: "seated" },
    columns: 7,
  },
  { name: "upright-test-language", size: UPRIGHT, language: "en-x-test", theme: "neutral", columns: 7 },
];
const TILE = 260;
const GAP = 8;

const sheet = async (pictures: readonly Buffer[], { size, columns }: Plate): Promise<Buffer> => {
  const height = Math.round((TILE * size.height) / size.width);
  const width = size === UPRIGHT ? TILE : TILE * 1.5;
  const tall = size === UPRIGHT ? height : height * 1.5;
  const tiles = await Promise.all(
    pictures.map((picture) => sharp(picture).resize(Math.round(width), Math.round(tall)).toBuffer()),
  );
  const rows = Math.ceil(tiles.length / columns);
  return sharp({
    create: {
      width: columns * (Math.round(width) + GAP),
      height: rows * (Math.round(tall) + GAP),
      channels: 3,
      background: "#777777",
    },
  })
    .composite(
      tiles.map((input, at) => ({
        input,
        left: (at % columns) * (Math.round(width) + GAP),
        top: Math.floor(at / columns) * (Math.round(tall) + GAP),
      })),
    )
    .webp({ quality: 72 })
    .toBuffer();
};

/** A synthetic face and print instead of a session's own. */
const pictured = (view: KioskView, face: string, print: string): KioskView => {
  const text = JSON.stringify(view);
  const whole = JSON.parse(
    text.replaceAll("/themes/neutral/seal.svg", view.screen.kind === "finger" ? print : face),
  ) as KioskView;
  return whole;
};

const shoot = async (plate: Plate, out: string): Promise<void> => {
  await using kiosk = await playedKiosk({}, { theme: plate.theme, enabled: [plate.language] });
  const browser = await launch();
  try {
    const page = await browser.newPage({ viewport: plate.size, reducedMotion: "reduce" });
    const face = readFileSync(path.join(projectRoot, "fixtures/faces/specimen/frame-4-neutral.jpg"));
    await page.route("**/api/pictures/face", (route) =>
      route.fulfill({ contentType: "image/jpeg", body: face }),
    );
    await page.route("**/api/live/camera*", (route) =>
      route.fulfill({ contentType: "image/jpeg", body: face }),
    );
    await page.goto(kiosk.address);
    await page.waitForSelector(".kiosk");
    const show = showing(page, kiosk);
    const pictures: Buffer[] = [];
    for (const view of views(kiosk, plate.language)) {
      await show(
        pictured(
          { ...view, comfort: { ...view.comfort, ...plate.comfort } },
          "/api/pictures/face",
          "/themes/neutral/seal.svg",
        ),
      );
      await page.waitForTimeout(120);
      pictures.push(await page.screenshot());
    }
    writeFileSync(path.join(out, `${plate.name}.webp`), await sheet(pictures, plate));
  } finally {
    await browser.close();
  }
};

const out = path.join(projectRoot, "docs/gallery");
mkdirSync(out, { recursive: true });
const wanted = process.argv.slice(2);
for (const plate of PLATES) if (wanted.length === 0 || wanted.includes(plate.name)) await shoot(plate, out);
