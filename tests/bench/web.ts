/// <reference lib="dom" />
/**
 * The applicant's screen: from the frame to the instruction, the mirror's pace with the guidance running, the first
 * screen, the weight of the page, and a cooperative synthetic person from consent to ticket on virtual devices.
 * `npm run bench -- web`; needs Chromium.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import type { Browser, Page } from "playwright-core";
import { decodeRgb, encodeRgbJpeg, resizeRgb } from "../../models/image.ts";
import { projectRoot } from "../../kiosk/server/root.ts";
import { looker } from "../../kiosk/server/look/looker.ts";
import type { FaceSample } from "../../api/words/sample.ts";
import type { Look } from "../../kiosk/server/station.ts";
import { playedKiosk, PAGE } from "../kiosk/server/played-kiosk.ts";
import { PlayedStation } from "../kiosk/server/played-station.ts";
import { launch, missing } from "../kiosk/web/browser.ts";
import { main, on, toConsent } from "../kiosk/web/pages.ts";
import { median, type BenchRow } from "./row.ts";

const FRAMES = path.join(projectRoot, "fixtures/faces/specimen");

/** In kB. */
const sum = (lengths: readonly number[]) => lengths.reduce((total, length) => total + length, 0) / 1000;

/** Bytes a browser fetches before the first screen, as the server sends them (it does not compress) and gzipped. */
const weight = (): readonly BenchRow[] => {
  const assets = path.join(PAGE, "assets");
  const files = [
    path.join(PAGE, "index.html"),
    ...readdirSync(assets).map((name) => path.join(assets, name)),
    path.join(projectRoot, "kiosk/web/languages/fr/strings.ftl"),
    path.join(projectRoot, "kiosk/web/themes/neutral/seal.svg"),
  ].filter((file) => !file.endsWith(".map"));
  const bytes = files.map((file) => readFileSync(file));
  return [
    {
      name: "page weight without audio",
      value: sum(bytes.map(({ length }) => length)),
      unit: "kB",
      bar: "< 250",
    },
    { name: "page weight, gzipped", value: sum(bytes.map((one) => gzipSync(one).length)), unit: "kB" },
  ];
};

/** A cold start of the browser, until the first screen stands. */
const firstScreen = async (): Promise<BenchRow> => {
  await using kiosk = await playedKiosk();
  const times: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const start = performance.now();
    const browser = await launch();
    const page = await browser.newPage();
    await page.goto(kiosk.address);
    await page.waitForSelector(".everywhere");
    times.push(performance.now() - start);
    await browser.close();
  }
  return {
    name: "first screen from a cold start of the browser",
    value: median(times),
    unit: "ms",
    bar: "<= 1500",
  };
};

