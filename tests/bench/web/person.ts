/// <reference lib="dom" />
/** One cooperative person replayed from recordings through the real drivers and models, in front of the real page. */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { projectRoot } from "../../../kiosk/server/root.ts";
import { main, toConsent } from "../../kiosk/web/pages.ts";
import { median, type BenchRow } from "../row.ts";
import { patientSession } from "./patient-session.ts";

const ROUNDS = 3;
const PATIENCE = { timeout: 90_000 };

interface Started extends AsyncDisposable {
  readonly url: string;
}

const start = (devices: string): Promise<Started> =>
  new Promise((resolve, reject) => {
    const data = mkdtempSync(path.join(tmpdir(), "bench-web-"));
    const entry = path.join(projectRoot, "dist/kiosk/main.js");
    const child: ChildProcess = spawn(
      process.execPath,
      [entry, "--data", data, "start", "--devices", devices, "--port", "0"],
      { stdio: ["ignore", "pipe", "ignore"] },
    );
    const ended = new Promise<void>((gone) => child.once("exit", () => gone()));
    let said = "";
    child.stdout?.on("data", (bytes: Buffer) => {
      said += bytes.toString();
      const url = /http\S+/u.exec(said)?.[0];
      if (url !== undefined)
        resolve({
          url,
          [Symbol.asyncDispose]: async () => {
            child.kill();
            await ended;
            rmSync(data, { recursive: true, force: true });
          },
        });
    });
    void ended.then(() => reject(new Error("kiosk start ended")));
  });

/**
 * While the picture is taken and judged, while a print is judged, and while the packet is sealed, the person waits for
 * the software: that time is summed on the page, by what it shows.
 */
const watchWaiting = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const spans: Record<string, number> = {};
    Object.assign(globalThis, { spans });
    let since: readonly [string, number] | undefined;
    new EventSource("/api/events").addEventListener("view", (event) => {
      const { screen } = JSON.parse((event as MessageEvent<string>).data) as {
        screen: { kind: string; phase?: string; hint?: string };
      };
      const waits =
        (screen.kind === "face" && screen.phase === "taking") ||
        (screen.kind === "finger" && screen.hint === "hold") ||
        screen.kind === "sealing";
      const now = performance.now();
      if (since !== undefined) spans[since[0]] = (spans[since[0]] ?? 0) + now - since[1];
      since = waits ? [screen.kind, now] : undefined;
    });
  });

interface Enrolled {
  readonly seconds: number;
  /** By screen. */
  readonly waited: Readonly<Record<string, number>>;
}

const enrolled = async (browser: Browser): Promise<Enrolled> => {
  using session = await patientSession();
  await using kiosk = await start(`replay:${session.folder}`);
  const page = await browser.newPage({ viewport: { width: 1080, height: 1920 } });
  await page.goto(kiosk.url);
  await toConsent(page);
  await watchWaiting(page);
  const agreed = performance.now();
  await main(page);
  for (const screen of ["face-review", "signature-review", "review"]) {
    await page.waitForSelector(`.kiosk[data-screen="${screen}"]`, PATIENCE);
    await main(page);
  }
  await page.waitForSelector('.kiosk[data-screen="ticket"]', PATIENCE);
  const seconds = (performance.now() - agreed) / 1000;
  const waited = await page.evaluate(
    () => (globalThis as unknown as { spans: Record<string, number> }).spans,
  );
  await page.close();
  return { seconds, waited };
};

export const cooperativePerson = async (browser: Browser): Promise<readonly BenchRow[]> => {
  const rounds: Enrolled[] = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await enrolled(browser));
  const waited = ({ waited: spans }: Enrolled, kind: string) => (spans[kind] ?? 0) / 1000;
  const all = (one: Enrolled) => Object.keys(one.waited).reduce((sum, kind) => sum + waited(one, kind), 0);
  return [
    {
      name: "cooperative person from recordings, consent to ticket",
      value: median(rounds.map(({ seconds }) => seconds)),
      unit: "s",
      bar: "<= 90",
    },
    { name: "of which for software", value: median(rounds.map(all)), unit: "s", bar: "<= 10" },
    ...["face", "finger", "sealing"].map((kind) => ({
      name: `for software: ${kind}`,
      value: median(rounds.map((one) => waited(one, kind))),
      unit: "s",
    })),
  ];
};
