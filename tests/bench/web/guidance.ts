/// <reference lib="dom" />
/** Mirror and guidance at once, as they run in front of a person: a camera of 1280 x 720, the real models, the page. */
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import type { FaceSample } from "../../../api/words/sample.ts";
import { looker } from "../../../kiosk/server/look/looker.ts";
import { projectRoot } from "../../../kiosk/server/root.ts";
import type { Look } from "../../../kiosk/server/station.ts";
import { decodeRgb, encodeRgbJpeg, resizeRgb } from "../../../models/image.ts";
import { playedKiosk } from "../../kiosk/server/played-kiosk.ts";
import { PlayedStation } from "../../kiosk/server/played-station.ts";
import { main, on, toConsent } from "../../kiosk/web/pages.ts";
import { median, type BenchRow } from "../row.ts";
import { mirrorRate } from "./mirror-rate.ts";

const FRAMES = path.join(projectRoot, "fixtures/faces/specimen");
/** Each asks for something else. */
const SCENES = ["frame-1-too-far.jpg", "frame-2-looking-away.jpg", "frame-3-eyes-closed.jpg"] as const;
/** Longer than an instruction stands. */
const SCENE_MS = 2200;
const CHANGES = 9;
const WIDTH = 1280;
const HEIGHT = 720;
const FRAME_MS = 33;
const TAKES = 6;

/** Takes of one scene, each a little lighter: a mirror whose pictures were all alike could not be counted. */
const takesOf = async (name: string): Promise<readonly Uint8Array[]> => {
  const upright = await resizeRgb(
    await decodeRgb(readFileSync(path.join(FRAMES, name))),
    (HEIGHT * 3) / 4,
    HEIGHT,
  );
  const pixels = new Uint8Array(WIDTH * HEIGHT * 3).fill(190);
  const left = (WIDTH - upright.width) / 2;
  for (let row = 0; row < HEIGHT; row += 1)
    pixels.set(
      upright.pixels.subarray(row * upright.width * 3, (row + 1) * upright.width * 3),
      (row * WIDTH + left) * 3,
    );
  return Promise.all(
    Array.from({ length: TAKES }, (_take, at) =>
      encodeRgbJpeg(
        { width: WIDTH, height: HEIGHT, pixels: pixels.map((level) => Math.min(255, level + at)) },
        90,
      ),
    ),
  );
};

/** 30 frames a second, and the real guidance looking at the newest. */
class LookingStation extends PlayedStation {
  readonly looker = looker();
  looked = 0;
  scene = 0;
  #scenes: readonly (readonly Uint8Array[])[] = [];

  async prepare(): Promise<void> {
    this.#scenes = await Promise.all(SCENES.map(takesOf));
  }

  override async *frames(signal: AbortSignal): AsyncIterable<FaceSample> {
    for (let at = 0; !signal.aborted; at += 1) {
      const takes = this.#scenes[this.scene % this.#scenes.length] ?? [];
      yield {
        characteristic: "face",
        mediaType: "image/jpeg",
        bytes: Uint8Array.from(takes[at % takes.length] ?? []),
        device: { driver: "bench", make: "", model: "" },
        capturedAt: Date.now(),
      };
      await new Promise((resolve) => setTimeout(resolve, FRAME_MS));
    }
  }

  override async look(frame: FaceSample): Promise<Look> {
    const look = await this.looker.look(frame, "adult");
    this.looked += 1;
    this.lookedFrameAt = frame.capturedAt;
    return { ...look, ready: false };
  }
}

/** What the guidance takes for one frame when nothing else runs. */
export const looks = async (): Promise<BenchRow> => {
  const [frame] = await takesOf(SCENES[0]);
  await using eye = looker();
  const times: number[] = [];
  for (let round = 0; round < 14; round += 1) {
    const start = performance.now();
    await eye.look(
      {
        characteristic: "face",
        mediaType: "image/jpeg",
        bytes: Uint8Array.from(frame ?? []),
        device: { driver: "bench", make: "", model: "" },
        capturedAt: start,
      },
      "adult",
    );
    times.push(performance.now() - start);
  }
  return { name: "one assessment of a preview frame", value: median(times.slice(2)), unit: "ms" };
};

/** When each instruction was painted. */
const watchInstructions = (page: Page) =>
  page.evaluate(() => {
    const seen: number[] = [];
    Object.assign(globalThis, { seen });
    const line = document.querySelector(".instruction");
    if (line !== null)
      new MutationObserver(() => requestAnimationFrame(() => seen.push(Date.now()))).observe(line, {
        childList: true,
        characterData: true,
        subtree: true,
      });
  });

export const guided = async (browser: Browser): Promise<readonly BenchRow[]> => {
  const station = new LookingStation();
  await station.prepare();
  try {
    await using kiosk = await playedKiosk({}, { stationOf: () => station });
    const page = await browser.newPage({ viewport: { width: 1080, height: 1920 } });
    await page.goto(kiosk.address);
    await toConsent(page);
    await main(page);
    await on(page, "face");
    await page.waitForTimeout(1500);
    const [before, begun] = [station.looked, performance.now()];
    const rate = await mirrorRate(page);
    const looked = (station.looked - before) / ((performance.now() - begun) / 1000);
    await watchInstructions(page);
    let hint: string | undefined;
    const caused: number[] = [];
    const off = kiosk.walk.onChange(() => {
      const screen = kiosk.walk.screen();
      if (screen.kind !== "face" || screen.hint === hint) return;
      hint = screen.hint;
      caused.push(station.lookedFrameAt);
    });
    for (let change = 0; change < CHANGES; change += 1) {
      station.scene += 1;
      await page.waitForTimeout(SCENE_MS);
    }
    off();
    const seen = await page.evaluate(() => (globalThis as unknown as { seen: number[] }).seen);
    await page.close();
    const delays = seen.map((at) => at - Math.max(...caused.filter((frame) => frame <= at)));
    return [
      {
        name: "preview of 1280 x 720 with the assessments running",
        value: rate,
        unit: "frames/s",
        bar: ">= 15",
      },
      { name: "assessments beside that preview", value: looked, unit: "1/s", bar: ">= 10" },
      {
        name: `instruction painted after its frame, judging included (${delays.length} of them)`,
        value: median(delays),
        unit: "ms",
        bar: "<= 150",
      },
    ];
  } finally {
    await station.looker[Symbol.asyncDispose]();
  }
};
