import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { systemFiles } from "../../../api/base/files.ts";
import { missionOn, parseConfig } from "../../../kiosk/cli/runtime/config.ts";
import { atRest } from "../../../kiosk/server/presentation.ts";
import { screenOf, stepsOf } from "../../../kiosk/server/screen.ts";
import { numberIn, offerOf, paymentIn } from "../../../kiosk/server/services.ts";
import { parseCatalogue, withoutOf } from "../../../kiosk/session/catalogue.ts";
import { restored } from "../../../kiosk/session/machine.ts";
import { builtInPolicy } from "../../../kiosk/session/policy.ts";
import { packetIdOf } from "../stand.ts";
import { good, goodDevices, Play, policies, poor } from "./play.ts";

const catalogue = parseCatalogue(readFileSync("kiosk/session/catalogues/specimen.json"), "specimen.json");

/** The screen on which somebody agrees who chose that service. */
const agreeing = (id: string | undefined, offered = catalogue.services) => {
  const play = new Play(policies.attended)
    .give({
      kind: "start",
      packetId: packetIdOf(1),
      mode: "attended",
      facts: goodDevices,
      ...(id === undefined ? {} : { service: id }),
    })
    .give({ kind: "reference-given", reference: "R1", age: 30 });
  const around = {
    policy: policies.attended,
    ways: [],
    camera: "driver",
    signing: "pad",
    services: () => offered.map((one) => offerOf(one, { kind: "open" }, { profile: "attended" })),
  } as const;
  return screenOf(play.state, { ...atRest("fr"), place: "session" }, around, undefined, {});
};

test("a service that asks for no prints has no step for them, and is sealed without", () => {
  const play = new Play(policies.selfService).begin({ without: ["fingers"] });
  expect(stepsOf(play.state, policies.selfService)).not.toContain("fingers");
  play.present(good());
  expect(play.state.kind).toBe("signature");
  play.present(good()).give({ kind: "confirm" });
  expect(play.state.kind).toBe("awaiting-control");
  expect(play.data).toMatchObject({ fingers: [], doubts: [] });
});

test("every service of the catalogue says what is captured; what is never captured is left out", () => {
  for (const one of catalogue.services)
    expect(withoutOf(one)).toEqual(
      (["face", "fingers", "signature"] as const).filter((part) => one.capture[part] === "never"),
    );
  expect(withoutOf(undefined)).toEqual([]);
});

test("a portable kit: attended from beginning to end, sealed at once, its city of the day on the packet", async () => {
  const policy = await builtInPolicy(systemFiles, "portable");
  expect(policy).toMatchObject({ id: "portable", profile: "attended", control: { when: "never" } });
  expect(policy.wipeMs).toBeGreaterThan(policies.attended.wipeMs);
  const config = parseConfig(
    Buffer.from(
      JSON.stringify({
        format: "kiosk-config/1",
        mission: "Embassy of Utopia",
        issuingState: "UTO",
        country: "UT",
        keys: { provider: "file", passphraseFile: "passphrase" },
        backend: { url: "https://backend.example", receipts: "receipt.pem" },
        policy: "portable",
        tour: [
          { place: "Lyon", from: "2026-11-20", to: "2026-11-22" },
          { place: "Marseille", from: "2026-11-24", to: "2026-11-25" },
        ],
      }),
    ),
    "kiosk.json",
  );
  expect(missionOn(config, Date.UTC(2026, 10, 22, 23))).toBe("Embassy of Utopia – Lyon");
  expect(missionOn(config, Date.UTC(2026, 10, 23))).toBe("Embassy of Utopia");
});

const service = (id: string) => catalogue.services.find((one) => one.id === id) ?? expect.fail(id);

