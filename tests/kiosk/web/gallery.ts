/// <reference lib="dom" />
/**
 * Pictures of every screen, form and sheet for docs/gallery, on contact sheets: `node dist/tests/kiosk/web/gallery.js`.
 * Everybody on them is synthetic.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import sharp from "sharp";
import { encodeFingerPng } from "../../../api/formats/finger-image/png.ts";
import type { Comfort } from "../../../api/words/kiosk-comfort.ts";
import { projectRoot } from "../../../kiosk/server/root.ts";
import { renderPrint } from "../../../kiosk/cli/people/rendering.ts";
import { makePerson } from "../../../models/synthetic/person/person.ts";
import { playedKiosk } from "../server/played-kiosk.ts";
import { launch } from "./browser.ts";
import { showing, views, type Sight } from "./pages.ts";

type Deficiency = "deuteranopia" | "protanopia" | "tritanopia" | "achromatopsia";

interface Plate {
  readonly name: string;
  /** Under the picture on the gallery's page. */
  readonly caption: string;
  readonly size: { readonly width: number; readonly height: number };
  readonly language: string;
  readonly theme: string;
  readonly comfort?: Partial<Comfort>;
  /** As somebody sees it who does not see all colours. */
  readonly seenWith?: Deficiency;
  /** The screens on which most is said; else all. */
  readonly few?: boolean;
}

const SIZES = {
  upright: { width: 1080, height: 1920 },
  lying: { width: 1920, height: 1080 },
  small: { width: 1280, height: 800 },
} as const;
type SizeName = keyof typeof SIZES;

const COMPLETE = ["fr", "en", "ar"] as const;
const DRAFTS = ["bm", "dje", "dyu", "ff", "ha", "mos", "ses", "snk", "taq", "en-x-test"] as const;
/** The size at which every screen of that language is shown; at the others, those on which most is said. */
const WHOLE: Record<(typeof COMPLETE)[number], SizeName> = { fr: "upright", en: "small", ar: "lying" };
const THEMES: Record<SizeName, string> = { upright: "mali", lying: "niger", small: "burkina-faso" };

const everySize = (make: (size: SizeName) => Plate): readonly Plate[] =>
  (Object.keys(SIZES) as SizeName[]).map(make);

const PLATES: readonly Plate[] = [
  ...COMPLETE.flatMap((language) =>
    everySize((size) => ({
      name: `${size}-${language}`,
      caption: `${language}, ${SIZES[size].width} x ${SIZES[size].height}`,
      size: SIZES[size],
      language,
      theme: THEMES[size],
      few: WHOLE[language] !== size,
    })),
  ),
  ...DRAFTS.flatMap((language) =>
    everySize((size) => ({
      name: `${size}-${language}`,
      caption: `${language}, ${SIZES[size].width} x ${SIZES[size].height}`,
      size: SIZES[size],
      language,
      theme: THEMES[size],
      few: true,
    })),
  ),
  {
    name: "upright-fr-contrast",
    caption: "High contrast",
    size: SIZES.upright,
    language: "fr",
    theme: "mali",
    comfort: { contrast: "high" },
  },
  {
    name: "upright-fr-large-seated",
    caption: "Letters of double size, seated",
    size: SIZES.upright,
    language: "fr",
    theme: "mali",
    comfort: { text: 200, position: "seated" },
  },
  ...(["deuteranopia", "protanopia", "tritanopia", "achromatopsia"] as const).map((seenWith): Plate => {
    return {
      name: `lying-fr-${seenWith}`,
      caption: `As seen with ${seenWith}`,
      size: SIZES.lying,
      language: "fr",
      theme: "mali",
      seenWith,
      few: true,
    };
  }),
];
const TILE = 216;
const GAP = 8;
const FEW = new Set<string>([
  "attract",
  "language",
  "consent",
  "face",
  "finger",
  "review",
  "ticket",
  "status",
]);

const sheet = async (pictures: readonly Buffer[], { size, few }: Plate): Promise<Buffer> => {
  const upright = size.height > size.width;
  // Of few screens each is large enough to be read.
  const columns = upright ? 8 : few === true ? 4 : 6;
  const width = (upright ? TILE : TILE * 1.4) * (few === true ? 1.5 : 1);
  const tall = (width * size.height) / size.width;
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
    .webp({ quality: 70 })
    .toBuffer();
};

/** Synthetic pictures instead of a session's own. */
const pictured = (view: Sight): Sight => {
  const { kind } = view.screen;
  const of = kind === "finger" ? "print" : kind === "paper-review" ? "paper" : "face";
  const text = JSON.stringify(view).replaceAll(
    /\/themes\/(neutral|mali)\/seal\.svg/gu,
    `/api/pictures/${of}`,
  );
  return JSON.parse(text) as Sight;
};

