/** A kiosk's year that never was: 50,000 ended sessions as their counters, their packets and their audit chain. */
import { systemClock } from "../../../api/base/clock.ts";
import { seededRandom } from "../../../api/base/random.ts";
import { id } from "../../../api/base/log.ts";
import type { Database } from "../../../api/base/sqlite.ts";
import { openAudit } from "../../../kiosk/audit/audit.ts";
import { follow } from "../../../kiosk/audit/chain.ts";
import type { AttemptsLog } from "../../../kiosk/session/log/attempts-log.ts";
import { figuresOf } from "../../../kiosk/session/log/figures.ts";
import type { Data } from "../../../kiosk/session/state.ts";
import { packetIdOf } from "../stand.ts";

const DAY = 86_400_000;

/** Numbers from 0 to 1, the same each time. */
const chance = (seed: string) => {
  const random = seededRandom(seed);
  let bytes = new Uint8Array(0);
  let at = 0;
  return (): number => {
    if (at + 2 > bytes.length) [bytes, at] = [new Uint8Array(random("year", 8192)), 0];
    at += 2;
    return ((bytes[at - 2] ?? 0) * 256 + (bytes[at - 1] ?? 0)) / 65_536;
  };
};

type Chance = () => number;
const LANGUAGES = ["fr", "fr", "bm", "ff", "en", "ha"] as const;
const pick = <T>(next: Chance, all: readonly T[]): T => all[Math.floor(next() * all.length)] as T;

const REASONS = ["nothing-presented", "removed-too-soon", "not-readable"] as const;

const triesOf = (next: Chance, at: number, older: boolean): Data["tries"] => {
  const tries: Data["tries"][number][] = [];
  let now = at;
  for (const target of ["face", "right-index", "left-index"] as const) {
    const again = next() < (older ? 0.35 : 0.18);
    if (again) {
      const verdict = { kind: "retry", reason: pick(next, REASONS) } as const;
      tries.push({ number: tries.length + 1, target, startedAt: now, endedAt: now + 3000, verdict });
      now += 3000;
    }
    const took = target === "face" ? 6000 + next() * 18_000 : 1500 + next() * 5000;
    const assessment = { sufficient: true, rank: [60], reason: "" };
    tries.push({
      number: tries.length + 1,
      target,
      startedAt: now,
      endedAt: now + took,
      verdict: { kind: "accepted" },
      assessment,
    });
    now += took + 2000;
  }
  return tries;
};

const sessionOf = (
  next: Chance,
  number: number,
  at: number,
): { readonly log: AttemptsLog; readonly data: Data } => {
  const age = next() < 0.1 ? 4 + Math.floor(next() * 13) : 18 + Math.floor(next() * 60);
  const tries = triesOf(next, at, age > 60);
  const covered = next() < 0.2;
  const data: Data = {
    packetId: packetIdOf(number),
    startedAt: at,
    touchedAt: at,
    mode: next() < 0.9 ? "unattended" : "attended",
    facts: { faceAttackDetection: false, fingerAttackDetection: false },
    reference: `R-${number}`,
    age,
    sex: next() < 0.5 ? "female" : "male",
    consent: { textVersion: "1", language: pick(next, LANGUAGES), at, by: "applicant" },
    ...(covered ? { headCovering: { reason: "religious" as const } } : {}),
    tries,
    fingerResults: [],
    fingers: [],
    missing: [],
    sequenceErrors: [],
    settled: [],
    doubts: [],
    warnings: [],
    overrides:
      next() < (covered ? 0.06 : 0.03) ? [{ part: "face", by: "awa", reason: "edge of the cloth", at }] : [],
  };
  const log: AttemptsLog = {
    format: "attempts-log/1",
    transaction: data.packetId,
    profile: "p",
    station: { kiosk: "k", mission: "m", software: "s" },
    policy: { id: "p", version: "1.0.0", sha256: "" },
    startedAt: new Date(at).toISOString(),
    endedAt: new Date(at + 120_000).toISOString(),
    end: next() < 0.94 ? "completed" : next() < 0.7 ? "abandoned" : "timed-out",
    fingerprintCaptureAllowed: true,
    devices: [
      { driver: "uvc", make: "Acme", model: "camera 4K", attackDetection: false },
      { driver: "uru4000", make: "DigitalPersona", model: "U.are.U 4500", attackDetection: false },
    ],
    attempts: tries.map(({ number: attempt, target, verdict }) => ({
      number: attempt,
      what: target,
      startedAt: "",
      endedAt: "",
      device: target === "face" ? "uvc" : "uru4000",
      captureMs: 1,
      verdict: verdict.kind,
      ...(verdict.kind === "retry" ? { code: `retry/${verdict.reason}` } : {}),
      checks: [],
      uniqueness: "not-checked",
      attackDetection: "not-performed",
      discarded: false,
      selected: false,
    })),
    missingFingers: [],
    doubts: [],
    vetoes: [],
    shown: [],
  };
  return { log, data };
};

