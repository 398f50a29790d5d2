/**
 * One model of the kiosk's health: each part says how it is in words, and whether a session may start. The same model is
 * shown to the operator and exported for Prometheus.
 */
import type { FaceLie } from "../../api/words/guidance.ts";
import type { Milliseconds } from "../../api/words/units.ts";

export const PARTS = ["devices", "calibration", "disk", "clock", "keys", "queue", "service"] as const;
export type HealthPart = (typeof PARTS)[number];

/** `degraded`: work goes on, somebody should act; `blocked`: no session starts. */
export type HealthLevel = "good" | "degraded" | "blocked";

export interface HealthLine {
  readonly part: HealthPart;
  readonly level: HealthLevel;
  /** One sentence for the operator: what is, and what to do. */
  readonly words: string;
}

/** What is known of a device's calibration that the policy asks for. */
export interface CalibrationReading {
  /** Of the newest that passed; absent: none ever did, or another has failed since. */
  readonly ends?: Milliseconds;
  /** When its newest calibration found it outside its limits. */
  readonly failedAt?: Milliseconds;
  /** Sessions are refused from then on, unless it is calibrated before; absent: it is only said. */
  readonly refusesFrom?: Milliseconds;
}

/** What is known of the machine; everything is measured by the caller, at `at`. */
export interface Readings {
  readonly at: Milliseconds;
  readonly devices: readonly {
    readonly model: string;
    readonly purpose: "face" | "finger" | "signature" | "document";
    readonly present: boolean;
    readonly faulted: boolean;
    /** Of a camera in whose picture faces lie so; absent: none does. */
    readonly lies?: FaceLie;
    /** Absent: the policy does not ask for it. */
    readonly calibration?: CalibrationReading;
  }[];
  readonly disk: { readonly free: number; readonly floor: number };
  /** Local minus backend, when a receipt last told; undefined: not known. */
  readonly clockOffset?: Milliseconds;
  readonly keys: readonly { readonly name: string; readonly daysLeft: number }[];
  /** Why no packet could be sealed now, one sentence; undefined: one could. */
  readonly sealingRefused?: string;
  readonly queue: {
    readonly waiting: number;
    readonly setAside: number;
    readonly oldestSealedAt?: Milliseconds;
    readonly line: "up" | "down";
    /** Files of packets that no row knows; absent: none. */
    readonly unclaimed?: number;
  };
  /** Sessions that could not be sealed and wait, encrypted; absent: none. */
  readonly held?: number;
  /** The ministry's word: undefined, or since when a service is suspended. */
  readonly suspendedServices: readonly { readonly name: string; readonly until?: string }[];
  readonly availableServices: number;
}

const REQUIRED = new Set(["face", "finger"]);
const DAY = 86_400_000;
/** An outbox of thirty days and two thousand packets is normal; beyond, export. */
const QUEUE = { packets: 2000, days: 30 } as const;
/** Receipts and signatures still hold, but the operator should set the clock. */
const CLOCK_MS = 5 * 60_000;

const line = (part: HealthPart, level: HealthLevel, words: string): HealthLine => ({ part, level, words });

/** No camera driver turns pictures: the camera itself is turned. */
const lyingWords = (model: string, lies: FaceLie): string =>
  lies === "on-side"
    ? `${model}: faces lie on their side in its picture; turn the camera by a quarter, until people stand upright there (see Devices). The next upright face ends this.`
    : `${model}: faces stand on their head in its picture; turn the camera over, until people stand upright there (see Devices). The next upright face ends this.`;

const devices = ({ devices: all }: Readings): HealthLine => {
  const bad = all.filter(({ present, faulted }) => !present || faulted);
  const lying = all.flatMap(({ model, lies }) => (lies === undefined ? [] : [lyingWords(model, lies)]));
  if (bad.length === 0)
    return lying.length === 0
      ? line("devices", "good", "All devices are ready.")
      : line("devices", "degraded", lying.join(" "));
  const blocked = bad.some(({ purpose }) => REQUIRED.has(purpose));
  const names = bad.map(
    ({ model, present }) => `${model} ${present ? "does not answer" : "is not plugged in"}`,
  );
  return line(
    "devices",
    blocked ? "blocked" : "degraded",
    `${names.join("; ")}. Check cables; see kiosk devices list.`,
  );
};

