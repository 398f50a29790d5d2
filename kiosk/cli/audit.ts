/** kiosk audit verify: walks the hash chain. */
import { systemClock } from "../../api/base/clock.ts";
import { OutsideFault } from "../../api/base/faults.ts";
import { addCommand, group, type Register } from "./command.ts";
import { lookInto } from "./look.ts";

export const registerAudit: Register = (program, shell) => {
  const audit = group(program, "audit", "the audit log");
  addCommand(audit, "verify", "walk the hash chain and its signed checkpoints", "kiosk audit verify")
    .option(
      "--trust <pem>",
      "certificates that checkpoints are trusted under; without it, the configured or the specimen ones",
    )
    .action(async (options: { readonly json?: boolean; readonly trust?: string }) => {
      const { kioskTrust } = await import("./trust.ts");
      const { openCheckpoints } = await import("../audit/checkpoint.ts");
      const trust = await kioskTrust(shell, options.trust);
      const { head, checkpoints, upTo } = await lookInto(shell, ({ store, audit, kiosk }) =>
        openCheckpoints(store.database, audit, systemClock, kiosk).verify(trust),
      );
      shell.terminal.print(
        options.json === true
          ? JSON.stringify({ entries: head.number, head: head.hash, checkpoints, vouchedUpTo: upTo })
          : `${head.number} entries, unbroken; ${checkpoints} signed checkpoints, the last at entry ${upTo}; head ${head.hash}`,
      );
      if (checkpoints === 0)
        throw new OutsideFault(
          "check-failed",
          "No signed checkpoint vouches for this log: nobody could tell if it were written anew. A kiosk signs one at its start, every hour and at its end; start it, then verify again.",
        );
    });
};
