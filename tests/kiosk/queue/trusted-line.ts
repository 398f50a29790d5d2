/** Mutual TLS between a kiosk and its intake, and those who would answer in the intake's place. */
import { once } from "node:events";
import { readFileSync } from "node:fs";
import https from "node:https";
import net, { type AddressInfo } from "node:net";
import path from "node:path";
import tls from "node:tls";
import type { IntakeTls } from "../../../api/intake/server.ts";
import { Authority } from "../cli/runtime/authority.ts";
import { KIOSK } from "../stand.ts";

export interface TrustedLine extends AsyncDisposable {
  readonly server: IntakeTls;
  readonly agent: https.Agent;
  /** A server of another authority, one whose certificate has ended, and a portal that speaks no TLS. */
  readonly impostors: readonly number[];
}

const pair = (certificate: string) => ({
  cert: readFileSync(certificate),
  key: readFileSync(certificate.replace(/\.pem$/u, ".key.pem")),
});

const PORTAL = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 7\r\n\r\nWelcome";

export const trustedLine = async (folder: string): Promise<TrustedLine> => {
  const own = new Authority(path.join(folder, "authority"));
  const stranger = new Authority(path.join(folder, "stranger"), "Stranger");
  const ca = readFileSync(own.certificate);
  const served = pair(own.issue("server", folder, "server", "intake"));
  const forged = pair(stranger.issue("server", folder, "forged", "intake"));
  const ended = pair(own.issue("server", folder, "ended", "intake", -1));

  const servers = [
    tls.createServer(forged, (socket) => socket.end()),
    tls.createServer(ended, (socket) => socket.end()),
    net.createServer(
      (socket) => void socket.on("error", () => undefined).once("data", () => socket.end(PORTAL)),
    ),
  ];
  for (const server of servers) {
    server.on("tlsClientError", () => undefined).listen(0, "127.0.0.1");
    await once(server, "listening");
  }
  return {
    server: { key: served.key, certificate: served.cert, clients: ca },
    agent: new https.Agent({ keepAlive: false, ca, ...pair(own.issue("kiosk", folder, "kiosk", KIOSK)) }),
    impostors: servers.map((server) => (server.address() as AddressInfo).port),
    [Symbol.asyncDispose]: async () => {
      for (const server of servers) server.close();
    },
  };
};
