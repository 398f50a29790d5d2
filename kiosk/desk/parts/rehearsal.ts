/** Rehearsal: the whole kiosk with its devices and models, and nothing of it is stored, counted or sent. */
import { z } from "zod";
import { OutsideFault } from "../../../api/base/faults.ts";
import { FREE_SCREENS } from "../../../api/words/desk-http.ts";
import type { Walk } from "../../server/walk.ts";
import { memoryVault } from "../../store/memory-vault.ts";
import { does, reads, type DeskPart } from "../part.ts";
import type { DeskStation } from "../station.ts";

export interface RehearsalParts {
  readonly station: DeskStation;
  readonly walk: Walk;
}

export const rehearsalPart = ({ station, walk }: RehearsalParts): DeskPart => ({
  reads: {
    now: reads("look", z.strictObject({}), () =>
      Promise.resolve({ on: station.rehearsing, free: FREE_SCREENS.has(walk.screen().kind) }),
    ),
  },
  acts: {
    switch: does("rehearse", z.strictObject({ on: z.boolean() }), ({ on }) => {
      if (!FREE_SCREENS.has(walk.screen().kind))
        throw new OutsideFault(
          "policy-refused",
          "Somebody uses the kiosk; wait until that session has ended.",
        );
      walk.reset();
      station.rehearse(on ? memoryVault() : undefined);
      return Promise.resolve({ on });
    }),
  },
});
