/** The only door to @noble/post-quantum: ML-KEM-768 (FIPS 203). Not validated to FIPS 140 and not proven constant-time. */
import { ml_kem768 } from "@noble/post-quantum/ml-kem.js";
import type { RandomSource } from "../../base/random.ts";

export const ML_KEM_768 = {
  publicKey: 1184,
  secretKey: 2400,
  ciphertext: 1088,
  seed: 64,
  message: 32,
} as const;

export interface MlKemPair {
  readonly publicKey: Uint8Array;
  readonly secretKey: Uint8Array;
}

export const mlKemOfSeed = (seed: Uint8Array): MlKemPair => ml_kem768.keygen(seed);

export const mlKemPair = (random: RandomSource): MlKemPair =>
  mlKemOfSeed(random("ml-kem-seed", ML_KEM_768.seed));

export const encapsulate = (publicKey: Uint8Array, random: RandomSource) => {
  const { cipherText, sharedSecret } = ml_kem768.encapsulate(
    publicKey,
    random("ml-kem-message", ML_KEM_768.message),
  );
  return { ciphertext: cipherText, secret: sharedSecret };
};

/** A wrong ciphertext gives another secret, not an error (FIPS 203 section 6.3: implicit rejection). */
export const decapsulate = (ciphertext: Uint8Array, secretKey: Uint8Array): Uint8Array =>
  ml_kem768.decapsulate(ciphertext, secretKey);
