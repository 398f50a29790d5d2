/** A service on the wire: recorded while it is used, without what names its device; replayed without it, and hurt at every call. */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { Bug, OutsideFault } from "../../../api/base/faults.ts";
import type { CaptureOutcome } from "../../../api/words/capture.ts";
import { discoverSbi, verifySbiDevice } from "../../../drivers/sbi/client.ts";
import { replaySbi } from "../../../drivers/sbi/recording.ts";
import { endOf, MISHAPS, readScenario, type PlannedFault } from "../../../drivers/transport/fault-plan.ts";
import { loopback } from "../../../drivers/transport/net.ts";
import {
  readNetRecording,
  replayNet,
  tapNet,
  writeNetRecording,
} from "../../../drivers/transport/net-recording.ts";
import { ReplayClock } from "../../../drivers/transport/replay-clock.ts";
import { openRecordedSbi, recordedSbi } from "../../../kiosk/devices/sbi-recording.ts";
import { withOtherRecords } from "../../../drivers/sbi/exchanged.ts";
import { makeSigner } from "../../../drivers/sbi/test-provider.ts";
import type { StandIns } from "../../../drivers/twin.ts";
import { standInService } from "../../../kiosk/devices/sbi-stand-in.ts";
import { ridges } from "../../drivers/pictures.ts";
import { digestOf } from "../../drivers/digest.ts";
import { SERIAL } from "../../drivers/sbi-twin.ts";
import { recordSbiTwin, SBI_PICTURE } from "../../drivers/sbi-recordings.ts";

const never = new AbortController().signal;
let files: ReadonlyMap<string, Uint8Array | string>;
let asItCame = "";

beforeAll(async () => {
  ({ files, asItCame } = await recordSbiTwin({ captures: 2 }));
});

const calls = (of = files) => String(of.get("sbi.jsonl"));
const provider = (of = files) => String(of.get("provider.pem"));
const recorded = (faults: readonly PlannedFault[] = [], from = calls(), anchor = provider()) =>
  recordedSbi(replaySbi(from, anchor, "recording"), "recording", faults);

const isWhole = (outcome: CaptureOutcome): boolean =>
  outcome.kind === "captured" &&
  outcome.sample.characteristic === "finger" &&
  Buffer.compare(outcome.sample.image.pixels, SBI_PICTURE.pixels) === 0;

const captureAll = async ({ scanner, captures } = recorded()): Promise<CaptureOutcome[]> => {
  const outcomes: CaptureOutcome[] = [];
  for (const { finger, deadline } of captures) {
    await using device = await scanner.open(finger);
    outcomes.push(await device.capture({ deadline }, never));
  }
  return outcomes;
};

/** Every text in it, however deep it is wrapped in base64url. */
const unwrapped = (text: string): string =>
  text +
  [...text.matchAll(/[\w=-]{12,}/gu)]
    .map(([part]) => Buffer.from(part, "base64url").toString("latin1"))
    .filter((inner) => /[\w=-]{12,}/u.test(inner))
    .map((inner) => (inner.startsWith("{") ? unwrapped(inner) : inner))
    .join("\n");

describe("what is recorded of a service", () => {
  test("names no device, neither in words nor in certificates nor below a signature", () => {
    expect(unwrapped(asItCame)).toContain(SERIAL);
    expect(asItCame).toContain('\\"deviceId\\":\\"unit-4711\\"');
    const now = unwrapped(calls()) + provider();
    expect(now).not.toContain(SERIAL);
    expect(now).not.toContain("unit-4711");
    // The provider's own certificate would lead to the unit too.
    const certificate = /"x5c":\["([^"]+)"/u.exec(unwrapped(asItCame))![1]!;
    expect(unwrapped(calls())).not.toContain(certificate);
  });

  test("what was there stands in for it, of the same length, and the same each time", async () => {
    const { net, ports } = replaySbi(calls(), provider(), "recording");
    const [device] = await discoverSbi(ports, undefined, net);
    expect(device).toMatchObject({ deviceId: "000000001", identity: { serial: "1".padStart(12, "0") } });
  });

  test("is signed anew: accepted under the recording's own provider, and under no other", async () => {
    const replay = replaySbi(calls(), provider(), "recording");
    const [device] = await discoverSbi(replay.ports, undefined, replay.net);
    const now = Date.parse(replay.requests[0]!.captureTime);
    const verified = await verifySbiDevice(device!, { anchors: replay.anchors, now }, never, replay.net);
    expect(verified.status).toBe("Ready");
    const { files: other } = await recordSbiTwin({ captures: 1, recordings: "Another" });
    await expect(captureAll(recorded([], calls(), provider(other)))).rejects.toMatchObject({
      code: "signature-invalid",
    });
  });

  test("what was refused stays refused: a stranger's record does not become a good one", async () => {
    const { files: forged, outcomes } = await recordSbiTwin({ captures: 1, forged: true });
    expect(outcomes).toMatchObject([{ kind: "failed", fault: { code: "wrong-device" } }]);
    const again = await captureAll(recorded([], calls(forged), provider(forged)));
    expect(again).toMatchObject([{ kind: "failed", fault: { code: "wrong-device" } }]);
  });
});

