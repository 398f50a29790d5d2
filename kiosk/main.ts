#!/usr/bin/env node
/** The composition root. */
import { processTerminal } from "./cli/terminal.ts";
import { runCommand } from "./cli/program.ts";

process.exitCode = await runCommand(process.argv.slice(2), processTerminal());
