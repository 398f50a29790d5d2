/** Papers under a kiosk's camera: looked at until they can be read, shown, kept, and left to the desk where they cannot. */
import { describe, expect, test } from "vitest";
import type { Screen } from "../../../api/words/kiosk-screen.ts";
import { decodeGrey } from "../../../models/image.ts";
import { assessLegibility } from "../../../models/document/legibility.ts";
import { virtualPaper } from "../../../kiosk/cli/start/virtual-paper.ts";
import { lookAtPaper } from "../../../kiosk/server/look/paper-look.ts";
import { paperDesk, type PageKept } from "../../../kiosk/server/station/paper-desk.ts";
import type { PaperFrame } from "../../../kiosk/server/station.ts";
import { seededRandom } from "../../../api/base/random.ts";
import { silentLog } from "../../../api/base/log.ts";
import { ptp } from "../../../drivers/camera/ptp/driver.ts";
import { twinPtpCamera } from "../../../drivers/camera/ptp/model.ts";
import { isWholeJpeg } from "../../../drivers/camera/uvc/jpeg.ts";
import { Slot } from "../../../kiosk/server/slot.ts";
import { jpegFrames } from "../../drivers/pictures.ts";
import { ReplayClock } from "../../../drivers/transport/replay-clock.ts";
import { PageHand } from "./page-hand.ts";
import { playedKiosk, QUICK, type PlayedOptions } from "./played-kiosk.ts";
import type { Script } from "./played-station.ts";

type Of<K extends Screen["kind"]> = Extract<Screen, { kind: K }>;

const PAPERS = [
  { id: "birth-extract", name: { fr: "extrait d'acte de naissance" }, required: true },
  { id: "national-card", name: { fr: "carte nationale" }, required: false },
];

const atPapers = async (script: Partial<Script>, options: PlayedOptions = {}) => {
  const kiosk = await playedKiosk({ frameMs: 10, ...script }, { papers: PAPERS, ...options });
  const hand = new PageHand(kiosk.walk);
  await hand.begin();
  for (const screen of ["face-review", "signature-review"] as const) {
    await hand.until(screen);
    await hand.send({ kind: "keep" });
  }
  return { kiosk, hand, [Symbol.asyncDispose]: () => kiosk[Symbol.asyncDispose]() };
};

describe("a paper under the camera", () => {
  test("is taken once it can be read twice in succession, two sides of it, and stands in the review", async () => {
    await using played = await atPapers({ papers: ["lay", "whole", "still", "hold", "whole", "hold"] });
    const { kiosk, hand } = played;
    const seen: string[] = [];
    kiosk.walk.onChange(() => {
      const screen = kiosk.walk.screen();
      if (screen.kind === "paper") seen.push(screen.hint);
    });
    const shown = await hand.until<Of<"paper-review">>("paper-review");
    expect(kiosk.walk.picture(shown.picture.split("/").at(-1) ?? "")?.mediaType).toBe("image/jpeg");
    expect(kiosk.walk.view()).toMatchObject({ step: "documents" });
    expect(shown.paper).toMatchObject({ id: "birth-extract", name: { fr: "extrait d'acte de naissance" } });
    await hand.send({ kind: "another-page" });
    expect(await hand.until<Of<"paper">>("paper")).toMatchObject({ another: true });
    await hand.until("paper-review");
    await hand.send({ kind: "keep" });
    const card = await hand.until<Of<"paper">>("paper", ({ paper }) => paper.id === "national-card");
    expect(card.another).toBeUndefined();
    await hand.send({ kind: "no-paper" });
    const review = await hand.until<Of<"review">>("review");
    expect(review.items.find(({ what }) => what === "documents")).toMatchObject({ state: "taken" });
    expect(kiosk.station.pages).toEqual([
      [5, "birth-extract", true],
      [6, "birth-extract", true],
    ]);
    await hand.send({ kind: "confirm" });
    await hand.until("ticket");
    expect(kiosk.walk.picture(shown.picture.split("/").at(-1) ?? "")).toBeUndefined();
  });

  test("again: the same page once more, and nothing was kept", async () => {
    await using played = await atPapers({ papers: ["hold"] });
    const { kiosk, hand } = played;
    const first = await hand.until<Of<"paper-review">>("paper-review");
    await hand.send({ kind: "again" });
    await hand.until<Of<"paper-review">>("paper-review", ({ picture }) => picture !== first.picture);
    expect(kiosk.station.pages).toEqual([]);
  });

  test("one that cannot be read is taken as it is in the end, and the desk decides", async () => {
    await using played = await atPapers({ papers: ["still"] }, { pace: { ...QUICK, paper: 100 } });
    const { kiosk, hand } = played;
    await hand.until("paper-review");
    await hand.send({ kind: "keep" });
    await hand.until<Of<"paper">>("paper", ({ paper }) => paper.id === "national-card");
    await hand.send({ kind: "no-paper" });
    const review = await hand.until<Of<"review">>("review");
    expect(review.items.find(({ what }) => what === "documents")).toMatchObject({ state: "later-at-desk" });
    expect(kiosk.station.pages).toEqual([[5, "birth-extract", false]]);
  });

  test("where no camera looks at papers, what is required is asked for at the desk", async () => {
    await using played = await atPapers({});
    const review = await played.hand.until<Of<"review">>("review");
    expect(review.items.find(({ what }) => what === "documents")).toMatchObject({ state: "later-at-desk" });
  });

  test("who leaves meanwhile leaves nothing", async () => {
    await using played = await atPapers({ papers: ["lay"] });
    const { kiosk, hand } = played;
    await hand.until("paper");
    await hand.send({ kind: "leave" });
    await hand.until<Of<"wiped">>("wiped", ({ done }) => done);
    expect(kiosk.station.wiped).toHaveLength(1);
    expect(kiosk.walk.paperMirror.newest).toBeUndefined();
  });
});

