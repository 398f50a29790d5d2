import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { data, kioskTest, removeData, reported } from "./play.ts";

afterAll(removeData);

const SCENARIOS = path.resolve("fixtures/scenarios");
const scenario = (name: string) => path.join(SCENARIOS, `${name}.yaml`);

/** One of each kind; all of them are played by .ci/run and at night. */
const SHOWN = [
  "people/a-woman-in-her-thirties",
  "face/the-picture-is-not-liked",
  "fingers/the-same-finger-twice",
  "fingers/said-amputated",
  "leaving/walks-away-the-picture",
  "references/unknown",
  "faults-device/every-device-pulled-once",
  "faults-disk/full-at-the-seal",
  "faults-network/swallow",
  "faults-backend/refuses",
  "faults-power/power-at-second-finger",
  "faults-power/kill-at-sealing",
  "desk/passed-under-the-slip",
  "desk/resumed-by-the-operator",
].map(scenario);

let played: ReturnType<typeof kioskTest>;
beforeAll(() => {
  // One process: what the first asks of the models, the others remember.
  played = kioskTest(["run", ...SHOWN, "--jobs", "1", "--json"]);
}, 400_000);

test("scenarios of every kind come as expected, through the real kiosk", () => {
  const { scenarios } = reported(played.stdout);
  expect(
    scenarios.filter(({ passed }) => !passed).map(({ name, divergence }) => [name, divergence]),
    played.stderr,
  ).toEqual([]);
  expect(scenarios).toHaveLength(SHOWN.length);
});

test("two processes report in the order asked for, whichever is ready first", () => {
  const asked = [SHOWN[0] ?? "", scenario("services/at-the-desk"), scenario("services/no-receipt")];
  const { scenarios } = reported(kioskTest(["run", ...asked, "--jobs", "2", "--json"]).stdout);
  expect(scenarios.map(({ name }) => name)).toEqual([
    "A woman in her thirties",
    "A service that wants an operator is chosen at a kiosk without one: the desk is named",
    "Whoever has no receipt is sent to the desk, and nothing is kept",
  ]);
});

describe("a scenario that does not come as expected", () => {
  const folder = path.join(data, "mine");
  const file = path.join(folder, "wrong.yaml");

  test(
    "tells the first divergence, and leaves a bundle that plays the same again",
    { timeout: 200_000 },
    () => {
      mkdirSync(folder, { recursive: true });
      const text = readFileSync(scenario("people/a-woman-in-her-thirties"), "utf8");
      writeFileSync(
        file,
        text.replace('"screen finger:right-index:done"', '"screen finger:right-index:moisten"'),
      );
      const { status, stdout, stderr } = kioskTest(["run", file, "--bundles", path.join(data, "bundles")]);
      expect(status).toBe(1);
      expect(stdout).toContain("FAILED");
      expect(stderr).toContain("expected: screen finger:right-index:moisten");
      expect(stderr).toMatch(/got: {6}.*screen finger:right-index:place/u);
      const [bundle = ""] = readdirSync(path.join(data, "bundles"));
      const place = path.join(data, "bundles", bundle);
      expect(readdirSync(place).toSorted()).toEqual(["bundle.json", "scenario.json", "trace.txt"]);
      const about = JSON.parse(readFileSync(path.join(place, "bundle.json"), "utf8")) as Record<
        string,
        unknown
      >;
      expect(about).toMatchObject({ seed: "scenario", divergence: { step: "lines, step 2" } });
      expect(Object.keys(about["versions"] as object)).toContain("node");
      // Handed to somebody else: another folder, another home, nothing of the first left.
      const away = mkdtempSync(path.join(tmpdir(), "kiosk-bundle-"));
      const handed = path.join(away, "from a colleague");
      cpSync(place, handed, { recursive: true });
      const options = { cwd: away, env: { HOME: away, TZ: "Asia/Tokyo" } };
      const again = kioskTest(["run", handed, "--bundles", path.join(away, "again")], options);
      expect(again.status).toBe(1);
      for (const name of ["trace.txt", "scenario.json", "bundle.json"])
        expect(readFileSync(path.join(away, "again", bundle, name), "utf8"), name).toBe(
          readFileSync(path.join(place, name), "utf8"),
        );
      expect(about["packets"]).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/u)]);
      rmSync(away, { recursive: true });
    },
  );
});

test(
  "the same scenario gives the same packet in a process that shares nothing with the first, far away",
  { timeout: 400_000 },
  () => {
    const [first] = reported(played.stdout).scenarios;
    const away = path.join(data, "elsewhere");
    mkdirSync(away, { recursive: true });
    const there = kioskTest(["run", SHOWN[0] ?? "", "--json", "--no-cache"], {
      cwd: away,
      data: path.join(data, "two"),
      env: { TZ: "Pacific/Auckland", LANG: "C", LC_ALL: "C", HOME: away },
    });
    const [second] = reported(there.stdout).scenarios;
    expect(first?.packets).toHaveLength(1);
    expect(first?.packets[0]).toMatch(/^[0-9a-f]{64}$/u);
    expect(second?.packets).toEqual(first?.packets);
  },
);
