import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { OutsideFault } from "../../../../api/base/faults.ts";
import { CATALOGUE } from "../../../../kiosk/cli/test/catalogue.ts";
import { drawn, everyCombination, shares, stepsOf } from "../../../../kiosk/cli/test/combinations.ts";
import { deskDeedSchema } from "../../../../kiosk/cli/test/desk-deeds.ts";
import { demandFit } from "../../../../kiosk/cli/test/fit.ts";
import { parseScenario, readScenario } from "../../../../kiosk/cli/test/read.ts";
import { allScenarios } from "../../../../kiosk/cli/test/run.ts";
import { scenarioSchema } from "../../../../kiosk/cli/test/scenario.ts";

const HEAD = "scenario: 1\nname: one\ncovers: [test]\n";
const fault = (text: string): OutsideFault => {
  try {
    parseScenario(text, "one.yaml");
  } catch (error) {
    if (error instanceof OutsideFault) return error;
    throw error;
  }
  throw new Error("it was taken");
};

describe("a scenario that is not one", () => {
  test.each([
    [
      "an unknown key",
      `${HEAD}aplicant: {}\n`,
      "input-unknown-key",
      'line 4, column 1: the scenario has no key "aplicant"',
    ],
    [
      "an unknown key deep inside",
      `${HEAD}applicant:\n  camera:\n    - show: neutral\n      four: 3\n`,
      "input-unknown-key",
      'line 7, column 7: "applicant.camera.0" has no key "four"',
    ],
    [
      "a scene that there is not",
      `${HEAD}applicant:\n  camera: [smiling]\n`,
      "input-malformed",
      "line 5, column 12",
    ],
    ["a missing name", "scenario: 1\ncovers: [test]\n", "input-malformed", '"name" is missing; add it'],
    [
      "a layer that there is not",
      `${HEAD}faults:\n  - layer: moon\n    do: full\n`,
      "input-malformed",
      "line 5",
    ],
    [
      "a deed of the desk without what it needs",
      `${HEAD}desk:\n  - do: take-finger\n    by: moussa\n`,
      "input-malformed",
      'line 5, column 5: "desk.0.finger" is missing; add it',
    ],
    [
      "somebody who is not at the desk",
      `${HEAD}desk:\n  - { do: pass, by: nobody }\n`,
      "input-malformed",
      "line 5, column 21",
    ],
    ["broken YAML", `${HEAD}person: {seed: a\n`, "input-malformed", "one.yaml, line"],
    ["a key twice", `${HEAD}name: two\n`, "input-malformed", "line 4"],
    ["another format", `scenario: 2\nname: one\ncovers: [test]\n`, "input-malformed", "line 1, column 11"],
    [
      "a line that no trace can have",
      `${HEAD}expect:\n  never: [screen fnger]\n`,
      "input-malformed",
      'line 5, column 11: "expect.never.0": no line of a trace begins like this',
    ],
    [
      "a moment that can never come",
      `${HEAD}faults:\n  - { layer: plug, device: pad, do: pulled, for: 1, from: { line: "sesion face" } }\n`,
      "input-malformed",
      "states of a session idle, reference",
    ],
    [
      "a screen that there is not",
      `${HEAD}applicant:\n  does: [{ on: "fase", do: leave }]\n`,
      "input-malformed",
      "no screen is called this; there are attract, closed",
    ],
    [
      "a state of the skin that there is not",
      `${HEAD}applicant:\n  fingers: [drry]\n`,
      "input-malformed",
      '"applicant.fingers.0": must be one of "good", "dry"',
    ],
    [
      "ages the wrong way round",
      `${HEAD}person: { ages: [40, 30] }\n`,
      "input-malformed",
      'line 4, column 17: "person.ages": the younger age stands first',
    ],
    ["a time that is none", `${HEAD}starts: yesterday\n`, "input-malformed", "line 4, column 9"],
    ["an empty file", "\n", "input-malformed", "one.yaml is empty; write the scenario into it"],
    [
      "an attempt of what nobody tries",
      `${HEAD}expect: { packet: { attempts: { left-indx: 1 } } }\n`,
      "input-unknown-key",
      'line 4, column 33: "expect.packet.attempts" has no key "left-indx"',
    ],
    [
      "an end that no attempt has",
      `${HEAD}expect: { packet: { verdicts: [acepted] } }\n`,
      "input-malformed",
      '"expect.packet.verdicts.0": must be one of "accepted"',
    ],
    [
      "a state that no packet has",
      `${HEAD}expect: { outbox: [gone] }\n`,
      "input-malformed",
      '"expect.outbox.0": must be one of "waiting"',
    ],
    [
      "two documents in one file",
      `${HEAD}---\n${HEAD}`,
      "input-malformed",
      "line 4, column 1: a second document begins here",
    ],
    [
      "no time at all",
      `${HEAD}lasts: 0\n`,
      "input-malformed",
      'line 4, column 8: "lasts": must be at least 1',
    ],
    [
      "an alias, which could grow without end",
      `${HEAD}person: &a {seed: x}\ndevices: *a\n`,
      "input-malformed",
      "one.yaml",
    ],
  ])("%s is refused with its place and a remedy", (_what, text, code, words) => {
    const { code: got, message } = fault(text);
    expect(got).toBe(code);
    expect(message).toContain(words);
    expect(message).toMatch(/one\.yaml/u);
    expect(message).toMatch(/correct it|remove it|add it|write/u);
  });

  test.each([
    ["services: [nosuch]", 'line 4, column 12: there is no service "nosuch"; name one of passport-standard'],
    [
      "suspended: { nosuch: 2026-03-02T09:00:00Z }",
      'line 4, column 14: there is no service "nosuch"; name one of passport-standard',
    ],
    ["languages: [zz]", 'line 4, column 13: there is no language "zz"; name one of fr, en'],
    ["applicant: { language: xx }", 'line 4, column 24: there is no language "xx"; name one of fr, en'],
    [
      "applicant: { service: passport }",
      'line 4, column 23: there is no service "passport"; name one of passport-',
    ],
    ["policy: { set: { no.such: 1 } }", 'line 4, column 18: A policy has no place "no.such"'],
    [
      "policy: { base: self-service, set: { desk: { fourEys: [override] } } }",
      'line 4, column 38: the policy "self-service" as the scenario sets it: "desk.fourEyes" is missing; add it',
    ],
    // The words of a place that is no policy's may stand elsewhere before: the place itself is told.
    ["person: { face: '20' }\npolicy: { set: { face: {} } }", "line 5, column 18: "],
    ["person: { face: '98' }", 'line 4, column 17: there is no face "98"; name one of specimen, 01, 02'],
  ])("%s is refused with its line before anything is played", async (text, words) => {
    const written = { text: `${HEAD}${text}\n`, label: "one.yaml" };
    const scenario = parseScenario(written.text, written.label);
    await expect(demandFit(scenario, written)).rejects.toThrow(`one.yaml, ${words}`);
  });

  test("a file that is no text in UTF-8 is refused", async () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), "kiosk-read-")), "latin.yaml");
    writeFileSync(file, Buffer.from(`${HEAD}seed: "\u00e9"\n`, "latin1"));
    await expect(readScenario(file)).rejects.toThrow("latin.yaml is not text in UTF-8; save it as UTF-8");
    rmSync(path.dirname(file), { recursive: true });
  });

  test("a file that is not there is named", async () => {
    await expect(readScenario("no/such.yaml")).rejects.toMatchObject({ code: "input-missing" });
  });
});