test("the virtual papers through the real driver, judged by the real measure, kept within the box of who laid them down", async () => {
  const kept: (readonly [number, PageKept])[] = [];
  const clock = new ReplayClock(0);
  const desk = paperDesk({
    slot: await virtualPaper(clock),
    clock,
    look: lookAtPaper,
    sink: () => (number, page) => {
      kept.push([number, page]);
      return Promise.resolve();
    },
  });
  const stop = new AbortController();
  const hints: string[] = [];
  let good: PaperFrame | undefined;
  for await (const frame of desk.frames(stop.signal)) {
    const { hint, legible } = await desk.look(frame);
    if (hints.at(-1) !== hint) hints.push(hint);
    if (!legible) continue;
    good = frame;
    stop.abort();
    break;
  }
  expect(hints).toEqual(["lay", "whole", "still", "hold"]);
  await desk.keep(7, "birth-extract", good!, true);
  expect(kept).toMatchObject([
    [7, { kind: "document", device: { driver: "document-camera" }, document: { legible: true } }],
  ]);
  const picture = await decodeGrey(kept[0]![1].document.bytes);
  expect(assessLegibility(picture)).toMatchObject({ legible: true });
});

test.each(["plain", "canon"] as const)(
  "a still camera (%s) as the only one is released for each look at a paper, no oftener than every two seconds",
  async (maker) => {
    const clock = new ReplayClock(0);
    const context = { clock, random: seededRandom("papers"), log: silentLog };
    const twin = twinPtpCamera(await jpegFrames(3), { clock, maker });
    const slot = new Slot({
      features: ptp.featuresOf(ptp.matches[0]!),
      open: () => ptp.open(twin, ptp.matches[0]!, context),
    });
    const stop = new AbortController();
    const desk = paperDesk({ slot, clock, look: lookAtPaper, sink: () => () => Promise.resolve() });
    const times: number[] = [];
    for await (const { picture } of desk.frames(stop.signal)) {
      expect(isWholeJpeg(picture.bytes)).toBe(true);
      times.push(clock.now());
      if (times.length === 3) break;
    }
    stop.abort();
    expect(times[1]! - times[0]!).toBeGreaterThanOrEqual(2000);
    expect(times[2]! - times[1]!).toBeGreaterThanOrEqual(2000);
  },
);