/** A page of nobody's. */
const PAPER = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="1200"><rect width="900" height="1200" fill="#8a8378"/>
<rect x="90" y="90" width="720" height="1020" fill="#fdfcf7"/><text x="450" y="210" font-family="Noto Serif, serif" font-size="44" font-weight="700" text-anchor="middle" fill="#222">Extrait d'acte de naissance</text>
<text x="450" y="270" font-family="Noto Serif, serif" font-size="30" text-anchor="middle" fill="#555">SPECIMEN</text>${Array.from(
  { length: 11 },
  (_line, at) =>
    `<rect x="160" y="${360 + at * 52}" width="${at % 3 === 2 ? 380 : 560}" height="12" rx="6" fill="#888"/>`,
).join("")}<circle cx="640" cy="990" r="70" fill="none" stroke="#1d5c4a" stroke-width="9"/></svg>`;

interface Pictures {
  readonly face: Buffer;
  readonly print: Buffer;
  readonly paper: Buffer;
}

const makePictures = async (): Promise<Pictures> => {
  const print = renderPrint(makePerson("gallery", { ages: [20, 60], missing: 0 }), "left-index", "first");
  return {
    face: readFileSync(path.join(projectRoot, "fixtures/faces/specimen/frame-4-neutral.jpg")),
    print: Buffer.from(encodeFingerPng(print, 500)),
    paper: await sharp(Buffer.from(PAPER)).jpeg({ quality: 85 }).toBuffer(),
  };
};

const serve = async (target: Page, { face, print, paper }: Pictures): Promise<void> => {
  for (const [pattern, contentType, body] of [
    ["**/api/pictures/face", "image/jpeg", face],
    ["**/api/pictures/print", "image/png", print],
    ["**/api/pictures/paper", "image/jpeg", paper],
    ["**/api/live/camera*", "image/jpeg", face],
    ["**/api/live/paper*", "image/jpeg", paper],
  ] as const)
    await target.route(pattern, (route) => route.fulfill({ contentType, body }));
  // Silent: what the voice names would light up in one picture and not in the next.
  await target.route("**/prompts/**", (route) => route.abort());
};

const shoot = async (browser: Browser, plate: Plate, given: Pictures, out: string): Promise<void> => {
  await using kiosk = await playedKiosk({}, { theme: plate.theme, enabled: [plate.language] });
  const context = await browser.newContext({ viewport: plate.size, reducedMotion: "reduce" });
  try {
    const page = await context.newPage();
    await serve(page, given);
    await page.goto(kiosk.address);
    await page.waitForSelector(".kiosk");
    if (plate.seenWith !== undefined) {
      const devtools = await page.context().newCDPSession(page);
      await devtools.send("Emulation.setEmulatedVisionDeficiency", { type: plate.seenWith });
    }
    const { show } = showing(page, kiosk);
    const pictures: Buffer[] = [];
    const shown = new Set<string>();
    for (const view of views(kiosk, plate.language)) {
      const again = shown.has(view.screen.kind) || view.overlay !== undefined || view.touched !== undefined;
      if (plate.few === true && (again || !FEW.has(view.screen.kind))) continue;
      shown.add(view.screen.kind);
      await show(pictured({ ...view, comfort: { ...view.comfort, ...plate.comfort } }));
      await page.waitForTimeout(60);
      pictures.push(await page.screenshot());
    }
    writeFileSync(path.join(out, `${plate.name}.webp`), await sheet(pictures, plate));
  } finally {
    await context.close();
  }
};

const out = path.join(projectRoot, "docs/gallery");

/** The page that shows all plates, for whoever looks at the repository. */
const page = (): string =>
  [
    "# Gallery of the applicant's screen",
    "",
    "Every screen, form and sheet as Chromium draws it, made by `node dist/tests/kiosk/web/gallery.js`. Everybody on them is synthetic.",
    "Languages marked as drafts show French where they lack a sentence.",
    ...PLATES.flatMap(({ name, caption }) => ["", `## ${caption}`, "", `![${caption}](${name}.webp)`]),
    "",
  ].join("\n");

mkdirSync(out, { recursive: true });
const wanted = process.argv.slice(2);
const given = await makePictures();
const browser = await launch();
for (const plate of PLATES)
  if (wanted.length === 0 || wanted.includes(plate.name)) await shoot(browser, plate, given, out);
await browser.close();
writeFileSync(path.join(out, "README.md"), page());
