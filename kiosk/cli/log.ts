/** kiosk log list|show|export|statistics: what every session left behind, without anything biometric. */
import path from "node:path";
import { OutsideFault } from "../../api/base/faults.ts";
import { systemFiles, writeDurably } from "../../api/base/files.ts";
import { addCommand, group, type Register, type Shell } from "./command.ts";
import { look, lookInto } from "./look.ts";
import { momentWords } from "./words.ts";

interface Asked {
  readonly json?: boolean;
}

const list = (shell: Shell) => async (options: Asked) => {
  const { openLogs } = await import("../session/log/kept-logs.ts");
  await look(shell, async (queue) => {
    const all = queue === undefined ? [] : await openLogs(queue.store.database).list();
    if (options.json === true) return shell.terminal.print(JSON.stringify(all));
    if (all.length === 0) shell.terminal.print("No session has left a log.");
    for (const { packetId, endedAt, end } of all)
      shell.terminal.print(`${packetId}  ${momentWords(endedAt)}  ${end}`);
  });
};

const show = (shell: Shell) => async (packetId: string, options: Asked) => {
  const { openLogs } = await import("../session/log/kept-logs.ts");
  const { attemptsXml } = await import("../session/log/xml.ts");
  await lookInto(shell, async ({ store }) => {
    const log = await openLogs(store.database).get(packetId);
    if (log === undefined)
      throw new OutsideFault("input-missing", `No log of ${packetId} is kept; see kiosk log list.`);
    shell.terminal.print(options.json === true ? JSON.stringify(log) : attemptsXml(log).trimEnd());
  });
};

/** One file a session and format. */
const exportTo = (shell: Shell) => async (folder: string, options: Asked) => {
  const { openLogs } = await import("../session/log/kept-logs.ts");
  const { attemptsXml } = await import("../session/log/xml.ts");
  await lookInto(shell, async ({ store }) => {
    const logs = openLogs(store.database);
    const kept = await logs.list();
    if (kept.length > 0) await systemFiles.makeFolder(folder);
    for (const { packetId } of kept) {
      const log = await logs.get(packetId);
      if (log === undefined) continue;
      const place = path.join(folder, packetId);
      await writeDurably(systemFiles, `${place}.json`, Buffer.from(`${JSON.stringify(log, null, 2)}\n`));
      await writeDurably(systemFiles, `${place}.xml`, Buffer.from(attemptsXml(log)));
    }
    shell.terminal.print(
      options.json === true
        ? JSON.stringify({ folder, logs: kept.length })
        : kept.length === 0
          ? "No session has left a log; nothing was written."
          : `${kept.length} logs are in ${folder}, each as JSON and as XML.`,
    );
  });
};

const statistics = (shell: Shell) => async (options: Asked) => {
  const { openStatistics } = await import("../session/log/statistics.ts");
  await look(shell, async (queue) => {
    const counts = queue === undefined ? [] : await openStatistics(queue.store.database).all();
    if (options.json === true) return shell.terminal.print(JSON.stringify(counts));
    if (counts.length === 0) shell.terminal.print("Nothing has been counted.");
    for (const { day, what, outcome, band, number } of counts)
      shell.terminal.print(`${day}  ${what.padEnd(14)} ${outcome.padEnd(28)} ${band.padEnd(8)} ${number}`);
  });
};

export const registerLog: Register = (program, shell) => {
  const log = group(program, "log", "what every session left: attempts, limits, reasons, ends");
  addCommand(log, "list", "the sessions whose log is kept", "kiosk log list").action(list(shell));
  addCommand(
    log,
    "show <packet>",
    "one session's attempts log, as XML or (--json) JSON",
    "kiosk log show 1f6c0f3e-...",
  ).action(show(shell));
  addCommand(
    log,
    "export <folder>",
    "every log as JSON and XML (TR-03121's logging modules)",
    "kiosk log export /media/stick/logs",
  ).action(exportTo(shell));
  addCommand(
    log,
    "statistics",
    "anonymous counters by day, kept apart from the logs",
    "kiosk log statistics --json",
  ).action(statistics(shell));
};