describe("a recorded service", () => {
  test("replays without it, to the pixel, capture after capture, and every call of it is used", async () => {
    const replay = replaySbi(calls(), provider(), "recording");
    expect(replay.net.left).toBe(6);
    const outcomes = await captureAll(recordedSbi(replay, "recording"));
    expect(outcomes.map(isWhole)).toEqual([true, true]);
    expect(replay.net.left).toBe(0);
  });

  test("another request than the recorded one is told with what was expected and what came", async () => {
    const { scanner } = recorded();
    await using device = await scanner.open("right-thumb");
    const outcome = await device.capture({ deadline: 1234 }, never);
    expect(outcome).toMatchObject({ kind: "failed", fault: { code: "recording-mismatch" } });
    expect(outcome.kind === "failed" && outcome.fault.detail).toMatch(
      /request\.timeout|request\.body\.timeout: expected "5000", got "1234"/u,
    );
  });

  test("cancelled, it captures nothing; one at a time; none after closing", async () => {
    const { scanner, captures } = recorded();
    const device = await scanner.open("left-index");
    const request = { deadline: captures[0]!.deadline };
    expect(await device.capture(request, AbortSignal.abort())).toEqual({ kind: "cancelled" });
    const running = device.capture(request, never);
    await expect(device.capture(request, never)).rejects.toThrow(Bug);
    await device[Symbol.asyncDispose]();
    await device[Symbol.asyncDispose]();
    expect(["captured", "cancelled"]).toContain((await running).kind);
    await expect(device.capture(request, never)).rejects.toThrow(Bug);
  });

  test("a service that stays silent is a retry at the deadline, and cancelled when it is cancelled", async () => {
    const silent: readonly PlannedFault[] = [{ nth: 3, mishap: "timeout", seed: 1 }];
    const late = recorded(silent);
    {
      await using device = await late.scanner.open("left-index");
      expect(await device.capture({ deadline: late.captures[0]!.deadline }, never)).toEqual({
        kind: "retry",
        reason: "nothing-presented",
      });
      expect(device.status().phase).toBe("ready");
    }
    const { scanner, captures } = recorded(silent);
    await using device = await scanner.open("left-index");
    const stop = new AbortController();
    const request = { deadline: captures[0]!.deadline };
    const running = device.capture(request, stop.signal);
    stop.abort();
    expect(await running).toEqual({ kind: "cancelled" });
  });

  test("a service that goes away between two captures and comes back serves the second", async () => {
    const { scanner, captures } = recorded([{ nth: 4, mishap: "disconnect-reconnect", seed: 1 }]);
    const { finger, deadline } = captures[0]!;
    {
      await using device = await scanner.open(finger);
      expect(isWhole(await device.capture({ deadline }, never))).toBe(true);
    }
    await expect(scanner.open(finger)).rejects.toMatchObject({ code: "device-missing" });
    const again = recorded();
    await using device = await again.scanner.open(finger);
    expect(isWhole(await device.capture({ deadline }, never))).toBe(true);
  });

  test("one call too many is told; nobody there replays as nobody there", async () => {
    const net = replayNet(readNetRecording(calls(), "recording"));
    const request = { port: 1, method: "MOSIPDISC", path: "/device", body: "{}" };
    await expect(net.exchange(request)).rejects.toThrow(/no call is left/u);
    const { net: tapped, entries } = tapNet(loopback, new ReplayClock(0));
    await expect(tapped.exchange(request)).rejects.toMatchObject({ code: "unplugged" });
    const again = replayNet(readNetRecording(writeNetRecording(entries), "nobody"));
    await expect(again.exchange(request)).rejects.toMatchObject({ code: "unplugged" });
  });

  test.each([
    ["{", /line 1: not JSON/u],
    ['{"t_us":1,"port":1,"method":"A","path":"/","body":"","answer":"","more":1}', /unknown key "more"/u],
    ['{"t_us":1,"port":70000,"method":"A","path":"/","body":"","answer":""}', /"port" must be/u],
    ['{"t_us":1,"port":1,"method":"A","path":"/","body":"","fault":"tired"}', /"fault" is unknown/u],
    ['{"t_us":1,"port":1,"method":"RCAPTURE","path":"/","body":"{}","answer":""}', /as SBI 1.0 has it/u],
    ['{"t_us":1,"port":1,"method":"A","path":"/","body":"","answer":""}', /nothing is captured/u],
  ])("a broken recording is refused: %s", (line, why) => {
    expect(() => recorded([], line)).toThrow(why);
  });

  test("every mishap at every call: never half a picture, never a hang, nothing but a fault in words", async () => {
    for (let nth = 1; nth <= 6; nth += 1)
      for (const mishap of MISHAPS) {
        const at = `${mishap} at call ${nth}`;
        const outcomes: CaptureOutcome[] = [];
        try {
          outcomes.push(...(await captureAll(recorded([{ nth, mishap, seed: nth }]))));
        } catch (error) {
          expect(error, at).toBeInstanceOf(OutsideFault);
        }
        for (const outcome of outcomes)
          if (outcome.kind === "captured") expect(isWhole(outcome), at).toBe(true);
          else expect(outcome.kind, at).toMatch(/^(failed|retry)$/u);
      }
  });
});

