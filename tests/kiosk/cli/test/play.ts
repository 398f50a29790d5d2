/** Runs the compiled `kiosk test` in a process of its own: a scenario's program may stop, and must not stop the tests. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

export const MAIN = path.resolve("dist/kiosk/main.js");
/** Shared by the tests of this folder: every picture is asked for once. */
export const data = mkdtempSync(path.join(tmpdir(), "kiosk-bench-"));
export const removeData = () => rmSync(data, { recursive: true, force: true });

export interface Reported {
  readonly scenarios: readonly {
    readonly name: string;
    readonly passed: boolean;
    readonly packets: readonly string[];
    readonly divergence?: { readonly step: string; readonly expected: string; readonly got: string };
  }[];
  readonly seconds: number;
}

export const kioskTest = (
  words: readonly string[],
  options: { readonly cwd?: string; readonly env?: Record<string, string>; readonly data?: string } = {},
) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [MAIN, "--data", options.data ?? data, "test", ...words],
    {
      encoding: "utf8",
      cwd: options.cwd ?? process.cwd(),
      env: { ...process.env, ...options.env },
      maxBuffer: 1 << 26,
    },
  );
  return { status, stdout, stderr };
};

export const reported = (stdout: string): Reported => JSON.parse(stdout) as Reported;
