/** What is particular to a person: a child with a guardian, a covered head, the pen on an outside pad. */
import { describe, expect, test } from "vitest";
import type { Screen } from "../../../api/words/kiosk-screen.ts";
import type { InkListener } from "../../../kiosk/server/ink.ts";
import { PageHand } from "./page-hand.ts";
import { playedKiosk } from "./played-kiosk.ts";

type Of<K extends Screen["kind"]> = Extract<Screen, { kind: K }>;
const ENDLESS = [{ hint: "come-closer", frames: 1e9 }] as const;

describe("a child with a guardian", () => {
  test("the guardian agrees and steps back; an infant's fingers and signature are not asked for", async () => {
    await using kiosk = await playedKiosk({ age: 4, looks: ENDLESS });
    const hand = new PageHand(kiosk.walk);
    await hand.send({ kind: "begin" });
    await hand.send({ kind: "choose-language", language: "fr" });
    await hand.send({ kind: "understood" });
    await hand.send({ kind: "give-reference", way: "typed", text: "BKO-2026-000123" });
    const consent = await hand.until<Of<"consent">>("consent");
    expect(consent.by).toBe("guardian");
    await hand.send({ kind: "agree", textVersion: consent.textVersion });
    expect((await hand.until<Of<"face">>("face")).accompanied).toBe(true);
    expect(kiosk.walk.view().steps).not.toContain("fingers");
    kiosk.station.script.looks = [{ hint: "alone" }, { hint: "ready", ready: true }];
    kiosk.station.replayLooks();
    await hand.until("face-review");
    await hand.send({ kind: "keep" });
    await hand.until("review");
    await hand.send({ kind: "confirm" });
    await hand.until("ticket");
  });

  test("a grown-up agrees alone and nobody has to step back", async () => {
    await using kiosk = await playedKiosk({ looks: ENDLESS });
    const hand = new PageHand(kiosk.walk);
    await hand.begin();
    expect((await hand.until<Of<"face">>("face")).accompanied).toBeUndefined();
  });
});

describe("a covered head", () => {
  test("is said once, stands on the screen, and reaches the judgement", async () => {
    await using kiosk = await playedKiosk({ looks: ENDLESS });
    const hand = new PageHand(kiosk.walk);
    await hand.begin();
    await hand.until("face");
    await hand.send({ kind: "open", overlay: "head-covering" });
    expect(kiosk.walk.view().overlay?.kind).toBe("head-covering");
    await hand.send({ kind: "head-covering", reason: "religious" });
    expect(await hand.until<Of<"face">>("face")).toMatchObject({ covered: "religious" });
    expect(kiosk.walk.view().overlay).toBeUndefined();
    kiosk.station.script.looks = [{ hint: "ready", ready: true }];
    kiosk.station.replayLooks();
    await hand.until("face-review");
    expect(kiosk.station.judged).toMatchObject({ target: "face", headCovering: true });
  });

  test("is a matter of the face alone", async () => {
    await using kiosk = await playedKiosk();
    const hand = new PageHand(kiosk.walk);
    await hand.send({ kind: "begin" });
    expect((await hand.send({ kind: "open", overlay: "head-covering" })).outcome).toBe("ignored");
    expect((await hand.send({ kind: "head-covering", reason: "medical" })).outcome).toBe("ignored");
  });
});

describe("the pen on an outside pad", () => {
  test("is mirrored as it writes, whole to who comes late, and gone with the person", async () => {
    await using kiosk = await playedKiosk();
    const hand = new PageHand(kiosk.walk);
    const news: Parameters<InkListener>[0][] = [];
    const off = kiosk.walk.ink.watch((one) => news.push(one));
    await hand.begin();
    await hand.until("face-review");
    await hand.send({ kind: "keep" });
    await hand.until("signature-review");
    off();
    const ink = news.filter((one) => one.kind === "ink");
    expect(news[0]).toEqual({ kind: "anew" });
    expect(ink).toHaveLength(40);
    expect(ink[3]).toMatchObject({ points: [{ x: 0.06, contact: true, pressure: 0.6 }] });
    let late = 0;
    kiosk.walk.ink.watch((one) => (late = one.kind === "ink" ? one.points.length : 0))();
    expect(late).toBe(40);
    await hand.send({ kind: "leave" });
    await hand.until("wiped");
    kiosk.walk.ink.watch(() => expect.unreachable("ink of somebody who left"))();
  });
});
