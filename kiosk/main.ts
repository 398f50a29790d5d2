#!/usr/bin/env node
/** The composition root. */
import { processTerminal } from "./cli/terminal.ts";
import { runCommand } from "./cli/program.ts";

// Whoever reads us may stop reading, as `head` does: that is no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

process.exitCode = await runCommand(process.argv.slice(2), processTerminal());
