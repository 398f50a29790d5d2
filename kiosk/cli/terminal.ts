/** Where a command speaks: results on stdout; progress and complaints on stderr. */
import { styleText } from "node:util";

export interface Terminal {
  /** A line of the result. */
  print(line: string): void;
  /** A line of progress or advice; never part of the result. */
  note(line: string): void;
  /** Overwrites the last progress line where stderr is a terminal; silent elsewhere. */
  progress(line: string): void;
  /** Colours only where stdout is a terminal. */
  readonly style: (format: "bold" | "dim" | "green" | "red" | "yellow" | "cyan", text: string) => string;
}

export const processTerminal = (): Terminal => {
  const live = process.stderr.isTTY;
  const colour = process.stdout.isTTY && process.env["NO_COLOR"] === undefined;
  let progressShown = false;
  const clear = () => {
    if (progressShown) process.stderr.write("\r\x1b[2K");
    progressShown = false;
  };
  return {
    print: (line) => {
      clear();
      process.stdout.write(`${line}\n`);
    },
    note: (line) => {
      clear();
      process.stderr.write(`${line}\n`);
    },
    progress: (line) => {
      if (!live) return;
      clear();
      process.stderr.write(line);
      progressShown = true;
    },
    style: (format, text) => (colour ? styleText(format, text) : text),
  };
};
