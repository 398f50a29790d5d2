/** The catalogue of faults: what may go wrong at any step, by layer. A sweep adds the moment. */
import { MISHAPS } from "../../../drivers/transport/fault-plan.ts";
import type { Moment as When } from "./moment.ts";
import type { Fault } from "./scenario.ts";

export interface CatalogueFault {
  readonly id: string;
  /** The fault, beginning at that moment. */
  at(when: When): Fault;
}

const DEVICES = ["camera", "scanner", "pad"] as const;

const mishaps: readonly CatalogueFault[] = DEVICES.flatMap((device) =>
  MISHAPS.map((mishap) => ({
    id: `${device} ${mishap}`,
    at: (from: When): Fault => ({ layer: "device", device, do: mishap, from, opening: 1, nth: 1, seed: 7 }),
  })),
);

const plugs: readonly CatalogueFault[] = DEVICES.flatMap((device) =>
  [2, 20].map((seconds) => ({
    id: `${device} pulled for ${seconds} s`,
    at: (from: When): Fault => ({ layer: "plug", device, do: "pulled", from, for: seconds }),
  })),
);

const disks: readonly CatalogueFault[] = (["full", "failed", "read-only"] as const).flatMap((mood) =>
  (["all", "sessions", "packets"] as const).map((area) => ({
    id: `disk ${mood}, ${area}`,
    at: (from: When): Fault => ({ layer: "disk", do: mood, area, from, for: 15 }),
  })),
);

const WEATHERS = ["down", "stall", "cut", "swallow", "portal", "error", "slow"] as const;
const networks: readonly CatalogueFault[] = WEATHERS.map((weather) => ({
  id: `network ${weather}`,
  at: (from: When): Fault => ({ layer: "network", do: weather, bytes: 9000, from, for: 40 }),
}));

const backends: readonly CatalogueFault[] = (["forges-receipts", "receipts-another"] as const).map(
  (mood) => ({
    id: `backend ${mood}`,
    at: (from: When): Fault => ({ layer: "backend", do: mood, from, for: 40 }),
  }),
);

const clocks: readonly CatalogueFault[] = [60, 3600, -60, -600, -3600, -86_400].map((by) => ({
  id: `clock ${by > 0 ? "+" : ""}${by} s`,
  at: (from: When): Fault => ({ layer: "clock", do: "jump", by, from }),
}));

const ends: readonly CatalogueFault[] = (["kill", "power"] as const).flatMap((how) =>
  [1, 30].map((seconds) => ({
    id: `process ${how}, off for ${seconds} s`,
    at: (from: When): Fault => ({ layer: "process", do: how, from, for: seconds }),
  })),
);

export const CATALOGUE: readonly CatalogueFault[] = [
  ...mishaps,
  ...plugs,
  ...disks,
  ...networks,
  ...backends,
  ...clocks,
  ...ends,
];
