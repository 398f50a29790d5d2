/**
 * ECDSA whose nonce follows from key and message (RFC 6979), so that specimen packets come out byte for byte the same.
 * node:crypto draws its nonce at random. This one is not constant-time: it signs with specimen keys only.
 */
import { createECDH, createHmac, type KeyObject } from "node:crypto";
import { Bug, OutsideFault } from "../../base/faults.ts";
import { encode, sequence } from "../../bytes/der.ts";
import { integerBytes } from "../../bytes/der-types.ts";
import { digest, SIGNATURE_ALGORITHMS, type HashName, type SignatureAlgorithm } from "./algorithms.ts";
import { isSpecimen, readCertificate } from "./certificate.ts";
import type { Curve } from "./key-agreement.ts";
import { algorithmOfKey, type Signer } from "./signer.ts";

/** Orders of the groups, SEC 2 sections 2.4.2 and 2.5.1. */
export const ORDERS: Readonly<Record<Curve, bigint>> = {
  prime256v1: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  secp384r1:
    0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
};

const ecdsaSigValue = sequence("ECDSA-Sig-Value", { r: integerBytes, s: integerBytes });

const toBigInt = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString("hex") || "0"}`);
const toBytes = (value: bigint, length: number): Uint8Array =>
  Buffer.from(value.toString(16).padStart(length * 2, "0"), "hex");
/** INTEGER's content: shortest, with a leading zero where the first bit would make it negative. */
const toInteger = (value: bigint): Uint8Array => {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex");
  return (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes;
};

const powerModulo = (base: bigint, exponent: bigint, modulus: bigint): bigint => {
  let result = 1n;
  for (let square = base % modulus, rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
};
/** The order is prime: Fermat. */
const inverse = (value: bigint, order: bigint): bigint => powerModulo(value, order - 2n, order);

/** RFC 6979 section 2.3.2: the leftmost bits, as many as the order has (both orders fill their bytes). */
const bitsToInt = (bytes: Uint8Array, length: number): bigint => toBigInt(bytes.subarray(0, length));

/** RFC 6979 section 3.2. */
const nonces = function* (secret: bigint, hashed: bigint, order: bigint, length: number, hash: HashName) {
  const mac = (key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array => {
    const state = createHmac(hash, key);
    for (const part of parts) state.update(part);
    return state.digest();
  };
  const hashLength = digest(hash).length;
  const seed = [toBytes(secret, length), toBytes(hashed, length)];
  let value: Uint8Array = new Uint8Array(hashLength).fill(1);
  let key: Uint8Array = new Uint8Array(hashLength);
  key = mac(key, value, Uint8Array.of(0), ...seed);
  value = mac(key, value);
  key = mac(key, value, Uint8Array.of(1), ...seed);
  value = mac(key, value);
  for (;;) {
    let bytes: Uint8Array = new Uint8Array();
    while (bytes.length < length) {
      value = mac(key, value);
      bytes = Buffer.concat([bytes, value]);
    }
    const nonce = bitsToInt(bytes, length);
    if (nonce > 0n && nonce < order) yield nonce;
    key = mac(key, value, Uint8Array.of(0));
    value = mac(key, value);
  }
};

/** DER ECDSA-Sig-Value of r and s side by side, as PKCS #11 gives them. */
export const signatureOfHalves = (raw: Uint8Array): Uint8Array => {
  const middle = raw.length / 2;
  const half = (from: number, to?: number) => toInteger(toBigInt(raw.subarray(from, to)));
  return encode(ecdsaSigValue, { r: half(0, middle), s: half(middle) });
};

/** DER ECDSA-Sig-Value; the same for the same key, message and hash. */
export const signRepeatably = (
  curve: Curve,
  secret: bigint,
  message: Uint8Array,
  hash: HashName,
): Uint8Array => {
  const order = ORDERS[curve];
  const length = curve === "prime256v1" ? 32 : 48;
  const hashed = bitsToInt(digest(hash, message), length) % order;
  for (const nonce of nonces(secret, hashed, order, length, hash)) {
    const point = createECDH(curve);
    point.setPrivateKey(toBytes(nonce, length));
    const r = toBigInt(point.getPublicKey().subarray(1, 1 + length)) % order;
    const s = (inverse(nonce, order) * (hashed + r * secret)) % order;
    if (r !== 0n && s !== 0n) return encode(ecdsaSigValue, { r: toInteger(r), s: toInteger(s) });
  }
  throw new Bug("RFC 6979 ran out of nonces");
};

export const secretOf = (key: KeyObject): bigint =>
  toBigInt(Buffer.from(key.export({ format: "jwk" }).d ?? "", "base64url"));

/** A repeatable signer. @throws OutsideFault policy-refused unless the certificate carries the specimen policy */
export const specimenSigner = (key: KeyObject, certificates: readonly Uint8Array[]): Signer => {
  const [own] = certificates;
  if (own === undefined || !isSpecimen(readCertificate(own, "signer's certificate")))
    throw new OutsideFault(
      "policy-refused",
      "Repeatable signatures are for specimens: this certificate does not carry the specimen policy.",
    );
  const algorithm: SignatureAlgorithm = algorithmOfKey(key);
  const { hash, curve } = SIGNATURE_ALGORITHMS[algorithm];
  if (curve === undefined)
    throw new OutsideFault("policy-refused", "Repeatable signatures need a P-256 or P-384 key, not RSA.");
  const secret = secretOf(key);
  return {
    certificates,
    algorithm,
    sign: (message) => Promise.resolve(signRepeatably(curve, secret, message, hash)),
  };
};
