/** kiosk queue list|show|retry|export|import: the outbox, explained item by item. */
import type { Command } from "commander";
import { systemClock } from "../../api/base/clock.ts";
import { OutsideFault } from "../../api/base/faults.ts";
import { systemFiles } from "../../api/base/files.ts";
import { systemRandom } from "../../api/base/random.ts";
import type { Queue, QueueLook } from "../queue/open-queue.ts";
import type { OutboxItem } from "../queue/rows.ts";
import { unclaimedWords } from "../store/health.ts";
import type { Terminal } from "./terminal.ts";
import { addCommand, group, type Register, type Shell } from "./command.ts";
import { look, lookInto } from "./look.ts";
import { ageWords, momentWords, sizeWords } from "./words.ts";

const withQueue = async <T>(shell: Shell, work: (queue: Queue) => Promise<T>): Promise<T> => {
  const { openQueue } = await import("../queue/open-queue.ts");
  await using queue = await openQueue({
    folder: shell.dataDirectory(),
    files: systemFiles,
    clock: systemClock,
    random: systemRandom,
  });
  return await work(queue);
};

/** An item as machines read it. */
const itemJson = (item: OutboxItem, now: number) => ({
  packetId: item.packetId,
  sequence: item.sequence,
  sha256: item.sha256,
  size: item.size,
  sealedAt: new Date(item.sealedAt).toISOString(),
  ageSeconds: Math.round((now - item.sealedAt) / 1000),
  state: item.state.kind,
  attempts: item.state.attempts,
  ...(item.state.kind === "waiting" ? { nextAttempt: new Date(item.state.nextAttempt).toISOString() } : {}),
  ...("cause" in item.state && item.state.cause !== undefined ? { cause: item.state.cause } : {}),
});

const nextWords = ({ state }: OutboxItem, now: number): string => {
  switch (state.kind) {
    case "waiting":
      return state.nextAttempt <= now ? "now" : `in ${ageWords(state.nextAttempt - now)}`;
    case "set-aside":
      return "after kiosk queue retry";
    case "sending":
      return "running";
    default:
      return "-";
  }
};

const known = async (queue: QueueLook, packetId: string): Promise<OutboxItem> => {
  const item = await queue.outbox.item(packetId);
  if (item === undefined)
    throw new OutsideFault(
      "input-missing",
      `No packet ${packetId} is in the outbox; see kiosk queue list --all.`,
    );
  return item;
};

/** Sealed, and of no row: they go out by removable media alone. */
const tellUnclaimed = async (terminal: Terminal, queue: QueueLook): Promise<void> => {
  const { unclaimedIds } = await import("../queue/media.ts");
  const { length } = await unclaimedIds(queue);
  if (length > 0) terminal.print(unclaimedWords(length));
};

const list = (shell: Shell) => async (options: { readonly all?: boolean; readonly json?: boolean }) => {
  const { terminal } = shell;
  await look(shell, async (queue) => {
    const now = systemClock.now();
    const items = (await queue?.outbox.list(options.all === true ? { all: true } : {})) ?? [];
    if (options.json === true)
      return terminal.print(JSON.stringify(items.map((item) => itemJson(item, now))));
    if (queue !== undefined) await tellUnclaimed(terminal, queue);
    if (items.length === 0) return terminal.print("The outbox is empty.");
    terminal.print("No.    packet                                size      age       state      tries  next");
    for (const item of items) {
      const { state } = item;
      terminal.print(
        `${String(item.sequence).padEnd(6)} ${item.packetId}  ${sizeWords(item.size).padEnd(9)} ${ageWords(
          now - item.sealedAt,
        ).padEnd(9)} ${state.kind.padEnd(10)} ${String(state.attempts).padEnd(6)} ${nextWords(item, now)}`,
      );
      if ("cause" in state && state.cause !== undefined)
        terminal.print(terminal.style("dim", `       [${state.cause.code}] ${state.cause.sentence}`));
    }
  });
};

const show = (shell: Shell) => async (packetId: string, options: { readonly json?: boolean }) => {
  const { terminal } = shell;
  await lookInto(shell, async (queue) => {
    const item = await known(queue, packetId);
    const now = systemClock.now();
    if (options.json === true) return terminal.print(JSON.stringify(itemJson(item, now)));
    terminal.print(`packet     ${item.packetId}`);
    terminal.print(`number     ${item.sequence} of kiosk ${queue.kiosk}`);
    terminal.print(
      `sealed     ${momentWords(item.sealedAt)}, ${sizeWords(item.size)}, ${ageWords(now - item.sealedAt)} ago`,
    );
    terminal.print(`sha-256    ${item.sha256}`);
    terminal.print(`state      ${item.state.kind} since ${momentWords(item.since)}`);
    terminal.print(`attempts   ${item.state.attempts}, next: ${nextWords(item, now)}`);
    if ("cause" in item.state && item.state.cause !== undefined)
      terminal.print(`cause      [${item.state.cause.code}] ${item.state.cause.sentence}`);
    if (item.receipt !== undefined) terminal.print(`receipt    ${item.receipt.length} bytes, verified`);
  });
};

