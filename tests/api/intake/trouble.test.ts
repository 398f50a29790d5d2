/** The intake in trouble: a full disk, too many requests, a second intake on its folder, a kiosk's signed words. */
import { describe, expect, test } from "vitest";
import { VirtualClock } from "../../../api/base/clock.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { systemFiles, type FileSystem } from "../../../api/base/files.ts";
import { lineLog } from "../../../api/base/log.ts";
import { RECEIPT_MEDIA_TYPE } from "../../../api/issuance/contract.ts";
import { signStatement, type Statement } from "../../../api/issuance/statements.ts";
import { specimenKeys } from "../../../kiosk/keys/specimen.ts";
import {
  clientOf,
  KIOSK,
  openIntake,
  packetIdOf,
  sealedPacket,
  sha256,
  T0,
  temporaryFolder,
} from "../../kiosk/stand.ts";

const packet = (n: number) => {
  const bytes = sealedPacket({ packetId: packetIdOf(n), kiosk: KIOSK, sequence: n }, 3000);
  return { packetId: packetIdOf(n), sha256: sha256(bytes), kiosk: KIOSK, bytes };
};
const AT = Date.UTC(2026, 10, 21, 9);

const full = (where: "at the beginning" | "while it is kept"): FileSystem => ({
  ...systemFiles,
  free: async (folder) => (where === "at the beginning" ? 1000 : systemFiles.free(folder)),
  write: async (file, bytes) => {
    if (where === "while it is kept" && file.includes("accepted"))
      throw new OutsideFault("disk-full", `${file}: the disk is full; free space`);
    await systemFiles.write(file, bytes);
  },
});

const word = (numbers: readonly number[], kiosk = KIOSK): Statement => ({
  format: "void-numbers/1",
  kiosk,
  numbers: [...numbers],
  at: new Date(AT).toISOString(),
});

const check = (outcome: "matched" | "not-matched"): Statement => ({
  format: "collection/1",
  kiosk: KIOSK,
  packetId: packetIdOf(1),
  by: "awa",
  how: "portrait",
  outcome,
  at: new Date(AT).toISOString(),
});

describe("a full disk in the intake", () => {
  test.each(["at the beginning", "while it is kept"] as const)(
    "%s: 507, by name; the packet waits and arrives when there is room",
    async (where) => {
      using folder = temporaryFolder();
      const clock = new VirtualClock(T0);
      {
        await using intake = await openIntake(folder.path, clock, { files: full(where) });
        const trouble = await clientOf(intake.url, clock).submit(packet(1), { again: false });
        expect(trouble).toMatchObject({
          kind: "trouble",
          scope: "packet",
          sentence: expect.stringContaining(
            "the backend's disk is full; its operator must make room",
          ) as string,
        });
        expect(await intake.records.find(packetIdOf(1))).toBeUndefined();
      }
      await using intake = await openIntake(folder.path, clock);
      expect(await clientOf(intake.url, clock).submit(packet(1), { again: true })).toMatchObject({
        kind: "receipt",
      });
    },
  );
});

test("one kiosk cannot ask without end: it is told when to come again, and then it is heard", async () => {
  using folder = temporaryFolder();
  const clock = new VirtualClock(T0);
  await using intake = await openIntake(folder.path, clock, { rate: { burst: 5, perMinute: 60 } });
  const client = clientOf(intake.url, clock);
  for (let n = 0; n < 5; n += 1) await client.services();
  const trouble = await client.submit(packet(1), { again: false });
  expect(trouble).toMatchObject({ kind: "trouble", scope: "packet", retryAfter: 1000 });
  clock.advance(20_000);
  expect(await client.submit(packet(1), { again: true })).toMatchObject({ kind: "receipt" });
});

test("two intakes do not work on one folder", async () => {
  using folder = temporaryFolder();
  const first = await openIntake(folder.path);
  await expect(openIntake(folder.path)).rejects.toMatchObject({ code: "store-busy" });
  await first[Symbol.asyncDispose]();
  await using again = await openIntake(folder.path);
  expect(again.url.port).not.toBe("");
});

describe("a kiosk's signed words", () => {
  const keys = specimenKeys();
  const stated = (statement: Statement, signer = keys.kiosk) => signStatement(statement, signer, AT);

  test("numbers that it declares void are no gaps any more", async () => {
    using folder = temporaryFolder();
    const clock = new VirtualClock(T0);
    await using intake = await openIntake(folder.path, clock, { trust: keys.trust });
    const client = clientOf(intake.url, clock);
    for (const n of [1, 4]) await client.submit(packet(n), { again: false });
    expect((await intake.records.kiosks())[0]?.gaps).toEqual([{ from: 2, to: 3 }]);
    expect(await client.state(await stated(word([2])))).toBe("taken");
    expect((await intake.records.kiosks())[0]).toMatchObject({ gaps: [{ from: 3, to: 3 }], voided: [2] });
  });

  test("an identity check at collection closes the case; without a document there is nothing to collect", async () => {
    using folder = temporaryFolder();
    const clock = new VirtualClock(T0);
    await using intake = await openIntake(folder.path, clock, { trust: keys.trust });
    const client = clientOf(intake.url, clock);
    await client.submit(packet(1), { again: false });
    expect(await client.state(await stated(check("matched")))).toMatchObject({ refused: "packet-mismatch" });
    await intake.records.setStatus(packetIdOf(1), "ready-to-collect", T0);
    expect(await client.state(await stated(check("not-matched")))).toBe("taken");
    expect(await client.status(packetIdOf(1))).toMatchObject({ status: "ready-to-collect" });
    expect(await client.state(await stated(check("matched")))).toBe("taken");
    expect(await client.status(packetIdOf(1))).toMatchObject({ status: "collected" });
  });

  test("a forged, changed or oversized word is refused, and a stranger's authority is not believed", async () => {
    using folder = temporaryFolder();
    const clock = new VirtualClock(T0);
    const lines: string[] = [];
    const log = lineLog(clock, (line) => void lines.push(line));
    await using intake = await openIntake(folder.path, clock, { trust: keys.trust, log });
    const client = clientOf(intake.url, clock);
    const signed = Buffer.from(await stated(word([1])));
    signed[signed.length - 3] = (signed[signed.length - 3] ?? 0) ^ 1;
    expect(await client.state(signed)).toMatchObject({ refused: "signature-invalid" });
    const stranger = specimenKeys("somebody else").kiosk;
    expect(await client.state(await stated(word([1]), stranger))).toMatchObject({
      refused: "signature-invalid",
    });
    expect(await client.state(Buffer.from("{}"))).toMatchObject({ refused: "signature-invalid" });
    const large = await fetch(new URL("/v1/statements", intake.url), {
      method: "POST",
      headers: { "content-type": RECEIPT_MEDIA_TYPE },
      body: new Uint8Array(40_000),
    });
    expect(large.status).toBe(413);
    // What cannot be read is the asker's mistake: it is no fault of the intake, and is not logged as one.
    for (const address of ["/v1/packets/%/status", "/v1/uploads/%E0%A4%A"])
      expect((await fetch(`${intake.url.origin}${address}`)).status).toBe(400);
    expect(lines.join("")).not.toContain("intake-failed");
    expect(await intake.records.kiosks()).toEqual([]);
  });
});
