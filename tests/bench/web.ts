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
import { playedKiosk, PAGE } from "../kiosk/server/played-kiosk.ts";
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
    await page.close();
    return [
      {
        name: "mirror with the guidance running",
        value: rate,
        unit: "frames/s",
        bar: ">= 15 (camera gives 15)",
      },
      { name: "cooperative person, consent to ticket", value: seconds, unit: "s", bar: "<= 90" },
    ];
  } finally {
    child.kill();
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
    rows.push(await instruction(browser), ...(await looks()), ...(await virtualPerson(browser)));
  } finally {
    await browser.close();
  }
  return rows;
};
