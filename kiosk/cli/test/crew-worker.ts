/** A process that plays the scenarios it is sent, one after the other. */
import type { Job } from "./crew.ts";
import { playOrSay } from "./one.ts";
import { remembered } from "./remembered.ts";

const [, , cache = ""] = process.argv;
const memory = remembered(cache === "" ? undefined : cache);

process.on("message", ({ scenario, file }: Job) => {
  void playOrSay(scenario, file, memory).then((result) => process.send?.(result));
});
process.on("disconnect", () => process.exit(0));
