// The house rules that tools can check: lint, and nothing that nobody uses. (Types and floors: tsc -b, in bootstrap.
// Tests: vitest.)
import { spawnSync } from "node:child_process";

const checks = [
  ["node_modules/oxlint/bin/oxlint", "--quiet", "--type-aware"],
  ["node_modules/knip/bin/knip.js", "--no-progress"],
];
for (const args of checks) {
  const { status } = spawnSync(process.execPath, args, { stdio: "inherit" });
  if (status !== 0) process.exitCode = status ?? 1;
}
