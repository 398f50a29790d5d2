/**
 * A browser for tests: Debian's Chromium, headless, with a fresh profile each. Its build without any window
 * (chromium-headless-shell) starts and draws for two thirds of the processor's time, and is taken where it is.
 */
import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Browser } from "playwright-core";
import { projectRoot } from "../../../kiosk/server/root.ts";

interface PageScript {
  buildPage(say: (sentence: string) => void): boolean;
}

export const CHROMIUM = "/usr/bin/chromium";
const SHELL = "/usr/bin/chromium-headless-shell";
const program = [SHELL, CHROMIUM].find((file) => existsSync(file));

/** Why the tests cannot run here; undefined: they can. */
export const missing = async (): Promise<string | undefined> => {
  if (program === undefined) return `no Chromium at ${CHROMIUM}`;
  // By its place: compiled, this file lies elsewhere, and the script is not compiled.
  const script = (await import(pathToFileURL(path.join(projectRoot, "scripts/page.mjs")).href)) as PageScript;
  return script.buildPage(() => undefined) ? undefined : "the page could not be built";
};

/** A browser that does nothing but show a page, drawn by the processor. */
export const ALONE = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
] as const;

export const launch = (more: readonly string[] = []): Promise<Browser> =>
  chromium.launch({
    executablePath: program ?? CHROMIUM,
    args: [
      ...ALONE,
      "--autoplay-policy=no-user-gesture-required",
      "--use-fake-ui-for-media-stream",
      "--use-fake-device-for-media-stream",
      ...more,
    ],
  });
