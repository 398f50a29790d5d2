/**
 * Wrapping under a key in a token: a fresh ephemeral key agrees with the token's (ECDH on P-256), HKDF-SHA-256 makes of
 * the shared secret the key that wraps (RFC 3394). Wrapping needs no token; unwrapping needs its private key.
 *
 *   65 bytes  ephemeral public key, uncompressed (SEC 1 section 2.3.3)
 *   rest      the wrapped key
 */
import { hkdfSync } from "node:crypto";
import { unwrapKey, wrapKey, type KeyWrapper } from "../../api/base/key-wrap.ts";
import type { RandomSource } from "../../api/base/random.ts";
import { agree, pointOf } from "../../api/formats/cms/key-agreement.ts";
import type { Token, TokenKey } from "./token.ts";

const POINT = 65;
const PURPOSE = "enrolment-kiosk session key";

/** Bound to both public keys (SP 800-56A section 5.8.2: party info). */
const wrappingKey = (secret: Uint8Array, ephemeral: Uint8Array, own: Uint8Array): Uint8Array =>
  new Uint8Array(hkdfSync("sha256", secret, Buffer.concat([ephemeral, own]), PURPOSE, 32));

export const tokenWrapper = (token: Token, key: TokenKey, random: RandomSource): KeyWrapper => {
  const own = pointOf(key.publicKey);
  return {
    wrap: (plain) => {
      const { point, secret } = agree(key.publicKey, "prime256v1", random);
      return Promise.resolve(Buffer.concat([point, wrapKey(wrappingKey(secret, point, own), plain)]));
    },
    unwrap: async (wrapped) => {
      const point = wrapped.subarray(0, POINT);
      if (wrapped.length <= POINT || point[0] !== 4) return undefined;
      const secret = await token.agree(key.id, point);
      return unwrapKey(wrappingKey(secret, point, own), wrapped.subarray(POINT));
    },
  };
};
