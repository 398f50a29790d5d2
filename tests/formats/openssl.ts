/** The installed openssl, for checks by a reader that we did not write. */
import { execFileSync, spawnSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

export const opensslVersion = (): string | undefined => {
  const { status, stdout } = spawnSync("openssl", ["version"], { encoding: "utf8" });
  return status === 0 ? stdout.trim() : undefined;
};

export const pem = (der: Uint8Array): string => new X509Certificate(der).toString();

export interface Bench {
  readonly folder: string;
  readonly write: (name: string, content: Uint8Array | string) => string;
  readonly openssl: (...args: readonly string[]) => Buffer;
  readonly run: (...args: readonly string[]) => number;
}

/** A folder of its own, removed at the end. */
export const withBench = <T>(work: (bench: Bench) => T): T => {
  const folder = mkdtempSync(path.join(tmpdir(), "openssl-"));
  try {
    return work({
      folder,
      write: (name, content) => {
        writeFileSync(path.join(folder, name), content);
        return name;
      },
      openssl: (...args) => execFileSync("openssl", args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] }),
      run: (...args) => spawnSync("openssl", args, { cwd: folder, stdio: "ignore" }).status ?? 1,
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
};
