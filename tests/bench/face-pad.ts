/**
 * `npm run bench -- face-pad`: presentation-attack cues on pictures of pictures that a program makes: rendered people
 * before a camera, and the same people on a screen and as a halftone print before the same camera. No artefact was ever
 * held before a real camera, so this says what the cues answer to, not what they catch at a kiosk.
 */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import type { RgbImage } from "../../api/words/sample.ts";
import { padCues } from "../../models/face/pad/cues.ts";
import { makeStages } from "../../models/face/stages/makers.ts";
import { installedMakers } from "../../models/face/stages/networks.ts";
import { decodeRgb, resizeRgb } from "../../models/image.ts";
import { mulberry } from "./mulberry.ts";
import { halftone, photographed, plain, screen, type Camera, type Surface } from "./recapture.ts";
import type { BenchRow } from "./row.ts";

const GALLERY = "fixtures/faces/gallery";
const PEOPLE = 10;
/** Alarms on bona fide people that the guideline allows (TR-03121-3.2 v6.0, FM PAD-FI-APP1). */
const ALLOWED = 0.02;

type Kind = readonly [string, (image: RgbImage) => Surface, (random: () => number) => Partial<Camera>];

const KINDS: readonly Kind[] = [
  ["bona fide", plain, () => ({})],
  ["screen, 0.9 to 1.4 camera pixels a pixel", screen, (r) => ({ pitch: 0.9 + 0.5 * r() })],
  ["screen, 1.4 to 2.4 camera pixels a pixel", screen, (r) => ({ pitch: 1.4 + r() })],
  [
    "screen with refresh bands of 5 %",
    screen,
    (r) => ({ pitch: 0.9 + 0.5 * r(), bands: { depth: 0.05, rows: 60 + 90 * r() } }),
  ],
  [
    "print, dots 2 to 3 camera pixels apart",
    (image) => halftone(image, 2.5),
    (r) => ({ pitch: 0.8 + 0.4 * r() }),
  ],
  [
    "print, dots 3 to 6 camera pixels apart",
    (image) => halftone(image, 4.5),
    (r) => ({ pitch: 0.7 + 0.6 * r() }),
  ],
  ["print without dots (photographic paper), held still", plain, () => ({ noise: 0.006 })],
];

const scoreOf = async (image: RgbImage): Promise<number | undefined> => {
  const set = await makeStages(image, ["detail", "eyes"], installedMakers());
  return set.detail?.kind === "made" ? padCues(image, set.detail.value).score : undefined;
};

const people = (): readonly string[] =>
  readdirSync(GALLERY)
    .filter((name) => existsSync(path.join(GALLERY, name, "5-neutral.jpg")))
    .toSorted()
    .slice(0, PEOPLE);

export const run = async (): Promise<readonly BenchRow[]> => {
  if (!existsSync(GALLERY)) return [];
  const random = mulberry(7);
  const scores = new Map<string, number[]>();
  for (const name of people()) {
    const file = path.join(GALLERY, name, "5-neutral.jpg");
    // Twice the camera's size, so that the portrait's own pixels never show.
    const portrait = await resizeRgb(await decodeRgb(readFileSync(file), file), 900, 1200);
    for (const [kind, surface, drawn] of KINDS) {
      const camera = {
        width: 720,
        height: 960,
        pitch: 1,
        angle: (random() - 0.5) * 0.12,
        noise: 0.004,
        random,
      };
      const seen = photographed(surface(portrait), [450, 600], { ...camera, ...drawn(random) });
      const score = await scoreOf(seen);
      if (score !== undefined) scores.set(kind, [...(scores.get(kind) ?? []), score]);
    }
  }
  const real = (scores.get("bona fide") ?? []).toSorted((a, b) => a - b);
  const threshold = real[Math.ceil(real.length * (1 - ALLOWED)) - 1] ?? Number.NaN;
  return [
    { name: "threshold with at most 2 % alarms on bona fide", value: threshold, unit: "" },
    ...[...scores].flatMap(([kind, all]): BenchRow[] => [
      {
        name: `${kind}: mean score of ${all.length}`,
        value: all.reduce((a, b) => a + b, 0) / all.length,
        unit: "",
      },
      {
        name: `${kind}: above the threshold`,
        value: (100 * all.filter((score) => score > threshold).length) / all.length,
        unit: "%",
      },
    ]),
  ];
};