describe("optional parts, receipts, services", () => {
  const optional = ["fingers", "signature"] as const;

  test("what the service can do without is left out as the person wishes, and nobody doubts it", () => {
    const play = new Play(policies.attended).begin({ optional }).present(good()).give({ kind: "skip" });
    expect(play.state.kind).toBe("signature");
    play.give({ kind: "skip" });
    expect(play.state.kind).toBe("review");
    expect(play.data).toMatchObject({ doubts: [], fingers: [], without: ["fingers", "signature"] });
    expect(play.data.signature).toBeUndefined();
    expect(play.give({ kind: "confirm" }).state.kind).toBe("sealing");
  });

  test("what is required cannot be skipped", () => {
    expect(() => new Play(policies.attended).begin().present(good()).give({ kind: "skip" })).toThrow(/skip/u);
  });

  test("optional prints that are poor are left out; an alarm of an attack is never overlooked", () => {
    const play = new Play(policies.selfService).begin({ optional }).present(good());
    while (play.state.kind === "fingers") play.present(poor());
    expect(play.data).toMatchObject({ doubts: [], fingers: [], without: ["fingers"] });
    const alarmed = new Play(policies.selfService).begin({ optional }).present(good());
    alarmed.present({ ...good(), attackSuspected: true });
    expect(alarmed.data.doubts).toEqual([{ part: "fingers", doubt: "attack-suspected" }]);
  });

  test("the receipt's number is asked for once, and not where the pre-registration knows it", () => {
    const start = { kind: "start", packetId: packetIdOf(1), mode: "attended", facts: goodDevices } as const;
    const given = { kind: "reference-given", reference: "R1", age: 30 } as const;
    const play = new Play(policies.attended)
      .give({ ...start, service: "passport-standard", asksPayment: true })
      .give(given);
    expect(play.state.kind).toBe("payment");
    play.give({ kind: "payment-given", reference: "RCT-42" });
    expect(play.state).toMatchObject({
      kind: "consent",
      data: { service: "passport-standard", paymentReference: "RCT-42" },
    });
    const known = new Play(policies.attended)
      .give({ ...start, asksPayment: true })
      .give({ ...given, paymentReference: "RCT-43" });
    expect(known.state).toMatchObject({ kind: "consent", data: { paymentReference: "RCT-43" } });
  });

  test("a power cut at the receipt comes back there", () => {
    const start = { kind: "start", packetId: packetIdOf(1), mode: "attended", facts: goodDevices } as const;
    const play = new Play(policies.attended)
      .give({ ...start, asksPayment: true })
      .give({ kind: "reference-given", reference: "R1", age: 30 });
    play.state = restored(play.state);
    play.give({ kind: "resume", by: { kind: "reference", reference: "R1" } });
    expect(play.state.kind).toBe("payment");
  });

  test("the page is shown fees, papers, dates; a kiosk without an operator sends to the desk what wants one", () => {
    const closed = { kind: "closed", since: 1, resumes: 2, notice: { fr: "Décret." } } as const;
    expect(offerOf(service("passport-standard"), closed, { profile: "unattended" })).toMatchObject({
      view: {
        fees: [{ amount: 45_000, currency: "XOF" }],
        payment: true,
        closed: { since: 1, resumes: 2, notice: { fr: "Décret." } },
      },
      terms: { service: "passport-standard", without: [], optional: [], asksPayment: true },
    });
    const emergency = service("emergency-document");
    expect(offerOf(emergency, { kind: "open" }, { profile: "unattended" }).view.atDesk).toBe(true);
    expect(offerOf(emergency, { kind: "open" }, { profile: "attended" })).toMatchObject({
      view: { payment: false },
      terms: { optional: ["fingers", "signature"] },
    });
  });

  test("nobody agrees to a passport who asks for something else, or where that is not known", () => {
    expect(agreeing("visa")).toMatchObject({ kind: "consent", what: "document" });
    expect(agreeing("emergency-document")).toMatchObject({ what: "document" });
    expect(agreeing("passport-replacement")).toMatchObject({ what: "passport" });
    expect(agreeing(undefined)).toMatchObject({ what: "document" });
    expect(agreeing(undefined, [])).toMatchObject({ what: "passport" });
  });

  test.each([
    ["rct 2026-0042 ", "RCT 2026-0042"],
    ["A1B2", "A1B2"],
    ["no", undefined],
    ["<script>1", undefined],
    ["RECEIPT", undefined],
    ["9".repeat(41), undefined],
  ])("%s is the receipt's number %s", (typed, number) => {
    expect(paymentIn(typed)).toBe(number);
  });
});

describe("the national number", () => {
  const start = { kind: "start", packetId: packetIdOf(1), mode: "attended", facts: goodDevices } as const;
  const given = { kind: "reference-given", reference: "R1", age: 30 } as const;

  test("is asked for after the receipt, and not where it or the reason is known", () => {
    const play = new Play(policies.attended)
      .give({ ...start, asksPayment: true, asksNationalNumber: true })
      .give(given);
    expect(play.state.kind).toBe("payment");
    play.give({ kind: "payment-given", reference: "RCT-42" });
    expect(play.state.kind).toBe("identifier");
    expect(play.give({ kind: "identifier-given" }).state.kind).toBe("consent");
    const known = new Play(policies.attended)
      .give({ ...start, asksNationalNumber: true })
      .give({ ...given, identified: true });
    expect(known.state.kind).toBe("consent");
  });

  test.each([
    ["1 78 02 01 123 45", "1 78 02 01 123 45"],
    ["bf-0042", "BF-0042"],
    ["none", undefined],
    ["12", undefined],
  ])("%s is the number %s", (typed, number) => {
    expect(numberIn(typed)).toBe(number);
  });
});
