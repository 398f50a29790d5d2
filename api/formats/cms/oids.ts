/** Object identifiers by name. */
export const OID = {
  data: "1.2.840.113549.1.7.1",
  signedData: "1.2.840.113549.1.7.2",
  authEnvelopedData: "1.2.840.113549.1.9.16.1.23",
  contentType: "1.2.840.113549.1.9.3",
  messageDigest: "1.2.840.113549.1.9.4",
  signingTime: "1.2.840.113549.1.9.5",
  sha256: "2.16.840.1.101.3.4.2.1",
  sha384: "2.16.840.1.101.3.4.2.2",
  sha512: "2.16.840.1.101.3.4.2.3",
  ecdsaWithSha256: "1.2.840.10045.4.3.2",
  ecdsaWithSha384: "1.2.840.10045.4.3.3",
  ecdsaWithSha512: "1.2.840.10045.4.3.4",
  rsaEncryption: "1.2.840.113549.1.1.1",
  rsaPss: "1.2.840.113549.1.1.10",
  sha256WithRsa: "1.2.840.113549.1.1.11",
  sha384WithRsa: "1.2.840.113549.1.1.12",
  sha512WithRsa: "1.2.840.113549.1.1.13",
  rsaOaep: "1.2.840.113549.1.1.7",
  mgf1: "1.2.840.113549.1.1.8",
  ecPublicKey: "1.2.840.10045.2.1",
  p256: "1.2.840.10045.3.1.7",
  p384: "1.3.132.0.34",
  ecdhSha256: "1.3.132.1.11.1",
  ecdhSha384: "1.3.132.1.11.2",
  /** RFC 9629 section 3: recipients of key encapsulation. */
  oriKem: "1.2.840.113549.1.9.16.13.3",
  /** RFC 9935 section 3. */
  mlKem768: "2.16.840.1.101.3.4.4.2",
  /** RFC 8619. */
  hkdfSha256: "1.2.840.113549.1.9.16.3.28",
  /**
   * ML-KEM-768 (FIPS 203) together with ephemeral-static ECDH, as docs/packet.md defines it. Of our own, under the UUID
   * arc (7d1c3b52-9a64-4f0e-8f27-3f6d5c0a9b14), until the LAMPS working group's composite KEMs are an RFC.
   */
  hybridKem: `2.25.${BigInt("0x7d1c3b529a644f0e8f273f6d5c0a9b14")}`,
  aes256Wrap: "2.16.840.1.101.3.4.1.45",
  aes256Gcm: "2.16.840.1.101.3.4.1.46",
  /** Doc 9303-10 section 4.6.2.3. */
  ldsSecurityObject: "2.23.136.1.1.1",
  country: "2.5.4.6",
  organization: "2.5.4.10",
  commonName: "2.5.4.3",
  crlReason: "2.5.29.21",
  subjectKeyIdentifier: "2.5.29.14",
  keyUsage: "2.5.29.15",
  basicConstraints: "2.5.29.19",
  certificatePolicies: "2.5.29.32",
  authorityKeyIdentifier: "2.5.29.35",
  /**
   * Policy of every certificate made for tests and specimens, under the UUID arc (ITU-T X.667):
   * 0c2f7a7e-5f0b-4c39-9d2b-6f2c0b1e8a55. Whoever trusts real packets never trusts a chain that carries it.
   */
  specimenPolicy: `2.25.${BigInt("0x0c2f7a7e5f0b4c399d2b6f2c0b1e8a55")}`,
} as const;
