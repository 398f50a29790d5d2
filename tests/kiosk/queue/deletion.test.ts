import { describe, expect, test } from "vitest";
import { VirtualClock } from "../../../api/base/clock.ts";
import { systemFiles } from "../../../api/base/files.ts";
import { seededRandom } from "../../../api/base/random.ts";
import { hashOf } from "../../../kiosk/audit/chain.ts";
import { deletionRecord } from "../../../kiosk/queue/deletion.ts";
import { openQueue } from "../../../kiosk/queue/open-queue.ts";
import { signReceipt, packetIdOf, sealedPacket, T0, temporaryFolder, testChecker } from "../stand.ts";
import { erase } from "../../../kiosk/queue/erase.ts";

describe("the deletion record", () => {
  test("proves the erasure to whoever holds the ticket", async () => {
    using folder = temporaryFolder();
    const clock = new VirtualClock(T0);
    await using queue = await openQueue({
      folder: folder.path,
      files: systemFiles,
      clock,
      random: seededRandom("q"),
    });
    const packetId = packetIdOf(1);
    const sealed = sealedPacket({ packetId, kiosk: queue.kiosk, sequence: 1 });
    const { sha256 } = await queue.outbox.add(packetId, await queue.store.sequenceOf(packetId), sealed);
    await expect(deletionRecord(queue, packetId)).rejects.toMatchObject({ code: "policy-refused" });

    clock.advance(60_000);
    const statement = {
      packetId,
      sha256,
      size: sealed.length,
      receivedAt: "2026-11-21T08:00:30.000Z",
      keyId: "01",
      status: "received",
    } as const;
    await queue.outbox.apply(packetId, { kind: "receipt" }, { receipt: signReceipt(statement) });
    // Receipted is not erased.
    await expect(deletionRecord(queue, packetId)).rejects.toMatchObject({
      code: "policy-refused",
      message: expect.stringMatching(/is receipted; it was not erased yet/u),
    });
    await erase(queue.store, queue.outbox, packetId);

    const record = await deletionRecord(queue, packetId);
    expect(record).toMatchObject({
      packetId,
      sha256,
      sealedAt: "2026-11-21T08:00:00.000Z",
      erasedAt: "2026-11-21T08:01:00.000Z",
    });
    expect(await testChecker.check(Buffer.from(record.receipt, "base64"))).toEqual(statement);
    expect(hashOf(record.auditEntry)).toBe(record.auditEntry.hash);
    expect(record.auditEntry.fields).toContain(sha256);
    await expect(deletionRecord(queue, packetIdOf(2))).rejects.toMatchObject({ code: "input-missing" });
    // Without the issuer's receipt nothing is proven.
    await queue.store.database.run("UPDATE packets SET receipt = NULL");
    await expect(deletionRecord(queue, packetId)).rejects.toMatchObject({ code: "policy-refused" });
  });

  test("a cause is kept to its thousandth character", async () => {
    using folder = temporaryFolder();
    await using queue = await openQueue({
      folder: folder.path,
      files: systemFiles,
      clock: new VirtualClock(T0),
      random: seededRandom("q"),
    });
    const packetId = packetIdOf(3);
    const sealed = sealedPacket({ packetId, kiosk: queue.kiosk, sequence: 1 });
    await queue.outbox.add(packetId, await queue.store.sequenceOf(packetId), sealed);
    const cause = { code: "backend-rejected", sentence: "x".repeat(2000) };
    await queue.outbox.apply(packetId, { kind: "refused", cause });
    const state = (await queue.outbox.item(packetId))?.state;
    expect(state).toMatchObject({
      kind: "set-aside",
      cause: { code: cause.code, sentence: "x".repeat(1000) },
    });
  });
});
