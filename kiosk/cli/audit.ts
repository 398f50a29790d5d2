/** kiosk audit verify: walks the hash chain. */
import { systemClock } from "../../api/base/clock.ts";
import { systemFiles } from "../../api/base/files.ts";
import { systemRandom } from "../../api/base/random.ts";
import { addCommand, group, type Register } from "./command.ts";

export const registerAudit: Register = (program, shell) => {
  const audit = group(program, "audit", "the audit log");
  addCommand(audit, "verify", "walk the hash chain to its head", "kiosk audit verify").action(
    async (options: { readonly json?: boolean }) => {
      const { openQueue } = await import("../queue/open-queue.ts");
      const folder = shell.dataDirectory();
      await using queue = await openQueue({
        folder,
        files: systemFiles,
        clock: systemClock,
        random: systemRandom,
      });
      const head = await queue.audit.verify();
      shell.terminal.print(
        options.json === true
          ? JSON.stringify({ entries: head.number, head: head.hash })
          : `${head.number} entries, unbroken; head ${head.hash}`,
      );
    },
  );
};
