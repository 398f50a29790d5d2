/**
 * The kiosk as `kiosk start` puts it together (runtime, vault, station, walk, desk, log), on a folder in which the power
 * went at a person's review while another session waited for the desk. Only the devices and the eyes are left out: both
 * sessions are captured.
 */
import { rmSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import { systemClock } from "../../../api/base/clock.ts";
import { systemFiles } from "../../../api/base/files.ts";
import { silentLog } from "../../../api/base/log.ts";
import { systemRandom } from "../../../api/base/random.ts";
import { SOFTWARE } from "../../../kiosk/cli/software.ts";
import { policyFor } from "../../../kiosk/cli/runtime/policy.ts";
import { openRuntime, type Runtime } from "../../../kiosk/cli/runtime/runtime.ts";
import { SessionLogging } from "../../../kiosk/cli/start/logging.ts";
import { stationOf } from "../../../kiosk/cli/start/station.ts";
import { Controlling } from "../../../kiosk/desk/control/controlling.ts";
import { CalibrationRecords } from "../../../kiosk/devices/records.ts";
import { readAppointments } from "../../../kiosk/server/appointments.ts";
import type { KioskStation } from "../../../kiosk/server/kiosk-station.ts";
import { PACE } from "../../../kiosk/server/pace.ts";
import { Walk } from "../../../kiosk/server/walk.ts";
import type { Policy } from "../../../kiosk/session/policy.ts";
import { SPACE } from "../../../kiosk/store/space.ts";
import { openVault, type Vault } from "../../../kiosk/store/vault.ts";
import { ENROLLED, leaveWaiting, standingSlots } from "../desk/waiting-session.ts";
import { packetIdOf } from "../stand.ts";

/** At its review when the power went. */
export const REVIEWED = packetIdOf(1);
/** Waiting for the desk, which refuses it. */
export const REFUSED = packetIdOf(2);
export const REFERENCE = "BKO-2026-000123";

/** "desk": every session waits for it; "alone": the kiosk seals by itself. */
export type Way = "desk" | "alone";

export interface RealKiosk extends AsyncDisposable {
  readonly runtime: Runtime;
  readonly station: KioskStation;
  readonly walk: Walk;
  readonly controlling: Controlling;
}

const vaultOf = (data: string, runtime: Runtime): Promise<Vault> =>
  openVault({
    files: systemFiles,
    folder: path.join(data, "sessions"),
    wrapper: runtime.identity.wrapper,
    random: systemRandom,
  });

/** A study at night, on a machine that has other work, takes longer than a person is waited for. */
const NIGHT_MS = 86_400_000;

const policyOf = async (way: Way): Promise<Policy> => {
  const policy = await policyFor(undefined, true);
  return {
    ...policy,
    wipeMs: NIGHT_MS,
    control: { ...policy.control, when: way === "desk" ? "always" : "never" },
  };
};

const runtimeIn = (data: string): Promise<Runtime> =>
  openRuntime({ data, configFile: undefined, log: silentLog });

const nothing = () => Promise.resolve();
const nobodyLooks = () => Promise.reject(new Error("nobody stands in front of it"));

export const openRealKiosk = async (data: string, way: Way): Promise<RealKiosk> => {
  const runtime = await runtimeIn(data);
  const policy = await policyOf(way);
  const slots = standingSlots({ who: ENROLLED, visit: "second" });
  const records = new CalibrationRecords(systemFiles, data);
  const logging = new SessionLogging({
    logs: runtime.logs,
    station: { kiosk: runtime.queue.kiosk, mission: "essai", software: SOFTWARE },
    policy,
    slots,
    records,
    clock: systemClock,
    log: silentLog,
  });
  const station = stationOf({
    equipment: { slots, virtual: true },
    policy,
    runtime,
    mission: "essai",
    state: "UTO",
    appointments: await readAppointments(path.join(data, "appointments.json")),
    vault: await vaultOf(data, runtime),
    logging,
    records,
    judging: { examine: nobodyLooks, [Symbol.asyncDispose]: nothing },
    looker: { look: nobodyLooks, paper: nobodyLooks, [Symbol.asyncDispose]: nothing },
    registry: undefined,
    chosen: () => undefined,
    log: silentLog,
  });
  const walk = new Walk({
    pixelsPerMm: 2.7,
    station,
    clock: systemClock,
    random: systemRandom,
    log: silentLog,
    pace: PACE,
    languages: [],
    mission: "essai",
    virtual: true,
    policy,
    ways: ["typed"],
    camera: "driver",
    signing: "pad",
    follow: (step) => logging.follow(step, station),
  });
  return {
    runtime,
    station,
    walk,
    controlling: new Controlling({ station, walk, policy, clock: systemClock, forget: nothing }),
    [Symbol.asyncDispose]: async () => {
      walk.close();
      await logging.settled();
      await station[Symbol.asyncDispose]();
      await runtime[Symbol.asyncDispose]();
    },
  };
};

/** As the power cut left it. The reserve is left out: `layReserve` lays one. */
export const leaveKiosk = async (data: string): Promise<void> => {
  {
    await using runtime = await runtimeIn(data);
    const vault = await vaultOf(data, runtime);
    const policy = await policyOf("desk");
    await leaveWaiting(vault, policy, { packetId: REFUSED });
    await leaveWaiting(vault, policy, { packetId: REVIEWED, reviewed: REFERENCE });
  }
  for (const [name] of RESERVES) rmSync(path.join(data, name));
};

/** What the disk of a kiosk holds beside, and nothing that is studied. */
export const RESERVES = [
  ["reserve", SPACE.reserve],
  ["reserve.rows", SPACE.rows],
] as const;

/** Bytes that take no room. */
export const layReserve = (data: string): void => {
  for (const [name, size] of RESERVES) {
    writeFileSync(path.join(data, name), "");
    truncateSync(path.join(data, name), size);
  }
};
