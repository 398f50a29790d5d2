/** Papers in the session: asked for one after the other, missed, illegible, done again, and sealed. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseCatalogue, papersOf } from "../../../kiosk/session/catalogue.ts";
import { restored } from "../../../kiosk/session/machine.ts";
import { pagesOf } from "../../../kiosk/session/papers.ts";
import type { SessionEffect } from "../../../kiosk/session/state.ts";
import { enrolmentRecord, type RecordContext } from "../../../kiosk/session/run/record.ts";
import { SampleBox } from "../../../kiosk/session/run/sample-box.ts";
import { good, Play, policies } from "./play.ts";

const BIRTH = { id: "birth-extract", required: true } as const;
const CARD = { id: "national-card", required: false } as const;
const PARENTS = { id: "parental-authorisation", required: true, minorsOnly: true } as const;

const asked = (play: Play): Extract<SessionEffect, { kind: "ask-paper" }> | undefined =>
  play.effects.findLast((effect) => effect.kind === "ask-paper");

/** Everything before the papers. */
const toPapers = (wanted: Parameters<Play["begin"]>[0]): Play =>
  new Play(policies.selfService)
    .begin(wanted)
    .present(good())
    .present(good())
    .present(good())
    .present(good());

const keep = (play: Play, legible = true, more = false): Play => {
  const { paper = "", number = 0 } = asked(play) ?? {};
  return play.give({ kind: "page-kept", paper, page: { number, legible }, more });
};
const absent = (play: Play): Play => play.give({ kind: "paper-absent", paper: asked(play)?.paper ?? "" });

describe("papers", () => {
  test("are asked for after the last capture, each page under a number of its own, and leave no doubt", () => {
    const play = toPapers({ wanted: [BIRTH, CARD] });
    expect(play.state.kind).toBe("documents");
    expect(asked(play)).toMatchObject({ paper: "birth-extract", number: 5 });
    keep(play, true, true);
    expect(asked(play)).toMatchObject({ paper: "birth-extract", number: 6 });
    keep(play);
    expect(asked(play)).toMatchObject({ paper: "national-card", number: 7 });
    absent(play);
    expect(play.state.kind).toBe("review");
    expect(pagesOf(play.data)).toEqual([
      { number: 5, legible: true, paper: "birth-extract" },
      { number: 6, legible: true, paper: "birth-extract" },
    ]);
    expect(play.data.doubts).toEqual([]);
    expect(play.data.settled).toContain("documents");
  });

  test("are no step where the service asks for none", () => {
    const play = toPapers({});
    expect(play.state.kind).toBe("review");
    expect(play.said("ask-paper")).toEqual([]);
  });

  test("a required one that is missing goes to the desk; one that may be missing does not", () => {
    const play = absent(absent(toPapers({ wanted: [BIRTH, CARD] })));
    expect(play.data.doubts).toEqual([{ part: "documents", doubt: "not-captured" }]);
    expect(play.give({ kind: "confirm" }).state.kind).toBe("awaiting-control");
    expect(absent(toPapers({ wanted: [CARD] })).data.doubts).toEqual([]);
  });

  test("a page that cannot be read is kept, and a person decides on it", () => {
    const play = keep(toPapers({ wanted: [BIRTH] }), false);
    expect(play.data.doubts).toEqual([{ part: "documents", doubt: "insufficient" }]);
  });

  test("what only minors bring is asked of minors, and of those whose age is not known", () => {
    expect(toPapers({ wanted: [PARENTS] }).state.kind).toBe("review");
    const child = toPapers({ wanted: [PARENTS], age: 12, by: "guardian" });
    expect(asked(child)?.paper).toBe("parental-authorisation");
  });

  test("after the review they are taken again, from the first, under new numbers", () => {
    const play = keep(toPapers({ wanted: [BIRTH] }));
    play.give({ kind: "redo", part: "documents" });
    expect(play.state.kind).toBe("documents");
    expect(pagesOf(play.data)).toEqual([]);
    expect(asked(play)?.paper).toBe("birth-extract");
    expect(keep(play).state.kind).toBe("review");
  });

  test("the desk takes over: pages are asked for again, or an operator types why it goes without", () => {
    const play = absent(toPapers({ wanted: [BIRTH] })).give({ kind: "confirm" });
    play.give({ kind: "take-over", by: "awa", comparison: "fingers matched" });
    expect(asked(play)?.paper).toBe("birth-extract");
    absent(play).give({ kind: "veto-accept", part: "documents", by: "awa", reason: "seen at the desk" });
    expect(play.give({ kind: "confirm" }).state.kind).toBe("sealing");
  });

  test("a power cut or a pause comes back to the paper that was asked for", () => {
    const play = keep(toPapers({ wanted: [BIRTH, CARD] }));
    play.state = restored(play.state);
    play.give({ kind: "resume", by: { kind: "operator", id: "awa" } });
    expect(play.state.kind).toBe("documents");
    expect(asked(play)).toMatchObject({ paper: "national-card", number: 6 });
  });

  test("a page under another's number, or of another paper, is not taken", () => {
    const play = toPapers({ wanted: [BIRTH] });
    const page = { number: 4, legible: true };
    expect(() => play.give({ kind: "page-kept", paper: "birth-extract", page, more: false })).toThrow(
      /documents/u,
    );
    expect(() => play.give({ kind: "paper-absent", paper: "national-card" })).toThrow(/documents/u);
  });

  test("what was kept is in the record that is sealed, in its order; wiping overwrites it", () => {
    const play = keep(keep(toPapers({ wanted: [BIRTH] }), true, true), false);
    const box = new SampleBox();
    const device = { driver: "document-camera", make: "", model: "document camera" };
    const bytes = [Uint8Array.of(1, 2, 3), Uint8Array.of(4, 5)];
    for (const [at, { number, legible }] of pagesOf(play.data).entries())
      box.assessed(number, [], {
        kind: "document",
        device,
        document: { kind: "birth-extract", mediaType: "image/jpeg", bytes: bytes[at]!, legible },
      });
    const context = { policy: policies.selfService, deviceOf: () => device, devices: [] };
    const record = enrolmentRecord(play.data, box, context as unknown as RecordContext);
    expect(record.documents).toEqual([
      { kind: "birth-extract", mediaType: "image/jpeg", bytes: Uint8Array.of(1, 2, 3), legible: true },
      { kind: "birth-extract", mediaType: "image/jpeg", bytes: Uint8Array.of(4, 5), legible: false },
    ]);
    box.wipe();
    expect(bytes.flatMap((one) => [...one])).toEqual([0, 0, 0, 0, 0]);
  });
});

test("the catalogue says which papers a service asks for, and of whom", () => {
  const catalogue = parseCatalogue(readFileSync("kiosk/session/catalogues/specimen.json"), "specimen.json");
  const [passport] = catalogue.services;
  expect(papersOf(passport).map(({ id, required, minorsOnly }) => [id, required, minorsOnly])).toEqual([
    ["birth-extract", true, undefined],
    ["national-card", false, undefined],
    ["marriage-record", false, undefined],
    ["parental-authorisation", false, true],
  ]);
  expect(papersOf(undefined)).toEqual([]);
});
