/** kiosk ticket NUMBER, kiosk collect NUMBER: what has become of an application, and handing the document over. */
import { Option } from "commander";
import { COLLECTION_CHECKS } from "../../../api/issuance/statements.ts";
import { addCommand, type Register } from "../command.ts";
import type { CollectOptions } from "./collect.ts";

export const registerTickets: Register = (program, shell) => {
  addCommand(
    program,
    "ticket <number>",
    "what a ticket holder is told of the application",
    "kiosk ticket 3K7-Q2RV-9XA",
  ).action(async (number: string, options: { readonly json?: boolean }) => {
    const { showTicket } = await import("./show.ts");
    await showTicket(shell, number, options);
  });
  addCommand(
    program,
    "collect <number>",
    "the identity check when a document is collected; told to the issuer, signed",
    "kiosk collect 3K7-Q2RV-9XA --by awa --how portrait --outcome matched",
  )
    .requiredOption("--by <operator>", "the operator who compared")
    .addOption(
      new Option("--how <what>", "what of the person was compared with the document")
        .choices([...COLLECTION_CHECKS])
        .makeOptionMandatory(),
    )
    .addOption(
      new Option("--outcome <outcome>", "whether it is the same person")
        .choices(["matched", "not-matched"])
        .makeOptionMandatory(),
    )
    .action(async (number: string, options: CollectOptions) => {
      const { collect } = await import("./collect.ts");
      await collect(shell, number, options);
    });
};
