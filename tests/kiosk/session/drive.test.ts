/** A session driven with devices that answer as told: what a screen sees, what is sealed, what is left of it. */
import { describe, expect, test } from "vitest";
import { VirtualClock } from "../../../api/base/clock.ts";
import type { CaptureOutcome } from "../../../api/words/capture.ts";
import type { CaptureDevice } from "../../../drivers/driver.ts";
import { driveSession } from "../../../kiosk/session/run/drive.ts";
import type { SampleBox } from "../../../kiosk/session/run/sample-box.ts";
import type { SessionInput, SessionState } from "../../../kiosk/session/state.ts";
import { sign, signatureStyle } from "../../../models/synthetic/signature/trajectory.ts";
import { packetIdOf, T0 } from "../stand.ts";
import { goodDevices, policies } from "./play.ts";

const pad = { maxX: 9600, maxY: 6000, maxPressure: 1023, widthMm: 96, rate: 200 };
const device = { driver: "test", make: "Test", model: "pad" };
const signed = (): CaptureOutcome => ({
  kind: "captured",
  sample: {
    characteristic: "signature",
    trajectory: sign(signatureStyle("drive"), "1", pad),
    device,
    capturedAt: T0,
  },
});

type Words = SessionInput extends infer Input
  ? Input extends { at: number }
    ? Omit<Input, "at">
    : never
  : never;

/** Somebody who only signs: consents, looks it over, confirms. */
const SIGNS: Readonly<Partial<Record<SessionState["kind"], Words>>> = {
  idle: {
    kind: "start",
    packetId: packetIdOf(1),
    mode: "attended",
    facts: goodDevices,
    without: ["face", "fingers"],
  },
  reference: { kind: "reference-given", reference: "R1", age: 30 },
  consent: { kind: "consent-given", language: "fr", by: "applicant" },
  review: { kind: "confirm" },
  ticket: { kind: "ticket-taken" },
};

const drive = async (outcomes: readonly CaptureOutcome[], person = SIGNS, connected = true) => {
  const clock = new VirtualClock(T0);
  const left = [...outcomes];
  const pen = {
    identity: device,
    capture: async () => left.shift() ?? { kind: "cancelled" },
  } as unknown as CaptureDevice;
  const seen: string[] = [];
  const sealed: { box: SampleBox; ink: Uint8Array; before: boolean }[] = [];
  const end = driveSession({
    policy: policies.attended,
    devices: { face: pen, finger: pen, ...(connected ? { signature: pen } : {}) },
    clock,
    signal: new AbortController().signal,
    host: {
      observe: (state) => seen.push(state.kind),
      next: (state) => {
        const words = person[state.kind];
        return words && { ...words, at: clock.now() };
      },
      instead: () => undefined,
      seal: async ({ data }, box) => {
        if (data.signature?.kind !== "signed") throw new Error("nothing signed");
        const enrolled = box.enrolled(data.signature.attempt.number);
        const ink = enrolled?.kind === "signature" ? enrolled.signature.image.bytes : new Uint8Array();
        sealed.push({ box, ink, before: ink.some((byte) => byte !== 0) });
      },
    },
  });
  return { end: await end, seen, sealed };
};

describe("a driven session", () => {
  test("captures, seals what was captured, and leaves nothing of it in memory", async () => {
    const { end, seen, sealed } = await drive([signed()]);
    expect(end).toMatchObject({ kind: "ended", reason: "completed" });
    expect(seen).toEqual(expect.arrayContaining(["consent", "signature", "review", "sealing", "ticket"]));
    expect(sealed).toHaveLength(1);
    expect(sealed[0]?.before).toBe(true);
    expect(sealed[0]?.ink.every((byte) => byte === 0)).toBe(true);
  });

  test("tries again after what the device asks to be repeated", async () => {
    const { end, sealed } = await drive([{ kind: "retry", reason: "too-faint" as never }, signed()]);
    expect(end).toMatchObject({ kind: "ended", reason: "completed" });
    expect(sealed).toHaveLength(1);
  });

  test("ends where nobody goes on", async () => {
    const { idle, reference } = SIGNS;
    const { end, seen } = await drive([], { ...(idle && { idle }), ...(reference && { reference }) });
    expect(end.kind).toBe("consent");
    expect(seen.at(-1)).toBe("consent");
  });

  test("a capture that is called off abandons the session", async () => {
    const { end, sealed } = await drive([{ kind: "cancelled" }]);
    expect(end).toMatchObject({ kind: "ended", reason: "abandoned" });
    expect(sealed).toEqual([]);
  });

  test("a broken device is named with its remedy", async () => {
    const broken: CaptureOutcome = { kind: "failed", fault: { code: "unplugged", detail: "" } };
    await expect(drive([broken, broken, broken, broken])).rejects.toMatchObject({
      code: "device-failed",
      message: expect.stringMatching(/^signature: The device was unplugged\. Plug it in again\./u),
    });
  });

  test("a device that was never connected is named", async () => {
    await expect(drive([], SIGNS, false)).rejects.toMatchObject({
      code: "device-missing",
      message: expect.stringContaining("no device for the signature"),
    });
  });
});
