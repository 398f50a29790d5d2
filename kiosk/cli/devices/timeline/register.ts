import { addCommand, group, type Register } from "../../command.ts";
import type { ViewOptions } from "./view.ts";

export const registerTimeline: Register = (program, { terminal }) => {
  addCommand(
    group(program, "devices", "what is plugged in; recordings of devices"),
    "view <dir>",
    "a recording as a page: what passed when, the protocol's words beside the bytes",
    "kiosk devices view my-scanner --out my-scanner.html",
  )
    .requiredOption("--out <file>", "the page, HTML")
    .action(async (folder: string, options: ViewOptions) => {
      const { viewRecording } = await import("./view.ts");
      await viewRecording(terminal, folder, options);
    });
};
