/**
 * Before any route: who is not certified is told why and heard no further, who asks too much is told when to come again.
 * TLS lets everybody shake hands, because a connection that is simply cut explains nothing to the operator at its end.
 */
import { TLSSocket } from "node:tls";
import type { Request, RequestHandler } from "express";
import { id, type Log } from "../base/log.ts";
import type { Untrusted } from "../issuance/contract.ts";
import type { Limiter } from "./limits.ts";
import { ANYONE, peerOf } from "./peer.ts";

const REASONS: Readonly<Record<string, Untrusted["untrusted"]>> = {
  CERT_HAS_EXPIRED: "certificate-ended",
  CERT_NOT_YET_VALID: "certificate-not-yet-valid",
};

const distrust = ({ socket }: Request): Untrusted["untrusted"] | undefined => {
  if (!(socket instanceof TLSSocket)) return undefined;
  // A resumed connection without a certificate counts as authorized: what it shows is looked at, not what it is called.
  if (Object.keys(socket.getPeerCertificate()).length === 0) return "no-certificate";
  if (socket.authorized) return undefined;
  const { authorizationError: why } = socket;
  const code = why instanceof Error && "code" in why ? String(why.code) : String(why);
  return REASONS[code] ?? "authority-unknown";
};

const refuseUntrusted =
  (log: Log): RequestHandler =>
  (request, response, next) => {
    const untrusted = distrust(request);
    if (untrusted === undefined) return next();
    log.write("warn", "kiosk-untrusted", { why: id(untrusted) });
    response
      .set("connection", "close")
      .status(401)
      .json({ untrusted } satisfies Untrusted);
  };

const refuseTooMuch =
  (limiter: Limiter, log: Log): RequestHandler =>
  (request, response, next) => {
    const peer = peerOf(request);
    const name = peer === ANYONE ? "this machine" : (peer ?? "certified, and no kiosk");
    const delay = limiter.delay(name);
    if (delay === undefined) return next();
    log.write("warn", "too-many-requests", { peer: id(name) });
    response.set("retry-after", String(delay)).status(429).json({ error: "Too many requests." });
  };

export const intakeGate = (limiter: Limiter, log: Log): readonly RequestHandler[] => [
  refuseUntrusted(log),
  refuseTooMuch(limiter, log),
];
