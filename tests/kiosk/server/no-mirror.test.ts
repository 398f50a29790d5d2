/** A still camera through which one cannot look: no mirror, one release for one picture, and afterwards what was wrong with it. */
import { afterEach, describe, expect, test } from "vitest";
import type { Screen } from "../../../api/words/kiosk-screen.ts";
import type { CaptureOutcome } from "../../../api/words/capture.ts";
import type { FaceHint } from "../../../api/words/hints.ts";
import type { FaceSample } from "../../../api/words/sample.ts";
import { NoLiveView } from "../../../kiosk/server/trouble.ts";
import { PageHand } from "./page-hand.ts";
import { playedKiosk, QUICK, type PlayedKiosk } from "./played-kiosk.ts";
import { PlayedStation } from "./played-station.ts";

const open: PlayedKiosk[] = [];
afterEach(async () => {
  for (const kiosk of open.splice(0)) await kiosk[Symbol.asyncDispose]();
});

class Released extends PlayedStation {
  looks = 0;
  releases = 0;
  wrong: FaceHint | undefined;
  amiss(): Promise<FaceHint | undefined> {
    return Promise.resolve(this.wrong);
  }
  // oxlint-disable-next-line eslint/require-yield -- there is nothing to see
  override async *frames(): AsyncIterable<FaceSample> {
    this.looks += 1;
    await Promise.resolve();
    throw new NoLiveView();
  }
  async release(_deadline: number, signal: AbortSignal): Promise<CaptureOutcome> {
    this.releases += 1;
    for await (const sample of super.frames(signal)) return { kind: "captured", sample };
    return { kind: "cancelled" };
  }
}

type Face = Extract<Screen, { kind: "face" }>;

const started = async (script: Parameters<typeof playedKiosk>[0], wrong?: FaceHint) => {
  let station: Released | undefined;
  const kiosk = await playedKiosk(script, {
    pace: QUICK,
    stationOf: (given) => {
      station = new Released(given);
      station.wrong = wrong;
      return station;
    },
  });
  open.push(kiosk);
  const hand = new PageHand(kiosk.walk);
  const shown: string[] = [];
  kiosk.walk.onChange(() => {
    const screen = kiosk.walk.screen();
    const line =
      screen.kind === "face"
        ? `${screen.phase}${screen.count ?? ""}${screen.unseen === true ? " unseen" : ""}${screen.phase === "guide" ? ` ${screen.hint}` : ""}`
        : screen.kind;
    if (shown.at(-1) !== line) shown.push(line);
  });
  await hand.begin();
  return { hand, station: station!, shown };
};

describe("a camera without live view", () => {
  test("is released once a picture, after three lights, and the screen says that there is no mirror", async () => {
    const { hand, station, shown } = await started({});
    await hand.until<Face>("face", ({ unseen }) => unseen === true);
    await hand.until("face-review");
    expect(station.releases).toBe(1);
    // Once for a code, once for the face: each asks once and is told.
    expect(station.looks).toBe(2);
    expect(shown.filter((line) => line.includes("unseen"))).toEqual([
      "guide unseen look-here",
      "countdown3 unseen",
      "countdown2 unseen",
      "countdown1 unseen",
      "taking unseen",
    ]);
    expect(shown).not.toContain("paused");
  });

  test("what was wrong with a picture is said before the next: the person is not left to guess", async () => {
    const { hand, station, shown } = await started({ face: ["poor", "good"] }, "come-closer");
    await hand.until("face-review");
    expect(station.releases).toBe(2);
    const unseen = shown.filter((line) => line.startsWith("guide unseen"));
    expect(unseen).toEqual(["guide unseen look-here", "guide unseen come-closer", "guide unseen look-here"]);
  });

  test("a picture that does not do is taken once more in the same way", async () => {
    const { hand, station } = await started({ face: ["poor", "good"] });
    await hand.until("face-review");
    expect(station.releases).toBe(2);
  });
});
