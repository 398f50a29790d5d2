/** The outbox, item by item: where it is, since when, why, what happens next; and what a person does about it. */
import path from "node:path";
import { z } from "zod";
import type { Clock } from "../../../api/base/clock.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import type { FileSystem } from "../../../api/base/files.ts";
import type { ReceiptChecker } from "../../../api/issuance/contract.ts";
import { demandAllExported, exportQueue, importAnswers } from "../../queue/media.ts";
import type { Queue } from "../../queue/open-queue.ts";
import type { OutboxItem } from "../../queue/rows.ts";
import type { Uploader } from "../../queue/uploader.ts";
import { does, reads, type DeskPart } from "../part.ts";

export interface OutboxParts {
  readonly queue: Queue;
  readonly uploader: Uploader;
  readonly receipts: ReceiptChecker;
  readonly clock: Clock;
  readonly files: FileSystem;
  /** Folders of removable media that are plugged in now. */
  readonly media: () => Promise<readonly string[]>;
}

/** On one page. */
const PAGE = 60;
const packet = z.strictObject({ packet: z.uuid() });

const lineOf = ({ packetId, sequence, size, sealedAt, since, state }: OutboxItem) => ({
  packet: packetId,
  sequence,
  size,
  sealedAt,
  since,
  state: state.kind,
  attempts: state.attempts,
  next: state.kind === "waiting" ? state.nextAttempt : undefined,
  cause: "cause" in state ? state.cause : undefined,
});

const listed = async ({ queue, uploader, clock, media }: OutboxParts, from: number) => {
  const { outbox } = queue;
  const items = await outbox.list();
  const { failures, nextAttempt } = uploader.line;
  return {
    at: clock.now(),
    counts: await outbox.counts(),
    oldest: await outbox.oldestWaiting(),
    line: failures > 0 ? { state: "down", failures, nextAttempt } : { state: "up" },
    total: items.length,
    items: items.slice(from, from + PAGE).map(lineOf),
    media: await media(),
  };
};

/** A folder of its own for each export, on a medium that is plugged in. Throws OutsideFault input-missing. */
const folderOn = async ({ media, clock }: OutboxParts, medium: string): Promise<string> => {
  if (!(await media()).includes(medium))
    throw new OutsideFault(
      "input-missing",
      "That medium is not plugged in any more; plug it in and look again.",
    );
  const stamp = new Date(clock.now()).toISOString().slice(0, 19).replaceAll(":", "");
  return path.join(medium, `kiosk-outbox-${stamp}`);
};

/** The newest export on the medium that has come back. */
const bundlesOn = async ({ files }: OutboxParts, medium: string): Promise<readonly string[]> =>
  (await files.list(medium))
    .filter((name) => name.startsWith("kiosk-outbox-"))
    .map((name) => path.join(medium, name));

export const outboxPart = (given: OutboxParts): DeskPart => {
  const { queue, uploader, receipts, clock, files, media } = given;
  return {
    waiting: async () => (await queue.outbox.counts())["set-aside"],
    reads: {
      list: reads("look", z.strictObject({ from: z.coerce.number().int().min(0).optional() }), ({ from }) =>
        listed(given, from ?? 0),
      ),
    },
    acts: {
      retry: does("queue", packet, async (input) => {
        const item = await queue.outbox.item(input.packet);
        if (item?.state.kind !== "waiting" && item?.state.kind !== "set-aside")
          throw new OutsideFault(
            "policy-refused",
            "This packet is on its way or gone; there is nothing to retry.",
          );
        await queue.outbox.apply(input.packet, { kind: "retry", at: clock.now() });
        uploader.nudge();
      }),
      "retry-all": does("queue", z.strictObject({}), async () => {
        const waiting = (await queue.outbox.list()).filter(({ state }) => state.kind === "waiting");
        for (const { packetId } of waiting)
          await queue.outbox.apply(packetId, { kind: "retry", at: clock.now() });
        uploader.nudge();
        return { packets: waiting.length };
      }),
      "set-aside": does("queue", packet, async (input, { person }) => {
        const item = await queue.outbox.item(input.packet);
        if (item?.state.kind !== "waiting")
          throw new OutsideFault(
            "policy-refused",
            "Only a packet that waits can be set aside; look again in a moment.",
          );
        const sentence = `${person.id} set it aside; it stays on this disk and goes again when somebody retries it.`;
        await queue.outbox.apply(input.packet, {
          kind: "set-aside",
          cause: { code: "set-aside-by-desk", sentence },
        });
      }),
      export: does(
        "queue",
        z.strictObject({ medium: z.string().max(400) }),
        async ({ medium }) => {
          const folder = await folderOn(given, medium);
          const exported = await exportQueue(queue, files, folder, clock);
          demandAllExported(exported);
          return { folder, packets: exported.packets.length };
        },
        { fourEyes: "export", about: ({ medium }) => path.basename(medium), reason: () => "" },
      ),
      import: does("queue", z.strictObject({ medium: z.string().max(400) }), async ({ medium }) => {
        if (!(await media()).includes(medium))
          throw new OutsideFault(
            "input-missing",
            "That medium is not plugged in any more; plug it in and look again.",
          );
        const bundles = await bundlesOn(given, medium);
        const all = [];
        // One after the other: a packet may have been exported twice. Another kiosk's may lie there too.
        for (const folder of bundles) {
          const imported = await importAnswers(queue, files, folder, receipts);
          if (imported.kiosk === queue.kiosk) all.push(imported);
        }
        if (all.length === 0)
          throw new OutsideFault(
            "input-missing",
            "No export of this kiosk is on that medium; choose another.",
          );
        return {
          erased: all.flatMap(({ erased }) => erased).length,
          refused: all.flatMap(({ refused }) => refused).length,
          kept: all.flatMap(({ kept }) => kept).length,
        };
      }),
    },
  };
};
