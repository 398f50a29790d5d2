/** A whole kiosk on a played station: real session machine, real walk, real server, and the built page if there is one. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { projectRoot } from "../../../kiosk/server/root.ts";
import type { RequestHandler } from "express";
import { systemFiles } from "../../../api/base/files.ts";
import { silentLog } from "../../../api/base/log.ts";
import { seededRandom } from "../../../api/base/random.ts";
import { startServer } from "../../../kiosk/server/app.ts";
import { offered, readLanguages } from "../../../kiosk/server/languages.ts";
import { PACE, type Pace } from "../../../kiosk/server/pace.ts";
import { Prompts } from "../../../kiosk/server/prompts/prompts.ts";
import { readTheme } from "../../../kiosk/server/theme.ts";
import { Walk } from "../../../kiosk/server/walk.ts";
import type { WalkOptions } from "../../../kiosk/server/walk/scene.ts";
import { parsePolicy } from "../../../kiosk/session/policy.ts";
import { JumpingClock } from "./jumping-clock.ts";
import { PlayedStation, type Script } from "./played-station.ts";

const root = projectRoot;
const web = path.join(root, "kiosk/web");
export const PAGE = path.join(root, "dist/web");

export const trialPolicy = () => {
  const file = path.join(root, "kiosk/server/policies/trial.json");
  return parsePolicy(readFileSync(file), file);
};

export interface PlayedKiosk extends AsyncDisposable {
  readonly clock: JumpingClock;
  readonly prompts: Prompts;
  readonly walk: Walk;
  readonly station: PlayedStation;
  readonly address: string;
  readonly origin: string;
  readonly token: string;
}

/** Quick times: a test does not wait for people. */
export const QUICK: Pace = {
  ...PACE,
  steady: 20,
  count: 20,
  instruction: 80,
  done: 60,
  thanks: 60_000,
  wiped: 60_000,
};

export type PlayedOptions = Partial<WalkOptions> & {
  readonly theme?: string;
  readonly enabled?: readonly string[];
  readonly frame?: (jpeg: Uint8Array) => void;
  /** What a reader that acts as a keyboard typed. */
  readonly keys?: (text: string) => void;
  /** Where languages lie; the shipped ones by default. */
  readonly languagesFolder?: string;
  /** Recordings of the site. */
  readonly recordings?: string;
  readonly desk?: (walk: Walk) => RequestHandler;
  /** Where it listens; any by default. */
  readonly port?: number;
  /** A station that plays otherwise. */
  readonly stationOf?: (script: Partial<Script>) => PlayedStation;
};

export const playedKiosk = async (
  script: Partial<Script> = {},
  options: PlayedOptions = {},
): Promise<PlayedKiosk> => {
  const { theme: themeName = "neutral", enabled = [], frame, keys, desk, ...others } = options;
  const {
    languagesFolder: shipped = path.join(web, "languages"),
    recordings = "",
    port = 0,
    ...more
  } = others;
  const { stationOf = (played) => new PlayedStation(played), ...rest } = more;
  const known = await readLanguages(shipped);
  const languages = offered(known, enabled);
  const prompts = new Prompts(
    { shipped, site: recordings },
    systemFiles,
    known.map(({ tag }) => tag),
  );
  const theme = await readTheme(path.join(web, "themes"), themeName);
  const station = stationOf(script);
  const clock = new JumpingClock();
  const walk = new Walk({
    station,
    clock,
    random: seededRandom("played kiosk"),
    log: silentLog,
    pace: QUICK,
    languages,
    mission: "Ambassade – essai",
    virtual: true,
    policy: trialPolicy(),
    ways: ["qr", "typed", "document", "none"],
    camera: "driver",
    signing: "pad",
    pixelsPerMm: 2.7,
    ...rest,
  });
  const token = "t".repeat(43);
  const server = await startServer(
    {
      walk,
      token,
      page: PAGE,
      web,
      languages: shipped,
      prompts,
      setting: { theme, languages, pixelsPerMm: 2.7 },
      ...(frame === undefined ? {} : { frame }),
      ...(keys === undefined ? {} : { keys }),
      ...(desk === undefined ? {} : { desk: desk(walk) }),
    },
    port,
  );
  return {
    clock,
    walk,
    station,
    prompts,
    token,
    address: server.address,
    origin: `http://127.0.0.1:${server.port}`,
    [Symbol.asyncDispose]: async () => {
      walk.close();
      await server[Symbol.asyncDispose]();
    },
  };
};
