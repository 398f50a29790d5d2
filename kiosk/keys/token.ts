/** A token that holds private keys and never gives them out: what the kiosk asks of one. */
import type { KeyObject } from "node:crypto";

export interface TokenKey {
  /** Hex of the object's CKA_ID. */
  readonly id: string;
  readonly publicKey: KeyObject;
}

/** A key in a token as OpenSSL reaches it for TLS: through an engine, by its RFC 7512 URI, which holds the PIN. */
export interface EngineKey {
  /** The engine's name. */
  readonly engine: string;
  readonly identifier: string;
}

/** Every method throws OutsideFault key-missing, with the token's own error, when the token does not answer. */
export interface Token extends AsyncDisposable {
  /** The private key of that label; undefined: there is none. */
  find(label: string): Promise<TokenKey | undefined>;
  /** A new key on P-256 that cannot be extracted. */
  generate(label: string): Promise<TokenKey>;
  /** ECDSA with SHA-256 over the message, as DER ECDSA-Sig-Value. */
  sign(id: string, message: Uint8Array): Promise<Uint8Array>;
  /** ECDH: the x coordinate of the shared point, 32 bytes. `point`: the other's public key, uncompressed. */
  agree(id: string, point: Uint8Array): Promise<Uint8Array>;
  /** For TLS; undefined: no engine was named. */
  forTls(id: string): EngineKey | undefined;
}
