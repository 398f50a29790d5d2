/** Why a TLS connection was refused, in words that say who must do what. Codes are OpenSSL's and Node's own. */

const SERVER: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED:
    "the backend's certificate has ended, or this machine's clock is wrong; check the clock, then call the backend's operator",
  CERT_NOT_YET_VALID: "the backend's certificate is not valid yet; check this machine's clock",
  ERR_TLS_CERT_ALTNAME_INVALID:
    "the backend's certificate is of another address; check backend.url, or call the backend's operator",
  DEPTH_ZERO_SELF_SIGNED_CERT:
    "the backend's certificate is not from the configured authority; nothing is sent to it",
  SELF_SIGNED_CERT_IN_CHAIN:
    "the backend's certificate is not from the configured authority; nothing is sent to it",
  UNABLE_TO_GET_ISSUER_CERT:
    "the backend's certificate is not from the configured authority; nothing is sent to it",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    "the backend's certificate is not from the configured authority; nothing is sent to it",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    "the backend's certificate is not from the configured authority; nothing is sent to it",
  CERT_SIGNATURE_FAILURE:
    "the backend's certificate is not from the configured authority; nothing is sent to it",
};

/** The backend's alert about the kiosk's own certificate (RFC 8446 section 6.2). */
const CLIENT: readonly (readonly [RegExp, string])[] = [
  [
    /CERTIFICATE_REQUIRED/u,
    "the backend wants this kiosk's certificate and got none; install it (kiosk keys install)",
  ],
  [/CERTIFICATE_EXPIRED/u, "the backend says that this kiosk's certificate has ended; install its renewal"],
  [
    /UNKNOWN_CA/u,
    "the backend does not know the authority that certified this kiosk; call the backend's operator",
  ],
  [
    /ALERT_(?:BAD_CERTIFICATE|CERTIFICATE_UNKNOWN|CERTIFICATE_REVOKED|UNSUPPORTED_CERTIFICATE|ACCESS_DENIED|DECRYPT_ERROR)/u,
    "the backend refuses this kiosk's certificate; call the backend's operator",
  ],
  [
    /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION/u,
    "it does not speak TLS 1.3; check backend.url and the proxies between",
  ],
];

/** Undefined: it was something else than distrust. */
export const distrustWords = (cause: Error): string | undefined => {
  const code = "code" in cause ? String(cause.code) : "";
  const known = SERVER[code];
  if (known !== undefined) return known;
  // What breaks while writing is called EPROTO, and its cause stands in the message alone.
  const told = code === "EPROTO" ? cause.message.toUpperCase().replaceAll(" ", "_") : code;
  return CLIENT.find(([pattern]) => pattern.test(told))?.[1];
};
