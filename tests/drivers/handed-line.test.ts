/** What the page hands in: keys of a reader, strokes on its field; over the ordinary drivers, recorded like any device. */
import { expect, test } from "vitest";
import { systemClock } from "../../api/base/clock.ts";
import { seededRandom } from "../../api/base/random.ts";
import { silentLog } from "../../api/base/log.ts";
import { readZone } from "../../api/formats/mrz/read.ts";
import { mrzSerial } from "../../drivers/document/mrz-serial/driver.ts";
import type { StruckKey } from "../../kiosk/web/key-places.ts";
import { KeyboardWedge } from "../../kiosk/web/wedge.ts";
import { fixtureOf } from "../../drivers/fixture.ts";
import { recorderOf } from "../../drivers/recorder.ts";
import { touchScreen } from "../../drivers/signature/touch-screen/driver.ts";
import { twinTouchScreen } from "../../drivers/signature/touch-screen/model.ts";
import { HandedLine } from "../../drivers/transport/handed-line.ts";
import { ReplayClock } from "../../drivers/transport/replay-clock.ts";
import { scribble } from "./pictures.ts";

const never = new AbortController().signal;
const context = { clock: systemClock, random: seededRandom("handed"), log: silentLog };

const PASSPORT = [
  "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
  "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
];
const CARD = [
  "I<UTOD231458907<<<<<<<<<<<<<<<",
  "7408122F1204159UTO<<<<<<<<<<<6",
  "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
];
const TRAVEL = ["I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"];

/** A reader's keys, 2 ms apart, with the shift key that it holds for capitals. */
const keysOf = (lines: readonly string[], start: number): readonly (readonly [string, number])[] =>
  lines
    .flatMap((line) => ["Shift", ...line.split(""), "Enter"])
    .map((key, i): readonly [string, number] => [key, start + i * 2]);

test.each([
  ["TD3", PASSPORT],
  ["TD1", CARD],
  ["TD2", TRAVEL],
])(
  "a reader that acts as a keyboard delivers a %s zone, and the kiosk verifies it",
  async (_shape, lines) => {
    const line = new HandedLine({ clock: systemClock, path: "keyboard" });
    const recorder = recorderOf(line, systemClock, mrzSerial);
    await using device = await mrzSerial.open(
      recorder.transport as HandedLine,
      mrzSerial.matches[0]!,
      context,
    );
    const wedge = new KeyboardWedge((text) => line.push(Buffer.from(text, "latin1")));
    const waiting = device.capture({ deadline: 5000 }, never);
    const typed = keysOf(lines, 1000).flatMap(([key, at]) => wedge.press({ key }, at));
    // The first shift cannot be told from a hand's; it writes nothing.
    expect([...typed, ...wedge.rest()].filter((key) => key !== "Shift")).toEqual([]);
    const outcome = await waiting;
    if (outcome.kind !== "captured" || outcome.sample.characteristic !== "document")
      throw new Error(outcome.kind);
    expect(outcome.sample.lines).toEqual(lines);
    expect(readZone(outcome.sample.lines)).toMatchObject({
      primary: "ERIKSSON",
      secondary: "ANNA<MARIA",
      birth: "740812",
    });
    // The recording of it is a device like any other.
    const replayed = await fixtureOf(recorder.recording(), "keyboard").open();
    const again = await replayed.capture({ deadline: 5000 }, never);
    expect(
      again.kind === "captured" && again.sample.characteristic === "document" && again.sample.lines,
    ).toEqual(lines);
    await replayed[Symbol.asyncDispose]();
  },
);

/** What a French keyboard makes of the keys that a reader strikes for a United States one. */
const onFrenchKeyboard = (character: string): StruckKey => {
  if (character === "<") return { key: ".", code: "Comma", shifted: true };
  if (/[0-9]/u.test(character))
    return { key: "à&é\"'(-è_ç"[Number(character)]!, code: `Digit${character}`, shifted: false };
  const moved: Record<string, string> = { A: "Q", Q: "A", W: "Z", Z: "W", M: "?" };
  return { key: moved[character] ?? character, code: `Key${character}`, shifted: true };
};

