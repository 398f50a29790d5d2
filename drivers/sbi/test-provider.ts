/**
 * A provider of devices that nobody accepts: made afresh, and its keys are thrown away with the process. It signs for twins and for
 * recordings, whose own signatures would name the very device that was recorded.
 */
// oxlint-disable-next-line import/no-unassigned-import -- tsyringe below @peculiar/x509 wants it
import "reflect-metadata";
import { KeyObject, sign, webcrypto, X509Certificate } from "node:crypto";
import { BasicConstraintsExtension, X509CertificateGenerator } from "@peculiar/x509";

const RSA = {
  name: "RSASSA-PKCS1-v1_5",
  hash: "SHA-256",
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: 2048,
};
type Issuing = typeof X509CertificateGenerator.createSelfSigned;
/** The package asks for the browser's, of which Node's differs in overloads only. */
const cryptoOfThePackage = webcrypto as unknown as Parameters<Issuing>[1];
const NOT_BEFORE = new Date("2020-01-01");
/** Recordings are to replay for as long as somebody keeps them. */
const NOT_AFTER = new Date("2099-01-01");

const keyPair = () => webcrypto.subtle.generateKey(RSA, true, ["sign", "verify"]);

export interface SbiSigner {
  readonly key: KeyObject;
  /** x5c: base64 of DER, the signer's first. */
  readonly chain: readonly string[];
  readonly anchor: X509Certificate;
}

/** A provider's root and a device's certificate under it. */
export const makeSigner = async (provider: string, validTo = NOT_AFTER): Promise<SbiSigner> => {
  const [root, device] = [await keyPair(), await keyPair()];
  const signingAlgorithm = { name: RSA.name, hash: RSA.hash };
  const anchor = await X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: "01",
      name: `CN=${provider}`,
      notBefore: NOT_BEFORE,
      notAfter: NOT_AFTER,
      keys: root,
      signingAlgorithm,
      extensions: [new BasicConstraintsExtension(true, 1, true)],
    },
    cryptoOfThePackage,
  );
  const leaf = await X509CertificateGenerator.create(
    {
      serialNumber: "02",
      subject: "CN=Device 1",
      issuer: `CN=${provider}`,
      notBefore: NOT_BEFORE,
      notAfter: validTo,
      publicKey: device.publicKey,
      signingKey: root.privateKey,
      signingAlgorithm,
    },
    cryptoOfThePackage,
  );
  return {
    key: KeyObject.from(device.privateKey),
    chain: [leaf.toString("base64")],
    anchor: new X509Certificate(Buffer.from(anchor.rawData)),
  };
};

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

export const signJws = ({ key, chain }: SbiSigner, payload: unknown, alg = "RS256"): string => {
  const signed = `${encode({ alg, typ: "JWT", x5c: chain })}.${encode(payload)}`;
  return `${signed}.${sign("sha256", Buffer.from(signed), key).toString("base64url")}`;
};
