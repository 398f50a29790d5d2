/** ML-KEM-768 keys as files (RFC 9935): SubjectPublicKeyInfo and PKCS#8, as OpenSSL 3.5 and later write them; or bare. */
import { OutsideFault } from "../../base/faults.ts";
import {
  anyElement,
  choice,
  constant,
  decode,
  encode,
  octets,
  optional,
  sequence,
  tagged,
} from "../../bytes/der.ts";
import { bitString, integer, octetString, oidContent } from "../../bytes/der-types.ts";
import { join } from "../../bytes/pieces.ts";
import { ML_KEM_768, mlKemOfSeed, type MlKemPair } from "./ml-kem.ts";
import { OID } from "./oids.ts";

const algorithm = sequence("AlgorithmIdentifier", {
  algorithm: tagged(
    0x06,
    "id-alg-ml-kem-768",
    constant(join(oidContent.write(OID.mlKem768)), "not ML-KEM-768"),
  ),
});

const publicKeyInfo = sequence("SubjectPublicKeyInfo", { algorithm, key: bitString });

const seed = octets({ min: ML_KEM_768.seed, max: ML_KEM_768.seed });
const expanded = octetString({ min: ML_KEM_768.secretKey, max: ML_KEM_768.secretKey });

const privateKeyInfo = sequence("PrivateKeyInfo", {
  version: integer,
  algorithm,
  key: octetString(),
  attributes: optional(anyElement),
});

const privateKey = choice("ML-KEM-768-PrivateKey", {
  seed: tagged(0x80, "seed", seed),
  expanded,
  both: sequence("both", { seed: tagged(0x04, "seed", seed), expanded }),
});

const PEM = /-----BEGIN (?:PUBLIC|PRIVATE) KEY-----([^-]+)-----END/u;

const derOf = (bytes: Uint8Array): Uint8Array => {
  const text = PEM.exec(new TextDecoder("latin1").decode(bytes))?.[1];
  return text === undefined ? bytes : new Uint8Array(Buffer.from(text, "base64"));
};

/** The encapsulation key of a file. @throws OutsideFault input-malformed */
export const readMlKemPublic = (bytes: Uint8Array, label: string): Uint8Array => {
  const der = derOf(bytes);
  const key = der.length === ML_KEM_768.publicKey ? der : decode(publicKeyInfo, der, label).key;
  if (key.length !== ML_KEM_768.publicKey)
    throw new OutsideFault(
      "input-malformed",
      `${label}: a key of ${key.length} bytes where ML-KEM-768 has ${ML_KEM_768.publicKey} (FIPS 203 table 3)`,
    );
  return key;
};

/** The decapsulation key of a file: bare, its seed, or PKCS#8. @throws OutsideFault input-malformed */
export const readMlKemSecret = (bytes: Uint8Array, label: string): Uint8Array => {
  const der = derOf(bytes);
  if (der.length === ML_KEM_768.secretKey) return der;
  if (der.length === ML_KEM_768.seed) return mlKemOfSeed(der).secretKey;
  const found = decode(privateKey, decode(privateKeyInfo, der, label).key, label);
  if (found.kind === "seed") return mlKemOfSeed(found.value).secretKey;
  return found.kind === "expanded" ? found.value : found.value.expanded;
};

const pem = (label: string, der: Uint8Array): string =>
  [
    `-----BEGIN ${label}-----`,
    ...(Buffer.from(der)
      .toString("base64")
      .match(/.{1,64}/gu) ?? []),
    `-----END ${label}-----`,
    "",
  ].join("\n");

/** Both halves as PEM: the private one as its seed, which all else follows from. */
export const mlKemFiles = (
  bytes: Uint8Array,
): { readonly pair: MlKemPair; readonly public: string; readonly secret: string } => {
  const pair = mlKemOfSeed(bytes);
  const name = { algorithm: undefined };
  const key = encode(privateKey, { kind: "seed", value: bytes });
  return {
    pair,
    public: pem("PUBLIC KEY", encode(publicKeyInfo, { algorithm: name, key: pair.publicKey })),
    secret: pem("PRIVATE KEY", encode(privateKeyInfo, { version: 0, algorithm: name, key })),
  };
};
