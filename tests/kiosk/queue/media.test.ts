/** The diplomatic bag: packets out on a stick, receipts and refusals back, and nothing lost whatever comes of it. */
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { VirtualClock } from "../../../api/base/clock.ts";
import { systemFiles } from "../../../api/base/files.ts";
import { seededRandom } from "../../../api/base/random.ts";
import { readBundle, writeAnswer } from "../../../api/issuance/bundle.ts";
import { demandAllExported, exportQueue, importAnswers, unclaimedIds } from "../../../kiosk/queue/media.ts";
import { openQueue } from "../../../kiosk/queue/open-queue.ts";
import { packetIdOf, sealedPacket, sha256, signReceipt, T0, temporaryFolder, testChecker } from "../stand.ts";

const bag = async () => {
  const folder = temporaryFolder();
  const clock = new VirtualClock(T0);
  const queue = await openQueue({
    folder: folder.path,
    files: systemFiles,
    clock,
    random: seededRandom("bag"),
  });
  const stick = path.join(folder.path, "stick");
  const sealed = (number: number) =>
    sealedPacket({ packetId: packetIdOf(number), kiosk: queue.kiosk, sequence: number });
  return {
    queue,
    stick,
    sealed,
    seal: async (number: number) => {
      const packetId = packetIdOf(number);
      await queue.outbox.add(packetId, await queue.store.sequenceOf(packetId), sealed(number));
    },
    file: (number: number) => path.join(folder.path, "store/packets", `${packetIdOf(number)}.sealed`),
    out: (looking?: boolean) => exportQueue(queue, systemFiles, stick, clock, looking),
    receipt: (number: number, of = sealed(number)) =>
      writeAnswer(systemFiles, stick, packetIdOf(number), {
        kind: "receipt",
        receipt: signReceipt({
          packetId: packetIdOf(number),
          sha256: sha256(of),
          size: of.length,
          receivedAt: "2026-11-21T08:00:30.000Z",
          keyId: "01",
          status: "received",
        }),
      }),
    refusal: (number: number) =>
      writeAnswer(systemFiles, stick, packetIdOf(number), {
        kind: "refused",
        refusal: { refused: "not-readable", reason: "The packet cannot be opened." },
      }),
    back: () => importAnswers(queue, systemFiles, stick, testChecker),
    stateOf: async (number: number) => (await queue.outbox.item(packetIdOf(number)))?.state,
    events: async () =>
      (await queue.store.database.all("SELECT event FROM audit ORDER BY number")).map((row) => row["event"]),
    [Symbol.asyncDispose]: async () => {
      await queue[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
};

describe("packets by removable media", () => {
  test("receipted ones are erased, refused ones set aside with the words, unanswered ones kept", async () => {
    await using of = await bag();
    for (const number of [1, 2, 3, 4]) await of.seal(number);
    expect(await of.out()).toEqual({ packets: [1, 2, 3, 4].map(packetIdOf), damaged: [] });
    expect((await readBundle(systemFiles, of.stick)).kiosk).toBe(of.queue.kiosk);
    await of.receipt(1);
    await of.refusal(2);
    // A receipt over other bytes is none.
    await of.receipt(3, Buffer.from("other bytes"));
    expect(await of.back()).toMatchObject({
      kiosk: of.queue.kiosk,
      erased: [packetIdOf(1)],
      refused: [packetIdOf(2)],
      kept: [{ packetId: packetIdOf(3) }, { packetId: packetIdOf(4), why: "the other end has not answered" }],
    });
    expect(await of.stateOf(1)).toMatchObject({ kind: "erased" });
    expect(await of.queue.store.packets.has(packetIdOf(1))).toBe(false);
    expect(await of.stateOf(2)).toMatchObject({
      kind: "set-aside",
      cause: { code: "not-readable", sentence: "The packet cannot be opened." },
    });
    for (const number of [3, 4]) expect(await of.stateOf(number)).toMatchObject({ kind: "waiting" });
    expect(await of.events()).toEqual(expect.arrayContaining(["queue-exported", "queue-imported"]));
  });

  test("brought back twice, nothing is done twice; a refusal does not stop what is under way", async () => {
    await using of = await bag();
    for (const number of [1, 2]) await of.seal(number);
    await of.out();
    await of.receipt(1);
    await of.refusal(2);
    await of.queue.outbox.apply(packetIdOf(2), { kind: "due" });
    expect(await of.back()).toMatchObject({
      erased: [packetIdOf(1)],
      refused: [],
      kept: [{ packetId: packetIdOf(2), why: "The packet cannot be opened." }],
    });
    expect(await of.back()).toMatchObject({ erased: [], refused: [], kept: [{ packetId: packetIdOf(2) }] });
    expect((await of.events()).filter((event) => event === "packet-erased")).toHaveLength(1);
  });

  test("receipted meanwhile by the line: not exported again, and its answer changes nothing", async () => {
    await using of = await bag();
    for (const number of [1, 2]) await of.seal(number);
    await of.out();
    await of.receipt(1);
    await of.queue.outbox.apply(packetIdOf(1), { kind: "receipt" }, { receipt: Buffer.from("by the line") });
    expect(await of.back()).toMatchObject({ erased: [], kept: [{ packetId: packetIdOf(2) }] });
    expect(await of.stateOf(1)).toMatchObject({ kind: "receipted" });
    expect(await of.out()).toMatchObject({ packets: [packetIdOf(2)], damaged: [] });
  });

  test("damaged ones are set aside and named, and hold up no other; somebody who only looks changes nothing", async () => {
    await using of = await bag();
    for (const number of [1, 2, 3]) await of.seal(number);
    writeFileSync(of.file(1), "other bytes");
    rmSync(of.file(2));
    const damaged = [packetIdOf(1), packetIdOf(2)];
    const before = await of.events();
    expect(await of.out(true)).toEqual({ packets: [packetIdOf(3)], damaged });
    expect(await of.stateOf(1)).toMatchObject({ kind: "waiting" });
    expect(await of.events()).toEqual(before);
    const exported = await of.out();
    expect(exported).toEqual({ packets: [packetIdOf(3)], damaged });
    for (const number of [1, 2]) expect(await of.stateOf(number)).toMatchObject({ kind: "set-aside" });
    expect(() => demandAllExported(exported)).toThrow(
      `2 packets are missing or changed on this disk and were set aside (${damaged.join(", ")}); the other 1 were exported`,
    );
    expect(() => demandAllExported({ packets: [], damaged: [] })).not.toThrow();
  });

  test("what no row knows any more goes along, and is erased by its receipt; an empty file does not", async () => {
    await using of = await bag();
    for (const number of [5, 6]) {
      await of.queue.store.packets.put(packetIdOf(number), number === 5 ? of.sealed(5) : new Uint8Array());
      await of.queue.store.packets.setAside(packetIdOf(number));
    }
    expect(await unclaimedIds(of.queue)).toEqual([packetIdOf(5), packetIdOf(6)]);
    expect(await of.out()).toEqual({ packets: [packetIdOf(5)], damaged: [] });
    await of.refusal(5);
    expect(await of.back()).toMatchObject({ erased: [], refused: [], kept: [{ packetId: packetIdOf(5) }] });
    await of.receipt(5);
    expect(await of.back()).toMatchObject({ erased: [packetIdOf(5)] });
    expect(await unclaimedIds(of.queue)).toEqual([packetIdOf(6)]);
    expect(await of.events()).toContain("unclaimed-erased");
  });
});
