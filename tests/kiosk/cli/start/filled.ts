/**
 * The kiosk as `kiosk start` puts it together, on a small disk that is filled to the last byte while a session waits to be
 * sealed. Run from dist, with the folder of that disk and one on another; prints what became of it.
 */
import { closeSync, openSync, readdirSync, rmSync, statfsSync, writeSync } from "node:fs";
import path from "node:path";
import { systemClock } from "../../../../api/base/clock.ts";
import { systemFiles } from "../../../../api/base/files.ts";
import { silentLog } from "../../../../api/base/log.ts";
import { systemRandom } from "../../../../api/base/random.ts";
import { SOFTWARE } from "../../../../kiosk/cli/software.ts";
import { importBundle, startSpecimenIntake } from "../../../../kiosk/cli/intake/run.ts";
import { policyFor } from "../../../../kiosk/cli/runtime/policy.ts";
import { openRuntime } from "../../../../kiosk/cli/runtime/runtime.ts";
import { SessionLogging } from "../../../../kiosk/cli/start/logging.ts";
import { stationOf } from "../../../../kiosk/cli/start/station.ts";
import { CalibrationRecords } from "../../../../kiosk/devices/records.ts";
import { readAppointments } from "../../../../kiosk/server/appointments.ts";
import { Operators } from "../../../../kiosk/desk/operators/operators.ts";
import { exportQueue, importAnswers } from "../../../../kiosk/queue/media.ts";
import { judgeInPlace } from "../../../../kiosk/server/judge/judge.ts";
import { openVault } from "../../../../kiosk/store/vault.ts";
import { ENROLLED, leaveWaiting, standingSlots } from "../../desk/waiting-session.ts";
import { packetIdOf } from "../../stand.ts";

const [folder = "", media = ""] = process.argv.slice(2);
const data = path.join(folder, "kiosk");
const ballast = path.join(folder, "ballast");
const packetId = packetIdOf(1);

/** Until not a byte fits any more. */
const fill = (): void => {
  const file = openSync(ballast, "w");
  for (const size of [1 << 20, 4096, 1])
    try {
      for (;;) writeSync(file, Buffer.alloc(size, 1));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
    }
  closeSync(file);
};
const left = (): number => {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
};

const open = () => openRuntime({ data, configFile: undefined, log: silentLog });
const reserve = () => systemFiles.size(path.join(data, "reserve"));
const rows = () => systemFiles.size(path.join(data, "reserve.rows"));

// First of all: a kiosk that finds the disk full when it is switched on.
await (await open())[Symbol.asyncDispose]();
fill();
const found = { left: left(), reserve: await reserve(), rows: await rows() };
await using runtime = await open();
const opened = { reserve: await reserve(), rows: await rows(), sealed: await runtime.queue.outbox.list() };
rmSync(ballast);
await runtime.readings();

const policy = await policyFor(undefined, true);
const slots = standingSlots({ who: ENROLLED, visit: "second" });
const vault = await openVault({
  files: systemFiles,
  folder: path.join(data, "sessions"),
  wrapper: runtime.identity.wrapper,
  random: systemRandom,
});
const held = { code: "key-missing", sentence: "No recipient certificate.", at: systemClock.now() };
await leaveWaiting(vault, policy, { packetId, held });
const logging = new SessionLogging({
  logs: runtime.logs,
  station: { kiosk: runtime.queue.kiosk, mission: "essai", software: SOFTWARE },
  policy,
  slots,
  records: new CalibrationRecords(systemFiles, data),
  clock: systemClock,
  log: silentLog,
});
await using station = stationOf({
  equipment: { slots, virtual: true },
  policy,
  runtime,
  mission: "essai",
  state: "UTO",
  appointments: await readAppointments(path.join(data, "appointments.json")),
  vault,
  logging,
  records: new CalibrationRecords(systemFiles, data),
  judging: judgeInPlace(),
  registry: undefined,
  chosen: () => undefined,
  log: silentLog,
});
await station.comeBack();
const [waiting] = await station.parked();
if (waiting === undefined) throw new Error("nobody waits");
const operators = new Operators({
  database: runtime.queue.store.database,
  audit: runtime.queue.audit,
  clock: systemClock,
  random: systemRandom,
  cost: 10,
});
await operators.add({ id: "awa", name: "Awa", role: "supervisor" }, "seven green lorries", "machine");
const logs = async () => (await runtime.logs.list()).map(({ end }) => end);

fill();
const full = { left: left(), reserve: await reserve(), rows: await rows() };
// Somebody signs in to see to it: that is written down first, in the rows' own reserve.
const { kind: signedIn } = await operators.prove("awa", "seven green lorries");
const used = { reserve: await reserve(), rows: await rows() };
// Another session ends meanwhile.
const another = { ...waiting.data, packetId: packetIdOf(2) };
const state = { kind: "awaiting-control", data: another, until: waiting.until } as const;
logging.over(state, waiting.box, "control-refused");
await logging.settled();
const logged = await logs();
// Whoever filled the disk takes what was given up as well: the seal has a reserve of its own.
fill();
await station.sealHeld();
await logging.settled();
const sealed = await runtime.queue.outbox.item(packetId);
const after = {
  state: sealed?.state.kind,
  whole: sealed !== undefined && (await runtime.queue.store.packets.get(packetId))?.length === sealed.size,
  sessions: readdirSync(path.join(data, "sessions")),
  logged,
  logs: await logs(),
  reserve: await reserve(),
};
rmSync(ballast);
await runtime.readings();
fill();
// By media: out, through the issuer's hands, and the receipts back, with which the disk has room again.
const bag = path.join(media, "bag");
const exported = await exportQueue(runtime.queue, systemFiles, bag, systemClock);
{
  await using intake = await startSpecimenIntake(path.join(media, "issuer"), silentLog);
  await importBundle(intake, bag);
}
const { erased } = await importAnswers(runtime.queue, systemFiles, bag, runtime.receipts);
const relieved = { exported: exported.packets.length, erased: erased.length, room: left() > 0 };
rmSync(ballast);
await runtime.readings();
const again = { reserve: await reserve(), rows: await rows() };
process.stdout.write(`${JSON.stringify({ found, opened, full, signedIn, used, after, relieved, again })}\n`);
