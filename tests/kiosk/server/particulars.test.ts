/** Typed particulars, where the register cannot be asked: who may type them, what is taken, and that the desk checks them. */
import { describe, expect, test } from "vitest";
import type { KioskCommand } from "../../../api/words/kiosk-command.ts";
import { Acts } from "../../../kiosk/server/act.ts";
import { declaredHolder } from "../../../kiosk/server/particulars.ts";
import { declarer } from "../../../kiosk/cli/start/finding.ts";
import { good, goodDevices, Play, policies } from "../session/play.ts";
import { packetIdOf } from "../stand.ts";
import { playedKiosk } from "./played-kiosk.ts";

const NOW = Date.UTC(2026, 10, 22);
const typed = {
  surname: " Traoré ",
  givenNames: "Aminata  Kadi",
  birth: "04/07/1991",
  sex: "female",
} as const;

describe("what is typed", () => {
  test("is read with its marks, a known age, and as the State's national", () => {
    expect(declaredHolder(typed, "MLI", NOW)).toEqual({
      subject: {
        surname: "Traoré",
        givenNames: "Aminata Kadi",
        birth: { year: 1991, month: 7, day: 4 },
        sex: "female",
        nationality: "MLI",
        synthetic: false,
      },
      age: 35,
    });
  });

  test.each([
    ["00001975", { year: 1975 }],
    ["00031975", { year: 1975, month: 3 }],
    ["29.02.2024", { year: 2024, month: 2, day: 29 }],
  ])("an unknown day or month is none: %s", (birth, known) => {
    expect(declaredHolder({ ...typed, birth }, "MLI", NOW)).toMatchObject({ subject: { birth: known } });
  });

  test.each([
    ["31021990"],
    ["01132000"],
    ["01011880"],
    ["01012090"],
    ["23112026"],
    ["1990"],
    [""],
    ["12001990"],
  ])("%s is no date that somebody alive was born on", (birth) => {
    expect(declaredHolder({ ...typed, birth }, "MLI", NOW)).toBe("incomplete");
  });

  test.each([
    ["Tra\u0000o\u0007ré\u001B", "Tra o ré"],
    ["\u202EdE\u202C\u200Brus\uFEFF", "dErus"],
    ["  Ag\t\nAlkassim ", "Ag Alkassim"],
    ["E\u0301mile", "Émile"],
    ["تراوري", "تراوري"],
    ["ߕߙߊߥߟߋ", "ߕߙߊߥߟߋ"],
    ["نمی\u200Cدانم", "نمی\u200Cدانم"],
  ])("what was pasted with a name is no part of it: %j", (surname, known) => {
    expect(declaredHolder({ ...typed, surname }, "MLI", NOW)).toMatchObject({ subject: { surname: known } });
  });

  test("a surname of digits is none; one name alone is enough", () => {
    for (const surname of ["12", "👩🏿‍👧🏿", "\u0000\u202E"])
      expect(declaredHolder({ ...typed, surname }, "MLI", NOW)).toBe("incomplete");
    expect(declaredHolder({ ...typed, givenNames: "" }, "MLI", NOW)).toMatchObject({
      subject: { givenNames: "" },
    });
  });

  test("a service for foreigners takes nobody's word", () => {
    const visa = { applicants: "foreigners" } as never;
    expect(declarer({ state: "MLI", service: () => visa })(typed)).toBe("other-service");
    expect(declarer({ state: "MLI", service: () => undefined })(typed)).toMatchObject({
      reference: expect.stringMatching(/^TYPED-/u) as string,
    });
  });
});

test("a session of typed particulars goes to the desk, whatever the policy says of control", () => {
  const given = { kind: "reference-given", reference: "R1", age: 35 } as const;
  const never = { ...policies.selfService, control: { when: "never", hours: 24 } } as const;
  const through = (declared: boolean) => {
    const play = new Play(never)
      .give({ kind: "start", packetId: packetIdOf(1), mode: "unattended", facts: goodDevices })
      .give({ ...given, ...(declared ? { declared: true } : {}) })
      .give({ kind: "consent-given", language: "fr", by: "applicant" });
    for (let part = 0; part < 4; part += 1) play.present(good());
    return play.give({ kind: "confirm" }).state.kind;
  };
  expect(through(false)).toBe("sealing");
  expect(through(true)).toBe("awaiting-control");
});

describe("at the screen", () => {
  test("is offered only while the line is down, keeps the reference, and corrects what is no date", async () => {
    await using kiosk = await playedKiosk({ lineDown: true });
    const { walk } = kiosk;
    const acts = new Acts(walk);
    const act = (command: KioskCommand) =>
      acts.act({ key: crypto.randomUUID(), revision: walk.view().revision, command });
    walk.start();
    expect(await act({ kind: "give-particulars", ...typed })).toMatchObject({ outcome: "ignored" });
    await act({ kind: "give-reference", way: "typed", text: "BKO-2026-000777" });
    expect(walk.screen()).toMatchObject({ kind: "reference", problem: "line-down", declares: true });
    await act({ kind: "give-particulars", ...typed, birth: "31021990" });
    expect(walk.screen()).toMatchObject({ kind: "reference", problem: "incomplete", declares: true });
    await act({ kind: "give-particulars", ...typed });
    expect(walk.state).toMatchObject({
      kind: "consent",
      data: { reference: "BKO-2026-000777", declared: true },
    });
    expect(walk.subject?.surname).toBe("Traoré");
  });
});
