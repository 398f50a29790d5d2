/** Devices that come and go while the kiosk runs: what was pulled is said at once, what was plugged in serves without a restart. */
import type { Clock } from "../../../api/base/clock.ts";
import { watch, type DiscoveryOptions } from "../../../drivers/discovery.ts";
import type { StationSlots } from "../../server/station/identities.ts";

const LOOK_MS = 2000;

/** Opens every device anew after a change on the buses; while somebody enrols, their capture tells by itself. */
export const followHotPlug = async (
  slots: StationSlots,
  idle: () => boolean,
  clock: Clock,
  signal: AbortSignal,
  options: DiscoveryOptions = {},
): Promise<void> => {
  let first = true;
  for await (const { attached, detached } of watch(clock, signal, options, LOOK_MS)) {
    const driven = [...attached, ...detached].filter(({ match }) => match !== undefined);
    if (first || driven.length === 0 || !idle()) {
      first = false;
      continue;
    }
    for (const [slot, target] of [
      [slots.camera, "face"],
      [slots.scanner, "right-index"],
      [slots.pad, "signature"],
      [slots.paper, "document"],
      ...(slots.readers ?? []).map((reader) => [reader, "document"] as const),
    ] as const) {
      const kind = target === "right-index" ? "finger" : target;
      if (slot === undefined || !driven.some(({ features }) => features?.characteristic === kind)) continue;
      await slot.close();
      await slot.works(target);
    }
  }
};
