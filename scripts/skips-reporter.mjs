// Prints every skipped test with its reason, so that "green" never hides one. With KIOSK_FORBID_SKIPS=1 a skip fails the run.
export default class SkipsReporter {
  onTestRunEnd(modules) {
    const skipped = [];
    for (const module of modules)
      for (const test of module.children.allTests("skipped")) {
        const note = test.result().note;
        skipped.push(`${module.relativeModuleId}: ${test.fullName}${note ? ` (${note})` : ""}`);
      }
    if (skipped.length === 0) return;
    process.stdout.write(`\nSkipped here:\n${skipped.map((line) => `  ${line}\n`).join("")}`);
    if (process.env.KIOSK_FORBID_SKIPS === "1") {
      process.stdout.write("Skips are forbidden in this run (KIOSK_FORBID_SKIPS=1).\n");
      process.exitCode = 1;
    }
  }
}