test.each([
  ["TD3", PASSPORT],
  ["TD1", CARD],
  ["TD2", TRAVEL],
])("a reader set for another keyboard than the kiosk's delivers the same %s zone", (_shape, lines) => {
  const sent: string[] = [];
  const wedge = new KeyboardWedge((text) => sent.push(text));
  const struck = lines.flatMap((line): readonly StruckKey[] => [
    ...line.split("").map(onFrenchKeyboard),
    { key: "Enter", code: "Enter" },
  ]);
  const typed = struck.flatMap((key, i) => wedge.press(key, 1000 + i * 2));
  expect([...typed, ...wedge.rest()]).toEqual([]);
  expect(sent).toEqual([`${lines.join("\r")}\r`]);
  // A reader that is set for the kiosk's own keyboard is taken at its word, wherever the keys lie.
  const own = lines
    .join("")
    .split("")
    .map((key, i): StruckKey => ({ key, code: i % 2 === 0 ? "KeyX" : "Digit5" }));
  own.forEach((key, i) => wedge.press(key, 5000 + i * 2));
  wedge.rest();
  expect(sent[1]).toBe(lines.join(""));
});

test("a hand's keys go where they were meant, all of them and in order", () => {
  const sent: string[] = [];
  const wedge = new KeyboardWedge((text) => sent.push(text));
  const hand = [..."ML-2026-000017".split(""), "Enter"].flatMap((key, i) => wedge.press({ key }, i * 120));
  expect([...hand, ...wedge.rest()].join("")).toBe("ML-2026-000017Enter");
  // Two keys pressed almost at once are a hand's too.
  expect(
    [["a", 9000] as const, ["b", 9004] as const, ["c", 9200] as const].flatMap(([key, at]) =>
      wedge.press({ key }, at),
    ),
  ).toEqual(["a", "b"]);
  expect(wedge.rest()).toEqual(["c"]);
  expect(sent).toEqual([]);
});

test("wrong check digits are refused, whichever shape it is", () => {
  expect(() => readZone([PASSPORT[0]!, PASSPORT[1]!.replace("C36UTO", "C35UTO")])).toThrow(
    /check digit of the document number/u,
  );
  expect(() => readZone([CARD[0]!, CARD[1]!.replace(/6$/u, "7"), CARD[2]!])).toThrow(/check digit/u);
  expect(() => readZone([TRAVEL[0]!, TRAVEL[1]!.replace("7408122", "7408123")])).toThrow(/check digit/u);
  expect(() => readZone([PASSPORT[0]!])).toThrow(/lines/u);
});

test("the screen as a pad: written, wiped and written again, accepted; replayed from its recording", async () => {
  const clock = new ReplayClock(0);
  const own = { clock, random: seededRandom("touch"), log: silentLog };
  const signature = scribble(90, 4000, 1500);
  const line = twinTouchScreen([signature], { clock, again: true });
  const recorder = recorderOf(line, clock, touchScreen);
  const device = await touchScreen.open(recorder.transport as HandedLine, touchScreen.matches[0]!, own);
  const outcome = await device.capture({ deadline: 20_000 }, never);
  await device[Symbol.asyncDispose]();
  if (outcome.kind !== "captured" || outcome.sample.characteristic !== "signature")
    throw new Error(outcome.kind);
  const { trajectory, device: identity } = outcome.sample;
  expect(identity).toEqual({ driver: "touch-screen", make: "Kiosk", model: "touch screen" });
  const end = signature.points.findLastIndex(({ contact }) => contact) + 1;
  expect(trajectory.points.map(({ x, y, contact }) => ({ x, y, contact }))).toEqual(
    signature.points.slice(0, end).map(({ x, y, contact }) => ({ x, y, contact })),
  );
  expect(trajectory).toMatchObject({ maxX: 4000, maxY: 1500, maxPressure: 1023 });
  const fixture = fixtureOf(recorder.recording(), "touch");
  expect(fixture.module.id).toBe("touch-screen");
  await using replayed = await fixture.open();
  const again = await replayed.capture({ deadline: 20_000 }, never);
  expect(
    again.kind === "captured" && again.sample.characteristic === "signature" && again.sample.trajectory,
  ).toEqual(trajectory);
});

test("declined on the screen; and a page that is closed is a device that was unplugged", async () => {
  const clock = new ReplayClock(0);
  const own = { clock, random: seededRandom("touch"), log: silentLog };
  await using device = await touchScreen.open(
    twinTouchScreen([scribble(40)], { clock, press: "decline" }),
    touchScreen.matches[0]!,
    own,
  );
  expect(await device.capture({ deadline: 20_000 }, never)).toEqual({ kind: "retry", reason: "declined" });
  const heard: number[] = [];
  const line = new HandedLine({
    clock: systemClock,
    path: "page",
    heard: (data) => heard.push(data[1] ?? 0),
  });
  await using page = await touchScreen.open(line, touchScreen.matches[0]!, context);
  const waiting = page.capture({ deadline: 5000 }, never);
  line.hangUp();
  expect(await waiting).toMatchObject({ kind: "failed", fault: { code: "unplugged" } });
  expect(heard).toEqual([16]);
});