describe("the scenarios that come with the product", () => {
  test("are at least 120, each read, each with a name and an expectation of its own", async () => {
    const files = await allScenarios();
    expect(files.length).toBeGreaterThanOrEqual(120);
    const names = new Set<string>();
    const bodies = new Set<string>();
    for (const file of files) {
      const scenario = await readScenario(file);
      names.add(scenario.name);
      const { name: _name, covers: _covers, ...body } = scenario;
      bodies.add(JSON.stringify(body));
      expect(JSON.stringify(scenario.expect), file).not.toBe(JSON.stringify({ lines: [], never: [] }));
    }
    expect(names.size).toBe(files.length);
    expect(bodies.size).toBe(files.length);
  });

  test("cover every layer of faults, and everything that is listed here", async () => {
    const covered = new Set<string>();
    const layers = new Set<string>();
    for (const file of await allScenarios()) {
      const { covers, faults } = await readScenario(file);
      for (const name of covers) covered.add(name);
      for (const { layer } of faults) layers.add(layer);
    }
    expect([...layers].toSorted()).toEqual(
      ["backend", "clock", "device", "disk", "network", "plug", "process"].toSorted(),
    );
    for (const name of [
      "face-correction",
      "finger-correction",
      "wrong-finger",
      "missing-finger",
      "cannot-sign",
      "guardian",
      "head-covering",
      "resume",
      "abandon",
      "wipe",
      "languages",
      "keys",
      "desk",
      "reference",
      "suspension",
      "recordings",
      "operator",
      "control",
      "attended",
      "take-over",
      "contest",
      "override",
      "four-eyes",
      "swap",
      "queue",
      "export",
      "portable",
      "rehearsal",
    ])
      expect([...covered], name).toContain(name);
  });

  test("play every deed of the desk, and every deed is described", async () => {
    const played = new Set<string>();
    for (const file of await allScenarios())
      for (const deed of (await readScenario(file)).desk) played.add(deed.do);
    const known = deskDeedSchema.options.map(({ shape }) => shape.do.value);
    const text = readFileSync(path.resolve("docs/scenarios.md"), "utf8");
    for (const name of known) {
      expect([...played]).toContain(name);
      expect(text).toContain(`\`${name}\``);
    }
  });

  test("are described: every key of the format stands in the documentation", () => {
    const text = readFileSync(path.resolve("docs/scenarios.md"), "utf8");
    for (const key of [
      "scenario",
      "name",
      "covers",
      "seed",
      "starts",
      "lasts",
      "policy",
      "languages",
      "person",
      "appointment",
      "devices",
      "applicant",
      "desk",
      "faults",
      "expect",
      "lines",
      "never",
      "screen",
      "sealed",
      "delivered",
      "packet",
      "outbox",
      "kept",
    ])
      expect(text, key).toContain(`\`${key}\``);
  });
});