/** Targets and somebody's hour have to be found in time. */
const CALIBRATION_WARN_DAYS = 14;

const dayOf = (at: Milliseconds): string => new Date(at).toISOString().slice(0, 10);

/** What is wrong with a device's calibration, its remedy, and until when that is borne; undefined: it is in force. */
const lackOf = (model: string, { ends, failedAt, refusesFrom }: CalibrationReading, at: Milliseconds) => {
  if (failedAt === undefined && ends !== undefined && ends > at) return undefined;
  const blocked = refusesFrom !== undefined && refusesFrom <= at;
  const what =
    failedAt !== undefined
      ? `${model}: its calibration of ${dayOf(failedAt)} found it outside its limits; mend or replace it, then calibrate it at the desk.`
      : ends === undefined
        ? `${model} was never calibrated; calibrate it at the desk.`
        : `${model}: its calibration ended on ${dayOf(ends)}; calibrate it at the desk.`;
  const then = blocked
    ? " The policy wants it: no session starts until then."
    : refusesFrom === undefined
      ? ""
      : ` From ${dayOf(refusesFrom)} on no session starts without it.`;
  return { blocked, words: `${what}${then}` };
};

const calibration = ({ devices: all, at }: Readings): HealthLine => {
  const needing = all.flatMap(({ model, calibration: reading }) =>
    reading === undefined ? [] : [{ model, reading }],
  );
  const lacks = needing.flatMap(({ model, reading }) => lackOf(model, reading, at) ?? []);
  if (lacks.length > 0)
    return line(
      "calibration",
      lacks.some(({ blocked }) => blocked) ? "blocked" : "degraded",
      lacks.map(({ words }) => words).join(" "),
    );
  const [soonest] = needing
    .flatMap(({ model, reading: { ends } }) => (ends === undefined ? [] : [{ model, ends }]))
    .toSorted((a, b) => a.ends - b.ends);
  const days = soonest === undefined ? Infinity : Math.floor((soonest.ends - at) / DAY);
  if (soonest !== undefined && days < CALIBRATION_WARN_DAYS)
    return line(
      "calibration",
      "degraded",
      `${soonest.model}: calibration ends in ${days} days; calibrate it at the desk before.`,
    );
  return line("calibration", "good", "Every device that needs it is calibrated.");
};

const disk = ({ disk: { free, floor } }: Readings): HealthLine => {
  const megabytes = Math.floor(free / 1e6);
  if (free < floor)
    return line(
      "disk",
      "blocked",
      `Only ${megabytes} MB are left; send or export the outbox, or attach a larger disk.`,
    );
  if (free < floor * 4)
    return line("disk", "degraded", `${megabytes} MB are left; send or export the outbox soon.`);
  return line("disk", "good", `${megabytes} MB are free.`);
};

const clock = ({ clockOffset }: Readings): HealthLine => {
  if (clockOffset === undefined) return line("clock", "good", "The clock was not compared yet.");
  const minutes = Math.round(Math.abs(clockOffset) / 60_000);
  if (Math.abs(clockOffset) < CLOCK_MS) return line("clock", "good", "The clock agrees with the backend's.");
  const way = clockOffset > 0 ? "ahead of" : "behind";
  return line("clock", "degraded", `The clock is ${minutes} minutes ${way} the backend's; set it.`);
};

const keys = ({ keys: all, sealingRefused }: Readings): HealthLine => {
  if (sealingRefused !== undefined) return line("keys", "blocked", sealingRefused);
  const ended = all.filter(({ daysLeft }) => daysLeft < 0);
  if (all.length === 0 || ended.length > 0) {
    const names =
      all.length === 0 ? "No certificate is installed" : `${ended.map(({ name }) => name).join(", ")} ended`;
    return line("keys", "blocked", `${names}; install new ones, nothing is sealed until then.`);
  }
  const [soonest] = all.toSorted((a, b) => a.daysLeft - b.daysLeft);
  return soonest !== undefined && soonest.daysLeft < 30
    ? line("keys", "degraded", `${soonest.name} ends in ${soonest.daysLeft} days; ask for a new one.`)
    : line("keys", "good", "All certificates are valid.");
};

