/** What the issuer's staff ask of the intake and tell it, from the command line. */
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { postgresRecords } from "../../../../api/intake/postgres.ts";
import type { IntakeRecords } from "../../../../api/intake/records.ts";
import { sqliteRecords } from "../../../../api/intake/sqlite-records.ts";
import { noPostgres, startPostgres, type PostgresServer } from "../../../api/intake/postgres-server.ts";
import { packetIdOf, T0, temporaryFolder } from "../../stand.ts";
import { run } from "../enrol/run-kiosk.ts";

const PACKET = packetIdOf(1);

const fill = async (records: IntakeRecords): Promise<void> => {
  for (const sequence of [1, 4])
    await records.keep({
      packetId: packetIdOf(sequence),
      sha256: "ab".repeat(32),
      size: 9,
      kiosk: "kiosk-1",
      sequence,
      receivedAt: T0,
      receipt: Uint8Array.of(1),
      status: "received",
      statusSince: T0,
    });
  await records.keepStatement({ kiosk: "kiosk-1", at: T0, signed: Uint8Array.of(1), numbers: [2] });
  await records[Symbol.asyncDispose]();
};

/** The last that staff told of the packet. */
const asked = async (data: string, store: readonly string[], records: () => Promise<IntakeRecords>) => {
  const intake = (...words: string[]) => run(data, "intake", ...store, ...words);
  expect(await intake("--kiosks")).toEqual({
    status: 0,
    noted: "",
    printed: expect.stringMatching(
      /kiosk-1 +2 packets up to number 4; missing: 3; declared void: 2/u,
    ) as string,
  });
  expect(await intake("--status", `${PACKET}=printed`)).toMatchObject({ status: 0 });
  expect(await intake("--status", `${PACKET}=rejected`)).toMatchObject({ status: 2 });
  const rejected = await intake("--status", `${PACKET}=rejected`, "--reason", "The name differs.");
  expect(rejected.printed).toContain(`${PACKET} is rejected`);
  expect(await intake("--status", `${packetIdOf(9)}=printed`)).toMatchObject({ status: 1 });
  expect(await intake("--status", "nonsense")).toMatchObject({ status: 2 });
  await using known = await records();
  return await known.find(PACKET);
};
const REJECTED = { status: "rejected", statusReason: "The name differs." };

test("numbers that are missing, and statuses, of an intake on SQLite", async () => {
  using folder = temporaryFolder();
  const open = () => sqliteRecords(path.join(folder.path, "intake.db"));
  await fill(await open());
  expect(await asked(folder.path, ["--store", `sqlite:${folder.path}`], open)).toMatchObject(REJECTED);
});

const skipped = noPostgres === undefined ? "" : ` (${noPostgres})`;
describe.skipIf(noPostgres !== undefined)(`on PostgreSQL${skipped}`, () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  }, 60_000);
  afterAll(() => server?.[Symbol.asyncDispose]());

  test("the same", async () => {
    using folder = temporaryFolder();
    const open = () => postgresRecords(server.url);
    await fill(await open());
    expect(await asked(folder.path, ["--store", server.url], open)).toMatchObject(REJECTED);
  }, 60_000);
});
