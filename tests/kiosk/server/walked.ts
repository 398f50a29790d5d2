/** Kiosks whose page is walked by a hand; each is closed when its test is over. */
import { afterEach } from "vitest";
import type { WalkOptions } from "../../../kiosk/server/walk/scene.ts";
import { PageHand } from "./page-hand.ts";
import { playedKiosk, type PlayedKiosk } from "./played-kiosk.ts";
import type { Script } from "./played-station.ts";

const open: PlayedKiosk[] = [];
export const kioskWith = async (script: Partial<Script> = {}, options: Partial<WalkOptions> = {}) => {
  const kiosk = await playedKiosk({ frameMs: 10, ...script }, options);
  open.push(kiosk);
  return { kiosk, hand: new PageHand(kiosk.walk) };
};
afterEach(async () => {
  for (const kiosk of open.splice(0)) await kiosk[Symbol.asyncDispose]();
});

/** Whoever woke has done what it woke for. */
export const settled = () => new Promise((resolve) => setImmediate(resolve));
