/// <reference lib="dom" />
import type { Page } from "playwright-core";

const SECONDS = 4;

/** Pictures that the mirror shows a second, counted where they are painted. */
export const mirrorRate = (page: Page): Promise<number> =>
  page.evaluate(async (seconds) => {
    const image = document.querySelector<HTMLImageElement>("img.mirror");
    const canvas = new OffscreenCanvas(48, 64);
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    if (image === null || pen === null) return 0;
    let last = "";
    let changes = 0;
    const end = performance.now() + seconds * 1000;
    while (performance.now() < end) {
      await new Promise((done) => requestAnimationFrame(done));
      pen.drawImage(image, 0, 0, 48, 64);
      const now = pen.getImageData(0, 0, 48, 64).data.join(",");
      if (now !== last) changes += 1;
      last = now;
    }
    return changes / seconds;
  }, SECONDS);
