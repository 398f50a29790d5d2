/** A browser for tests: Debian's Chromium, headless, with a fresh profile each. */
import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";
import { buildPage } from "../../../scripts/page.mjs";

export const CHROMIUM = "/usr/bin/chromium";

/** Why the tests cannot run here; undefined: they can. */
export const missing = (): string | undefined => {
  if (!existsSync(CHROMIUM)) return `no Chromium at ${CHROMIUM}`;
  return buildPage(() => undefined) ? undefined : "the page could not be built";
};

export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: CHROMIUM,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--autoplay-policy=no-user-gesture-required",
      "--use-fake-ui-for-media-stream",
      "--use-fake-device-for-media-stream",
    ],
  });
