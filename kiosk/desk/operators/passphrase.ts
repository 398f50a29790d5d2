/** Passphrases of people: kept as scrypt (RFC 7914) with a salt of their own, compared in constant time. */
import { scrypt, timingSafeEqual } from "node:crypto";
import { OutsideFault } from "../../../api/base/faults.ts";
import type { RandomSource } from "../../../api/base/random.ts";

/** Log2 of N; with r 8 and p 3 as OWASP pairs them, the same as the key file's. */
export const PASSPHRASE_COST = 15;
const LENGTHS = { least: 12, most: 200 } as const;
const HASH = 32;

const derive = (passphrase: string, salt: Uint8Array, cost: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const N = 2 ** cost;
    scrypt(
      passphrase.normalize("NFKC"),
      salt,
      HASH,
      { N, r: 8, p: 3, maxmem: 256 * N * 8 },
      (error, derived) => (error === null ? resolve(derived) : reject(error)),
    );
  });

const refuse = (why: string): never => {
  throw new OutsideFault(
    "policy-refused",
    `The passphrase ${why}; choose several words that belong to nobody.`,
  );
};

/** Throws OutsideFault policy-refused: too short, of few letters, or with the name in it. */
export const checkPassphrase = (passphrase: string, id: string): void => {
  const text = passphrase.normalize("NFKC");
  if (text.length < LENGTHS.least) refuse(`has fewer than ${LENGTHS.least} characters`);
  if (text.length > LENGTHS.most) refuse(`has more than ${LENGTHS.most} characters`);
  if (new Set(text).size < 6) refuse("repeats very few characters");
  if (text.toLowerCase().includes(id.toLowerCase())) refuse("contains the name it belongs to");
};

/** "scrypt$<log2 N>$<salt>$<hash>", base64. */
export const hashPassphrase = async (
  passphrase: string,
  random: RandomSource,
  cost: number = PASSPHRASE_COST,
): Promise<string> => {
  const salt = random("passphrase salt", 16);
  const hash = await derive(passphrase, salt, cost);
  return ["scrypt", String(cost), Buffer.from(salt).toString("base64"), hash.toString("base64")].join("$");
};

/** Takes as long for a kept text that is no hash, so that a missing person does not show. */
export const isPassphrase = async (
  passphrase: string,
  kept: string,
  usual: number = PASSPHRASE_COST,
): Promise<boolean> => {
  const [kind, cost, salt = "", hash = ""] = kept.split("$");
  const known = kind === "scrypt" && /^1\d$/u.test(cost ?? "");
  const derived = await derive(
    passphrase,
    Buffer.from(known ? salt : "bm9ib2R5IGlzIGhlcmU=", "base64"),
    known ? Number(cost) : usual,
  );
  const wanted = Buffer.from(hash, "base64");
  return known && wanted.length === derived.length && timingSafeEqual(wanted, derived);
};
