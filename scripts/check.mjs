// The house rules that tools can check: lint. (Types and floors: tsc -b, in bootstrap. Tests: vitest.)
import { spawnSync } from "node:child_process";

const { status } = spawnSync(
  process.execPath,
  ["node_modules/oxlint/bin/oxlint", "--quiet", "--type-aware"],
  {
    stdio: "inherit",
  },
);
process.exitCode = status ?? 1;
