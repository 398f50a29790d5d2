/// <reference lib="dom" />
/** `kiosk start` with nothing plugged in, as a stranger starts it: an invented person enrols, gets a slip and asks later. */
import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { projectRoot } from "../../../kiosk/server/root.ts";
import { launch } from "./browser.ts";
import { because, reason } from "./opened.ts";
import { main, on, toConsent } from "./pages.ts";

const ENTRY = path.join(projectRoot, "dist/kiosk/main.js");
const PATIENCE = { timeout: 120_000 };

describe.skipIf(reason !== undefined || !existsSync(ENTRY))(`a kiosk as it is started${because}`, () => {
  let child: ChildProcess | undefined;
  const data = mkdtempSync(path.join(tmpdir(), "started-"));
  const slip = path.join(data, "slip.bin");
  afterEach(async () => {
    const ended = new Promise((resolve) => child?.once("exit", resolve));
    child?.kill();
    await ended;
    rmSync(data, { recursive: true, force: true });
  });

  const address = (): Promise<string> =>
    new Promise((resolve, reject) => {
      child = spawn(
        process.execPath,
        [
          ENTRY,
          "--data",
          data,
          "start",
          "--devices",
          "virtual",
          "--port",
          "0",
          "--printer",
          `file:${slip}`,
          "--theme",
          "mali",
        ],
        { stdio: ["ignore", "pipe", "ignore"] },
      );
      let said = "";
      child.stdout?.on("data", (bytes: Buffer) => {
        said += bytes.toString();
        const url = /http\S+/u.exec(said)?.[0];
        if (url !== undefined) resolve(url);
      });
      child.once("exit", () => reject(new Error(`kiosk start ended: ${said}`)));
    });

  test("from the first touch to the slip, and how far it is with the slip's number", async () => {
    const url = await address();
    const browser = await launch();
    try {
      const page = await browser.newPage({ viewport: { width: 1080, height: 1920 } });
      await page.goto(url);
      await toConsent(page);
      await main(page);
      const answer = async (screen: string) => {
        await page.waitForSelector(`.kiosk[data-screen="${screen}"]`, PATIENCE);
        await main(page);
      };
      await answer("face-review");
      await answer("signature-review");
      await answer("review");
      await page.waitForSelector('.kiosk[data-screen="ticket"]', PATIENCE);
      const number = await page.locator(".slip-number").innerText();
      expect(number).toMatch(/^[0-9A-Z]{3}-[0-9A-Z]{4}-[0-9A-Z]{3}$/u);
      await expect
        .poll(() => (existsSync(slip) ? readFileSync(slip, "latin1") : ""), PATIENCE)
        .toContain(`TICKET:${number}`);
      await main(page);
      await on(page, "thanks");
      await page.click(".stage");
      await page.waitForSelector('.kiosk[data-screen="attract"]', PATIENCE);
      await page.click('.bar-button[data-say="bar-ticket"]');
      await on(page, "status");
      await page.click(".stage .choice >> nth=0");
      await page.fill("#reference-input", number);
      await page.keyboard.press("Enter");
      await page.waitForSelector(".way .now");
      expect(await page.locator("main h1").innerText()).not.toBe("");
    } finally {
      await browser.close();
    }
  }, 400_000);
});
