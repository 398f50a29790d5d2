import { execFileSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { VirtualClock } from "../../../api/base/clock.ts";
import { systemFiles } from "../../../api/base/files.ts";
import { openAudit } from "../../../kiosk/audit/audit.ts";
import { openCheckpoints } from "../../../kiosk/audit/checkpoint.ts";
import { EMPTY, follow } from "../../../kiosk/audit/chain.ts";
import { specimenKeys } from "../../../kiosk/keys/specimen.ts";
import { openStore } from "../../../kiosk/store/store.ts";
import { openKiosk, packetIdOf, T0, temporaryFolder } from "../stand.ts";

const keys = specimenKeys();

const open = async (folder: string) => {
  const clock = new VirtualClock(T0);
  const store = await openStore(folder, systemFiles);
  const audit = openAudit(store.database, clock);
  const checkpoints = openCheckpoints(store.database, audit, clock, "kiosk-1");
  for (let n = 1; n <= 4; n += 1) await audit.record("event", { n });
  await checkpoints.sign(keys.kiosk);
  await audit.record("event", { n: 5 });
  return { store, audit, checkpoints, [Symbol.asyncDispose]: () => store[Symbol.asyncDispose]() };
};

describe("signed checkpoints", () => {
  test("vouch for the chain; nothing new, nothing signed", async () => {
    using folder = temporaryFolder();
    await using chain = await open(folder.path);
    expect(await chain.checkpoints.verify(keys.trust)).toMatchObject({ head: { number: 5 }, checkpoints: 1 });
    expect(await chain.checkpoints.sign(keys.kiosk)).toMatchObject({ entries: 5, kiosk: "kiosk-1" });
    expect(await chain.checkpoints.sign(keys.kiosk)).toBeUndefined();
    expect(await chain.checkpoints.verify(keys.trust)).toMatchObject({ checkpoints: 2 });
  });

  test("a chain cut short, though unbroken, shows", async () => {
    using folder = temporaryFolder();
    await using chain = await open(folder.path);
    await chain.store.database.run("DELETE FROM audit WHERE number >= 3");
    await chain.audit.verify();
    await expect(chain.checkpoints.verify(keys.trust)).rejects.toThrow("entries were cut off");
  });

  test("a log that was emptied with all its checkpoints does not fit the store that it is of", async () => {
    using folder = temporaryFolder();
    await using kiosk = await openKiosk(folder.path, new VirtualClock(T0));
    for (const n of [1, 2]) await kiosk.seal(n);
    const { database } = kiosk.store;
    const chain = openCheckpoints(database, kiosk.audit, new VirtualClock(T0), "kiosk-1");
    await chain.sign(keys.kiosk);
    expect(await chain.verify(keys.trust)).toMatchObject({ checkpoints: 1, upTo: 2 });
    await database.run("DELETE FROM checkpoints");
    expect(await chain.verify(keys.trust)).toMatchObject({ checkpoints: 0, upTo: 0 });
    // Cut behind the last checkpoint: nothing but the packet itself remembers.
    await database.run("DELETE FROM audit WHERE number = 2");
    await expect(chain.verify(keys.trust)).rejects.toMatchObject({
      code: "signature-invalid",
      message: expect.stringContaining(`have no entry (1, the first is ${packetIdOf(2)})`),
    });
    await database.run("DELETE FROM audit");
    await expect(kiosk.audit.verify()).rejects.toThrow(
      /packets in the store have no entry \(2, the first is/u,
    );
  });

  test("a packet that was taken out of the store shows in its log", async () => {
    using folder = temporaryFolder();
    await using kiosk = await openKiosk(folder.path, new VirtualClock(T0));
    await kiosk.seal(1);
    await kiosk.store.database.run("DELETE FROM packets");
    await expect(kiosk.audit.verify()).rejects.toThrow(/no longer in the store \(1, the first is/u);
  });

  test("a chain written anew, though unbroken, shows", async () => {
    using folder = temporaryFolder();
    await using chain = await open(folder.path);
    await chain.store.database.run("DELETE FROM audit");
    let head = EMPTY;
    for (let n = 1; n <= 5; n += 1) {
      const entry = follow(head, T0, "event", { n: n === 2 ? 99 : n });
      await chain.store.database.run(
        "INSERT INTO audit (number, at, event, fields, previous, hash) VALUES (?, ?, ?, ?, ?, ?)",
        entry.number,
        entry.at,
        entry.event,
        entry.fields,
        entry.previous,
        entry.hash,
      );
      head = { number: entry.number, hash: entry.hash };
    }
    await chain.audit.verify();
    await expect(chain.checkpoints.verify(keys.trust)).rejects.toThrow("written anew");
  });

  test("a checkpoint of another authority is not believed", async () => {
    using folder = temporaryFolder();
    await using chain = await open(folder.path);
    await expect(chain.checkpoints.verify(specimenKeys("another").trust)).rejects.toMatchObject({
      code: "signature-invalid",
    });
  });

  test("openssl verifies a checkpoint", async (context) => {
    if (!existsSync("/usr/bin/openssl")) context.skip("no openssl");
    using folder = temporaryFolder();
    await using chain = await open(folder.path);
    const row = await chain.store.database.get("SELECT signed FROM checkpoints");
    const file = (name: string) => path.join(folder.path, name);
    writeFileSync(file("checkpoint.der"), row!["signed"] as Uint8Array);
    const pem = Buffer.from(keys.trust[0]!).toString("base64");
    writeFileSync(
      file("ca.pem"),
      `-----BEGIN CERTIFICATE-----\n${pem.replaceAll(/.{64}(?=.)/gu, "$&\n")}\n-----END CERTIFICATE-----\n`,
    );
    const words = [
      "cms",
      "-verify",
      "-inform",
      "DER",
      "-in",
      file("checkpoint.der"),
      "-CAfile",
      file("ca.pem"),
      "-purpose",
      "any",
      "-binary",
    ];
    const content = execFileSync("/usr/bin/openssl", words, {
      stdio: ["ignore", "pipe", "ignore"],
    }).toString();
    expect(JSON.parse(content)).toMatchObject({ format: "audit-checkpoint/1", entries: 4 });
  });
});
