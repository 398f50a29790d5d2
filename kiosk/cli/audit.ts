/** kiosk audit verify: walks the hash chain. */
import { systemClock } from "../../api/base/clock.ts";
import { systemFiles } from "../../api/base/files.ts";
import { systemRandom } from "../../api/base/random.ts";
import { addCommand, group, type Register } from "./command.ts";

export const registerAudit: Register = (program, shell) => {
  const audit = group(program, "audit", "the audit log");
  addCommand(audit, "verify", "walk the hash chain and its signed checkpoints", "kiosk audit verify")
    .option(
      "--trust <pem>",
      "certificates that checkpoints are trusted under; without it, the configured or the specimen ones",
    )
    .action(async (options: { readonly json?: boolean; readonly trust?: string }) => {
      const { openQueue } = await import("../queue/open-queue.ts");
      const folder = shell.dataDirectory();
      await using queue = await openQueue({
        folder,
        files: systemFiles,
        clock: systemClock,
        random: systemRandom,
      });
      const { kioskTrust } = await import("./trust.ts");
      const { openCheckpoints } = await import("../audit/checkpoint.ts");
      const trust = await kioskTrust(shell, options.trust);
      const chain = openCheckpoints(queue.store.database, queue.audit, systemClock, queue.kiosk);
      const { head, checkpoints } = await chain.verify(trust);
      shell.terminal.print(
        options.json === true
          ? JSON.stringify({ entries: head.number, head: head.hash, checkpoints })
          : `${head.number} entries, unbroken; ${checkpoints} signed checkpoints; head ${head.hash}`,
      );
    });
};