test("the published schema is the one that is asked", () => {
  const published: unknown = JSON.parse(readFileSync(path.resolve("docs/scenario.schema.json"), "utf8"));
  expect(z.toJSONSchema(scenarioSchema, { io: "input" })).toEqual(published);
});

describe("the combinations of a sweep", () => {
  const steps = stepsOf([
    { at: 0, text: "screen attract" },
    { at: 1, text: "does begin" },
    { at: 2, text: "screen face:look-here" },
    { at: 3, text: "screen attract" },
    { at: 4, text: "sealed 123 abc" },
    { at: 5, text: "everybody leaves" },
    { at: 6, text: "screen wiped" },
  ]);
  const all = everyCombination(steps);

  test("are every fault at every step, until everybody leaves", () => {
    expect(steps).toEqual([
      { line: "screen attract", nth: 1 },
      { line: "screen face:look-here", nth: 1 },
      { line: "screen attract", nth: 2 },
      { line: "sealed", nth: 1 },
    ]);
    expect(all).toHaveLength(4 * CATALOGUE.length);
    expect(new Set(CATALOGUE.map(({ id }) => id)).size).toBe(CATALOGUE.length);
  });

  test("rotate with the seed, and are the same for the same seed", () => {
    const [a, again, b] = [drawn(all, 40, "monday"), drawn(all, 40, "monday"), drawn(all, 40, "tuesday")];
    expect(again).toEqual(a);
    expect(b).not.toEqual(a);
  });

  test("share runs without losing any, never two at one step", () => {
    const runs = shares(all, 3);
    expect(runs.flat()).toHaveLength(all.length);
    expect(new Set(runs.flat()).size).toBe(all.length);
    for (const run of runs) {
      expect(run.length).toBeLessThanOrEqual(3);
      expect(new Set(run.map(({ step }) => `${step.line} ${step.nth}`)).size).toBe(run.length);
    }
  });
});
