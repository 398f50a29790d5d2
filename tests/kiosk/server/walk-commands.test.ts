/** References that are given, and commands that come at the wrong time or twice. */
import { describe, expect, test } from "vitest";
import { kioskWith } from "./walked.ts";

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