export const sessionsOfYear = (until: number, sessions: number) => {
  const next = chance("a year");
  return Array.from({ length: sessions }, (_none, at) =>
    sessionOf(next, at + 1, until - 365 * DAY + Math.floor((at / sessions) * 365 * DAY)),
  );
};

/** Rows of several values each, in statements of bounded length. */
const insert = async (
  run: (sql: string, ...values: readonly (string | number | null)[]) => Promise<unknown>,
  head: string,
  rows: readonly (readonly (string | number | null)[])[],
): Promise<void> => {
  const width = rows[0]?.length ?? 1;
  const most = Math.floor(900 / width);
  for (let at = 0; at < rows.length; at += most) {
    const some = rows.slice(at, at + most);
    const places = some.map(() => `(${Array.from({ length: width }, () => "?").join(",")})`).join(",");
    await run(`${head} VALUES ${places}`, ...some.flat());
  }
};

/** The last `waiting` of the packets have not left yet. */
export const fillYear = async (
  database: Database,
  until: number,
  sessions = 50_000,
  waiting = 400,
): Promise<void> => {
  const counters = new Map<string, number>();
  const packets: (string | number | null)[][] = [];
  const entries: (string | number)[][] = [];
  // After what is there already.
  let head = await openAudit(database, systemClock).head();
  for (const [index, { log, data }] of sessionsOfYear(until, sessions).entries()) {
    const [number, at] = [index + 1, data.startedAt];
    for (const { kind, period, name, value } of figuresOf(log, data)) {
      const key = JSON.stringify([period, kind, name, value]);
      counters.set(key, (counters.get(key) ?? 0) + 1);
    }
    const left = sessions - number < waiting;
    const packet = data.packetId;
    packets.push([
      packet,
      // Behind every number that this kiosk gives itself.
      1_000_000 + number,
      "0".repeat(64),
      1_500_000,
      at,
      left ? "waiting" : "erased",
      at,
      1,
      left ? until + 60_000 : null,
      left ? "network-down" : null,
      left ? "intake.example did not answer within 12 s; the packet waits and goes again." : null,
    ]);
    const entry = follow(head, at, "packet-sealed", { packet: id(packet), sha256: id("0".repeat(64)) });
    head = entry;
    entries.push([entry.number, entry.at, entry.event, entry.fields, entry.previous, entry.hash]);
  }
  await database.transaction(async (statements) => {
    const run: Parameters<typeof insert>[0] = (sql, ...values) => statements.run(sql, ...values);
    await insert(
      run,
      "INSERT INTO figures (period, kind, name, value, number)",
      [...counters].map(([key, count]) => [...(JSON.parse(key) as string[]), count]),
    );
    await insert(
      run,
      "INSERT INTO packets (packet_id, sequence, sha256, size, sealed_at, state, since, attempts, next_attempt, cause_code, cause)",
      packets,
    );
    await insert(run, "INSERT INTO audit (number, at, event, fields, previous, hash)", entries);
  });
};
