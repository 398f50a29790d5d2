/** The table a command ends with: each step, what came out, quality, time. */
import type { StepView } from "../report/view.ts";
import type { Terminal } from "../terminal.ts";

/** Terminal columns; combining marks take none. */
const columns = (text: string): number => Array.from(text.normalize("NFC").replaceAll(/\p{M}/gu, "")).length;
const pad = (text: string, width: number): string => text + " ".repeat(Math.max(0, width - columns(text)));

export const printTable = (terminal: Terminal, steps: readonly StepView[]): void => {
  const head = ["Step", "What came out", "Quality", "Time"] as const;
  const rows = steps.map(
    (step) => [step.name, step.outcome, step.quality, `${step.milliseconds.toFixed(0)} ms`] as const,
  );
  const widths = head.map((title, i) =>
    Math.max(columns(title), ...rows.map((row) => columns(row[i] ?? ""))),
  );
  const line = (cells: readonly string[]) =>
    cells.map((cell, i) => (i === 3 ? cell.padStart(widths[i] ?? 0) : pad(cell, widths[i] ?? 0))).join("  ");
  terminal.print(terminal.style("bold", line(head)));
  terminal.print(terminal.style("dim", widths.map((width) => "─".repeat(width)).join("  ")));
  for (const row of rows) terminal.print(line(row));
};
