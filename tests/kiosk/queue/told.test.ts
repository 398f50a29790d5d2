/** What the kiosk tells beside packets, and what its ticket holders are told. */
import path from "node:path";
import { describe, expect, test } from "vitest";
import { VirtualClock } from "../../../api/base/clock.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { systemFiles } from "../../../api/base/files.ts";
import { seededRandom } from "../../../api/base/random.ts";
import type { IssuanceClient } from "../../../api/issuance/client.ts";
import { specimenKeys } from "../../../kiosk/keys/specimen.ts";
import { openQueue, recoverQueue, type Queue } from "../../../kiosk/queue/open-queue.ts";
import { openStatuses } from "../../../kiosk/queue/status.ts";
import { newsOf, packetsOfTicket } from "../../../kiosk/queue/ticket-news.ts";
import { recordCollection, tellAll, voidNumbers } from "../../../kiosk/queue/told.ts";
import { Uploader } from "../../../kiosk/queue/uploader.ts";
import { silentLog } from "../../../api/base/log.ts";
import { ticketKey, ticketNumber } from "../../../kiosk/server/ticket.ts";
import {
  clientOf,
  openIntake,
  packetIdOf,
  sealedPacket,
  T0,
  temporaryFolder,
  testChecker,
} from "../stand.ts";

const keys = specimenKeys();
const HOUR = 3_600_000;
const nobody = (clock: VirtualClock) => clientOf(new URL("http://127.0.0.1:1"), clock);

const open = (folder: string, clock: VirtualClock): Promise<Queue> =>
  openQueue({ folder: path.join(folder, "kiosk"), files: systemFiles, clock, random: seededRandom("told") });

const seal = async (queue: Queue, n: number): Promise<string> => {
  const packetId = packetIdOf(n);
  const sequence = await queue.store.sequenceOf(packetId);
  await queue.outbox.add(packetId, sequence, sealedPacket({ packetId, kiosk: queue.kiosk, sequence }));
  return packetId;
};

const send = (queue: Queue, client: IssuanceClient, clock: VirtualClock) =>
  new Uploader({
    kiosk: queue.kiosk,
    store: queue.store,
    outbox: queue.outbox,
    client,
    receipts: testChecker,
    clock,
    random: seededRandom("told"),
    log: silentLog,
  }).sendDue();

const telling = (queue: Queue, client: IssuanceClient, clock: VirtualClock) => ({
  queue,
  client,
  clock,
  signer: () => keys.kiosk,
});

describe("numbers without packets", () => {
  test("are declared void once nothing of their session is left, and the gap closes at the issuer's", async () => {
    using folder = temporaryFolder();
    const clock = new VirtualClock(Date.UTC(2026, 10, 21, 9));
    await using intake = await openIntake(folder.path, clock, { trust: keys.trust });
    const client = clientOf(intake.url, clock);
    await using queue = await open(folder.path, clock);
    await recoverQueue(queue, clock);
    await seal(queue, 1);
    await queue.store.sequenceOf(packetIdOf(2));
    await queue.store.sequenceOf(packetIdOf(3));
    await seal(queue, 4);
    await send(queue, client, clock);
    expect((await intake.records.kiosks())[0]?.gaps).toEqual([{ from: 2, to: 3 }]);
    // One of the two still waits to be sealed.
    expect(await voidNumbers(queue, new Set([packetIdOf(3)]), clock.now())).toEqual([2]);
    expect(await voidNumbers(queue, new Set([packetIdOf(3)]), clock.now())).toEqual([]);
    await expect(tellAll(telling(queue, nobody(clock), clock))).rejects.toMatchObject({
      code: "network-down",
    });
    expect(await tellAll(telling(queue, client, clock))).toBe(1);
    expect(await tellAll(telling(queue, client, clock))).toBe(0);
    expect((await intake.records.kiosks())[0]).toMatchObject({ gaps: [{ from: 3, to: 3 }], voided: [2] });
  });

  test("are not made by asking again: a session that is held and tried often takes one number", async () => {
    using folder = temporaryFolder();
    await using queue = await open(folder.path, new VirtualClock(T0));
    const given = [1, 2, 2, 2, 2, 3].map((n) => queue.store.sequenceOf(packetIdOf(n)));
    expect(await Promise.all(given)).toEqual([1, 2, 2, 2, 2, 3]);
  });

  test("that an earlier version passed over are declared void too", async () => {
    using folder = temporaryFolder();
    const clock = new VirtualClock(T0);
    await using queue = await open(folder.path, clock);
    expect(await voidNumbers(queue, new Set(), clock.now())).toEqual([]);
    await seal(queue, 1);
    await queue.store.database.run("INSERT INTO sequence (number, packet_id) VALUES (6, ?)", packetIdOf(2));
    await seal(queue, 2);
    expect(await voidNumbers(queue, new Set(), clock.now())).toEqual([2, 3, 4, 5]);
    expect(await voidNumbers(queue, new Set(), clock.now())).toEqual([]);
    expect(await queue.store.sequenceOf(packetIdOf(3))).toBe(7);
  });
});

