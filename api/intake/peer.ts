/** Who speaks: the kiosk that the client certificate names. Without TLS, on loopback, whoever it says it is. */
import type { IncomingMessage } from "node:http";
import { TLSSocket } from "node:tls";
import { kioskIdSchema } from "../issuance/contract.ts";

/** Not a string: no certificate can be called so. */
export const ANYONE = Symbol("anyone");

/** Of a request, what the peer is known by. */
type Connected = Pick<IncomingMessage, "socket">;

/**
 * The kiosk id in the subject's common name. ANYONE: no TLS, hence loopback. Undefined: a certificate that names no
 * kiosk; such a peer may do nothing. The TLS layer has checked the chain before.
 */
export const peerOf = (request: Connected): string | typeof ANYONE | undefined => {
  if (!(request.socket instanceof TLSSocket)) return ANYONE;
  if (!request.socket.authorized) return undefined;
  const { CN: name } = request.socket.getPeerCertificate().subject ?? {};
  const parsed = kioskIdSchema.safeParse(name);
  return parsed.success ? parsed.data : undefined;
};

export const maySpeakFor = (request: Connected, kiosk: string): boolean => {
  const peer = peerOf(request);
  return peer === ANYONE || peer === kiosk;
};
