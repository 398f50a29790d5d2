/// <reference lib="dom" />
/** Frames of one recording, through the driver and through the page's own camera: the same verdicts. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { decodeGrey, decodeRgb, encodeRgbJpeg, resizeGrey, resizeRgb } from "../../../models/image.ts";
import type { RgbImage } from "../../../api/words/sample.ts";
import { virtualCamera } from "../../../drivers/virtual.ts";
import { FaceGuide } from "../../../kiosk/server/look/face-look.ts";
import { observe } from "../../../kiosk/server/look/observe.ts";
import { projectRoot } from "../../../kiosk/server/root.ts";
import { playedKiosk } from "../server/played-kiosk.ts";
import { launch } from "./browser.ts";
import { because, reason } from "./opened.ts";
import { main, on, silence, toConsent } from "./pages.ts";

const WIDTH = 1280;
const HEIGHT = 720;
/** Which specimen, and how near the camera is. */
const SCENES = [
  ["frame-1-too-far", 1],
  ["frame-2-looking-away", 1.2],
  ["frame-4-neutral", 1.6],
] as const;
/** A frame belongs to the scene that it is nearer to than this share of the next; one between two belongs to none. */
const CLEARLY = 0.7;

/** A specimen picture in the middle of a camera's lying frame. */
const framed = async ([name, near]: readonly [string, number]): Promise<Uint8Array> => {
  const jpeg = await readFile(path.join(projectRoot, `fixtures/faces/specimen/${name}.jpg`));
  const tall = Math.round(HEIGHT * near);
  const upright = await resizeRgb(await decodeRgb(jpeg), Math.round((tall * 3) / 8) * 2, tall);
  const top = Math.round((tall - HEIGHT) * 0.2);
  const pixels = new Uint8Array(WIDTH * HEIGHT * 3).fill(190);
  const left = (WIDTH - upright.width) / 2;
  for (let row = 0; row < HEIGHT; row += 1) {
    const from = (row + top) * upright.width * 3;
    pixels.set(upright.pixels.subarray(from, from + upright.width * 3), (row * WIDTH + left) * 3);
  }
  return encodeRgbJpeg({ width: WIDTH, height: HEIGHT, pixels } satisfies RgbImage, 95);
};

/** What the guidance says of this scene once it has stood for two seconds. */
const verdict = async (jpeg: Uint8Array): Promise<string> => {
  const guidance = new FaceGuide();
  const seen = await observe(jpeg, 0);
  let look = guidance.next(seen);
  for (let at = 100; at <= 2000; at += 100) look = guidance.next({ ...seen, at, frame: at });
  return `${look.hint} ${look.ready}`;
};

const thumbnail = async (jpeg: Uint8Array) => (await resizeGrey(await decodeGrey(jpeg), 32, 18)).pixels;
const difference = (a: Uint8Array, b: Uint8Array): number =>
  a.reduce((sum, value, at) => sum + Math.abs(value - (b[at] ?? 0)), 0) / a.length;

const throughDriver = async (scenes: readonly Uint8Array[]): Promise<readonly Uint8Array[]> => {
  await using camera = await virtualCamera(scenes).open();
  const frames: Uint8Array[] = [];
  for (const _scene of scenes) {
    const outcome = await camera.capture({ deadline: 10_000 }, new AbortController().signal);
    if (outcome.kind !== "captured" || outcome.sample.characteristic !== "face")
      throw new Error(`the driver gave ${outcome.kind}`);
    frames.push(Uint8Array.from(outcome.sample.bytes));
  }
  return frames;
};

/**
 * Chromium plays the recording as its camera, a little brighter than it is, which the verdict must bear; the page draws
 * and posts its frames as at a kiosk.
 */
const throughPage = async (scenes: readonly Uint8Array[]): Promise<readonly Uint8Array[]> => {
  const folder = mkdtempSync(path.join(tmpdir(), "page-camera-"));
  const recording = path.join(folder, "scenes.mjpeg");
  writeFileSync(recording, Buffer.concat(scenes.flatMap((scene) => Array.from({ length: 30 }, () => scene))));
  const marks = await Promise.all(scenes.map(thumbnail));
  const found: (Uint8Array | undefined)[] = scenes.map(() => undefined);
  const frames: Uint8Array[] = [];
  await using kiosk = await playedKiosk(
    { looks: [{ hint: "come-closer", frames: 1e9 }] },
    { camera: "page", frame: (jpeg) => void frames.push(Uint8Array.from(jpeg)) },
  );
  const browser = await launch([`--use-file-for-fake-video-capture=${recording}`]);
  try {
    const page = await browser.newPage({ reducedMotion: "reduce" });
    await page.addInitScript(silence);
    await page.goto(kiosk.address);
    await toConsent(page);
    await main(page);
    await on(page, "face");
    for (let tries = 0; tries < 600 && found.some((one) => one === undefined); tries += 1) {
      const frame = frames.pop();
      frames.length = 0;
      if (frame === undefined) {
        await page.waitForTimeout(50);
        continue;
      }
      const mark = await thumbnail(frame);
      const [best, next] = marks
        .map((scene, index) => ({ index, far: difference(scene, mark) }))
        .sort((a, b) => a.far - b.far);
      if (best !== undefined && next !== undefined && best.far < next.far * CLEARLY)
        found[best.index] ??= frame;
    }
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return found.map((frame, at) => {
    if (frame === undefined) throw new Error(`${SCENES[at]?.[0]} never came through the page`);
    return frame;
  });
};

test.skipIf(reason !== undefined)(
  `frames of one recording give the same verdicts through the driver and through the page${because}`,
  async () => {
    const scenes = await Promise.all(SCENES.map(framed));
    const driver = await Promise.all((await throughDriver(scenes)).map(verdict));
    const page = await Promise.all((await throughPage(scenes)).map(verdict));
    expect(page).toEqual(driver);
    expect(new Set(driver).size).toBeGreaterThan(1);
  },
  120_000,
);