describe("what is told", () => {
  test("is said once, also where the issuer refuses it for good: the audit keeps that it was refused", async () => {
    using folder = temporaryFolder();
    const clock = new VirtualClock(T0);
    await using queue = await open(folder.path, clock);
    const refused = { refused: "not-readable", reason: "What is this?" } as const;
    const answers = ["taken", refused, "taken", refused] as const;
    let said = 0;
    const client = { state: async () => answers[said++] } as unknown as IssuanceClient;
    const refusals = () =>
      queue.store.database.all("SELECT fields FROM audit WHERE event = 'statement-refused'");
    for (const n of [1, 2]) {
      await queue.store.sequenceOf(packetIdOf(n));
      await voidNumbers(queue, new Set(), clock.now());
      expect(await tellAll(telling(queue, client, clock))).toBe(1);
      expect(await refusals()).toHaveLength(n - 1);
    }
    for (const n of [3, 4]) {
      const packetId = await seal(queue, n);
      await queue.store.database.run(
        "INSERT INTO statuses (packet_id, status, since, asked_at) VALUES (?, 'ready-to-collect', '', 0)",
        packetId,
      );
      await recordCollection(queue, { packetId, by: "awa", how: "portrait", outcome: "matched", at: T0 });
      expect(await tellAll(telling(queue, client, clock))).toBe(1);
      expect(await refusals()).toHaveLength(n - 2);
    }
    expect(await tellAll(telling(queue, client, clock))).toBe(0);
    expect(said).toBe(4);
  });

  test("one kind that the issuer's service cannot take keeps no other from being told", async () => {
    using folder = temporaryFolder();
    const clock = new VirtualClock(Date.UTC(2026, 10, 21, 9));
    await using intake = await openIntake(folder.path, clock, { trust: keys.trust });
    const client = clientOf(intake.url, clock);
    await using queue = await open(folder.path, clock);
    await recoverQueue(queue, clock);
    const ids = [await seal(queue, 1), await seal(queue, 2)];
    await queue.store.sequenceOf(packetIdOf(3));
    await send(queue, client, clock);
    await voidNumbers(queue, new Set(), clock.now());
    for (const packetId of ids) {
      await intake.records.setStatus(packetId, "ready-to-collect", clock.now());
      await openStatuses(queue.store, client, clock).askNow(packetId);
      await recordCollection(queue, {
        packetId,
        by: "awa",
        how: "portrait",
        outcome: "matched",
        at: clock.now(),
      });
    }
    // Twice a service error: for the void numbers, and for the first of two collections.
    let errors = 2;
    const ailing: IssuanceClient = {
      ...client,
      state: (signed) => {
        if (errors === 0) return client.state(signed);
        errors -= 1;
        return Promise.reject(new OutsideFault("backend-error", "The backend answered 500."));
      },
    };
    await expect(tellAll(telling(queue, ailing, clock))).rejects.toMatchObject({ code: "backend-error" });
    const collected = await Promise.all(ids.map((id) => intake.records.find(id)));
    expect(collected.filter((packet) => packet?.status === "collected")).toHaveLength(1);
    expect(await tellAll(telling(queue, ailing, clock))).toBe(2);
    expect((await intake.records.kiosks())[0]).toMatchObject({ gaps: [], voided: [3] });
  });
});

