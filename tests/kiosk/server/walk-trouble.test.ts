/** What goes wrong on a walk, and a power cut in the midst of it. */
import { describe, expect, test } from "vitest";
import type { Screen } from "../../../api/words/kiosk-screen.ts";
import { restored } from "../../../kiosk/session/machine.ts";
import { kioskWith, settled } from "./walked.ts";
import { QUICK } from "./played-kiosk.ts";
import type { Script } from "./played-station.ts";

type Of<K extends Screen["kind"]> = Extract<Screen, { kind: K }>;

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
