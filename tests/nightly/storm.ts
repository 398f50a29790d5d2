/**
 * 500 packets of 200 kB through cuts, lost segments, swallowed, doubled and late answers, the backend's clock days off:
 * ten different weathers, every second one under mutual TLS with impostors on the line.
 */
import { sendThroughStorm } from "../kiosk/queue/storm.ts";
import type { NightlyJob } from "./job.ts";

export const job: NightlyJob = {
  name: "storm",
  pieces: 10,
  run: async (piece) => {
    const { faults } = await sendThroughStorm(1000 + piece, 500, 200_000, piece % 2 === 1);
    return { cases: 500, faults: faults.map((fault) => `seed ${1000 + piece}: ${fault}`) };
  },
};
