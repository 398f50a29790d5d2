/** Topaz pads of every model of the list, in both packet formats, with and without pressure. */
import { expect, test } from "vitest";
import { seededRandom } from "../../api/base/random.ts";
import { silentLog } from "../../api/base/log.ts";
import type { SignatureSample } from "../../api/words/sample.ts";
import { topaz } from "../../drivers/signature/topaz/driver.ts";
import { twinTopaz } from "../../drivers/signature/topaz/model.ts";
import type { TopazTwinOptions } from "../../drivers/signature/topaz/model.ts";
import { MODELS } from "../../drivers/signature/topaz/models.ts";
import { TopazSplitter, readPacket, withoutSerial } from "../../drivers/signature/topaz/protocol.ts";
import { ReplayClock } from "../../drivers/transport/replay-clock.ts";
import { fixtureOf } from "../../drivers/fixture.ts";
import { recordTwin } from "../../drivers/record-twin.ts";
import { digestOf } from "./digest.ts";
import { scribble } from "./pictures.ts";

const signed = async (name: string, options: Partial<TopazTwinOptions> = {}): Promise<SignatureSample> => {
  const clock = new ReplayClock(0);
  const row = topaz.matches.find(({ model }) => model === `Topaz ${name}`)!;
  const line = twinTopaz([scribble(150)], { ...options, clock, model: name });
  await using device = await topaz.open(line, row, { clock, random: seededRandom("topaz"), log: silentLog });
  const outcome = await device.capture({ deadline: 20_000 }, new AbortController().signal);
  if (outcome.kind !== "captured" || outcome.sample.characteristic !== "signature")
    throw new Error(JSON.stringify(outcome));
  return outcome.sample;
};

/** As the pad measures it: in units of its area, whole. */
const expected = ({ area }: (typeof MODELS)[number]) => {
  const written = scribble(150);
  const [width, height] = [area.right - area.left, area.bottom - area.top];
  const scale = Math.min(width / written.maxX, height / written.maxY);
  const end = written.points.findLastIndex(({ contact }) => contact) + 1;
  return written.points
    .slice(0, end)
    .map(({ x, y, contact }) => [Math.round(x * scale), Math.round(y * scale), contact]);
};

test("both formats are in the list", () => {
  expect(new Set(MODELS.map(({ format }) => format))).toEqual(new Set([0, 1]));
});

test.each(MODELS.map((model) => [model.name, model] as const))("%s", async (name, model) => {
  const { trajectory, device } = await signed(name);
  expect(device.model).toBe(name);
  expect(trajectory.points.map(({ x, y, contact }) => [x, y, contact])).toEqual(expected(model));
  expect(trajectory.maxPressure).toBe(1);
});

test("pressure, where a pad tells it", async () => {
  const { trajectory } = await signed("SigLite LCD 4x5", { pressure: true });
  expect(trajectory.maxPressure).toBe(1023);
  const written = scribble(150).points.filter(({ contact }) => contact);
  expect(trajectory.points.filter(({ contact }) => contact).map(({ pressure }) => pressure)).toEqual(
    written.map(({ pressure }) => pressure),
  );
});

test("bytes of the other format are no packets of this one", () => {
  const format0 = Uint8Array.of(0xc1, 10, 3, 20, 4);
  expect(readPacket(format0, 0)).toEqual({ kind: "position", x: 394, y: 532, near: true, down: true });
  const format1 = Uint8Array.of(0x45, 10, 3, 20, 4);
  expect(readPacket(format1, 1)).toEqual({ kind: "position", x: 202, y: 276, near: true, down: true });
  expect(new TopazSplitter(0).push(format1)).toEqual([]);
});

test("where the pad lost the pen is no place", () => {
  expect(readPacket(Uint8Array.of(0xc0, 0x7f, 0x1f, 0x7f, 0x1f), 0)).toEqual({ kind: "other" });
});

test("device information loses its serial number in a recording, and nothing else does", () => {
  const bytes = Uint8Array.of(0xc1, 10, 3, 20, 4, 0x88, 1, 2, 3, 4, 0xc0, 10, 3, 20, 4);
  expect([...withoutSerial(bytes)]).toEqual([0xc1, 10, 3, 20, 4, 0x88, 0, 0, 0, 0, 0xc0, 10, 3, 20, 4]);
});

test("a recording of one names its model, and replays as that", async () => {
  const clock = new ReplayClock(0);
  const [name, row] = [
    "SignatureGem LCD 1x5",
    topaz.matches.find(({ model }) => model.endsWith("Gem LCD 1x5"))!,
  ];
  const transport = twinTopaz([scribble(150)], { clock, model: name });
  const context = { clock, random: seededRandom("topaz"), log: silentLog };
  const { files, recording, outcomes } = await recordTwin({ module: topaz, row, transport, context }, 1);
  expect(JSON.parse(String(files.get("identity.json")))).toMatchObject({
    driver: "topaz",
    model: `Topaz ${name}`,
  });
  const fixture = fixtureOf(recording, "recording");
  expect(fixture.row).toBe(row);
  await using device = await fixture.open();
  const again = await device.capture({ deadline: 20_000 }, new AbortController().signal);
  expect(again).toMatchObject({ kind: "captured", sample: { device: { model: name } } });
  expect(digestOf(again)).toEqual(digestOf(outcomes[0]!));
});
