/**
 * One command of the `kiosk` binary. A command file registers names, options and an example, and imports what it
 * needs inside its action, so that `kiosk --help` stays quick.
 */
import { type Command, InvalidArgumentError } from "commander";
import type { Terminal } from "./terminal.ts";

export interface Shell {
  readonly terminal: Terminal;
  /** The state folder: --data, or var/ in a checkout. */
  dataDirectory(): string;
  /** As named with --config; undefined: the state folder's kiosk.json, where there is one. */
  configFile(): string | undefined;
}

export type Register = (program: Command, shell: Shell) => void;

/** Adds a subcommand with its example; `--json` is understood by every command. */
export const addCommand = (parent: Command, usage: string, description: string, example: string): Command =>
  parent
    .command(usage)
    .description(description)
    .option("--json", "machine-readable result")
    .allowExcessArguments(false)
    .addHelpText("after", `\nExample:\n  ${example}\n`);

/** For commander's option parsers; the sentence names the option's own rule. */
export const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < least || value > most)
      throw new InvalidArgumentError(`A whole number from ${least} to ${most} is needed.`);
    return value;
  };

/** The group command of that name, made on first use ("finger" for "finger extract"). */
export const group = (program: Command, name: string, description: string): Command =>
  program.commands.find((command) => command.name() === name) ??
  program.command(name).description(description);
