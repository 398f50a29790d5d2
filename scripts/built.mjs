// Before any test: dist is what the sources say, also where vitest was started by hand.
import { spawnSync } from "node:child_process";

export const setup = () => {
  const { status } = spawnSync(process.execPath, ["node_modules/typescript/bin/tsc", "-b"], {
    stdio: "inherit",
  });
  if (status !== 0) throw new Error("The sources do not compile (see above).");
};
