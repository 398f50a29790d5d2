import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { attemptsLog, type LogContext } from "../../../kiosk/session/log/attempts-log.ts";
import { ALL_CODES } from "../../../kiosk/session/log/codes.ts";
import { attemptsXml } from "../../../kiosk/session/log/xml.ts";
import { step } from "../../../api/base/machine.ts";
import { pack, unpack } from "../../../kiosk/session/keep/pack.ts";
import { endingOf } from "../../../kiosk/session/log/logbook.ts";
import { logOf } from "../../../kiosk/session/log/write-log.ts";
import { restored, sessionMachine } from "../../../kiosk/session/machine.ts";
import { APPLICANT, type Data, type Message, type SessionState } from "../../../kiosk/session/state.ts";
import { good, Play, policies, poor } from "./play.ts";

const contextOf = (play: Play): LogContext => ({
  station: { kiosk: "kiosk-1", mission: 'Mission <à> "Paris" & environs\n\u0007\ud800', software: "0.1.0" },
  policy: play.policy,
  devices: [
    {
      identity: { driver: "uru4500", make: "DigitalPersona", model: "U.are.U 4500" },
      features: {
        characteristic: "finger",
        evidence: "virtual",
        suitability: "enrolment",
        note: "",
        presentationAttackDetection: false,
        ppi: 512,
      },
    },
  ],
  deviceOf: (target) => (target === "face" ? "uvc" : "uru4500"),
  checksOf: (number) => [
    {
      id: "finger quality",
      algorithm: { name: "own", version: "1" },
      result:
        number % 2 === 0
          ? { kind: "assessed", raw: 41.5, scalar: 42 }
          : { kind: "failure-to-assess", reason: "too few ridges" },
      limit: { atLeast: 30, source: "5.4" },
      ...(number % 2 === 0 ? { passed: true } : {}),
    },
  ],
  discarded: new Set(
    play.said("discard").flatMap((effect) => (effect.kind === "discard" ? effect.numbers : [])),
  ),
  shown: play.said("show").flatMap((effect): Message[] => (effect.kind === "show" ? [effect.message] : [])),
  end: "awaiting-control",
  endedAt: play.now,
});

/** A session with everything in it that a log must tell. */
const eventful = () => {
  const play = new Play(policies.selfService).begin();
  play.give({ kind: "retry", reason: "nothing-presented" }).present(poor()).present(good());
  play.present(good()).present({ ...good(), duplicateOf: "right-index" });
  play.give({ kind: "device-failed", code: "stalled" }).give({ kind: "device-ready" });
  play.present(good()).present({ ...good(), attackSuspected: true });
  play.give({ kind: "cannot-sign", reason: "cannot-write" }).give({ kind: "confirm" });
  return play;
};

