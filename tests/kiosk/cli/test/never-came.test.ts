import { describe, expect, test } from "vitest";
import { neverCame } from "../../../../kiosk/cli/test/never-came.ts";
import { parseScenario } from "../../../../kiosk/cli/test/read.ts";

const scenario = parseScenario(
  `scenario: 1
name: one
covers: [x]
applicant:
  does: [{ on: face-review, do: again }, { on: "finger:left-index", nth: 2, do: unable }]
desk:
  - { by: moussa, do: pass, from: { line: "session awaiting-control", nth: 2 } }
  - { by: awa, do: approve }
faults:
  - { layer: plug, device: scanner, do: pulled, from: { at: 12 }, for: 5 }
  - { layer: device, device: pad, do: stall, place: "ep 82", nth: 7, opening: 3 }
  - { layer: process, do: kill, from: { write: 4 } }
  - { layer: network, do: down, from: { line: sealed }, for: 5 }
`,
  "one.yaml",
);
const { faults, applicant } = scenario;

describe("what a scenario says will happen", () => {
  test("is told by its place where it did not, in the order of the file", () => {
    const nothing = { faults: () => false, deeds: () => false, atDesk: 0 };
    expect(neverCame(scenario, nothing).map(({ place, what }) => `${place}: ${what}`)).toEqual([
      "applicant.does.0: the applicant's again, on face-review",
      "applicant.does.1: the applicant's unable, on finger:left-index, time 2",
      'desk.0: pass by moussa at the desk, from line "session awaiting-control", time 2',
      "desk.1: approve by awa at the desk",
      "faults.0: scanner pulled, from 12 s",
      "faults.1: pad stall, from transfer 7 at ep 82 of its opening 3",
      "faults.2: process kill, from write 4",
      'faults.3: network down, from line "sealed"',
    ]);
  });

  test("is passed over where it came", () => {
    const came = {
      faults: (fault: unknown) => fault !== faults[1],
      deeds: (deed: unknown) => deed === applicant.does[0],
      atDesk: 1,
    };
    expect(neverCame(scenario, came).map(({ place }) => place)).toEqual([
      "applicant.does.1",
      "desk.1",
      "faults.1",
    ]);
    expect(neverCame(scenario, { faults: () => true, deeds: () => true, atDesk: 2 })).toEqual([]);
  });
});