const queue = (readings: Readings): HealthLine => {
  const { held = 0 } = readings;
  const sealed = outbox(readings);
  if (held === 0) return sealed;
  const words = `Sessions that wait to be sealed: ${held}; the desk says of each why.`;
  return line("queue", "degraded", `${words} ${sealed.words}`);
};

/** For whoever looks after the kiosk. */
export const unclaimedWords = (number: number): string =>
  `Sealed files that no row of the store knows: ${number}. Export the outbox, they go with it; then call support.`;

const outbox = ({
  queue: { waiting, setAside, oldestSealedAt, line: up, unclaimed = 0 },
  at,
}: Readings): HealthLine => {
  const days = oldestSealedAt === undefined ? 0 : Math.floor((at - oldestSealedAt) / DAY);
  const count = `${waiting} packets wait${up === "down" ? ", the line is down" : ""}`;
  if (setAside > 0)
    return line(
      "queue",
      "degraded",
      `${setAside} packets were set aside and need a decision; see kiosk queue list.`,
    );
  if (unclaimed > 0) return line("queue", "degraded", `${count}. ${unclaimedWords(unclaimed)}`);
  if (waiting > QUEUE.packets || days > QUEUE.days)
    return line(
      "queue",
      "degraded",
      `${count}, the oldest for ${days} days; export them to removable media.`,
    );
  return line("queue", "good", `${count}.`);
};

const service = ({ suspendedServices, availableServices }: Readings): HealthLine => {
  if (suspendedServices.length === 0) return line("service", "good", "All services are open.");
  const names = suspendedServices.map(
    ({ name, until }) => `${name}${until === undefined ? "" : ` until ${until}`}`,
  );
  const words = `Suspended by the issuer: ${names.join("; ")}. Sealed packets are kept.`;
  return line("service", availableServices === 0 ? "blocked" : "degraded", words);
};

const CHECKS: Readonly<Record<HealthPart, (readings: Readings) => HealthLine>> = {
  devices,
  calibration,
  disk,
  clock,
  keys,
  queue,
  service,
};

export interface Health {
  readonly lines: readonly HealthLine[];
  readonly mayStart: boolean;
}

export const healthOf = (readings: Readings): Health => {
  const lines = PARTS.map((part) => CHECKS[part](readings));
  return { lines, mayStart: lines.every(({ level }) => level !== "blocked") };
};

const LEVELS = { good: 0, degraded: 1, blocked: 2 } as const;

const gauge = (name: string, help: string, values: readonly (readonly [labels: string, value: number])[]) => [
  `# HELP kiosk_${name} ${help}`,
  `# TYPE kiosk_${name} gauge`,
  ...values.map(([labels, value]) => `kiosk_${name}${labels} ${value}`),
];

/** Prometheus text format 0.0.4. Numbers only; no model, no id, no person. */
export const prometheus = (readings: Readings): string => {
  const { lines, mayStart } = healthOf(readings);
  const {
    queue: { waiting, setAside, oldestSealedAt, line: up },
    disk: { free },
  } = readings;
  const age = oldestSealedAt === undefined ? 0 : (readings.at - oldestSealedAt) / 1000;
  return [
    ...gauge(
      "health",
      "0 good, 1 degraded, 2 blocked.",
      lines.map(({ part, level }) => [`{part="${part}"}`, LEVELS[level]]),
    ),
    ...gauge("may_start", "1 while a session may start.", [["", mayStart ? 1 : 0]]),
    ...gauge("queue_packets", "Sealed packets without receipt.", [
      ['{state="waiting"}', waiting],
      ['{state="set-aside"}', setAside],
    ]),
    ...gauge("sessions_held", "Sessions that could not be sealed and wait.", [["", readings.held ?? 0]]),
    ...gauge("queue_oldest_seconds", "Age of the oldest packet without receipt.", [
      ["", Math.max(0, Math.round(age))],
    ]),
    ...gauge("line_up", "1 while the backend answers.", [["", up === "up" ? 1 : 0]]),
    ...gauge("disk_free_bytes", "Left to ordinary use.", [["", free]]),
    "",
  ].join("\n");
};
