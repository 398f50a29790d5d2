/// <reference lib="dom" />
/**
 * `kiosk start` with nothing plugged in, as a stranger starts it, the page open in front of it: an invented person enrols,
 * the power is cut in the middle, the same person goes on, gets a slip and asks later how far it is.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "playwright-core";
import { afterAll, describe, expect, test } from "vitest";
import { projectRoot } from "../../../kiosk/server/root.ts";
import { launch } from "./browser.ts";
import { because, reason } from "./opened.ts";
import { main, on, silence } from "./pages.ts";

const ENTRY = path.join(projectRoot, "dist/kiosk/main.js");
const PATIENCE = { timeout: 120_000 };

/** Two people have an appointment; the power goes while the first stands there. */
const OWN = "BKO-2026-000123";
const OTHER = "BKO-2026-000124";
const appointments = {
  kind: "appointments/1",
  appointments: [OWN, OTHER].map((reference, at) => ({
    reference,
    subject: {
      surname: "TRAORÉ",
      givenNames: at === 0 ? "Aminata" : "Awa",
      birth: { year: 1991, month: 4 },
      sex: "female",
      nationality: "MLI",
      synthetic: true,
    },
  })),
};

const type = async (page: Page, reference: string) => {
  await page.fill("#reference-input", reference);
  await page.press("#reference-input", "Enter");
};

describe.skipIf(reason !== undefined || !existsSync(ENTRY))(`a kiosk as it is started${because}`, () => {
  const data = mkdtempSync(path.join(tmpdir(), "started-"));
  const slip = path.join(data, "slip.bin");
  writeFileSync(path.join(data, "appointments.json"), JSON.stringify(appointments));
  let child: ChildProcess | undefined;
  const end = async (signal: NodeJS.Signals) => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  };
  afterAll(async () => {
    await end("SIGTERM");
    rmSync(data, { recursive: true, force: true });
  });

  /** Resolves to its address. */
  const start = (port = "0"): Promise<string> =>
    new Promise((resolve, reject) => {
      const words = ["--data", data, "start", "--devices", "virtual", "--port", port];
      child = spawn(process.execPath, [ENTRY, ...words, "--printer", `file:${slip}`, "--theme", "mali"], {
        stdio: ["ignore", "pipe", "ignore"],
      });
      let said = "";
      child.stdout?.on("data", (bytes: Buffer) => {
        said += bytes.toString();
        const url = /http\S+/u.exec(said)?.[0];
        if (url !== undefined) resolve(url);
      });
      child.once("exit", () => reject(new Error(`kiosk start ended: ${said}`)));
    });

  test("from the first touch over a power cut to the slip, and how far it is with the slip's number", async () => {
    const url = await start();
    const browser = await launch();
    try {
      // The smallest screen that is supported: to draw a mirror of fifteen pictures a second takes half of the time.
      const page = await browser.newPage({
        viewport: { width: 1280, height: 800 },
        reducedMotion: "reduce",
      });
      await page.addInitScript(silence);
      const answer = async (screen: string) => {
        await page.waitForSelector(`.kiosk[data-screen="${screen}"]`, PATIENCE);
        await main(page);
      };
      await page.goto(url);
      await page.click(".everywhere");
      await page.click(".tile >> nth=0");
      await answer("notice");
      await on(page, "reference");
      await page.click('.choice[data-say="reference-typed"]');
      await type(page, OWN);
      await answer("consent");
      await answer("face-review");
      await page.waitForSelector('.kiosk[data-screen="signature-review"]', PATIENCE);

      await end("SIGKILL");
      await page.waitForSelector(".offline");
      await start(new URL(url).port);
      // Nobody touches the page: it finds the kiosk, which waits for whose session it is.
      await page.waitForSelector('.kiosk[data-screen="reference"]', PATIENCE);
      await page.waitForSelector(".offline", { state: "detached" });
      const [asked] = await page.locator("main h1").allInnerTexts();
      expect(asked).toContain("Montrez encore votre code");
      expect(await page.content()).not.toContain("TRAOR");
      await page.click('.choice[data-say="reference-typed"]');
      await type(page, OTHER);
      await page.waitForSelector(".problem");
      await type(page, OWN);
      await answer("signature-review");

      await on(page, "review");
      // What was taken before the cut is there, as it was.
      await page.waitForFunction(() =>
        ["face", "fingers", "signature"].every((part) => {
          const picture = document.querySelector<HTMLImageElement>(`.of-${part} img`);
          return picture?.complete === true && picture.naturalWidth > 0;
        }),
      );
      expect(await page.locator(".of-identity").innerText()).toContain("Aminata TRAORÉ");
      await main(page);
      await page.waitForSelector('.kiosk[data-screen="ticket"]', PATIENCE);
      const number = await page.locator(".slip-number").innerText();
      expect(number).toMatch(/^[0-9A-Z]{3}-[0-9A-Z]{4}-[0-9A-Z]{3}$/u);
      await expect
        .poll(() => (existsSync(slip) ? readFileSync(slip, "latin1") : ""), PATIENCE)
        .toContain(`TICKET:${number}`);
      await main(page);
      await on(page, "thanks");
      // Whoever comes next need not wait; and whoever stops before anything was said is back at the beginning.
      await page.click('.choice[data-say="attract-line"]');
      await on(page, "language");
      await page.click('.bar-button[data-say="action-stop"]');
      await page.click('.choice[data-say="leave-yes"]');
      await on(page, "attract");
      await page.click('.bar-button[data-say="bar-ticket"]');
      await on(page, "status");
      await page.click(".stage .choice >> nth=0");
      await type(page, number);
      await page.waitForSelector(".way .now");
      expect(await page.locator("main h1").innerText()).not.toBe("");
    } finally {
      await browser.close();
    }
  }, 400_000);
});
