import { once } from "node:events";
import net, { type AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { systemClock } from "../../../api/base/clock.ts";
import { Line } from "../../../api/issuance/line.ts";

test("a backend that takes everything and never answers is given up, and its connection closed", async () => {
  const server = net.createServer((socket) => {
    socket.resume();
    socket.on("error", () => undefined);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const line = new Line({ clock: systemClock, patience: 20 });
  const url = new URL(`http://127.0.0.1:${port}/v1/uploads`);
  await expect(
    line.exchange({ method: "POST", url, headers: {}, body: new Uint8Array(10) }),
  ).rejects.toMatchObject({
    kind: "timeout",
    message: expect.stringMatching(/did not answer within/u),
  });
  server.close();
  // The server ends only when its last connection has.
  await once(server, "close");
  expect(server.listening).toBe(false);
});

test("an exchange that was cancelled before it began is refused, and no request is left behind that nobody hears", async () => {
  const line = new Line({ clock: systemClock });
  const exchange = line.exchange({
    method: "GET",
    url: new URL("http://127.0.0.1:9/v1/services"),
    signal: AbortSignal.abort(),
  });
  await expect(exchange).rejects.toMatchObject({ kind: "down", message: "the exchange was cancelled" });
  // An 'error' without a listener would end this process in the next turns.
  await new Promise((resolve) => {
    setTimeout(resolve, 20);
  });
});