const deletion = (shell: Shell) => async (packetId: string) => {
  const { deletionRecord } = await import("../queue/deletion.ts");
  await lookInto(shell, async (queue) => {
    shell.terminal.print(JSON.stringify(await deletionRecord(queue, packetId), null, 2));
  });
};

const retry = (shell: Shell) => async (packetId: string) => {
  await withQueue(shell, async (queue) => {
    const { state } = await known(queue, packetId);
    if (state.kind !== "waiting" && state.kind !== "set-aside")
      throw new OutsideFault(
        "policy-refused",
        `Packet ${packetId} is ${state.kind}: there is nothing to try again.`,
      );
    await queue.outbox.apply(packetId, { kind: "retry", at: systemClock.now() });
    shell.terminal.print(`Packet ${packetId} is due now; the running kiosk sends it within a minute.`);
  });
};

const exportTo = (shell: Shell) => async (folder: string, options: { readonly json?: boolean }) => {
  const { demandAllExported, exportQueue } = await import("../queue/media.ts");
  const exportFrom = (queue: QueueLook, looking?: boolean) =>
    exportQueue(queue, systemFiles, folder, systemClock, looking);
  const exported = await withQueue(shell, exportFrom).catch((error: unknown) => {
    if (!(error instanceof OutsideFault) || error.code !== "disk-failed") throw error;
    // A disk that fails is mounted read-only: what lies on it goes out all the same.
    shell.terminal.note(`${error.message} The export reads only; no entry of it stands in the audit log.`);
    return lookInto(shell, (queue) => exportFrom(queue, true));
  });
  const { packets, damaged } = exported;
  shell.terminal.print(
    options.json === true
      ? JSON.stringify({ folder, packets, damaged })
      : `${packets.length} sealed packets are in ${folder}; the outbox keeps them until their receipts come back.`,
  );
  demandAllExported(exported);
};

const importFrom =
  (shell: Shell) => async (folder: string, options: { readonly json?: boolean; readonly trust?: string }) => {
    const { importAnswers } = await import("../queue/media.ts");
    const { receiptTrust } = await import("./trust.ts");
    const { receiptChecker } = await import("../../api/issuance/receipt.ts");
    await withQueue(shell, async (queue) => {
      const checker = receiptChecker(await receiptTrust(shell, options.trust));
      const result = await importAnswers(queue, systemFiles, folder, checker);
      if (result.kiosk !== queue.kiosk)
        throw new OutsideFault(
          "input-malformed",
          `${folder} is an export of ${result.kiosk}, and this kiosk is ${queue.kiosk}: import it there.`,
        );
      if (options.json === true) return shell.terminal.print(JSON.stringify(result));
      shell.terminal.print(
        `${result.erased.length} receipted and erased, ${result.refused.length} set aside, ${result.kept.length} kept.`,
      );
      for (const { packetId, why } of result.kept) shell.terminal.print(`  ${packetId}: ${why}`);
    });
  };

export const registerQueue: Register = (program: Command, shell) => {
  const queue = group(program, "queue", "the outbox: what was sealed and waits for its receipt");
  addCommand(
    queue,
    "list",
    "the outbox, item by item, with cause and next attempt",
    "kiosk queue list --json",
  )
    .option("--all", "with what was receipted and erased")
    .action(list(shell));
  addCommand(queue, "show <packet>", "one item of the outbox", "kiosk queue show 1f6c0f3e-...").action(
    show(shell),
  );
  addCommand(
    queue,
    "deletion <packet>",
    "the record that a packet was erased, for its ticket: receipt and audit entry",
    "kiosk queue deletion 1f6c0f3e-...",
  ).action(deletion(shell));
  addCommand(queue, "retry <packet>", "make an item due now", "kiosk queue retry 1f6c0f3e-...").action(
    retry(shell),
  );
  addCommand(
    queue,
    "export <folder>",
    "copy what has no receipt to removable media",
    "kiosk queue export /media/stick/november",
  ).action(exportTo(shell));
  addCommand(
    queue,
    "import <folder>",
    "take the receipts back from removable media",
    "kiosk queue import /media/stick/november --trust receipts.pem",
  )
    .option(
      "--trust <pem>",
      "certificates that receipts are trusted under; without it, the configured or the specimen issuer's",
    )
    .action(importFrom(shell));
};
