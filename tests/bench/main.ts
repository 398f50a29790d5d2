/** `npm run bench -- AREA... [--json]`: measurements, never assertions; medians within one run, with the machine's load. */
import { cpus, loadavg } from "node:os";
import type { BenchRow } from "./row.ts";

/** THE list of benches; one line each. */
const areas: Readonly<Record<string, () => Promise<{ run(): Promise<readonly BenchRow[]> }>>> = {
  desk: () => import("./desk.ts"),
  calibration: () => import("./calibration.ts"),
  drivers: () => import("./drivers.ts"),
  enrol: () => import("./enrol.ts"),
  face: () => import("./face.ts"),
  "face-nets": () => import("./face-nets.ts"),
  "face-unsure": () => import("./face-unsure.ts"),
  "face-pad": () => import("./face-pad.ts"),
  finger: () => import("./finger.ts"),
  "finger-conditions": () => import("./finger-conditions.ts"),
  "finger-judge": () => import("./finger-judge.ts"),
  intake: () => import("./intake.ts"),
  packet: () => import("./packet.ts"),
  scenarios: () => import("./scenarios.ts"),
  store: () => import("./store.ts"),
  synthetic: () => import("./synthetic.ts"),
  web: () => import("./web.ts"),
  wsq: () => import("./wsq.ts"),
};

const within = (interval: BenchRow["interval"]): string =>
  interval === undefined ? "" : ` [${interval[0].toFixed(2)}, ${interval[1].toFixed(2)}]`;

const asked = process.argv.slice(2);
const json = asked.includes("--json");
const names = asked.filter((word) => !word.startsWith("--"));
const chosen = names.length === 0 ? Object.keys(areas) : names;
const unknown = chosen.filter((name) => areas[name] === undefined);

if (unknown.length > 0) {
  process.stderr.write(
    `No bench is called ${unknown.join(", ")}; there are: ${Object.keys(areas).join(", ")}\n`,
  );
  process.exitCode = 2;
} else {
  for (const name of chosen) {
    const load = loadavg()[0]?.toFixed(1);
    const rows = (await (await areas[name]?.())?.run()) ?? [];
    if (json)
      process.stdout.write(
        `${JSON.stringify({ area: name, load, cores: cpus().length, processor: cpus()[0]?.model, rows })}\n`,
      );
    else {
      process.stdout.write(`\n${name}  (load ${load} on ${cpus().length} cores)\n`);
      for (const row of rows)
        process.stdout.write(
          `  ${row.name.padEnd(58)} ${row.value.toFixed(row.value < 10 ? 2 : 0).padStart(10)} ${row.unit.padEnd(8)} ${row.bar ?? ""}${within(row.interval)}\n`,
        );
    }
  }
}