describe("the attempts log", () => {
  const play = eventful();
  const log = attemptsLog(play.data, contextOf(play));

  test("has every attempt, numbered without a gap, with its reason as a code that has a meaning", () => {
    expect(log.attempts.map(({ number }) => number)).toEqual(
      log.attempts.map((_attempt, index) => index + 1),
    );
    expect(log.attempts.map(({ code }) => code)).toEqual([
      "retry/nothing-presented",
      "rejected/quality",
      undefined,
      undefined,
      "doubt/same-finger-twice",
      "device/stalled",
      undefined,
      "doubt/attack-suspected",
      "cancelled",
    ]);
    for (const { code } of log.attempts) if (code !== undefined) expect(ALL_CODES.get(code)).toMatch(/\.$/u);
  });

  test("has limits and timeouts whether or not they were reached, thresholds, what was shown, and the law's word", () => {
    expect(log.attempts[0]).toMatchObject({ budgetMs: 30_000, captureMs: 10_000, device: "uvc" });
    expect(log.attempts[1]!.checks).toEqual([
      { id: "finger quality", algorithm: "own 1", value: 41.5, score: 42, atLeast: 30, passed: true },
    ]);
    expect(log.attempts[2]!.checks[0]).toMatchObject({ value: "too few ridges" });
    expect(log.shown).toContain("same-finger-twice");
    expect(log.fingerprintCaptureAllowed).toBe(true);
    expect(log.devices[0]).toMatchObject({ pixelDensity: 512, attackDetection: false });
    expect(log.attempts[4]).toMatchObject({ uniqueness: { duplicateOf: "right-index" }, discarded: true });
    expect(log.attempts[7]).toMatchObject({ attackDetection: "alarm", discarded: false, selected: false });
    expect(log.doubts).toEqual([{ part: "fingers", doubt: "attack-suspected" }]);
  });

  test("loses nothing to a power cut: the attempt that ran, what was shown before, what was discarded before", () => {
    const cut = new Play(policies.selfService).begin().present(good());
    cut.present(good()).present({ ...good(), duplicateOf: "right-index" });
    const running = "acquiring" in cut.state ? cut.state.acquiring.number : 0;
    // What the disk gives back, and nothing that the program knew beside it.
    cut.state = restored(unpack(pack(cut.state)) as SessionState);
    cut.give({ kind: "resume", by: { kind: "operator", id: "op-1" } }, 60_000);
    cut
      .present(good())
      .present(good())
      .give({ kind: "captured" })
      .give({ kind: "assessed", assessment: good() });
    const before = cut.state;
    const { state, effects } = step(sessionMachine(cut.policy), before, { kind: "confirm", at: cut.now });
    const ending = endingOf(before, state, effects);
    const after = logOf(ending!, contextOf(cut));
    expect(after).toMatchObject({ end: "awaiting-control" });
    expect(after.attempts.map(({ number }) => number)).toEqual(after.attempts.map((_one, at) => at + 1));
    expect(after.attempts[running - 1]).toMatchObject({ verdict: "cancelled", code: "interrupted/power" });
    expect(ALL_CODES.get("interrupted/power")).toMatch(/power/u);
    expect(after.interruptions).toEqual([
      { code: "interrupted/power", lastKnownAt: expect.stringMatching(/Z$/u) },
    ]);
    expect(after.shown.slice(0, 2)).toEqual(["give-reference", "ask-consent"]);
    expect(after.shown).toContain("same-finger-twice");
    expect(after.shown.at(-1)).toBe("stored-until-control");
    expect(after.attempts.filter(({ discarded }) => discarded).map(({ number }) => number)).toEqual([2, 3]);
    const xml = attemptsXml(after);
    expect(xml).toContain('<Interruption code="interrupted/power"');
    expect(xml).toContain('uniqueness="duplicate" duplicateOf="right-index"');
  });

  test("names the service, where the applicant chose one", () => {
    expect(log).not.toHaveProperty("service");
    const chosen = attemptsLog({ ...play.data, service: "passport-standard" }, contextOf(play));
    expect(chosen.service).toBe("passport-standard");
    expect(attemptsXml(chosen)).toContain('service="passport-standard"');
  });

  test("that several people were seen stands at the attempt where somebody looked, and at no other", () => {
    const seen = new Map([
      [1, true],
      [2, false],
    ]);
    const told = attemptsLog(play.data, { ...contextOf(play), severalPeople: (number) => seen.get(number) });
    expect(told.attempts.slice(0, 3).map(({ severalPeople }) => severalPeople)).toEqual([
      true,
      false,
      undefined,
    ]);
    expect(told.attempts[2]).not.toHaveProperty("severalPeople");
    expect(log.attempts[0]).not.toHaveProperty("severalPeople");
  });

  test("a value stands in the unit of its limits, whatever its score is", () => {
    const context = contextOf(play);
    const [check] = context.checksOf(2);
    const checks = [
      {
        ...check!,
        id: "yaw",
        result: { kind: "assessed", raw: 12, scalar: 0 },
        limit: { atMost: 5, source: "" },
      },
      {
        ...check!,
        id: "eyes",
        result: { kind: "assessed", raw: 312, scalar: 100 },
        limit: { atLeast: 300, source: "" },
      },
    ] as const;
    const told = attemptsLog(play.data, { ...context, checksOf: () => checks }).attempts[0]!.checks;
    expect(told).toMatchObject([
      { id: "yaw", value: 12, score: 0, atMost: 5 },
      { id: "eyes", value: 312, score: 100, atLeast: 300 },
    ]);
  });

  test("what people decided and declared is told, with the second person; and what a camera was set to", () => {
    const at = play.now;
    const data = {
      ...play.data,
      headCovering: { reason: "medical" },
      signature: { kind: "cannot-sign", reason: "cannot-write" },
      overrides: [{ part: "face", by: "awa", second: "ben", at, reason: "scar" }],
      refusals: [{ part: "fingers", by: "awa", at, reason: "another hand" }],
      contests: [
        { part: "face", check: "yaw", statement: "is-worn-for-a-reason", by: APPLICANT, at, number: 3 },
      ],
    } as unknown as Data;
    const context = contextOf(play);
    const [device] = context.devices;
    const told = attemptsLog(data, {
      ...context,
      devices: [{ ...device!, settings: { exposure: 157, gain: 3 } }],
    });
    const iso = new Date(at).toISOString();
    expect(told).toMatchObject({
      headCovering: "medical",
      cannotSign: "cannot-write",
      vetoes: [
        { part: "face", outcome: "accepted", by: "awa", second: "ben", at: iso, reason: "scar" },
        { part: "fingers", outcome: "rejected", by: "awa", at: iso, reason: "another hand" },
      ],
      contests: [{ part: "face", check: "yaw", by: "applicant", at: iso, attempt: 3 }],
      devices: [{ settings: { exposure: 157, gain: 3 } }],
    });
    const xml = attemptsXml(told);
    for (const element of [
      '<Setting name="exposure" value="157"/>',
      '<HeadCovering reason="medical"/>',
      '<CannotSign reason="cannot-write"/>',
      '<Veto part="face" outcome="accepted" by="awa" second="ben"',
      '<Contest part="face" check="yaw"',
    ])
      expect(xml).toContain(element);
  });

  test("says that prints were not allowed of a child, whatever was possible", () => {
    const child = new Play(policies.attended).begin({ age: 5, by: "guardian" }).present(good());
    expect(attemptsLog(child.data, contextOf(child))).toMatchObject({
      fingerprintCaptureAllowed: false,
      missingFingers: [{ reason: "exempt" }, { reason: "exempt" }],
    });
  });

  test("holds neither pictures nor the reference of the person", () => {
    const text = JSON.stringify(log) + attemptsXml(log);
    expect(text).not.toContain("R1");
    expect(text.length).toBeLessThan(20_000);
  });

  test("as XML is well-formed, whatever a mission is called", (context) => {
    const xml = attemptsXml(log);
    // Which finger it was is said of fingers, and of them alone.
    const fingers = [...xml.matchAll(/<CaptureAttempt[^>]* finger="([^"]*)"/gu)].map(([, finger]) => finger);
    const parts = log.attempts
      .map(({ what }) => what)
      .filter((what) => what !== "face" && what !== "signature");
    expect(parts.length).toBeGreaterThan(0);
    expect(fingers).toEqual(parts);
    expect(xml).toContain('mission="Mission &lt;à&gt; &quot;Paris&quot; &amp; environs&#10;\ufffd\ufffd"');
    const python = "/usr/bin/python3";
    if (!existsSync(python)) context.skip("no python3 to read the XML independently");
    const script =
      "import sys,xml.etree.ElementTree as t; r=t.fromstring(sys.stdin.buffer.read()); print(len(r.findall('.//{*}CaptureAttempt')), r.find('{*}FaceAcquisition')[0].get('code'))";
    expect(execFileSync(python, ["-c", script], { input: xml }).toString().trim()).toBe(
      "9 retry/nothing-presented",
    );
  });
});
