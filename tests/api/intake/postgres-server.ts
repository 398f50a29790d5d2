/** A PostgreSQL of one's own for a test: its own folder, a port on the loopback, gone afterwards. */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

const ROOT = "/usr/lib/postgresql";

const binaries = (): string | undefined => {
  const versions = existsSync(ROOT) ? readdirSync(ROOT).toSorted() : [];
  return versions
    .map((version) => path.join(ROOT, version, "bin"))
    .filter((folder) => existsSync(path.join(folder, "initdb")) && existsSync(path.join(folder, "postgres")))
    .at(-1);
};

const isRoot = process.getuid?.() === 0;

/** PostgreSQL does not run as root: Debian's own user for it does. */
const asUser = (program: string, words: readonly string[]): readonly [string, readonly string[]] =>
  isRoot ? ["runuser", ["-u", "postgres", "--", program, ...words]] : [program, words];

const mayBecome = (): boolean => {
  if (!isRoot) return true;
  try {
    execFileSync("runuser", ["-u", "postgres", "--", "true"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
};

/** Undefined: all is here. */
export const noPostgres: string | undefined =
  binaries() === undefined
    ? "PostgreSQL is not installed"
    : mayBecome()
      ? undefined
      : "there is no user postgres to run it";

const freePort = async (): Promise<number> => {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
};

const answers = (bin: string, port: number): boolean =>
  spawnSync(path.join(bin, "pg_isready"), ["-h", "127.0.0.1", "-p", String(port)], { stdio: "ignore" })
    .status === 0;

export interface PostgresServer extends AsyncDisposable {
  readonly url: string;
  stop(): Promise<void>;
}

export const startPostgres = async (): Promise<PostgresServer> => {
  const bin = binaries() ?? "";
  const folder = mkdtempSync(path.join(tmpdir(), "kiosk-postgres-"));
  if (isRoot) execFileSync("chown", ["postgres", folder]);
  const data = path.join(folder, "data");
  const [init, initWords] = asUser(path.join(bin, "initdb"), [
    "-D",
    data,
    "-U",
    "postgres",
    "-A",
    "trust",
    "-N",
  ]);
  execFileSync(init, initWords, { stdio: "pipe", cwd: folder });
  const port = await freePort();
  const settings = ["-p", String(port), "-k", folder, "-c", "listen_addresses=127.0.0.1"];
  const [program, words] = asUser(path.join(bin, "postgres"), ["-D", data, ...settings]);
  const server = spawn(program, words, { stdio: "ignore", cwd: folder });
  const ended = once(server, "exit");
  while (!answers(bin, port) && server.exitCode === null)
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  const stop = async () => {
    if (server.exitCode === null) execFileSync(...stopWords(bin, data));
    await ended;
  };
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    stop,
    [Symbol.asyncDispose]: async () => {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

const stopWords = (bin: string, data: string) => {
  const [program, words] = asUser(path.join(bin, "pg_ctl"), ["-D", data, "-m", "immediate", "stop"]);
  return [program, words, { stdio: "pipe", cwd: path.dirname(data) }] as const;
};
