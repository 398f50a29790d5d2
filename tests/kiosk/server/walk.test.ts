import { afterEach, describe, expect, test } from "vitest";
import type { Screen } from "../../../api/words/kiosk-screen.ts";
import type { WalkOptions } from "../../../kiosk/server/walk/scene.ts";
import { restored } from "../../../kiosk/session/machine.ts";
import { PageHand } from "./page-hand.ts";
import { playedKiosk, QUICK, type PlayedKiosk } from "./played-kiosk.ts";
import type { Script } from "./played-station.ts";

type Of<K extends Screen["kind"]> = Extract<Screen, { kind: K }>;

const open: PlayedKiosk[] = [];
const kioskWith = async (script: Partial<Script> = {}, options: Partial<WalkOptions> = {}) => {
  const kiosk = await playedKiosk({ frameMs: 10, ...script }, options);
  open.push(kiosk);
  return { kiosk, hand: new PageHand(kiosk.walk) };
};
afterEach(async () => {
  for (const kiosk of open.splice(0)) await kiosk[Symbol.asyncDispose]();
});

/** Whoever woke has done what it woke for. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

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

describe("what goes wrong", () => {
  test.each([
    ["scanner", { fingers: ["broken"] }],
    ["pad", { signatures: ["broken"] }],
  ] as const)("a broken %s pauses, calls nobody guilty, and goes on where it was", async (device, script) => {
    const { kiosk, hand } = await kioskWith({ ...(script as unknown as Partial<Script>), repaired: false });
    await hand.begin();
    await hand.until("face-review");
    await hand.send({ kind: "keep" });
    const paused = await hand.until<Of<"paused">>("paused");
    expect(paused.device).toBe(device);
    kiosk.station.script.repaired = true;
    await hand.until("signature-review");
  });

  test("a pad that fails once more just after it worked again: that it works is said as long each time", async () => {
    const { kiosk, hand } = await kioskWith({ signatures: ["broken", "wait"], repaired: false });
    const { station, clock, walk } = kiosk;
    const worksAgain = async () => {
      await hand.until("paused");
      station.script.repaired = true;
      await hand.until<Of<"signature">>("signature", ({ again }) => again === true);
    };
    await hand.begin();
    await hand.until("face-review");
    await hand.send({ kind: "keep" });
    await worksAgain();
    clock.jump(QUICK.again - 1000);
    station.script.repaired = false;
    station.goOnSigning("broken", "wait");
    await worksAgain();
    // The time of the first is over, that of the second is not.
    clock.jump(1000);
    await settled();
    expect(walk.screen()).toMatchObject({ kind: "signature", again: true });
    clock.jump(QUICK.again);
    await settled();
    expect(walk.screen()).not.toHaveProperty("again");
  });

  test("a full disk is not the applicant's fault and does not lose the session", async () => {
    const { kiosk, hand } = await kioskWith({ seal: ["disk-full"] });
    await hand.begin();
    await hand.keepAll();
    await hand.send({ kind: "confirm" });
    await hand.until("paused");
    expect(kiosk.walk.state.kind).toBe("sealing");
    kiosk.clock.jump(QUICK.sealAgain);
    await hand.until("ticket");
    expect(kiosk.station.sealed).toHaveLength(1);
  });

  test("leaving wipes, and says that it has", async () => {
    const { kiosk, hand } = await kioskWith({ fingers: ["wait"] });
    await hand.begin();
    const { picture } = await hand.until<Of<"face-review">>("face-review");
    await hand.send({ kind: "open", overlay: "leave" });
    await hand.send({ kind: "leave" });
    await hand.until<Of<"wiped">>("wiped", ({ done }) => done);
    expect(kiosk.station.wiped).toHaveLength(1);
    expect(kiosk.walk.picture(picture.split("/").at(-1) ?? "")).toBeUndefined();
  });

  test("who walks away is asked, and then everything is wiped", async () => {
    const { kiosk, hand } = await kioskWith();
    const asked = () => kiosk.walk.view().overlay?.kind;
    await hand.begin();
    await hand.until("face-review");
    kiosk.clock.jump(QUICK.quiet - 1000);
    await settled();
    expect(asked()).toBeUndefined();
    kiosk.clock.jump(1000);
    await settled();
    expect(asked()).toBe("still-there");
    kiosk.clock.jump(QUICK.answer);
    await hand.until<Of<"wiped">>("wiped", ({ done }) => done);
    expect(kiosk.station.wiped).toHaveLength(1);
  });

  test("who answers stays, and who needs more time gets four times as much", async () => {
    const { kiosk, hand } = await kioskWith();
    const asked = () => kiosk.walk.view().overlay?.kind;
    await hand.begin();
    await hand.until("face-review");
    await hand.send({ kind: "comfort", comfort: { unhurried: true } });
    kiosk.clock.jump(QUICK.quiet * 3);
    await settled();
    expect(asked()).toBeUndefined();
    await hand.send({ kind: "comfort", comfort: { unhurried: false } });
    kiosk.clock.jump(QUICK.quiet);
    await settled();
    expect(asked()).toBe("still-there");
    await hand.send({ kind: "still-here" });
    expect(kiosk.walk.view().overlay).toBeUndefined();
    expect(kiosk.walk.screen().kind).toBe("face-review");
  });

  test("who does not agree is served at the desk, and nothing was taken", async () => {
    const { kiosk, hand } = await kioskWith();
    await hand.send({ kind: "begin" });
    await hand.send({ kind: "choose-language", language: "ar" });
    await hand.send({ kind: "understood" });
    await hand.send({ kind: "give-reference", way: "none", text: "" });
    await hand.until("consent");
    await hand.send({ kind: "disagree" });
    await hand.until("desk");
    expect(kiosk.station.wiped).toHaveLength(1);
    await hand.send({ kind: "done" });
    expect(kiosk.walk.screen().kind).toBe("attract");
  });
});

describe("a power cut", () => {
  test("leaves the session where it was; only its own reference goes on", async () => {
    const first = await kioskWith({ fingers: ["wait"] });
    await first.hand.begin();
    await first.hand.until("face-review");
    await first.hand.send({ kind: "keep" });
    await first.hand.until("finger");
    const left = first.kiosk.station.kept;
    if (left === undefined) throw new Error("nothing was kept");
    const { kiosk, hand } = await kioskWith({ left: restored(left) });
    await kiosk.walk.comeBack();
    expect(kiosk.walk.screen()).toMatchObject({ kind: "reference", resumes: true });
    expect(kiosk.walk.view().language).toBe("en");
    await hand.send({ kind: "give-reference", way: "typed", text: "BKO-2026-999999" });
    expect(kiosk.walk.screen()).toMatchObject({ kind: "reference", problem: "unknown" });
    await hand.send({ kind: "give-reference", way: "typed", text: "BKO-2026-000123" });
    await hand.until("signature-review");
    await hand.send({ kind: "keep" });
    const review = await hand.until<Of<"review">>("review");
    expect(review.items.every(({ state }) => state === "taken")).toBe(true);
    await hand.send({ kind: "confirm" });
    await hand.until("ticket");
  });

  test("during the seal: it is sealed when the kiosk comes back", async () => {
    const first = await kioskWith({ seal: ["disk-full"] });
    await first.hand.begin();
    await first.hand.keepAll();
    await first.hand.send({ kind: "confirm" });
    await first.hand.until("paused");
    const left = first.kiosk.station.kept;
    if (left === undefined) throw new Error("nothing was kept");
    const { kiosk, hand } = await kioskWith({ left: restored(left) });
    await kiosk.walk.comeBack();
    await hand.until("ticket");
    expect(kiosk.station.sealed).toHaveLength(1);
  });
});

describe("references", () => {
  test("a code held to the camera is read; one that is not ours is explained", async () => {
    const { kiosk, hand } = await kioskWith({ codes: ["https://example.org/", "BKO-2026-000123"] });
    await hand.send({ kind: "begin" });
    await hand.send({ kind: "choose-language", language: "fr" });
    const problems: string[] = [];
    kiosk.walk.onChange(() => {
      const screen = kiosk.walk.screen();
      if (screen.kind === "reference" && screen.problem !== undefined) problems.push(screen.problem);
    });
    await hand.send({ kind: "understood" });
    await hand.until("consent");
    expect(problems).toContain("not-ours");
  });

  test.each([
    ["500 letters", "x".repeat(500)],
    ["emoji", "👩🏾‍🦱🛂"],
    ["control characters", "\u0000\u001B[2J\u202E"],
    ["another script", "ⵜⴰⵎⴰⵛⴻⵖⵜ 𞤆𞤵𞤤𞤢𞤪"],
    ["markup", "<img src=x onerror=alert(1)>"],
  ])("%s typed are explained and change nothing", async (_what, text) => {
    const { kiosk, hand } = await kioskWith();
    await hand.send({ kind: "begin" });
    await hand.send({ kind: "choose-language", language: "fr" });
    await hand.send({ kind: "understood" });
    await hand.send({ kind: "give-reference", way: "typed", text });
    expect(kiosk.walk.screen()).toMatchObject({ kind: "reference", problem: "not-ours" });
  });
});

describe("commands", () => {
  test("the same key twice is done once", async () => {
    const { kiosk, hand } = await kioskWith();
    const key = "3f0d4d9e-2b9c-4d6f-9d3c-111111111111";
    expect((await hand.send({ kind: "begin" }, key)).outcome).toBe("done");
    const { revision } = kiosk.walk.view();
    expect((await hand.send({ kind: "begin" }, key)).outcome).toBe("repeated");
    expect(kiosk.walk.view().revision).toBe(revision);
  });

  test("two buttons touched at once: the first is done, the second is not", async () => {
    const { kiosk, hand } = await kioskWith();
    await hand.begin();
    await hand.until("face-review");
    const { revision } = kiosk.walk.view();
    const [keep, again] = await Promise.all([
      hand.send({ kind: "keep" }, undefined, revision),
      hand.send({ kind: "again" }, undefined, revision),
    ]);
    expect([keep.outcome, again.outcome]).toEqual(["done", "ignored"]);
    expect(kiosk.walk.screen().kind).toBe("finger");
  });

  test("what a screen does not know is ignored on every screen", async () => {
    const { kiosk, hand } = await kioskWith();
    for (const command of [
      { kind: "confirm" },
      { kind: "keep" },
      { kind: "agree", textVersion: "1" },
      { kind: "cannot-sign" },
      { kind: "sign", points: [], width: 10, height: 10 },
    ] as const)
      expect((await hand.send(command)).outcome, command.kind).toBe("ignored");
    expect(kiosk.walk.screen().kind).toBe("attract");
  });

  test("help and staff answer on every screen and take nothing away", async () => {
    const { kiosk, hand } = await kioskWith();
    await hand.begin();
    await hand.until("face-review");
    await hand.send({ kind: "open", overlay: "help" });
    expect(kiosk.walk.view().overlay?.kind).toBe("help");
    await hand.send({ kind: "call-staff" });
    expect(kiosk.walk.view().overlay?.kind).toBe("staff-called");
    await hand.send({ kind: "close" });
    expect(kiosk.walk.screen().kind).toBe("face-review");
  });

  test("comfort and language of one person are forgotten for the next", async () => {
    const { kiosk, hand } = await kioskWith();
    await hand.send({ kind: "begin" });
    await hand.send({ kind: "choose-language", language: "ar" });
    await hand.send({ kind: "comfort", comfort: { contrast: "high", text: 200 } });
    const { session } = kiosk.walk.view();
    await hand.send({ kind: "leave" });
    const view = kiosk.walk.view();
    expect([view.language, view.comfort.contrast, view.comfort.text]).toEqual(["fr", "normal", 100]);
    expect(view.session).not.toBe(session);
  });
});
