/** A scanner certified for MOSIP in the kiosk's scanner place: its pictures decoded, its signatures and the chain verified. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemClock } from "../../../api/base/clock.ts";
import { seededRandom } from "../../../api/base/random.ts";
import { NOT_ASSESSED, writeFinger2011 } from "../../../api/formats/iso19794/second-edition.ts";
import { encodeJp2 } from "../../../api/formats/jp2/jp2.ts";
import { encodeWsq } from "../../../api/formats/wsq/encode.ts";
import { readSbiSetting, SbiScanner } from "../../../kiosk/devices/sbi-scanner.ts";
import type { FingerPosition } from "../../../api/words/characteristic.ts";
import { ridges } from "../../drivers/pictures.ts";
import { makeSigner, type SbiSigner } from "../../../drivers/sbi/test-provider.ts";
import { startSbiTwin, type SbiTwinOptions } from "../../drivers/sbi-twin.ts";

const never = new AbortController().signal;
const picture = ridges(1, 256, 288);
let folder = "";
let provider: SbiSigner;
let stranger: SbiSigner;
beforeAll(async () => {
  [provider, stranger] = [await makeSigner("A provider"), await makeSigner("A stranger")];
  folder = await mkdtemp(path.join(tmpdir(), "sbi-"));
  await writeFile(path.join(folder, "provider.pem"), provider.anchor.toString());
});
afterAll(() => rm(folder, { recursive: true }));

type Compression = "none" | "wsq" | "jp2-lossless";

const recordOf = async (compression: Compression, position: FingerPosition): Promise<Uint8Array> => {
  const image =
    compression === "none"
      ? picture.pixels
      : compression === "wsq"
        ? encodeWsq(picture, { bpp: 2.25, ppi: 500 })
        : await encodeJp2({ ...picture, components: 1 }, "lossless");
  const { width, height } = picture;
  return writeFinger2011({
    position,
    impression: "live-plain",
    quality: NOT_ASSESSED,
    ppi: 500,
    compression,
    width,
    height,
    capturedAt: Date.UTC(2026, 0, 1),
    image,
  });
};

const setting = async (port: number) => {
  const file = path.join(folder, `sbi-${port}.json`);
  const config = {
    format: "kiosk-sbi/1",
    environment: "Developer",
    providers: ["provider.pem"],
    ports: [port],
  };
  await writeFile(file, JSON.stringify({ ...config, ppi: 500, areaMm: { width: 16, height: 20 } }));
  return readSbiSetting(file);
};

const captured = async (compression: Compression, spoilt: Partial<SbiTwinOptions> = {}, times = 1) => {
  const records = [{ subType: "Left IndexFinger", record: await recordOf(compression, "left-index") }];
  await using service = await startSbiTwin({ signer: provider, records, ...spoilt });
  const scanner = new SbiScanner({
    setting: await setting(service.port),
    clock: systemClock,
    random: seededRandom("sbi"),
  });
  const outcomes = [];
  for (let i = 0; i < times; i += 1) {
    await using device = await scanner.open("left-index");
    outcomes.push(await device.capture({ deadline: 5000 }, never));
  }
  return { scanner, outcomes };
};

describe("a scanner behind an SBI service", () => {
  test.each(["none", "jp2-lossless"] as const)(
    "a record with its picture as %s comes out to the pixel",
    async (as) => {
      const { outcomes, scanner } = await captured(as);
      expect(outcomes).toMatchObject([
        {
          kind: "captured",
          sample: { characteristic: "finger", ppi: 500, device: { driver: "sbi", make: "Twin" } },
        },
      ]);
      const [first] = outcomes;
      if (first?.kind !== "captured" || first.sample.characteristic !== "finger") throw new Error();
      expect(Buffer.compare(first.sample.image.pixels, picture.pixels)).toBe(0);
      expect(scanner.features).toMatchObject({
        ppi: 500,
        areaMm: { width: 16, height: 20 },
        suitability: "enrolment",
      });
    },
  );

  test("the next capture goes on in the chain of hashes", async () => {
    const { outcomes } = await captured("none", {}, 2);
    expect(outcomes.map(({ kind }) => kind)).toEqual(["captured", "captured"]);
  });

  test("one that the service compressed with loss is refused: the packet would compress it a second time", async () => {
    const { outcomes } = await captured("wsq", {}, 1);
    expect(outcomes).toMatchObject([
      {
        kind: "failed",
        fault: { code: "wrong-device", detail: expect.stringContaining("set the service to lossless") },
      },
    ]);
  });

  test("who signs with another provider's key is not opened", async () => {
    await expect(captured("none", { signer: stranger })).rejects.toMatchObject({ code: "signature-invalid" });
  });

  test("another finger than the one that was asked for is a fault, and so is a service that is gone", async () => {
    const records = [{ subType: "Left IndexFinger", record: await recordOf("none", "right-index") }];
    const { outcomes } = await captured("none", { records });
    expect(outcomes).toMatchObject([{ kind: "failed", fault: { code: "garbage" } }]);
    const scanner = new SbiScanner({
      setting: await setting(1),
      clock: systemClock,
      random: seededRandom("sbi"),
    });
    await expect(scanner.open("left-index")).rejects.toMatchObject({ code: "device-missing" });
  });

  test("cancelled while it captures, it captures the next time", async () => {
    const records = [{ subType: "Left IndexFinger", record: await recordOf("none", "left-index") }];
    await using service = await startSbiTwin({ signer: provider, records });
    const scanner = new SbiScanner({
      setting: await setting(service.port),
      clock: systemClock,
      random: seededRandom("sbi"),
    });
    await using device = await scanner.open("left-index");
    const stop = new AbortController();
    const running = device.capture({ deadline: 5000 }, stop.signal);
    stop.abort();
    expect(await running).toEqual({ kind: "cancelled" });
    expect(await device.capture({ deadline: 5000 }, never)).toMatchObject({ kind: "captured" });
  });

  test.each([
    ["a record of another scanner of the same maker", { recordOf: { serialNo: "TWIN00000002" } }],
    ["a record of a finger that was not asked for, in a record that does not say which", { wrong: true }],
  ] as const)("%s is told as another device's answer", async (_what, spoilt) => {
    const subType = "wrong" in spoilt ? "Left ThumbFinger" : "Left IndexFinger";
    const records = [{ subType, record: await recordOf("none", "left-index") }];
    const { outcomes } = await captured("none", { records, ...("recordOf" in spoilt ? spoilt : {}) });
    expect(outcomes).toMatchObject([{ kind: "failed", fault: { code: "wrong-device" } }]);
  });

  test.each([
    [{ purpose: "Auth" }, /registered for "Auth", not for registration/u],
    [{ deviceStatus: "Busy" }, /says "Busy"; end the other program/u],
  ])("one that says %j is not opened, and the words say why", async (says, why) => {
    await expect(captured("none", { says })).rejects.toThrow(why);
  });

  test("another device of the service, which nobody has registered, does not speak for it", async () => {
    const others = [{ deviceInfo: "not.signed.thing" }];
    expect((await captured("none", { others })).outcomes).toMatchObject([{ kind: "captured" }]);
  });

  test("a broken chain is told as another device's answer", async () => {
    const { outcomes } = await captured("none", {
      spoil: (answer) => ({
        biometrics: (answer["biometrics"] as Record<string, unknown>[]).map((one) => ({
          ...one,
          hash: "00",
        })),
      }),
    });
    expect(outcomes).toMatchObject([{ kind: "failed", fault: { code: "wrong-device" } }]);
  });
});

test.each([
  ["no JSON", "{", "input-malformed"],
  ["another format", '{"format":"kiosk-sbi/2"}', "input-malformed"],
  [
    "a provider that is not there",
    '{"format":"kiosk-sbi/1","environment":"Production","providers":["none.pem"]}',
    "input-missing",
  ],
])("a configuration with %s is refused in words", async (_what, text, code) => {
  const file = path.join(folder, "bad.json");
  await writeFile(file, text);
  await expect(readSbiSetting(file)).rejects.toMatchObject({ code });
});
