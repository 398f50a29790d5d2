/** Operators and supervisors: names, roles and passphrases in the kiosk's own store, every change in its audit chain. */
import type { Clock } from "../../../api/base/clock.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { id as logId } from "../../../api/base/log.ts";
import type { RandomSource } from "../../../api/base/random.ts";
import { integer, optional, text, type Database, type Row } from "../../../api/base/sqlite.ts";
import { ROLES, type DeskPerson, type Role } from "../../../api/words/desk-http.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import type { Audit } from "../../audit/audit.ts";
import { admission, type Failures } from "./lockout.ts";
import { checkPassphrase, hashPassphrase, isPassphrase } from "./passphrase.ts";

export interface Operator extends DeskPerson {
  /** May not sign in until a supervisor says so. */
  readonly closed: boolean;
  readonly failures: Failures;
  readonly since: Milliseconds;
}

export type Proof =
  | { readonly kind: "proved"; readonly person: DeskPerson }
  | { readonly kind: "refused" }
  | { readonly kind: "wait"; readonly for: Milliseconds }
  | { readonly kind: "locked" };

export interface OperatorsParts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: RandomSource;
  /** Log2 of scrypt's N; only tests lower it. */
  readonly cost?: number;
}

const ID = /^[a-z][a-z0-9.-]{1,31}$/u;
/** Unknown names that are remembered, so that they wait like known ones. */
const STRANGERS = 1000;

const roleOf = (role: string): Role => ROLES.find((known) => known === role) ?? "operator";

const operatorOf = (row: Row): Operator => {
  const lastAt = optional(row, "failed_at", integer);
  return {
    id: text(row, "id"),
    name: text(row, "name"),
    role: roleOf(text(row, "role")),
    closed: integer(row, "closed") === 1,
    failures: { count: integer(row, "failures"), ...(lastAt === undefined ? {} : { lastAt }) },
    since: integer(row, "since"),
  };
};

export class Operators {
  readonly #parts: OperatorsParts;
  readonly #strangers = new Map<string, Failures>();

  constructor(parts: OperatorsParts) {
    this.#parts = parts;
  }

  async list(): Promise<readonly Operator[]> {
    return (await this.#parts.database.all("SELECT * FROM operators ORDER BY id")).map(operatorOf);
  }

  async find(id: string): Promise<Operator | undefined> {
    const row = await this.#parts.database.get("SELECT * FROM operators WHERE id = ?", id);
    return row === undefined ? undefined : operatorOf(row);
  }

  async #known(id: string): Promise<Operator> {
    const found = await this.find(id);
    if (found === undefined)
      throw new OutsideFault("input-missing", `Nobody is called "${id}" here; see kiosk operators list.`);
    return found;
  }

  /** `by`: who adds; "machine" for whoever sits at its command line. The first must be a supervisor. */
  async add(person: DeskPerson, passphrase: string, by: string): Promise<void> {
    const { database, audit, clock, random, cost } = this.#parts;
    const { id, role } = person;
    const name = person.name.trim();
    if (!ID.test(id))
      throw new OutsideFault(
        "usage",
        `"${id}" is no sign-in name; use 2 to 32 letters a-z, digits, dots, hyphens.`,
      );
    if (name === "" || name.length > 80)
      throw new OutsideFault("usage", "A person's name has 1 to 80 characters.");
    checkPassphrase(passphrase, id);
    const secret = await hashPassphrase(passphrase, random, cost);
    await database.transaction(async (statements) => {
      const others = await statements.all("SELECT id FROM operators");
      if (others.some((row) => row["id"] === id))
        throw new OutsideFault("policy-refused", `"${id}" is taken; choose another sign-in name.`);
      if (others.length === 0 && role !== "supervisor")
        throw new OutsideFault(
          "policy-refused",
          "The first person must be a supervisor; add --role supervisor.",
        );
      await statements.run(
        "INSERT INTO operators (id, name, role, secret, closed, failures, failed_at, since) VALUES (?, ?, ?, ?, 0, 0, NULL, ?)",
        id,
        name,
        role,
        secret,
        clock.now(),
      );
      await audit.record(
        "operator-added",
        { operator: logId(id), role: logId(role), by: logId(by) },
        statements,
      );
    });
  }

  /** A closed operator stays in the list: what was done stays signed with the name. The last supervisor stays open. */
  async setClosed(id: string, closed: boolean, by: string): Promise<void> {
    const { database, audit } = this.#parts;
    const person = await this.#known(id);
    const others = (await this.list()).filter(
      (one) => one.role === "supervisor" && !one.closed && one.id !== id,
    );
    if (closed && person.role === "supervisor" && others.length === 0)
      throw new OutsideFault("policy-refused", `"${id}" is the last supervisor; add another one first.`);
    await database.transaction(async (statements) => {
      await statements.run(
        "UPDATE operators SET closed = ?, failures = 0, failed_at = NULL WHERE id = ?",
        closed ? 1 : 0,
        id,
      );
      const event = closed ? "operator-locked" : "operator-unlocked";
      await audit.record(event, { operator: logId(id), by: logId(by) }, statements);
    });
  }

  async setPassphrase(id: string, passphrase: string, by: string): Promise<void> {
    const { database, audit, random, cost } = this.#parts;
    await this.#known(id);
    checkPassphrase(passphrase, id);
    const secret = await hashPassphrase(passphrase, random, cost);
    await database.transaction(async (statements) => {
      await statements.run(
        "UPDATE operators SET secret = ?, failures = 0, failed_at = NULL WHERE id = ?",
        secret,
        id,
      );
      await audit.record("operator-passphrase", { operator: logId(id), by: logId(by) }, statements);
    });
  }

  /** Each try counts as a failure before it is looked at, so that many at once are not many tries. */
  async prove(id: string, passphrase: string): Promise<Proof> {
    const { database, audit, clock } = this.#parts;
    const now = clock.now();
    const claimed = await database.transaction(async (statements) => {
      const row = await statements.get("SELECT * FROM operators WHERE id = ?", id);
      if (row === undefined) return undefined;
      const { failures } = operatorOf(row);
      const admitted = admission(failures, now);
      if (admitted.kind === "try")
        await statements.run(
          "UPDATE operators SET failures = failures + 1, failed_at = ? WHERE id = ?",
          now,
          id,
        );
      return { admitted, operator: operatorOf(row), secret: text(row, "secret") };
    });
    const admitted = claimed?.admitted ?? admission(this.#strangers.get(id) ?? { count: 0 }, now);
    if (admitted.kind !== "try") return admitted;
    const right = await isPassphrase(passphrase, claimed?.secret ?? "", this.#parts.cost);
    if (claimed === undefined) {
      this.#stranger(id, now);
      await audit.record("sign-in-refused", { operator: logId("unknown") });
      return { kind: "refused" };
    }
    const { operator } = claimed;
    if (!right || operator.closed) {
      await audit.record("sign-in-refused", { operator: logId(id), failures: operator.failures.count + 1 });
      return operator.closed && right ? { kind: "locked" } : { kind: "refused" };
    }
    await database.run("UPDATE operators SET failures = 0, failed_at = NULL WHERE id = ?", id);
    const { name, role } = operator;
    return { kind: "proved", person: { id, name, role } };
  }

  #stranger(id: string, now: Milliseconds): void {
    const count = (this.#strangers.get(id)?.count ?? 0) + 1;
    this.#strangers.delete(id);
    this.#strangers.set(id, { count, lastAt: now });
    const [oldest] = this.#strangers.keys();
    if (this.#strangers.size > STRANGERS && oldest !== undefined) this.#strangers.delete(oldest);
  }
}
