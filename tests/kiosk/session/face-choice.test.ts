/** What the applicant has to say about the picture: which of two equals, and that a verdict is wrong. */
import { describe, expect, test } from "vitest";
import type { Assessment } from "../../../kiosk/session/acquire.ts";
import { APPLICANT } from "../../../kiosk/session/state.ts";
import { good, Play, policies, poor } from "./play.ts";

const MOUTH = "TR-03121 2.2 Mouth closed";
const begun = () => new Play(policies.selfService).begin();
const open: Assessment = { sufficient: false, rank: [12, 7], reason: "mouth", failed: [MOUTH] };
const again = (play: Play, score = 60) =>
  play.give({ kind: "captured" }).give({ kind: "declined", assessment: good(score) });
const contested = (play: Play) =>
  play.give({ kind: "contest", part: "face", check: MOUTH, statement: "it-is-not-so", by: APPLICANT });

describe("among equally good pictures the applicant chooses (TR-03121-3.2 v6.0, best-of)", () => {
  test("the earlier one, which is then the portrait", () => {
    const play = again(begun()).give({ kind: "captured" });
    play.give({ kind: "preferred", assessment: good(), instead: 1 });
    expect(play.data.face?.number).toBe(1);
    expect(play.data.doubts).toEqual([]);
    expect(play.target).toBe("right-index");
    expect(play.data.tries.map(({ verdict }) => verdict)).toEqual([
      { kind: "rejected", reason: "subject-asked-for-another" },
      { kind: "rejected", reason: "subject-preferred-another" },
    ]);
  });

  test("a worse earlier one cannot be chosen, nor one that was never shown", () => {
    const worse = again(begun(), 50).give({ kind: "captured" });
    expect(() => worse.give({ kind: "preferred", assessment: good(60), instead: 1 })).toThrow(/illegal/u);
    const rejected = begun().present(poor()).give({ kind: "captured" });
    expect(() => rejected.give({ kind: "preferred", assessment: good(), instead: 1 })).toThrow(/illegal/u);
  });
});

describe("a contested verdict", () => {
  test("a picture that lacks nothing else is taken, and the desk looks at it", () => {
    const play = contested(begun()).present(open);
    expect(play.data.face?.number).toBe(1);
    expect(play.data.doubts).toEqual([{ part: "face", doubt: "insufficient" }]);
    expect(play.data.contests).toMatchObject([
      { check: MOUTH, statement: "it-is-not-so", by: APPLICANT, number: 1 },
    ]);
    expect(play.target).toBe("right-index");
  });

  test("one that lacks something else as well is taken again", () => {
    const play = contested(begun()).present({ ...open, failed: [MOUTH, "TR-03121 7.2 Focus"] });
    expect(play.target).toBe("face");
    expect(play.present(open).data.face?.number).toBe(2);
  });

  test("without a word of the applicant's the picture is taken again, and an operator's word is not the applicant's", () => {
    expect(begun().present(open).target).toBe("face");
    const play = begun();
    play.give({ kind: "contest", part: "face", check: MOUTH, statement: "it-is-not-so", by: "op-1" });
    expect(play.present(open).target).toBe("face");
  });

  test("the verdict may prove right after all: nothing is doubted then", () => {
    const play = contested(begun()).present(good());
    expect(play.data.doubts).toEqual([]);
    expect(play.data.contests).toHaveLength(1);
  });

  test("the kiosk's word and the desk's on the same check stand beside each other", () => {
    const play = contested(begun()).present(open).present(good()).present(good()).present(good());
    play.give({ kind: "confirm" });
    play.give({ kind: "contest", part: "face", check: MOUTH, statement: "cannot-be-changed", by: "op-1" });
    expect(play.data.contests?.map(({ by, number }) => [by, number])).toEqual([
      [APPLICANT, 1],
      ["op-1", 1],
    ]);
  });
});
