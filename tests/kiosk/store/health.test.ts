import { describe, expect, test } from "vitest";
import { healthOf, prometheus, type HealthPart, type Readings } from "../../../kiosk/store/health.ts";
import { T0 } from "../stand.ts";

const DAY = 86_400_000;
const scanner = {
  model: "U.are.U 4500",
  purpose: "finger",
  present: true,
  faulted: false,
  calibration: { ends: T0 + 90 * DAY },
} as const;
const well: Readings = {
  at: T0,
  devices: [scanner, { model: "STU-430", purpose: "signature", present: true, faulted: false }],
  disk: { free: 10e9, floor: 256e6 },
  clockOffset: 2000,
  keys: [{ name: "recipient", daysLeft: 300 }],
  queue: { waiting: 3, setAside: 0, oldestSealedAt: T0 - DAY, line: "up" },
  suspendedServices: [],
  availableServices: 3,
};

describe("health", () => {
  test("all well: a session may start, every part says so", () => {
    const { lines, mayStart } = healthOf(well);
    expect(mayStart).toBe(true);
    expect(lines.map(({ level }) => level)).toEqual(Array.from({ length: 7 }, () => "good"));
  });

  const cases: readonly (readonly [string, Partial<Readings>, HealthPart, "degraded" | "blocked", RegExp])[] =
    [
      [
        "files that no row knows",
        { queue: { ...well.queue, unclaimed: 2 } },
        "queue",
        "degraded",
        /^3 packets wait\. Sealed files that no row of the store knows: 2\./u,
      ],
      [
        "scanner gone",
        { devices: [{ ...scanner, present: false }] },
        "devices",
        "blocked",
        /U\.are\.U 4500 is not plugged in/u,
      ],
      [
        "pad gone",
        { devices: [scanner, { ...well.devices[1]!, faulted: true }] },
        "devices",
        "degraded",
        /does not answer/u,
      ],
      [
        "camera on its side",
        { devices: [scanner, { ...scanner, model: "Acme camera", purpose: "face", lies: "on-side" }] },
        "devices",
        "degraded",
        /^Acme camera: faces lie on their side in its picture; turn the camera by a quarter/u,
      ],
      [
        "never calibrated",
        { devices: [{ ...well.devices[1]!, calibration: {} }] },
        "calibration",
        "degraded",
        /STU-430 was never calibrated; calibrate it at the desk\.$/u,
      ],
      [
        "never calibrated, and the policy refuses",
        { devices: [{ ...well.devices[1]!, calibration: { refusesFrom: 0 } }] },
        "calibration",
        "blocked",
        /no session starts until then/u,
      ],
      [
        "calibration ended, and the policy still waits",
        { devices: [{ ...scanner, calibration: { ends: T0 - 1, refusesFrom: T0 + 30 * DAY } }] },
        "calibration",
        "degraded",
        /ended on 20\d\d-\d\d-\d\d; .* From 20\d\d-\d\d-\d\d on no session starts/u,
      ],
      [
        "calibration ended, and the policy has waited long enough",
        { devices: [{ ...scanner, calibration: { ends: T0 - 31 * DAY, refusesFrom: T0 - DAY } }] },
        "calibration",
        "blocked",
        /calibrate it at the desk\. The policy wants it/u,
      ],
      [
        "calibration failed",
        {
          devices: [{ ...scanner, calibration: { failedAt: T0 - DAY, refusesFrom: T0 + 29 * DAY } }],
        },
        "calibration",
        "degraded",
        /found it outside its limits; mend or replace it/u,
      ],
      [
        "calibration ends soon",
        { devices: [{ ...scanner, calibration: { ends: T0 + 5 * DAY, refusesFrom: T0 + 5 * DAY } }] },
        "calibration",
        "degraded",
        /ends in 5 days/u,
      ],
      ["disk full", { disk: { free: 200e6, floor: 256e6 } }, "disk", "blocked", /200 MB/u],
      ["disk filling", { disk: { free: 900e6, floor: 256e6 } }, "disk", "degraded", /soon/u],
      ["clock behind", { clockOffset: -2 * DAY }, "clock", "degraded", /2880 minutes behind/u],
      [
        "key ends soon",
        {
          keys: [
            { name: "recipient", daysLeft: 12 },
            { name: "kiosk", daysLeft: 80 },
          ],
        },
        "keys",
        "degraded",
        /recipient ends in 12 days/u,
      ],
      ["key ended", { keys: [{ name: "recipient", daysLeft: -1 }] }, "keys", "blocked", /nothing is sealed/u],
      ["no key", { keys: [] }, "keys", "blocked", /No certificate/u],
      [
        "nobody to seal to, with a key that ends soon",
        { sealingRefused: "No recipient certificate.", keys: [{ name: "kiosk", daysLeft: 12 }] },
        "keys",
        "blocked",
        /^No recipient/u,
      ],
      [
        "packets set aside",
        { queue: { ...well.queue, setAside: 2 } },
        "queue",
        "degraded",
        /2 packets were set aside/u,
      ],
      [
        "thirty days offline",
        { queue: { ...well.queue, oldestSealedAt: T0 - 31 * DAY, line: "down" } },
        "queue",
        "degraded",
        /31 days/u,
      ],
      [
        "a session could not be sealed",
        { held: 1 },
        "queue",
        "degraded",
        /^Sessions that wait to be sealed: 1; the desk says of each why\. \d+ packets wait/u,
      ],
      [
        "one service suspended",
        { suspendedServices: [{ name: "premium passport", until: "24 November" }] },
        "service",
        "degraded",
        /until 24 November/u,
      ],
      [
        "all services suspended",
        { suspendedServices: [{ name: "passport" }], availableServices: 0 },
        "service",
        "blocked",
        /Sealed packets are kept/u,
      ],
    ];
  test.each(cases)("%s", (_what, change, part, level, words) => {
    const { lines, mayStart } = healthOf({ ...well, ...change });
    const found = lines.find((line) => line.part === part)!;
    expect(found.level).toBe(level);
    expect(found.words).toMatch(words);
    expect(mayStart).toBe(level !== "blocked");
  });

  test("Prometheus reads it: every line is a comment or a sample", () => {
    const text = prometheus({ ...well, disk: { free: 100e6, floor: 256e6 } });
    for (const line of text.trimEnd().split("\n"))
      expect(line).toMatch(/^(# (HELP|TYPE) kiosk_\w+ .+|kiosk_\w+(\{\w+="[\w-]+"\})? \d+(\.\d+)?)$/u);
    expect(text).toContain('kiosk_health{part="disk"} 2');
    expect(text).toContain("kiosk_may_start 0");
  });
});
