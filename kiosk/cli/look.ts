/** Commands that only look: the store is read beside whoever writes it, and nothing is made where there is none. */
import { systemClock } from "../../api/base/clock.ts";
import { OutsideFault } from "../../api/base/faults.ts";
import { systemFiles } from "../../api/base/files.ts";
import type { QueueLook } from "../queue/open-queue.ts";
import type { Shell } from "./command.ts";

/** `queue` is undefined where no kiosk has ever run on the state folder. */
export const look = async <T>(
  shell: Shell,
  work: (queue: QueueLook | undefined) => Promise<T>,
): Promise<T> => {
  const { lookIntoQueue } = await import("../queue/open-queue.ts");
  await using queue = await lookIntoQueue({
    folder: shell.dataDirectory(),
    files: systemFiles,
    clock: systemClock,
  });
  return await work(queue);
};

/** Throws OutsideFault input-missing where there is no store to look into. */
export const lookInto = <T>(shell: Shell, work: (queue: QueueLook) => Promise<T>): Promise<T> =>
  look(shell, (queue) => {
    if (queue !== undefined) return work(queue);
    throw new OutsideFault(
      "input-missing",
      `No kiosk has run on ${shell.dataDirectory()}; name its state folder with --data.`,
    );
  });
