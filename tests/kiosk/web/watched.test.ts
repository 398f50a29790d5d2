/// <reference lib="dom" />
/** `kiosk test run --watch`: a browser sees the screen of a scenario that plays itself in real time. */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { projectRoot } from "../../../kiosk/server/root.ts";
import { launch } from "./browser.ts";
import { because, reason } from "./opened.ts";

const ENTRY = path.join(projectRoot, "dist/kiosk/main.js");
const SCENARIO = path.join(projectRoot, "fixtures/scenarios/leaving/does-not-agree.yaml");

describe.skipIf(reason !== undefined || !existsSync(ENTRY))(`a scenario that is watched${because}`, () => {
  const data = mkdtempSync(path.join(tmpdir(), "watched-"));
  afterAll(() => rmSync(data, { recursive: true, force: true }));

  test(
    "waits for the screen, shows what the applicant sees, and is judged like any other",
    { timeout: 300_000 },
    async () => {
      const words = ["--data", data, "test", "run", SCENARIO, "--watch", "--speed", "4"];
      // No display: nothing is opened but what the test opens itself.
      const env = { ...process.env, DISPLAY: undefined, WAYLAND_DISPLAY: undefined };
      const child = spawn(process.execPath, [ENTRY, ...words], { env });
      const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
      let printed = "";
      child.stdout.on("data", (bytes: Buffer) => void (printed += bytes.toString()));
      const address = await new Promise<string>((resolve, reject) => {
        let said = "";
        child.stderr.on("data", (bytes: Buffer) => {
          said += bytes.toString();
          const found = /http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]+/u.exec(said)?.[0];
          if (found !== undefined) resolve(found);
        });
        child.once("exit", () => reject(new Error(`it ended before it was watched: ${said}`)));
      });
      const browser = await launch();
      try {
        const page = await browser.newPage({
          viewport: { width: 1080, height: 1920 },
          reducedMotion: "reduce",
        });
        const seen: string[] = [];
        await page.exposeFunction("saw", (screen: string) => void seen.push(screen));
        await page.addInitScript(() => {
          let last = "";
          setInterval(() => {
            const screen = document.querySelector(".kiosk")?.getAttribute("data-screen") ?? "";
            if (screen !== "" && screen !== last)
              (globalThis as unknown as { saw(screen: string): void }).saw(screen);
            last = screen;
          }, 20);
        });
        await page.goto(address);
        expect(await ended).toBe(0);
        // At this speed a screen that is left at once may not be drawn; those that were, came in the order of the walk.
        const walk = ["attract", "language", "notice", "reference", "consent", "desk"];
        const drawn = seen.slice(0, seen.indexOf("desk") + 1);
        expect(drawn).toEqual(walk.filter((screen) => drawn.includes(screen)));
        expect(drawn).toEqual(expect.arrayContaining(["attract", "desk"]));
        expect(drawn.length).toBeGreaterThan(3);
        expect(printed).toContain("1 of 1 scenarios as expected");
      } finally {
        await browser.close();
        child.kill();
      }
    },
  );
});
