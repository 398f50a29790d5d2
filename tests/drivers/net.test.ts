/** HTTP to services that misbehave: never a hang past the time that was given, and every end has its own word. */
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { discoverSbi } from "../../drivers/sbi/client.ts";
import { tapNet } from "../../drivers/transport/net-recording.ts";
import { loopback } from "../../drivers/transport/net.ts";
import { ReplayClock } from "../../drivers/transport/replay-clock.ts";

const HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

let server: Server | undefined;
const open = new Set<Socket>();
afterEach(() => {
  for (const socket of open) socket.destroy();
  server?.close();
});

/** What a service does with each connection; gives its port. */
const service = async (serve: (socket: Socket) => void): Promise<number> => {
  const listening = createServer((socket) => {
    open.add(socket);
    socket.on("error", () => undefined);
    socket.once("data", () => serve(socket));
  });
  server = listening;
  await new Promise<void>((resolve) => {
    listening.listen(0, "127.0.0.1", resolve);
  });
  return (listening.address() as AddressInfo).port;
};

/** A byte now and then, without end: every wait between two of them is short. */
const dripping = (socket: Socket): void => {
  socket.write(`${HEAD}\r\n[`);
  const drip = setInterval(() => socket.write(" "), 20);
  socket.on("close", () => clearInterval(drip));
};

const requestTo = (port: number) => ({ port, method: "MOSIPDISC", path: "/device", body: "{}" });

describe("a service", () => {
  test("that answers a byte now and then is given up when the time of the whole call is up", async () => {
    const port = await service(dripping);
    await expect(loopback.exchange(requestTo(port), { timeout: 150 })).rejects.toMatchObject({
      code: "timed-out",
    });
  });

  test("that is no longer wanted in the middle of its answer is cancelled, not broken off; no recording keeps it", async () => {
    const port = await service(dripping);
    const stop = new AbortController();
    const { net, entries } = tapNet(loopback, new ReplayClock(0));
    const asking = net.exchange(requestTo(port), { timeout: 5000, signal: stop.signal });
    setTimeout(() => stop.abort(), 50);
    await expect(asking).rejects.toMatchObject({ code: "cancelled" });
    expect(entries).toEqual([]);
  });

  test("is not called at all for who has gone already", async () => {
    const port = await service(dripping);
    const asking = loopback.exchange(requestTo(port), { signal: AbortSignal.abort() });
    await expect(asking).rejects.toMatchObject({ code: "cancelled" });
  });

  test.each([
    ["hangs up before it answers", (socket: Socket) => void socket.end(), "stalled"],
    [
      "breaks off within its answer",
      (socket: Socket) => void socket.end(`${HEAD}Content-Length: 100\r\n\r\n[{`),
      "short-transfer",
    ],
  ])("that %s is told", async (_what, serve, code) => {
    const port = await service(serve);
    await expect(loopback.exchange(requestTo(port), { timeout: 5000 })).rejects.toMatchObject({ code });
  });

  test("that nobody runs is told as nobody there", async () => {
    const port = await service(() => undefined);
    await new Promise((done) => server?.close(done));
    await expect(loopback.exchange(requestTo(port))).rejects.toMatchObject({ code: "unplugged" });
    expect(await discoverSbi([port])).toEqual([]);
  });
});
