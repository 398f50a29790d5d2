/** A service on the wire: recorded while it is used, replayed without it, and hurt at every call. */
import { beforeAll, describe, expect, test } from "vitest";
import { systemClock, type Clock } from "../../../api/base/clock.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { seededRandom } from "../../../api/base/random.ts";
import { NOT_ASSESSED, writeFinger2011 } from "../../../api/formats/iso19794/second-edition.ts";
import type { CaptureOutcome } from "../../../api/words/capture.ts";
import { MISHAPS } from "../../../drivers/transport/fault-plan.ts";
import { faultyNet, Injector } from "../../../drivers/transport/faulty.ts";
import { loopback, type NetTransport } from "../../../drivers/transport/net.ts";
import {
  readNetRecording,
  replayNet,
  tapNet,
  writeNetRecording,
} from "../../../drivers/transport/net-recording.ts";
import { ReplayClock } from "../../../drivers/transport/replay-clock.ts";
import { SbiScanner } from "../../../kiosk/devices/sbi-scanner.ts";
import { ridges } from "../../drivers/pictures.ts";
import { makeSigner, startSbiTwin, type Signer } from "../../drivers/sbi-twin.ts";

const never = new AbortController().signal;
const START = Date.parse("2026-06-01");
const picture = ridges(1, 128, 144);
let provider: Signer;
let port = 0;
let recording = "";

/** The same time and the same numbers each time: what is asked is what was recorded. */
const scan = async (net: NetTransport, clock: Clock = new ReplayClock(START)): Promise<CaptureOutcome> => {
  const features = {
    characteristic: "finger",
    evidence: "vendor-document",
    suitability: "enrolment",
    note: "",
    presentationAttackDetection: false,
  } as const;
  const setting = { environment: "Developer", anchors: [provider.anchor], ports: [port], features } as const;
  const scanner = new SbiScanner({ setting, clock, random: seededRandom("net"), net });
  await using device = await scanner.open("left-index");
  return await device.capture({ deadline: 5000 }, never);
};

const isWhole = (outcome: CaptureOutcome): boolean =>
  outcome.kind === "captured" &&
  outcome.sample.characteristic === "finger" &&
  Buffer.compare(outcome.sample.image.pixels, picture.pixels) === 0;

beforeAll(async () => {
  provider = await makeSigner("A provider");
  const record = writeFinger2011({
    position: "left-index",
    impression: "live-plain",
    quality: NOT_ASSESSED,
    ppi: 500,
    compression: "none",
    width: picture.width,
    height: picture.height,
    capturedAt: START,
    image: picture.pixels,
  });
  await using service = await startSbiTwin({
    signer: provider,
    records: [{ subType: "Left IndexFinger", record }],
  });
  port = service.port;
  // A service answers in its own time, which is not the recording's.
  const clock = { now: () => START, sleep: systemClock.sleep.bind(systemClock) };
  const { net, entries } = tapNet(loopback, clock);
  if (!isWhole(await scan(net, clock))) throw new Error("the service gives no picture");
  recording = writeNetRecording(entries);
});

const replay = () => replayNet(readNetRecording(recording, "recording"));

describe("a recorded service", () => {
  test("replays without it, to the pixel, and every call of it is used", async () => {
    const net = replay();
    expect(net.left).toBe(3);
    expect(isWhole(await scan(net))).toBe(true);
    expect(net.left).toBe(0);
  });

  test("another request than the recorded one is told with what was expected and what came", async () => {
    const outcome = await scan(replay(), new ReplayClock(START + 1000));
    expect(outcome).toMatchObject({ kind: "failed", fault: { code: "recording-mismatch" } });
    expect(outcome.kind === "failed" && outcome.fault.detail).toMatch(
      /request\.body\.captureTime: expected "2026-06-01T00:00:00\.\d+Z", got "2026-06-01T00:00:01\.\d+Z"/u,
    );
  });

  test("one call too many is told; nobody there replays as nobody there", async () => {
    const net = replay();
    await scan(net);
    await expect(net.exchange({ port, method: "RCAPTURE", path: "/capture", body: "" })).rejects.toThrow(
      /no call is left/u,
    );
    const { net: tapped, entries } = tapNet(loopback, new ReplayClock(0));
    const request = { port: 1, method: "MOSIPDISC", path: "/device", body: "{}" };
    await expect(tapped.exchange(request)).rejects.toMatchObject({ code: "unplugged" });
    const again = replayNet(readNetRecording(writeNetRecording(entries), "nobody"));
    await expect(again.exchange(request)).rejects.toMatchObject({ code: "unplugged" });
  });

  test.each([
    ["{", /line 1: not JSON/u],
    ['{"t_us":1,"port":1,"method":"A","path":"/","body":"","answer":"","more":1}', /unknown key "more"/u],
    ['{"t_us":1,"port":70000,"method":"A","path":"/","body":"","answer":""}', /"port" must be/u],
    ['{"t_us":1,"port":1,"method":"A","path":"/","body":"","fault":"tired"}', /"fault" is unknown/u],
  ])("a broken line is refused: %s", (line, why) => {
    expect(() => readNetRecording(line, "recording")).toThrow(why);
  });

  test("every mishap at every call: never half a picture, never a hang, nothing but a fault in words", async () => {
    for (const nth of [1, 2, 3])
      for (const mishap of MISHAPS) {
        const clock = new ReplayClock(START);
        const net = faultyNet(replay(), new Injector([{ nth, mishap, seed: nth }], clock));
        let outcome: CaptureOutcome | undefined;
        try {
          outcome = await scan(net, clock);
        } catch (error) {
          expect(error, `${mishap} at call ${nth}`).toBeInstanceOf(OutsideFault);
        }
        if (outcome?.kind === "captured") expect(isWhole(outcome), `${mishap} at call ${nth}`).toBe(true);
        else expect(outcome?.kind ?? "failed", `${mishap} at call ${nth}`).toMatch(/^(failed|retry)$/u);
      }
  });
});
