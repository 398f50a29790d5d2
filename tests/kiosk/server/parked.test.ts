/** Sessions that wait for the desk, on a machine whose clock was set back: on the disk too, over any number of starts. */
import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { VirtualClock } from "../../../api/base/clock.ts";
import { systemFiles } from "../../../api/base/files.ts";
import { secretWrapper } from "../../../api/base/key-wrap.ts";
import { seededRandom } from "../../../api/base/random.ts";
import { KioskStation } from "../../../kiosk/server/kiosk-station.ts";
import { openVault } from "../../../kiosk/store/vault.ts";
import { ENROLLED, standingSlots } from "../desk/waiting-session.ts";
import { good, Play, policies } from "../session/play.ts";
import { temporaryFolder } from "../stand.ts";
import { SPECIMEN } from "./played-station.ts";

const HOUR = 3_600_000;
const policy = policies.selfService;
const { hours } = policy.control;

const never = () => Promise.reject(new Error("is not asked"));

const stationIn = async (folder: string, now: number, ends: string[]): Promise<KioskStation> => {
  const vault = await openVault({
    files: systemFiles,
    folder: path.join(folder, "sessions"),
    wrapper: secretWrapper(new Uint8Array(32).fill(3)),
    random: seededRandom("vault"),
  });
  return new KioskStation({
    slots: standingSlots({ who: ENROLLED, visit: "first" }),
    policy,
    clock: new VirtualClock(now),
    looker: { paper: never, look: never, [Symbol.asyncDispose]: () => Promise.resolve() },
    vault,
    readCode: never,
    find: never,
    ticket: never,
    ticketState: never,
    seal: never,
    over: (state, _box, end) => void ends.push(`${state.kind} ${end ?? "by itself"}`),
  });
};

test("a clock that was set back three days keeps nobody longer than the policy's hours, restarts included", async () => {
  using folder = temporaryFolder();
  const ends: string[] = [];
  // Nothing is captured: what is waited with does not matter here.
  const play = new Play(policy).begin().present(good());
  const { face: _face, ...data } = play.data;
  const confirmedAt = play.now;
  const until = confirmedAt + hours * HOUR;
  {
    await using station = await stationIn(folder.path, confirmedAt, ends);
    await station.keep({ kind: "awaiting-control", data, until }, { language: "bm", subject: SPECIMEN });
    await station.park(data, SPECIMEN, until);
    expect((await station.parked())[0]?.until).toBe(until);
  }
  const back = confirmedAt - 72 * HOUR;
  // Set back, and started anew every six hours from then on.
  for (let later = 0; later < hours; later += 6) {
    await using station = await stationIn(folder.path, back + later * HOUR, ends);
    expect(await station.comeBack()).toBeUndefined();
    const [waiting] = await station.parked();
    expect(waiting?.until, `${later} hours later`).toBe(back + hours * HOUR);
    expect(waiting?.language).toBe("bm");
  }
  expect(ends).toEqual([]);
  await using station = await stationIn(folder.path, back + hours * HOUR, ends);
  await station.comeBack();
  expect(await station.parked()).toEqual([]);
  expect(ends).toEqual(["awaiting-control by itself"]);
  expect(readdirSync(path.join(folder.path, "sessions"))).toEqual([]);
});
