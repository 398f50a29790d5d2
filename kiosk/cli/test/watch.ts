/** A scenario's screen, for somebody who watches: the kiosk's own page on the kiosk that is played. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { OutsideFault } from "../../../api/base/faults.ts";
import { systemFiles } from "../../../api/base/files.ts";
import { systemRandom } from "../../../api/base/random.ts";
import { systemClock } from "../../../api/base/clock.ts";
import { listenOn, startServer, type Listening } from "../../server/app.ts";
import { offered, readLanguages } from "../../server/languages.ts";
import { Prompts } from "../../server/prompts/prompts.ts";
import { readTheme } from "../../server/theme.ts";
import { CHECKOUT } from "../checkout.ts";
import type { BenchKiosk } from "./assembly.ts";

/** What a play tells of the kiosk that runs. */
export interface Watcher {
  /** Real seconds against the scenario's. */
  readonly speed: number;
  /** It is on; the scenario goes on when this resolves. */
  opened(kiosk: BenchKiosk): Promise<void>;
  /** It is off, or over. */
  closed(): Promise<void>;
}

export interface WatchOptions {
  readonly port: number;
  readonly speed: number;
  /** Drafts that the scenario's operator enabled. */
  readonly languages: readonly string[];
  /** Told once where the screen is. */
  readonly tell: (address: string) => void;
}

const web = path.join(CHECKOUT, "kiosk/web");
const shipped = path.join(web, "languages");
const page = path.join(CHECKOUT, "dist/web");
const PIXELS_PER_MM = 2.7;
const LOOK_MS = 100;

/** In the browser of whoever sits there; where there is none, the address has been told. */
const show = (address: string): void => {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  const program = process.platform === "darwin" ? "open" : "xdg-open";
  if (process.platform !== "darwin" && DISPLAY === undefined && WAYLAND_DISPLAY === undefined) return;
  const child = spawn(program, [address], { detached: true, stdio: "ignore" });
  child.once("error", () => undefined);
  child.unref();
};

/** The page is there once the kiosk has one listener more than the scenario's own. */
const somebodyLooks = async ({ walk }: BenchKiosk, own: number): Promise<void> => {
  while (walk.listeners <= own) await systemClock.sleep(LOOK_MS);
};

/** Before anything is played. Throws OutsideFault capability-missing without a built page, usage where the port is taken. */
export const demandWatchable = async (port: number): Promise<void> => {
  if (!existsSync(path.join(page, "index.html")))
    throw new OutsideFault(
      "capability-missing",
      "The kiosk's page is not built; run node scripts/bootstrap.mjs.",
    );
  const trial = createServer();
  await listenOn(trial, port);
  await new Promise((closed) => trial.close(closed));
};

export class WatchedScreen implements Watcher {
  readonly speed: number;
  readonly #options: WatchOptions;
  /** One for the whole run: the page that is open finds the kiosk again when it was switched off and on. */
  readonly #token = Buffer.from(systemRandom("watching token", 32)).toString("base64url");
  #port: number;
  #server: Listening | undefined;
  #told = false;

  constructor(options: WatchOptions) {
    this.speed = options.speed;
    this.#options = options;
    this.#port = options.port;
  }

  /** Throws OutsideFault usage where the port is taken. */
  async opened(kiosk: BenchKiosk): Promise<void> {
    const known = await readLanguages(shipped);
    const tags = known.map(({ tag }) => tag);
    const own = kiosk.walk.listeners;
    this.#server = await startServer(
      {
        walk: kiosk.walk,
        token: this.#token,
        setting: {
          theme: await readTheme(path.join(web, "themes"), "neutral"),
          languages: offered(known, this.#options.languages),
          pixelsPerMm: PIXELS_PER_MM,
        },
        prompts: new Prompts({ shipped, site: "" }, systemFiles, tags),
        languages: shipped,
        page,
        web,
      },
      this.#port,
    );
    this.#port = this.#server.port;
    if (this.#told) return;
    this.#told = true;
    this.#options.tell(this.#server.address);
    show(this.#server.address);
    await somebodyLooks(kiosk, own);
  }

  async closed(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    await server?.[Symbol.asyncDispose]();
  }
}
