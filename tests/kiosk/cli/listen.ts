/** A terminal that keeps what a command says to it. */
import type { Terminal } from "../../../kiosk/cli/terminal.ts";

export const listen = () => {
  const printed: string[] = [];
  const noted: string[] = [];
  /** Both, in the order in which they were said. */
  const said: string[] = [];
  const terminal: Terminal = {
    print: (line) => void (printed.push(line), said.push(line)),
    note: (line) => void (noted.push(line), said.push(line)),
    progress: () => undefined,
    style: (_format, text) => text,
  };
  return { printed, noted, said, terminal };
};
