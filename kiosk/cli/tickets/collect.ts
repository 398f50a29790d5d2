/** The identity check at collection: written down here at once, told to the issuer when the line is there. */
import { systemClock } from "../../../api/base/clock.ts";
import { systemFiles } from "../../../api/base/files.ts";
import { systemRandom } from "../../../api/base/random.ts";
import { openQueue } from "../../queue/open-queue.ts";
import type { CollectionStatement } from "../../../api/issuance/statements.ts";
import { recordCollection } from "../../queue/told.ts";
import type { Shell } from "../command.ts";
import { askIssuer } from "./issuer.ts";
import { packetOfTicket } from "./show.ts";

export interface CollectOptions {
  readonly json?: boolean;
  readonly by: string;
  readonly how: CollectionStatement["how"];
  readonly outcome: CollectionStatement["outcome"];
}

export const collect = async (shell: Shell, number: string, options: CollectOptions): Promise<void> => {
  const folder = shell.dataDirectory();
  await using queue = await openQueue({
    folder,
    files: systemFiles,
    clock: systemClock,
    random: systemRandom,
  });
  const packetId = await packetOfTicket(queue, number);
  // What was printed an hour ago may be ready now, and the person stands at the counter.
  await askIssuer(shell, queue.store, packetId, true);
  const { by, how, outcome } = options;
  await recordCollection(queue, { packetId, by, how, outcome, at: systemClock.now() });
  shell.terminal.print(
    options.json === true
      ? JSON.stringify({ packetId, outcome })
      : outcome === "matched"
        ? `Hand the document over. The issuer is told by the running kiosk.`
        : `Keep the document. The issuer is told by the running kiosk.`,
  );
};
