/** kiosk operators add|list|lock|unlock|passphrase: the people at the desk; the first supervisor is made here. */
import { createInterface } from "node:readline/promises";
import { systemClock } from "../../api/base/clock.ts";
import { OutsideFault } from "../../api/base/faults.ts";
import { systemFiles } from "../../api/base/files.ts";
import { readBounded } from "../../api/base/json-file.ts";
import { systemRandom } from "../../api/base/random.ts";
import { ROLES, type Role } from "../../api/words/desk-http.ts";
import type { Operators } from "../desk/operators/operators.ts";
import { addCommand, group, type Register, type Shell } from "./command.ts";
import { look } from "./look.ts";
import { momentWords } from "./words.ts";

/** Whoever sits at the machine's command line; the audit says so. */
const MACHINE = "machine";

const withOperators = async <T>(shell: Shell, work: (operators: Operators) => Promise<T>): Promise<T> => {
  const { openQueue } = await import("../queue/open-queue.ts");
  const { Operators } = await import("../desk/operators/operators.ts");
  await using queue = await openQueue({
    folder: shell.dataDirectory(),
    files: systemFiles,
    clock: systemClock,
    random: systemRandom,
  });
  const { store, audit } = queue;
  return await work(
    new Operators({ database: store.database, audit, clock: systemClock, random: systemRandom }),
  );
};

/** From a file, or the first line of standard input; a terminal shows nothing of what is typed. */
const readPassphrase = async (shell: Shell, file: string | undefined): Promise<string> => {
  if (file !== undefined) {
    const bytes = await readBounded(systemFiles, file, "a passphrase", 4096);
    if (bytes === undefined)
      throw new OutsideFault("input-missing", `There is no ${file}; name a file with the passphrase.`);
    return Buffer.from(bytes).toString("utf8").split("\n")[0]?.trimEnd() ?? "";
  }
  const live = process.stdin.isTTY;
  if (live) shell.terminal.note("Passphrase (at least 12 characters, nothing is shown):");
  const { Writable } = await import("node:stream");
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: live });
  try {
    for await (const line of lines) return line;
    return "";
  } finally {
    lines.close();
  }
};

interface AddOptions {
  readonly name?: string;
  readonly role: string;
  readonly passphraseFile?: string;
  readonly json?: boolean;
}

const roleOf = (given: string): Role => {
  const role = ROLES.find((known) => known === given);
  if (role === undefined)
    throw new OutsideFault("usage", `--role "${given}" is not known; give operator or supervisor.`);
  return role;
};

const add = (shell: Shell) => async (id: string, options: AddOptions) => {
  const role = roleOf(options.role);
  const passphrase = await readPassphrase(shell, options.passphraseFile);
  await withOperators(shell, (operators) =>
    operators.add({ id, name: options.name ?? id, role }, passphrase, MACHINE),
  );
  shell.terminal.print(
    options.json === true ? JSON.stringify({ id, role }) : `${id} may sign in as ${role}.`,
  );
};

const list = (shell: Shell) => async (options: { readonly json?: boolean }) => {
  const { Operators } = await import("../desk/operators/operators.ts");
  const all = await look(shell, (queue) =>
    queue === undefined
      ? Promise.resolve([])
      : new Operators({
          database: queue.store.database,
          audit: queue.audit,
          clock: systemClock,
          random: systemRandom,
        }).list(),
  );
  if (options.json === true) return shell.terminal.print(JSON.stringify(all));
  if (all.length === 0) return shell.terminal.print("Nobody yet: kiosk operators add NAME --role supervisor");
  for (const { id, name, role, closed, failures, since } of all)
    shell.terminal.print(
      `${id.padEnd(20)} ${role.padEnd(10)} ${closed ? "closed" : "open  "}  ${failures.count} wrong  since ${momentWords(since)}  ${name}`,
    );
};

const close = (shell: Shell, closed: boolean) => async (id: string) => {
  await withOperators(shell, (operators) => operators.setClosed(id, closed, MACHINE));
  shell.terminal.print(closed ? `${id} may not sign in any more.` : `${id} may sign in again.`);
};

const passphrase = (shell: Shell) => async (id: string, options: { readonly passphraseFile?: string }) => {
  const text = await readPassphrase(shell, options.passphraseFile);
  await withOperators(shell, (operators) => operators.setPassphrase(id, text, MACHINE));
  shell.terminal.print(`${id} has a new passphrase.`);
};

const FROM_FILE = ["--passphrase-file <file>", "read it from the first line of a file"] as const;

export const registerOperators: Register = (program, shell) => {
  const operators = group(program, "operators", "the people who sign in at the desk");
  addCommand(
    operators,
    "add <id>",
    "add a person; the first is a supervisor",
    "kiosk operators add awa --role supervisor",
  )
    .option("--name <name>", "as colleagues call the person")
    .option("--role <role>", "operator or supervisor", "operator")
    .option(...FROM_FILE)
    .action(add(shell));
  addCommand(operators, "list", "who may sign in", "kiosk operators list").action(list(shell));
  addCommand(operators, "lock <id>", "may not sign in any more", "kiosk operators lock awa").action(
    close(shell, true),
  );
  addCommand(operators, "unlock <id>", "may sign in again", "kiosk operators unlock awa").action(
    close(shell, false),
  );
  addCommand(operators, "passphrase <id>", "set a new passphrase", "kiosk operators passphrase awa")
    .option(...FROM_FILE)
    .action(passphrase(shell));
};