const recordsIn = (text: string) =>
  [...unwrapped(text).matchAll(/"bioValue":"([\w-]+)"/gu)].map(([, value]) =>
    Buffer.from(value!, "base64url"),
  );

describe("the synthetic twin of a recorded service", () => {
  const other = ridges(9, SBI_PICTURE.width, SBI_PICTURE.height);
  const nobody = { print: () => other } as unknown as StandIns;
  const twin = () => recordSbiTwin({ captures: 2, replace: standInService(nobody) });

  test("shows another finger at each capture, and its chain of hashes goes on over both", async () => {
    const { files: made } = await twin();
    const outcomes = await captureAll(recorded([], calls(made), provider(made)));
    expect(outcomes.map(({ kind }) => kind)).toEqual(["captured", "captured"]);
    for (const outcome of outcomes) {
      if (outcome.kind !== "captured" || outcome.sample.characteristic !== "finger") throw new Error();
      expect(Buffer.compare(outcome.sample.image.pixels, other.pixels)).toBe(0);
    }
    const [was, now] = [
      Buffer.from(unwrapped(calls()), "latin1"),
      Buffer.from(unwrapped(calls(made)), "latin1"),
    ];
    const piece = Buffer.from(SBI_PICTURE.pixels.subarray(4000, 4064));
    expect([was.includes(piece), now.includes(piece)]).toEqual([true, false]);
    expect(unwrapped(calls(made))).not.toContain(SERIAL);
  });

  test("keeps every other byte of the record", async () => {
    const [[was], [now]] = [recordsIn(calls()), recordsIn(calls((await twin()).files))];
    expect(now!.length).toBe(was!.length);
    const at = was!.indexOf(SBI_PICTURE.pixels);
    const end = at + SBI_PICTURE.pixels.length;
    expect(at).toBeGreaterThan(0);
    expect([...now!.subarray(0, at), ...now!.subarray(end)]).toEqual([
      ...was!.subarray(0, at),
      ...was!.subarray(end),
    ]);
  });

  test("what was refused stays refused, and shows nobody either", async () => {
    const { files: made } = await recordSbiTwin({
      captures: 1,
      forged: true,
      replace: standInService(nobody),
    });
    expect(await captureAll(recorded([], calls(made), provider(made)))).toMatchObject([
      { kind: "failed", fault: { code: "wrong-device" } },
    ]);
    const piece = Buffer.from(SBI_PICTURE.pixels.subarray(4000, 4064));
    expect(Buffer.from(unwrapped(calls(made)), "latin1").includes(piece)).toBe(false);
  });

  test("half an answer, which may be half a picture, is not kept", async () => {
    const cut = { method: "RCAPTURE", port: 1, path: "/capture", body: "{}" };
    const signer = await makeSigner("x");
    const [entry] = await withOtherRecords(
      [{ t: 0, request: cut, answer: { text: '{"biometrics":[{"data":"ey' } }],
      { anchors: [], now: 0 },
      signer,
      standInService(nobody),
    );
    expect(entry?.answer).toEqual({ text: "{" });
  });
});

describe("the committed recordings", () => {
  const root = "fixtures/recordings/sbi";
  const expected = async (name: string): Promise<unknown> =>
    JSON.parse(await readFile(path.join(root, name, "expect.json"), "utf8"));

  test("of a capture gives what was recorded", async () => {
    const [outcome] = await captureAll(await openRecordedSbi(path.join(root, "capture")));
    expect({ sample: digestOf(outcome!) }).toEqual(await expected("capture"));
  });

  test("of nobody coming: the service's own words for it are a retry", async () => {
    const outcomes = await captureAll(await openRecordedSbi(path.join(root, "nobody")));
    expect(outcomes).toEqual([{ kind: "retry", reason: "nothing-presented" }]);
  });

  test("what may go wrong ends as its scenario says", async () => {
    const names = await readdir(path.join(root, "scenarios"));
    expect(names).toHaveLength(5);
    for (const name of names) {
      const file = path.join(root, "scenarios", name);
      const { faults, expect: wanted } = readScenario(await readFile(file, "utf8"), file);
      const [outcome] = await captureAll(await openRecordedSbi(path.join(root, "capture"), faults));
      expect(endOf(outcome!), file).toEqual(wanted);
    }
  });

  test("none of them names the twin's serial number", async () => {
    for (const name of ["capture", "nobody"])
      expect(unwrapped(await readFile(path.join(root, name, "sbi.jsonl"), "utf8"))).not.toContain(SERIAL);
  });
});
