/** What stands beside the page: readers of documents while a reference is wanted, and a still camera behind the mirror. */
import { afterEach, describe, expect, test } from "vitest";
import { systemClock } from "../../../api/base/clock.ts";
import { silentLog } from "../../../api/base/log.ts";
import { seededRandom } from "../../../api/base/random.ts";
import { ptp } from "../../../drivers/camera/ptp/driver.ts";
import { twinPtpCamera } from "../../../drivers/camera/ptp/model.ts";
import { virtualDevice } from "../../../drivers/virtual.ts";
import { KeyboardReader } from "../../../kiosk/devices/document-reader.ts";
import { KioskStation, type KioskStationParts } from "../../../kiosk/server/kiosk-station.ts";
import { documentReader } from "../../../kiosk/server/station/document-reader.ts";
import type { ReferenceProblem } from "../../../api/words/kiosk-reference.ts";
import type { DocumentReader, Found } from "../../../kiosk/server/station.ts";
import { Slot } from "../../../kiosk/server/slot.ts";
import { documentHolder } from "../../../kiosk/server/appointments.ts";
import { jpegFrames } from "../../drivers/pictures.ts";
import { PageHand } from "./page-hand.ts";
import { playedKiosk } from "./played-kiosk.ts";
import { PlayedStation, type Script } from "./played-station.ts";

/** Doc 9303-4, appendix B. */
const ZONE = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\rL898902C36UTO7408122F1204159ZE184226B<<<<<10\r";

class WithReader extends PlayedStation {
  readonly readers: readonly DocumentReader[];
  constructor(script: Partial<Script>, reader: Slot) {
    super(script);
    this.readers = [documentReader(reader, systemClock)];
  }
  override find(text: string, way: string): Promise<Found | ReferenceProblem> {
    return way === "document"
      ? Promise.resolve(documentHolder(text, Date.parse("2026-11-21")))
      : super.find(text, way);
  }
}

const atReference = async () => {
  const keyboard = new KeyboardReader();
  const slot = new Slot({ features: keyboard.features, open: () => keyboard.open() });
  const kiosk = await playedKiosk({}, { stationOf: (script) => new WithReader(script, slot) });
  const hand = new PageHand(kiosk.walk);
  await hand.send({ kind: "begin" });
  await hand.send({ kind: "choose-language", language: "fr" });
  await hand.send({ kind: "understood" });
  await hand.until("reference");
  const dispose = async () => {
    await kiosk[Symbol.asyncDispose]();
    await slot.close();
  };
  return { keyboard, kiosk, hand, [Symbol.asyncDispose]: dispose };
};

describe("a document reader", () => {
  test("what it types opens the session of whom the document names, its check digits verified", async () => {
    await using at = await atReference();
    at.keyboard.push(ZONE);
    await at.hand.until("consent");
    expect(at.kiosk.walk.subject).toMatchObject({ surname: "ERIKSSON", givenNames: "ANNA MARIA" });
  });

  test("a wrong check digit is said, and the next reading counts", async () => {
    await using at = await atReference();
    at.keyboard.push(ZONE.replace("7408122", "7408132"));
    await at.hand.until("reference", (screen) => "problem" in screen && screen.problem === "unreadable");
    // What comes before the driver listens again belongs to nobody; a hand takes longer.
    await systemClock.sleep(150);
    at.keyboard.push(ZONE);
    expect(await at.hand.until("consent")).toMatchObject({ by: "applicant" });
  });

  test("half a zone is no reading", async () => {
    await using at = await atReference();
    at.keyboard.push(ZONE.slice(0, 45));
    await at.hand.until("reference", (screen) => "problem" in screen && screen.problem === "unreadable");
    expect(at.kiosk.walk.subject).toBeUndefined();
    // By hand: nothing was held up, so nobody is told to hold it flat.
    await at.hand.send({ kind: "give-reference", way: "document", text: ZONE.slice(0, 45) });
    await at.hand.until("reference", (screen) => "problem" in screen && screen.problem === "mistyped");
  });
});

/** Looks through a live view, and counts what is released. */
const releasing = (script: Partial<Script>) => {
  const played = new PlayedStation(script);
  const looked = played.frames.bind(played);
  const released: string[] = [];
  return Object.assign(played, {
    released,
    async *frames(signal: AbortSignal) {
      for await (const frame of looked(signal)) yield { ...frame, live: true as const };
    },
    release: async () => {
      released.push("released");
      for await (const frame of looked(new AbortController().signal))
        return { kind: "captured" as const, sample: frame };
      throw new Error("no frame");
    },
  });
};

describe("a still camera behind the mirror", () => {
  const open: KioskStation[] = [];
  afterEach(async () => {
    for (const one of open.splice(0)) await one[Symbol.asyncDispose]();
  });

  test.each(["canon", "nikon"] as const)(
    "%s: the mirror shows its live view, and only the release gives the picture that is kept",
    async (maker) => {
      const frames = await jpegFrames(2);
      const context = { clock: systemClock, random: seededRandom("mirror"), log: silentLog };
      const camera = twinPtpCamera(frames, { clock: systemClock, maker, exposure: 20 });
      const fixture = virtualDevice(ptp, camera, context);
      const slot = new Slot({ features: ptp.featuresOf(fixture.row), open: () => fixture.open() });
      const looker = { [Symbol.asyncDispose]: () => Promise.resolve() };
      const parts = { slots: { camera: slot, scanner: slot }, clock: systemClock, looker, vault: {} };
      const station = new KioskStation(parts as unknown as KioskStationParts);
      open.push(station);
      const stop = new AbortController();
      let looked = 0;
      for await (const frame of station.frames(stop.signal)) {
        expect(frame.live).toBe(true);
        looked += 1;
        if (looked === 4) break;
      }
      expect(camera.kept()).toBe(0);
      const taken = await station.release(20_000, stop.signal);
      if (taken.kind !== "captured" || taken.sample.characteristic !== "face") throw new Error(taken.kind);
      expect(taken.sample.live).toBeUndefined();
      expect(Buffer.compare(taken.sample.bytes, frames[0]!)).toBe(0);
    },
  );

  test("the walk releases it when the three lights are out", async () => {
    let made: ReturnType<typeof releasing> | undefined;
    await using kiosk = await playedKiosk({}, { stationOf: (script) => (made = releasing(script)) });
    const hand = new PageHand(kiosk.walk);
    await hand.begin();
    await hand.until("face-review");
    expect(made?.released).toEqual(["released"]);
  });
});