/** The server learns what to say; when does the page say it? */
const instruction = async (browser: Browser): Promise<BenchRow> => {
  await using kiosk = await playedKiosk({ looks: [{ hint: "look-here", frames: 1e9 }] });
  const page = await browser.newPage({ viewport: { width: 1080, height: 1920 } });
  await page.goto(kiosk.address);
  await toConsent(page);
  await main(page);
  await on(page, "face");
  await page.evaluate(() => {
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
  const sent: number[] = [];
  const off = kiosk.walk.onChange(() => {
    const screen = kiosk.walk.screen();
    if (screen.kind === "face") sent.push(kiosk.station.lookedFrameAt);
  });
  const hints = [
    "come-closer",
    "move-left",
    "close-mouth",
    "open-eyes",
    "chin-up",
    "hold-still",
    "move-right",
    "light",
  ] as const;
  for (const hint of [...hints, ...hints]) {
    kiosk.station.script.looks = [{ hint, frames: 1e9 }];
    kiosk.station.replayLooks();
    await page.waitForTimeout(350);
  }
  off();
  const seen = await page.evaluate(() => (globalThis as unknown as { seen: number[] }).seen);
  await page.close();
  const delays = seen.map((at) => at - Math.max(...sent.filter((before) => before <= at)));
  return {
    name: "instruction on screen after its frame, judging excluded",
    value: median(delays),
    unit: "ms",
    bar: "<= 150",
  };
};

/** What the real guidance takes for one frame of 1280 x 720, on its own thread. */
const looks = async (): Promise<readonly BenchRow[]> => {
  const whole = await decodeRgb(readFileSync(path.join(FRAMES, "frame-4-neutral.jpg")));
  const small = await resizeRgb(whole, 720, 960);
  await using eye = looker();
  const times: number[] = [];
  for (let round = 0; round < 12; round += 1) {
    const bytes = await encodeRgbJpeg(small, 88 + (round % 6));
    const start = performance.now();
    await eye.look(
      {
        characteristic: "face",
        mediaType: "image/jpeg",
        bytes,
        device: { driver: "bench", make: "", model: "" },
        capturedAt: start,
      },
      "adult",
    );
    times.push(performance.now() - start);
  }
  const one = median(times.slice(2));
  return [
    { name: "one assessment of a preview frame", value: one, unit: "ms" },
    { name: "assessments a second", value: 1000 / one, unit: "1/s", bar: ">= 10" },
  ];
};

const SIDE_WIDTH = 1280;
const SIDE_HEIGHT = 720;
const SIDE_MS = 33;

/** A camera of 1280 x 720 at 30 frames a second, and the real guidance looking at its frames. */
class LookingStation extends PlayedStation {
  readonly looker = looker();
  looked = 0;
  #takes: readonly Uint8Array[] = [];

  async prepare(): Promise<void> {
    const upright = await resizeRgb(
      await decodeRgb(readFileSync(path.join(FRAMES, "frame-1-too-far.jpg"))),
      (SIDE_HEIGHT * 3) / 4,
      SIDE_HEIGHT,
    );
    const pixels = new Uint8Array(SIDE_WIDTH * SIDE_HEIGHT * 3).fill(190);
    const left = (SIDE_WIDTH - upright.width) / 2;
    for (let row = 0; row < SIDE_HEIGHT; row += 1)
      pixels.set(
        upright.pixels.subarray(row * upright.width * 3, (row + 1) * upright.width * 3),
        (row * SIDE_WIDTH + left) * 3,
      );
    // Each take a little lighter: a mirror whose pictures were all alike could not be counted.
    this.#takes = await Promise.all(
      Array.from({ length: 12 }, (_take, at) =>
        encodeRgbJpeg(
          {
            width: SIDE_WIDTH,
            height: SIDE_HEIGHT,
            pixels: pixels.map((level) => Math.min(255, level + at)),
          },
          90,
        ),
      ),
    );
  }

  override async *frames(signal: AbortSignal): AsyncIterable<FaceSample> {
    for (let at = 0; !signal.aborted; at += 1) {
      yield {
        characteristic: "face",
        mediaType: "image/jpeg",
        bytes: Uint8Array.from(this.#takes[at % this.#takes.length] ?? []),
        device: { driver: "bench", make: "", model: "" },
        capturedAt: Date.now(),
      };
      await new Promise((resolve) => setTimeout(resolve, SIDE_MS));
    }
  }

  override async look(frame: FaceSample): Promise<Look> {
    const look = await this.looker.look(frame, "adult");
    this.looked += 1;
    return { ...look, ready: false };
  }
}

/** Mirror and guidance at once, as they run in front of a person. */
const together = async (browser: Browser): Promise<readonly BenchRow[]> => {
  const station = new LookingStation();
  await station.prepare();
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
  await page.close();
  await station.looker[Symbol.asyncDispose]();
  return [
    {
      name: "preview of 1280 x 720 with the assessments running",
      value: rate,
      unit: "frames/s",
      bar: ">= 15",
    },
    { name: "assessments beside that preview", value: looked, unit: "1/s", bar: ">= 10" },
  ];
};

interface Started {
  readonly child: ChildProcess;
  readonly url: string;
  readonly data: string;
}

const startVirtual = (): Promise<Started> =>
  new Promise((resolve, reject) => {
    const data = mkdtempSync(path.join(tmpdir(), "bench-web-"));
    const entry = path.join(projectRoot, "dist/kiosk/main.js");
    const child = spawn(
      process.execPath,
      [entry, "--data", data, "start", "--devices", "virtual", "--port", "0"],
      {
        stdio: ["ignore", "pipe", "ignore"],
      },
    );
    let said = "";
    child.stdout?.on("data", (bytes: Buffer) => {
      said += bytes.toString();
      const url = /http\S+/u.exec(said)?.[0];
      if (url !== undefined) resolve({ child, url, data });
    });
    child.on("exit", () => reject(new Error("kiosk start ended")));
  });

/** Pictures that the mirror shows a second, counted where they are painted. */
const mirrorRate = async (page: Page): Promise<number> => {
  const SECONDS = 4;
  return page.evaluate(async (seconds) => {
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
};

/**
 * While the picture is taken and judged, while a print is judged, and while the packet is sealed, the person waits for
 * the software: that time is summed on the page, by what it shows.
 */
const waitingWatched = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const state = { waited: 0 };
    Object.assign(globalThis, state);
    let since: number | undefined;
    const source = new EventSource("/api/events");
    source.addEventListener("view", (event) => {
      const { screen } = JSON.parse((event as MessageEvent<string>).data) as {
        screen: { kind: string; phase?: string; hint?: string };
      };
      const waits =
        (screen.kind === "face" && screen.phase === "taking") ||
        (screen.kind === "finger" && screen.hint === "hold") ||
        screen.kind === "sealing";
      const now = performance.now();
      const total = globalThis as unknown as { waited: number };
      if (since !== undefined) total.waited += now - since;
      since = waits ? now : undefined;
    });
  });

const virtualPerson = async (browser: Browser): Promise<readonly BenchRow[]> => {
  const { child, url, data } = await startVirtual();
  try {
    const page = await browser.newPage({ viewport: { width: 1080, height: 1920 } });
    await page.goto(url);
    await toConsent(page);
    await main(page);
    await on(page, "face");
    const rate = await mirrorRate(page);
    // Counting pictures slows the machine: the person comes again for the time alone.
    await page.click(".bar-button >> nth=-1");
    await page.click("dialog .choice >> nth=0");
    await page.waitForSelector('.kiosk[data-screen="attract"]', { timeout: 30_000 });
    await toConsent(page);
    const agreed = performance.now();
    await waitingWatched(page);
    await main(page);
    const answer = async (screen: string) => {
      await page.waitForSelector(`.kiosk[data-screen="${screen}"]`, { timeout: 90_000 });
      await main(page);
    };
    await answer("face-review");
    await answer("signature-review");
    await answer("review");
    await page.waitForSelector('.kiosk[data-screen="ticket"]', { timeout: 30_000 });
    const seconds = (performance.now() - agreed) / 1000;
    const waited = await page.evaluate(() => (globalThis as unknown as { waited: number }).waited / 1000);
    await page.close();
    return [
      {
        name: "mirror with the guidance running",
        value: rate,
        unit: "frames/s",
        bar: ">= 15 (camera gives 15)",
      },
      { name: "cooperative person, consent to ticket", value: seconds, unit: "s", bar: "<= 90" },
      { name: "of which the person waits for software", value: waited, unit: "s", bar: "<= 10" },
    ];
  } finally {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill();
    await ended;
    rmSync(data, { recursive: true, force: true });
  }
};

export const run = async (): Promise<BenchRow[]> => {
  const reason = await missing();
  if (reason !== undefined || !existsSync(FRAMES))
    return [{ name: `not measured: ${reason ?? "no fixtures"}`, value: 0, unit: "" }];
  const rows: BenchRow[] = [...weight(), await firstScreen()];
  const browser = await launch();
  try {
    rows.push(await instruction(browser), ...(await looks()), ...(await together(browser)));
    rows.push(...(await virtualPerson(browser)));
  } finally {
    await browser.close();
  }
  return rows;
};
