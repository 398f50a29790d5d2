import { describe, expect, test } from "vitest";
import type { Screen } from "../../../api/words/kiosk-screen.ts";
import { kioskWith } from "./walked.ts";
import { QUICK } from "./played-kiosk.ts";

type Of<K extends Screen["kind"]> = Extract<Screen, { kind: K }>;

describe("an enrolment", () => {
  test("goes from the first touch to the ticket, and leaves nothing behind", async () => {
    const { kiosk, hand } = await kioskWith();
    expect(kiosk.walk.screen().kind).toBe("attract");
    await hand.begin();
    await hand.keepAll();
    const review = kiosk.walk.screen() as Of<"review">;
    expect(review.items.map(({ what, state }) => [what, state])).toEqual([
      ["identity", "taken"],
      ["face", "taken"],
      ["fingers", "taken"],
      ["signature", "taken"],
    ]);
    expect(review.items[0]?.lines).toEqual(["Aminata TRAORÉ", "04.1991", "Kayes"]);
    const picture = review.items[1]?.picture?.split("/").at(-1) ?? "";
    expect(kiosk.walk.picture(picture)).toBeDefined();
    await hand.send({ kind: "confirm" });
    const ticket = await hand.until<Of<"ticket">>("ticket");
    expect(ticket.ticket.number).toMatch(/^[0-9A-Z-]+$/u);
    expect(kiosk.station.sealed).toHaveLength(1);
    expect(kiosk.walk.picture(picture)).toBeUndefined();
    await hand.send({ kind: "done" });
    expect(kiosk.walk.screen().kind).toBe("thanks");
  });

  test("shows one instruction at a time, then counts three lights down", async () => {
    const { kiosk, hand } = await kioskWith({
      looks: [
        { hint: "come-closer", frames: 12 },
        { hint: "close-mouth", frames: 12 },
        { hint: "ready", ready: true },
      ],
    });
    const seen: string[] = [];
    kiosk.walk.onChange(() => {
      const screen = kiosk.walk.screen();
      if (screen.kind !== "face") return;
      const line = screen.phase === "guide" ? screen.hint : `${screen.phase} ${screen.count ?? ""}`.trim();
      if (seen.at(-1) !== line) seen.push(line);
    });
    await hand.begin();
    await hand.until("face-review");
    expect(seen).toEqual([
      "look-here",
      "come-closer",
      "close-mouth",
      "ready",
      "countdown 3",
      "countdown 2",
      "countdown 1",
      "taking",
    ]);
  });

  test("puts the lights out when the face moves, and begins them again", async () => {
    const pace = { ...QUICK, count: 1e9 };
    const { kiosk, hand } = await kioskWith({}, { pace });
    const { station } = kiosk;
    const seen: string[] = [];
    const see = (hint: "ready" | "hold-still") => {
      station.script.looks = [{ hint, ready: hint === "ready" }];
      station.replayLooks();
    };
    kiosk.walk.onChange(() => {
      const screen = kiosk.walk.screen();
      if (screen.kind !== "face") return;
      const now = screen.phase === "guide" ? screen.hint : screen.phase;
      if (seen.at(-1) === now) return;
      seen.push(now);
      // The first light burns until the face moves.
      if (now === "countdown" && pace.count > 60) see("hold-still");
      if (now !== "hold-still") return;
      pace.count = 60;
      see("ready");
    });
    await hand.begin();
    await hand.until("face-review");
    const moved = seen.indexOf("hold-still");
    expect(seen.slice(0, moved)).toContain("countdown");
    expect(seen.slice(moved + 1)).toContain("countdown");
    expect(seen.filter((line) => line === "taking")).toHaveLength(1);
  });

  test("a picture that is not liked is taken again, and the record says why", async () => {
    const { kiosk, hand } = await kioskWith();
    await hand.begin();
    const first = await hand.until<Of<"face-review">>("face-review");
    await hand.send({ kind: "again" });
    const second = await hand.until<Of<"face-review">>(
      "face-review",
      ({ picture }) => picture !== first.picture,
    );
    expect(second.picture).not.toBe(first.picture);
    expect(second.earlier, "both are good: the person chooses").toBe(first.picture);
    await hand.send({ kind: "keep" });
    await hand.until("finger");
    const { state } = kiosk.walk;
    expect("data" in state && state.data.tries.map(({ verdict }) => verdict)).toEqual([
      { kind: "rejected", reason: "subject-asked-for-another" },
      { kind: "accepted" },
    ]);
  });

  test("says in plain words what to do better with a finger, and goes on when it is good", async () => {
    const { kiosk, hand } = await kioskWith({ fingers: ["press-harder", "move-finger-up", "good", "good"] });
    const hints: string[] = [];
    kiosk.walk.onChange(() => {
      const screen = kiosk.walk.screen();
      if (screen.kind === "finger" && hints.at(-1) !== `${screen.position} ${screen.hint}`)
        hints.push(`${screen.position} ${screen.hint}`);
    });
    await hand.begin();
    await hand.until("face-review");
    await hand.send({ kind: "keep" });
    await hand.until("signature-review");
    expect(hints).toEqual([
      "right-index place",
      "right-index hold",
      "right-index press-harder",
      "right-index hold",
      "right-index move-finger-up",
      "right-index hold",
      "right-index done",
      "left-index place",
      "left-index hold",
      "left-index done",
    ]);
  });

  test("the same finger twice is asked for anew, from the right hand on", async () => {
    const { kiosk, hand } = await kioskWith({ fingers: ["good", "same", "good", "good"] });
    const asked: string[] = [];
    kiosk.walk.onChange(() => {
      const screen = kiosk.walk.screen();
      if (screen.kind === "finger" && asked.at(-1) !== screen.position) asked.push(screen.position);
    });
    await hand.begin();
    await hand.until("face-review");
    await hand.send({ kind: "keep" });
    await hand.until("signature-review");
    expect(asked).toEqual(["right-index", "left-index", "right-index", "left-index"]);
    expect(kiosk.station.discarded.length).toBeGreaterThan(0);
  });

  test("a finger that is not there is said with a picture; the desk takes it from there", async () => {
    const { kiosk, hand } = await kioskWith({ fingers: ["wait"] });
    await hand.begin();
    await hand.until("face-review");
    await hand.send({ kind: "keep" });
    await hand.until("finger");
    await hand.send({ kind: "unable", position: "right-index", reason: "amputated" });
    expect(kiosk.walk.screen().kind, "only from its own sheet").toBe("finger");
    await hand.send({ kind: "open", overlay: "unable" });
    await hand.send({ kind: "unable", position: "right-index", reason: "amputated" });
    await hand.until("signature-review");
    await hand.send({ kind: "keep" });
    const review = await hand.until<Of<"review">>("review");
    expect(review.items.find(({ what }) => what === "fingers")?.state).toBe("later-at-desk");
    await hand.send({ kind: "confirm" });
    const desk = await hand.until<Of<"desk">>("desk", ({ ticket }) => ticket !== undefined);
    expect(desk.reason).toBe("asked");
    expect(kiosk.station.parked).toHaveLength(1);
  });

  test("a child's guardian agrees, and a young child gives neither prints nor signature", async () => {
    const { kiosk, hand } = await kioskWith({ age: 4 });
    await hand.send({ kind: "begin" });
    await hand.send({ kind: "choose-language", language: "en" });
    await hand.send({ kind: "understood" });
    await hand.send({ kind: "give-reference", way: "typed", text: "BKO-2026-000123" });
    const consent = await hand.until<Of<"consent">>("consent");
    expect(consent.by).toBe("guardian");
    await hand.send({ kind: "agree", textVersion: consent.textVersion });
    await hand.until("face-review");
    expect(kiosk.walk.view().steps).toEqual(["reference", "face", "review", "ticket"]);
    await hand.send({ kind: "keep" });
    const review = await hand.until<Of<"review">>("review");
    expect(review.items.map(({ what }) => what)).toEqual(["identity", "face"]);
  });

  test("from the review any part can be done again", async () => {
    const { kiosk, hand } = await kioskWith();
    await hand.begin();
    await hand.keepAll();
    await hand.send({ kind: "again", what: "signature" });
    await hand.until("signature-review");
    await hand.send({ kind: "keep" });
    await hand.until("review");
    expect(kiosk.walk.screen().kind).toBe("review");
  });
});
