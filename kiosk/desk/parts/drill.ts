/** The power-loss drill as a button: runs beside the kiosk, shows each round, keeps the last result. */
import { z } from "zod";
import { OutsideFault } from "../../../api/base/faults.ts";
import { id } from "../../../api/base/log.ts";
import type { Audit } from "../../audit/audit.ts";
import { powerLossDrill, type DrillRound } from "../drill/drill.ts";
import { does, reads, type DeskPart } from "../part.ts";

const ROUNDS = 5;

export interface DrillPartParts {
  readonly folder: string;
  readonly audit: Audit;
  readonly changed: () => void;
}

interface Progress {
  readonly state: "never" | "running" | "passed" | "failed" | "broken";
  readonly rounds: readonly DrillRound[];
  readonly of: number;
  readonly why?: string;
}

export const drillPart = ({ folder, audit, changed }: DrillPartParts): DeskPart => {
  let progress: Progress = { state: "never", rounds: [], of: ROUNDS };
  const show = (next: Progress) => {
    progress = next;
    changed();
  };
  const run = async (by: string): Promise<void> => {
    try {
      const result = await powerLossDrill(folder, ROUNDS, (round) =>
        show({ ...progress, rounds: [...progress.rounds, round] }),
      );
      await audit.record("power-loss-drill", { by: id(by), rounds: ROUNDS, passed: result.nothingLost });
      show({ state: result.nothingLost ? "passed" : "failed", rounds: result.rounds, of: ROUNDS });
    } catch (error) {
      if (!(error instanceof OutsideFault)) throw error;
      show({ ...progress, state: "broken", why: error.message });
    }
  };
  return {
    reads: { now: reads("look", z.strictObject({}), () => Promise.resolve(progress)) },
    acts: {
      start: does("rehearse", z.strictObject({}), (_input, { person }) => {
        if (progress.state === "running")
          throw new OutsideFault("policy-refused", "The drill runs already; wait for its result.");
        show({ state: "running", rounds: [], of: ROUNDS });
        void run(person.id);
        return Promise.resolve();
      }),
    },
  };
};
