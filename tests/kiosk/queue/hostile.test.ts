/** Backends that lie, hang, break, or lead astray: nothing is erased, nothing grows, the other packets go on. */
import http from "node:http";
import { describe, expect, test } from "vitest";
import { VirtualClock } from "../../../api/base/clock.ts";
import { LIMITS } from "../../../api/issuance/contract.ts";
import type { ReceiptIssuer } from "../../../api/issuance/contract.ts";
import type { ReceiptStatement } from "../../../api/words/issuance.ts";
import {
  clientOf,
  openIntake,
  openKiosk,
  packetIdOf,
  signReceipt,
  T0,
  temporaryFolder,
  type Kiosk,
} from "../stand.ts";

/** A backend of a few lines; `answer` sees method, address and how many requests came before. */
type Answer = (request: http.IncomingMessage, response: http.ServerResponse, count: number) => void;

const backend = async (answer: Answer) => {
  let count = 0;
  const server = http.createServer((request, response) => {
    request.resume();
    request.on("end", () => answer(request, response, count++));
    request.on("error", () => undefined);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: new URL(`http://127.0.0.1:${address.port}`),
    requests: () => count,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};

const withKiosk = async (
  work: (kiosk: Kiosk & { readonly clock: VirtualClock }, folder: string) => Promise<void>,
) => {
  using folder = temporaryFolder();
  const clock = new VirtualClock(T0);
  await using kiosk = await openKiosk(folder.path, clock);
  await work({ ...kiosk, clock }, folder.path);
};

const causeOf = async (kiosk: Kiosk, number = 1): Promise<string | undefined> => {
  const state = (await kiosk.outbox.item(packetIdOf(number)))?.state;
  return state !== undefined && "cause" in state ? state.cause?.code : undefined;
};

describe("receipts that lie", () => {
  const lies: readonly (readonly [string, (statement: ReceiptStatement) => Uint8Array])[] = [
    ["for another packet", (s) => signReceipt({ ...s, packetId: packetIdOf(7) })],
    ["for another content", (s) => signReceipt({ ...s, sha256: "0".repeat(64) })],
    ["for another size", (s) => signReceipt({ ...s, size: s.size + 1 })],
    ["signed by another key", (s) => signReceipt(s, "another key")],
    ["that is empty", () => new Uint8Array()],
    ["that is noise", () => Buffer.from("<html>Welcome to the hotel</html>")],
  ];
  test.each(lies)("%s: nothing is erased, and it is tried again", async (_what, lie) => {
    await withKiosk(async (kiosk, folder) => {
      const receipts: ReceiptIssuer = { keyId: "0123", issue: async (statement) => lie(statement) };
      await using intake = await openIntake(folder, kiosk.clock, { receipts });
      const { packetId } = await kiosk.seal(1);
      const uploader = kiosk.uploader(clientOf(intake.url, kiosk.clock));
      for (let turn = 0; turn < 3; turn += 1) {
        expect(await uploader.sendDue()).toMatchObject({ erased: 0, waiting: 1 });
        kiosk.clock.advance(3_600_000);
      }
      expect(await kiosk.store.packets.has(packetId)).toBe(true);
      expect(await causeOf(kiosk)).toBe("receipt-invalid");
    });
  });

  test("the receipt of an earlier packet, played again: nothing is erased", async () => {
    await withKiosk(async (kiosk, folder) => {
      let first: Uint8Array | undefined;
      const receipts: ReceiptIssuer = {
        keyId: "0123",
        issue: async (statement) => (first ??= signReceipt(statement)),
      };
      await using intake = await openIntake(folder, kiosk.clock, { receipts });
      await kiosk.seal(1);
      await kiosk.seal(2);
      const uploader = kiosk.uploader(clientOf(intake.url, kiosk.clock), 1);
      expect(await uploader.sendDue()).toMatchObject({ erased: 1, waiting: 1 });
      expect(await kiosk.store.packets.has(packetIdOf(2))).toBe(true);
    });
  });
});

const status =
  (code: number, headers: Record<string, string> = {}, body = "no"): Answer =>
  (_request, response) => {
    response.writeHead(code, headers).end(body);
  };

describe("backends that break", () => {
  const cases: readonly (readonly [string, Answer, string])[] = [
    ["answers 500", status(500), "backend-error"],
    ["answers 503 and wishes a year", status(503, { "retry-after": "31536000" }), "backend-error"],
    [
      "is a hotel portal: 200 and a page",
      status(200, { "content-type": "text/html" }, "<html>"),
      "backend-error",
    ],
    ["is a hotel portal: 302", status(302, { location: "http://portal.invalid/" }), "backend-error"],
    ["answers 403 without our words", status(403), "backend-error"],
    ["closes every connection", (request) => void request.socket.destroy(), "network-down"],
    [
      "answers without end",
      (_request, response) => {
        response.writeHead(200);
        const pour = () => {
          while (!response.destroyed && response.write(Buffer.alloc(65_536)));
        };
        response.on("drain", pour).on("error", () => undefined);
        pour();
      },
      "backend-error",
    ],
    [
      "names an upload elsewhere",
      status(201, { location: "http://127.0.0.1:1/v1/uploads/x", "tus-resumable": "1.0.0" }),
      "backend-error",
    ],
    [
      "names an upload outside of its uploads",
      status(201, { location: "/admin", "tus-resumable": "1.0.0" }),
      "backend-error",
    ],
    [
      "never moves on",
      (request, response) => {
        const fresh = request.method === "POST";
        response.writeHead(fresh ? 201 : 204, {
          "tus-resumable": "1.0.0",
          "upload-offset": "0",
          "upload-length": "2000",
          location: "/v1/uploads/x",
        });
        response.end();
      },
      "backend-error",
    ],
    [
      "jumps beyond the end",
      (request, response) => {
        const fresh = request.method === "POST";
        response.writeHead(fresh ? 201 : 204, {
          "tus-resumable": "1.0.0",
          "upload-offset": "999999999",
          location: "/v1/uploads/x",
        });
        response.end();
      },
      "backend-error",
    ],
  ];
  test.each(cases)(
    "%s: one sentence with a code, the packet stays, few requests",
    async (_what, answer, code) => {
      await withKiosk(async (kiosk) => {
        await using there = await backend(answer);
        const { packetId } = await kiosk.seal(1);
        const uploader = kiosk.uploader(clientOf(there.url, kiosk.clock));
        expect(await uploader.sendDue()).toMatchObject({ erased: 0, "set-aside": 0 });
        expect(await kiosk.store.packets.has(packetId)).toBe(true);
        expect(await causeOf(kiosk)).toBe(code);
        const { state } = (await kiosk.outbox.item(packetId))!;
        expect(state).toMatchObject({ kind: "waiting", attempts: 1 });
        expect(state.kind === "waiting" && state.nextAttempt - T0).toBeLessThanOrEqual(3_600_000);
        expect(there.requests()).toBeLessThan(20);
      });
    },
  );

  test("hangs: given up when the clock says so, as a line that is down", async () => {
    await withKiosk(async (kiosk) => {
      await using there = await backend(() => undefined);
      await kiosk.seal(1);
      const sending = kiosk.uploader(clientOf(there.url, kiosk.clock)).sendDue();
      while (there.requests() === 0)
        await new Promise((resolve) => {
          setTimeout(resolve, 5);
        });
      kiosk.clock.advance(60_000);
      expect(await sending).toMatchObject({ "line-down": 1 });
      expect(await causeOf(kiosk)).toBe("network-timeout");
    });
  });

  test("one packet that is always refused, or always breaks the line, stops none of the others", async () => {
    await withKiosk(async (kiosk, folder) => {
      await using intake = await openIntake(folder, kiosk.clock, {
        inspector: {
          inspect: async (sealed) => {
            const head = Buffer.from(sealed).subarray(0, Buffer.from(sealed).indexOf(10)).toString();
            const packet = JSON.parse(head) as { packetId: string; kiosk: string; sequence: number };
            if (packet.sequence === 1)
              return { kind: "refused", refusal: { refused: "signature-invalid", reason: "Changed." } };
            if (packet.sequence === 2) throw new Error("the intake stumbles over this one");
            return { kind: "sound", ...packet };
          },
        },
      });
      for (let n = 1; n <= 6; n += 1) await kiosk.seal(n);
      const uploader = kiosk.uploader(clientOf(intake.url, kiosk.clock), 1);
      expect(await uploader.sendDue()).toEqual({ erased: 4, waiting: 1, "set-aside": 1, "line-down": 0 });
      expect(await causeOf(kiosk, 1)).toBe("signature-invalid");
      expect(await causeOf(kiosk, 2)).toBe("backend-error");
      expect(await intake.records.allQuarantined()).toMatchObject([{ packetId: packetIdOf(1), times: 1 }]);
    });
  });

  test("an answer of our own form but endless is not read beyond the limit", async () => {
    await withKiosk(async (kiosk) => {
      const long = JSON.stringify({ refused: "conflict", reason: "x".repeat(LIMITS.replyBytes) });
      await using there = await backend(status(409, {}, long));
      await kiosk.seal(1);
      await kiosk.uploader(clientOf(there.url, kiosk.clock)).sendDue();
      expect((await kiosk.outbox.item(packetIdOf(1)))?.state.kind).toBe("waiting");
    });
  });
});
