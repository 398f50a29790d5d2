/// <reference lib="dom" />
/**
 * A cold start of the browser as a kiosk starts it: the program with the address on its command line, and nobody between
 * (a driver's calls for a window and a page would cost more than the page). From the start of the process to the largest
 * part of the first screen painted. The browser's own part is measured beside it: a page of one line, in the same run.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";
import { playedKiosk } from "../../kiosk/server/played-kiosk.ts";
import { ALONE, CHROMIUM } from "../../kiosk/web/browser.ts";
import { median, type BenchRow } from "../row.ts";

const ROUNDS = 7;
/** By then the first screen stands on any machine; it is asked afterwards, so that asking costs it nothing. */
const SETTLED_MS = 3000;
const TICK_MS = 1000 / 100;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Processor time of a group of processes, so that a loaded machine can be told from a slow page. */
const spent = (group: number): number =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/u.test(name))
    .map((name) => {
      try {
        const line = readFileSync(`/proc/${name}/stat`, "utf8");
        return line.slice(line.lastIndexOf(")") + 2).split(" ");
      } catch {
        return [];
      }
    })
    .filter((fields) => Number(fields[2]) === group)
    .reduce((sum, fields) => sum + (Number(fields[11]) + Number(fields[12])) * TICK_MS, 0);

interface Start {
  /** From the process to the request. */
  readonly browser: number;
  readonly screen: number;
  readonly processor: number;
}

const painted = async (port: string): Promise<{ origin: number; screen: number }> => {
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  const [page] = browser.contexts().flatMap((context) => context.pages());
  if (page === undefined) throw new Error("the browser opened no page");
  const found = await page.evaluate(async () => {
    const largest = await new Promise<number>((resolve) => {
      new PerformanceObserver((list) => resolve(list.getEntries().at(-1)?.startTime ?? 0)).observe({
        type: "largest-contentful-paint",
        buffered: true,
      });
    });
    return { origin: performance.timeOrigin, screen: performance.timeOrigin + largest };
  });
  await browser.close();
  return found;
};

const coldStart = async (address: string, profile: string): Promise<Start> => {
  const said = path.join(profile, "DevToolsActivePort");
  rmSync(said, { force: true });
  const start = Date.now();
  const child = spawn(
    CHROMIUM,
    [
      ...ALONE,
      "--headless=new",
      "--window-size=1080,1920",
      "--remote-debugging-port=0",
      `--user-data-dir=${profile}`,
      address,
    ],
    { detached: true, stdio: "ignore" },
  );
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const group = child.pid ?? 0;
  try {
    await pause(SETTLED_MS);
    const processor = spent(group);
    const [port = ""] = readFileSync(said, "utf8").split("\n");
    const { origin, screen } = await painted(port);
    return { browser: origin - start, screen: screen - start, processor };
  } finally {
    process.kill(-group, "SIGKILL");
    await ended;
  }
};

const oneLine = async () => {
  const server = createServer((_request, response) => {
    response.setHeader("content-type", "text/html");
    response.end("<!doctype html><title>One line</title><h1>One line</h1>");
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}/`, [Symbol.dispose]: () => void server.close() };
};

export const coldStarts = async (): Promise<readonly BenchRow[]> => {
  await using kiosk = await playedKiosk();
  using line = await oneLine();
  const profile = mkdtempSync(path.join(tmpdir(), "cold-start-"));
  try {
    // A kiosk's browser has a profile; making one belongs to its installation.
    await coldStart(line.address, profile);
    const [least, first]: [Start[], Start[]] = [[], []];
    for (let round = 0; round < ROUNDS; round += 1) {
      least.push(await coldStart(line.address, profile));
      first.push(await coldStart(kiosk.address, profile));
    }
    const of = (starts: readonly Start[], what: keyof Start) => median(starts.map((one) => one[what]));
    return [
      {
        name: "first screen from a cold start of the browser",
        value: of(first, "screen"),
        unit: "ms",
        bar: "<= 1500",
      },
      { name: "a page of one line from the same start", value: of(least, "screen"), unit: "ms" },
      { name: "of both, until the browser asks for the page", value: of(first, "browser"), unit: "ms" },
      {
        name: "processor time of that start, first screen and three seconds",
        value: of(first, "processor"),
        unit: "ms",
      },
      { name: "processor time, a page of one line", value: of(least, "processor"), unit: "ms" },
    ];
  } finally {
    rmSync(profile, { recursive: true, force: true });
  }
};
