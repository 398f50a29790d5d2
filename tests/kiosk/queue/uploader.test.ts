/** What the uploader makes of answers, one by one; the client says what it is told. */
import { describe, expect, test } from "vitest";
import { VirtualClock } from "../../../api/base/clock.ts";
import { silentLog } from "../../../api/base/log.ts";
import type { IssuanceClient } from "../../../api/issuance/client.ts";
import type { Submission } from "../../../api/issuance/submission.ts";
import { BACKOFF } from "../../../kiosk/queue/states.ts";
import { Uploader } from "../../../kiosk/queue/uploader.ts";
import { openKiosk, packetIdOf, signReceipt, T0, temporaryFolder, testChecker } from "../stand.ts";

const DOWN: Submission = {
  kind: "trouble",
  scope: "line",
  code: "network-down",
  sentence: "Nobody answers.",
};
const BUSY: Submission = {
  kind: "trouble",
  scope: "packet",
  code: "backend-error",
  sentence: "The backend is busy.",
};

type Submit = IssuanceClient["submit"];

const stand = async (submit: Submit, random = () => Uint8Array.of(128, 0)) => {
  const folder = temporaryFolder();
  const clock = new VirtualClock(T0);
  const kiosk = await openKiosk(folder.path, clock);
  const { store, outbox } = kiosk;
  const client = { submit } as IssuanceClient;
  const uploader = new Uploader({
    kiosk: "kiosk-1",
    store,
    outbox,
    client,
    receipts: testChecker,
    clock,
    random,
    log: silentLog,
  });
  return {
    kiosk,
    clock,
    uploader,
    item: (number: number) => outbox.item(packetIdOf(number)),
    [Symbol.asyncDispose]: async () => {
      await kiosk[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
};

const received: Submit = async ({ packetId, sha256, bytes }) => ({
  kind: "receipt",
  receipt: signReceipt({
    packetId,
    sha256,
    size: bytes.length,
    receivedAt: new Date(T0).toISOString(),
    keyId: "01",
    status: "received",
  }),
});

describe("a line that is down", () => {
  test("is tried with two packets, then with one at a time, until somebody answers", async () => {
    let up = false;
    await using of = await stand((...words) => (up ? received(...words) : Promise.resolve(DOWN)));
    for (const number of [1, 2, 3]) await of.kiosk.seal(number);
    expect(await of.uploader.sendDue()).toMatchObject({ "line-down": 2 });
    of.clock.advance(60_000);
    expect(await of.uploader.sendDue()).toMatchObject({ "line-down": 1 });
    up = true;
    of.clock.advance(120_000);
    expect(await of.uploader.sendDue()).toMatchObject({ erased: 3 });
    expect(of.uploader.line.failures).toBe(0);
  });

  // Kiosks of one mission must not all come back at one moment, nor any at once.
  test.each([
    ["the least", [0, 0], BACKOFF.first / 2],
    ["little more than the least", [0, 255], BACKOFF.first / 2 + 10],
    ["nearly all", [255, 255], BACKOFF.first],
  ])(
    "is waited for at least half of the time and never longer than the time: %s",
    async (_name, drawn, wait) => {
      await using of = await stand(
        () => Promise.resolve(DOWN),
        () => Uint8Array.from(drawn),
      );
      await of.kiosk.seal(1);
      await of.uploader.sendDue();
      expect(of.uploader.line).toEqual({ failures: 1, nextAttempt: T0 + wait });
    },
  );
});

describe("a packet's own trouble", () => {
  test("is not tried again before its time because another packet has arrived", async () => {
    const network = { ...BUSY, code: "network-timeout" } as Submission;
    await using of = await stand((packet, options) =>
      packet.packetId === packetIdOf(1) ? Promise.resolve(network) : received(packet, options),
    );
    await of.kiosk.seal(1);
    await of.uploader.sendDue();
    const before = (await of.item(1))?.state;
    await of.kiosk.seal(2);
    expect(await of.uploader.sendDue()).toMatchObject({ erased: 1, waiting: 0 });
    expect((await of.item(1))?.state).toEqual(before);
  });

  test("waits as long as the backend wishes", async () => {
    await using of = await stand(() => Promise.resolve({ ...BUSY, retryAfter: 600_000 } as Submission));
    await of.kiosk.seal(1);
    await of.uploader.sendDue();
    expect((await of.item(1))?.state).toMatchObject({ kind: "waiting", nextAttempt: T0 + 600_000 });
  });

  test("leaves the upload where it was begun, unless the backend has forgotten it", async () => {
    const begun = "http://issuer.example/uploads/7";
    const asked: (string | undefined)[] = [];
    let answer: Submission = BUSY;
    await using of = await stand((_packet, { uploadUrl, onUploadUrl }) => {
      asked.push(uploadUrl);
      onUploadUrl?.(begun);
      return Promise.resolve(answer);
    });
    await of.kiosk.seal(1);
    await of.uploader.sendDue();
    expect((await of.item(1))?.uploadUrl).toBe(begun);
    answer = { ...BUSY, forgetUpload: true } as Submission;
    of.clock.advance(60_000);
    await of.uploader.sendDue();
    expect(asked).toEqual([undefined, begun]);
    expect((await of.item(1))?.uploadUrl).toBeUndefined();
  });
});

describe("an outbox with nothing in it", () => {
  test("has nothing due, nothing old, and counts nothing", async () => {
    await using of = await stand(received);
    const { outbox } = of.kiosk;
    expect(await outbox.nextDue()).toBeUndefined();
    expect(await outbox.oldestWaiting()).toBeUndefined();
    expect(await outbox.counts()).toEqual({
      waiting: 0,
      sending: 0,
      "set-aside": 0,
      receipted: 0,
      erased: 0,
    });
  });
});