describe("a ticket", () => {
  test("finds its packet by the number alone, among many", async () => {
    using folder = temporaryFolder();
    const clock = new VirtualClock(T0);
    await using queue = await open(folder.path, clock);
    const random = seededRandom("packets");
    const ids = Array.from({ length: 60 }, (_packet, n) => {
      const hex = Buffer.from(random("id", 16)).toString("hex");
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4000-8000-${String(n).padStart(12, "0")}`;
    });
    for (const packetId of ids) {
      const sequence = await queue.store.sequenceOf(packetId);
      await queue.outbox.add(packetId, sequence, Buffer.from(packetId));
    }
    for (const packetId of ids) {
      const key = ticketKey(ticketNumber(packetId));
      expect(key && (await packetsOfTicket(queue, key))).toEqual([packetId]);
    }
  });

  test("is told each step of the way, with dates, also without a line; and the document is handed to its person", async () => {
    using folder = temporaryFolder();
    const clock = new VirtualClock(Date.UTC(2026, 10, 21, 9));
    await using intake = await openIntake(folder.path, clock, { trust: keys.trust });
    const client = clientOf(intake.url, clock);
    await using queue = await open(folder.path, clock);
    await recoverQueue(queue, clock);
    const packetId = await seal(queue, 1);
    const news = (through: IssuanceClient) =>
      newsOf(
        {
          store: queue.store,
          outbox: queue.outbox,
          statuses: openStatuses(queue.store, through, clock),
          controlMs: 24 * HOUR,
          now: clock.now(),
        },
        packetId,
      );
    expect(await news(nobody(clock))).toMatchObject({ kind: "on-its-way" });
    await send(queue, client, clock);
    expect(await news(nobody(clock))).toMatchObject({ kind: "issuer", status: "received" });
    await intake.records.setStatus(packetId, "rejected", clock.now(), "The birth record is missing.");
    expect(await news(client)).toMatchObject({ status: "rejected", reason: "The birth record is missing." });
    expect(await news(nobody(clock))).toMatchObject({ status: "rejected" });

    const handOver = (outcome: "matched" | "not-matched") =>
      recordCollection(queue, { packetId, by: "awa", how: "portrait", outcome, at: clock.now() });
    await expect(handOver("matched")).rejects.toMatchObject({ code: "policy-refused" });
    await intake.records.setStatus(packetId, "ready-to-collect", clock.now());
    await queue.store.database.run("DELETE FROM statuses");
    expect(await news(client)).toMatchObject({ status: "ready-to-collect" });
    await handOver("matched");
    expect(await news(nobody(clock))).toMatchObject({ status: "collected" });
    expect(await tellAll(telling(queue, client, clock))).toBe(1);
    expect(await intake.records.find(packetId)).toMatchObject({ status: "collected" });
    await expect(handOver("matched")).rejects.toMatchObject({ code: "policy-refused" });
  });

  test("hears that nobody came to the desk in time, even if the kiosk was off when the time was over", async () => {
    using folder = temporaryFolder();
    const clock = new VirtualClock(T0);
    await using queue = await open(folder.path, clock);
    await queue.store.database.run(
      "INSERT INTO attempt_logs (packet_id, ended_at, ended_how, log) VALUES (?, ?, 'awaiting-control', '{}')",
      packetIdOf(7),
      T0,
    );
    const at = (now: number, packet = 7) =>
      newsOf(
        {
          store: queue.store,
          outbox: queue.outbox,
          statuses: { ask: () => Promise.resolve(undefined) },
          controlMs: 24 * HOUR,
          now,
        },
        packetIdOf(packet),
      );
    expect(await at(T0 + HOUR)).toEqual({
      kind: "waits-for-desk",
      until: new Date(T0 + 24 * HOUR).toISOString(),
    });
    // The moment at which the session's keeper destroys what is left.
    expect(await at(T0 + 24 * HOUR)).toEqual({ kind: "erased", reason: "control-expired" });
    expect(await at(T0 + 25 * HOUR)).toEqual({ kind: "erased", reason: "control-expired" });
    await queue.store.database.run("UPDATE attempt_logs SET ended_how = 'damaged'");
    expect(await at(T0 + HOUR)).toEqual({ kind: "erased", reason: "damaged" });
    expect(await at(T0, 8)).toBeUndefined();
  });
});
