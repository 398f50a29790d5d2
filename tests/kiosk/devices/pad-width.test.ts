/** A pad that does not state how wide it is: what the configuration says travels with its signatures; without it nobody signs. */
import { describe, expect, test } from "vitest";
import { silentLog } from "../../../api/base/log.ts";
import { seededRandom } from "../../../api/base/random.ts";
import type { CaptureOutcome } from "../../../api/words/capture.ts";
import type { CaptureDevice } from "../../../drivers/driver.ts";
import { topaz } from "../../../drivers/signature/topaz/driver.ts";
import { twinTopaz } from "../../../drivers/signature/topaz/model.ts";
import { wacomStu } from "../../../drivers/signature/wacom-stu/driver.ts";
import { ReplayClock } from "../../../drivers/transport/replay-clock.ts";
import { virtualPad } from "../../../drivers/virtual.ts";
import { parseConfig } from "../../../kiosk/cli/runtime/config.ts";
import { toldOfDevices } from "../../../kiosk/cli/runtime/lines.ts";
import { demandPadWidth, withPadWidth } from "../../../kiosk/devices/pad-width.ts";
import { examineSignature } from "../../../kiosk/session/run/signature-station.ts";
import { scribble } from "../../drivers/pictures.ts";

const open = (): Promise<CaptureDevice> => {
  const context = { clock: new ReplayClock(0), random: seededRandom("pad"), log: silentLog };
  return topaz.open(twinTopaz([scribble(150)], context), topaz.matches[0]!, context);
};
const signed = async (device: CaptureDevice): Promise<CaptureOutcome> => {
  await using pad = device;
  return await pad.capture({ deadline: 20_000 }, new AbortController().signal);
};
const sampleOf = (outcome: CaptureOutcome) => {
  if (outcome.kind !== "captured" || outcome.sample.characteristic !== "signature")
    throw new Error(JSON.stringify(outcome));
  return outcome.sample;
};

describe("a Topaz pad", () => {
  test("without a width its signature cannot be judged, and the key to write is named", async () => {
    const sample = sampleOf(await signed(await open()));
    await expect(examineSignature(sample)).rejects.toMatchObject({
      code: "input-missing",
      message: expect.stringContaining("devices.padWidthMm") as string,
    });
  });

  test("with it, it is judged in millimetres, and twice as wide a pad makes twice as wide a signature", async () => {
    const extents = await Promise.all(
      [55, 110].map(async (width) => {
        const sample = sampleOf(await signed(withPadWidth(await open(), width)));
        expect(sample.trajectory.widthMm).toBe(width);
        const { checks, enrolled } = await examineSignature(sample);
        expect(enrolled?.image.mediaType).toBe("image/jpeg");
        const extent = checks.find(({ id }) => id === "signature-extent")?.result;
        return extent?.kind === "assessed" ? extent.raw : Number.NaN;
      }),
    );
    expect(extents[1]! / extents[0]!).toBeCloseTo(2, 6);
  });

  test("is asked about before anybody signs", () => {
    const { features } = { features: topaz.featuresOf(topaz.matches[0]!) };
    const demand = (width?: number) => () =>
      demandPadWidth(features, width, "Topaz SigLite 1x5", "kiosk.json");
    expect(demand()).toThrow(/Topaz SigLite 1x5 does not state.*"padWidthMm": \.\.\. \} into kiosk\.json/u);
    expect(demand(110)).not.toThrow();
    const stu = wacomStu.featuresOf(wacomStu.matches[0]!);
    expect(() => demandPadWidth(stu, undefined, "STU", "kiosk.json")).not.toThrow();
  });
});

test("a pad that states its width keeps it, and what is no signature stays as it is", async () => {
  const told = sampleOf(await signed(await virtualPad(scribble(150)).open())).trajectory.widthMm;
  expect(told).toBeGreaterThan(50);
  expect(
    sampleOf(await signed(withPadWidth(await virtualPad(scribble(150)).open(), 20))).trajectory.widthMm,
  ).toBe(told);
  const nobody = withPadWidth(await virtualPad([]).open(), 20);
  await using pad = nobody;
  expect(await pad.capture({ deadline: 500 }, new AbortController().signal)).toMatchObject({ kind: "retry" });
});

const parse = (devices: unknown) =>
  parseConfig(
    Buffer.from(
      JSON.stringify({
        format: "kiosk-config/1",
        mission: "Embassy of Utopia",
        issuingState: "UTO",
        country: "UT",
        keys: { provider: "file", passphraseFile: "passphrase" },
        backend: { url: "https://backend.example", receipts: "receipt.pem" },
        policy: "portable",
        ...(devices === undefined ? {} : { devices }),
      }),
    ),
    "kiosk.json",
  );

describe("the configuration", () => {
  test("says lines and width; the command line says more, or instead", () => {
    const lines = [{ path: "/dev/ttyUSB0", driver: "topaz", model: "SigLite LCD 4x5" }];
    const config = parse({ lines, padWidthMm: 111.5 });
    expect(toldOfDevices(config)).toEqual({ lines, padWidthMm: 111.5 });
    const [other, same] = [
      { path: "/dev/ttyUSB1", driver: "zfm" },
      { path: "/dev/ttyUSB0", driver: "mrz-serial" },
    ];
    expect(toldOfDevices(config, [other], 90)).toEqual({ lines: [...lines, other], padWidthMm: 90 });
    expect(toldOfDevices(config, [same]).lines).toEqual([same]);
    expect(toldOfDevices(parse(undefined))).toEqual({ lines: [] });
  });

  test.each([
    [
      { padWidth: 110 },
      "input-unknown-key",
      /kiosk\.json, line 1, column \d+: "devices" has no key "padWidth"/u,
    ],
    [{ padWidthMm: "110" }, "input-malformed", /devices\.padWidthMm/u],
    [{ padWidthMm: 11 }, "input-malformed", /devices\.padWidthMm/u],
    [{ lines: [{ path: "/dev/ttyUSB0" }] }, "input-malformed", /devices\.lines\.0\.driver/u],
    [
      { lines: [{ path: "/dev/ttyUSB0", driver: "zfm", baud: 9600 }] },
      "input-unknown-key",
      /devices\.lines\.0/u,
    ],
  ])("is strict: %j", (devices, code, where) => {
    expect(() => parse(devices)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(where) as string }) as Error,
    );
  });
});
