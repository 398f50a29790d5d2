/** The applicant contests an instruction, or chooses between two pictures: what the screen offers, and what comes of it. */
import { afterEach, describe, expect, test } from "vitest";
import type { Screen } from "../../../api/words/kiosk-screen.ts";
import { FACE_HINTS } from "../../../api/words/hints.ts";
import { checksBehind } from "../../../kiosk/server/look/contestable.ts";
import { PageHand } from "./page-hand.ts";
import { playedKiosk, QUICK, type PlayedKiosk } from "./played-kiosk.ts";
import { PlayedStation, type Script } from "./played-station.ts";

type Of<K extends Screen["kind"]> = Extract<Screen, { kind: K }>;
const open: PlayedKiosk[] = [];
afterEach(async () => {
  for (const kiosk of open.splice(0)) await kiosk[Symbol.asyncDispose]();
});

/** Judges every face by the criteria behind one instruction. */
class Stubborn extends PlayedStation {
  override async judge(...asked: Parameters<PlayedStation["judge"]>) {
    const judged = await super.judge(...asked);
    if (asked[1].characteristic !== "face") return judged;
    const failed = checksBehind("close-mouth");
    return { ...judged, assessment: { sufficient: false, rank: [12, 6], reason: failed.join(", "), failed } };
  }
}

const MOUTH: Partial<Script> = { frameMs: 10, looks: [{ hint: "close-mouth", frames: 1e9 }] };
const started = async (script: Partial<Script>, options: Parameters<typeof playedKiosk>[1] = {}) => {
  const kiosk = await playedKiosk(script, { pace: { ...QUICK, contest: 150 }, ...options });
  open.push(kiosk);
  const hand = new PageHand(kiosk.walk);
  await hand.begin();
  return { kiosk, hand };
};

describe("an instruction that does not go away", () => {
  test("may be contested after a while; the picture is taken, and the desk is to look at it", async () => {
    const { kiosk, hand } = await started(MOUTH, { stationOf: (script) => new Stubborn(script) });
    const before = await hand.until<Of<"face">>("face", ({ hint }) => hint === "close-mouth");
    expect(before.contestable).toBeUndefined();
    await hand.send({ kind: "contest", hint: "close-mouth", statement: "it-is-not-so" });
    expect(
      "data" in kiosk.walk.state && kiosk.walk.state.data.contests,
      "only from its sheet",
    ).toBeUndefined();
    await hand.until<Of<"face">>("face", ({ contestable }) => contestable === "close-mouth");
    await hand.send({ kind: "open", overlay: "contest" });
    expect(kiosk.walk.view().overlay).toEqual({ kind: "contest", hint: "close-mouth" });
    await hand.send({ kind: "contest", hint: "close-mouth", statement: "it-is-not-so" });
    await hand.until("finger");
    expect("data" in kiosk.walk.state && kiosk.walk.state.data).toMatchObject({
      doubts: [{ part: "face", doubt: "insufficient" }],
      contests: [{ check: checksBehind("close-mouth")[0], by: "applicant", number: 1 }],
    });
    await hand.until("signature-review");
    await hand.send({ kind: "keep" });
    const review = await hand.until<Of<"review">>("review");
    expect(review.items.find(({ what }) => what === "face")?.state).toBe("later-at-desk");
  });

  test("that is about where the head is, is never offered", async () => {
    const { kiosk, hand } = await started({ frameMs: 10, looks: [{ hint: "come-closer", frames: 1e9 }] });
    await hand.until<Of<"face">>("face", ({ hint }) => hint === "come-closer");
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect((kiosk.walk.screen() as Of<"face">).contestable).toBeUndefined();
    await hand.send({ kind: "open", overlay: "contest" });
    expect(kiosk.walk.view().overlay).toBeUndefined();
  });

  test("the hints of place, stillness and readiness stand for no criterion; every other does", () => {
    expect(FACE_HINTS.filter((hint) => checksBehind(hint).length === 0)).toEqual([
      "come-closer",
      "go-back",
      "move-left",
      "move-right",
      "move-up",
      "move-down",
      "hold-still",
      "ready",
    ]);
  });
});

test("the earlier of two good pictures is kept, and stands in the review", async () => {
  const { kiosk, hand } = await started({ frameMs: 10 });
  const first = await hand.until<Of<"face-review">>("face-review");
  expect(first.earlier).toBeUndefined();
  await hand.send({ kind: "again" });
  await hand.until<Of<"face-review">>("face-review", ({ earlier }) => earlier === first.picture);
  await hand.send({ kind: "keep", earlier: true });
  await hand.until("signature-review");
  await hand.send({ kind: "keep" });
  const review = await hand.until<Of<"review">>("review");
  expect(review.items.find(({ what }) => what === "face")?.picture).toBe(first.picture);
  expect("data" in kiosk.walk.state && kiosk.walk.state.data.face?.number).toBe(1);
});
