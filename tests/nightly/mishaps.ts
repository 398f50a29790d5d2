/** Every mishap at every transfer of every driver, over its twin, its twin's recording and the real recordings; a piece each. */
import { fixtureOf, openFixture } from "../../drivers/fixture.ts";
import { DRIVERS } from "../../drivers/index.ts";
import { recordTwin } from "../../drivers/record-twin.ts";
import { CONTRACT_DEVICES, driverOf } from "../drivers/contract-devices.ts";
import { sweepOf, type MakeFixture } from "../drivers/mishaps.ts";
import { sharedRecording } from "../drivers/shared-recordings.ts";
import type { NightlyJob } from "./job.ts";

interface Source {
  readonly name: string;
  readonly captures: number;
  readonly make: () => MakeFixture | Promise<MakeFixture>;
}

const sources = (): readonly Source[] => [
  ...Object.entries(CONTRACT_DEVICES).flatMap(([name, device]): readonly Source[] => {
    const captures = device.longWinded === true ? 1 : 2;
    const twin = { name: `${name}, twin`, captures: 1, make: () => () => device.make(1) };
    if (device.playedBy !== undefined) return [twin];
    const make = async () => {
      const { recording } = await recordTwin(device.make(captures), captures);
      return () => fixtureOf(recording, driverOf(name).id, { drivers: DRIVERS });
    };
    return [twin, { name: `${name}, recording`, captures, make }];
  }),
  ...["uru4000-4500", "nb1010"].flatMap((name): readonly Source[] => {
    const folder = sharedRecording(name);
    return folder === undefined
      ? []
      : [{ name: `${name}, real recording`, captures: 1, make: () => () => openFixture(folder) }];
  }),
];

const all = sources();

export const job: NightlyJob = {
  name: "mishaps",
  pieces: all.length,
  run: async (piece) => {
    const source = all[piece];
    if (source === undefined) return { cases: 0, faults: [] };
    const { trials, faults } = await sweepOf(await source.make(), source.captures, true);
    return {
      cases: trials,
      faults: faults.map((fault) => `${source.name}: ${fault}`),
      notes: [`${source.name}: ${trials} trials`],
    };
  },
};
