/** Signed answers of an SBI service: JWS, compact (RFC 7515), RS256, its certificates in x5c. */
import { X509Certificate, verify } from "node:crypto";
import { OutsideFault } from "../../api/base/faults.ts";
import type { Milliseconds } from "../../api/words/units.ts";

export interface Trust {
  /** Of the device providers whom the programme accepts. */
  readonly anchors: readonly X509Certificate[];
  readonly now: Milliseconds;
}

export interface Verified {
  readonly payload: unknown;
  /** Who signed. */
  readonly certificate: X509Certificate;
}

const refuse = (what: string, why: string, cause?: unknown): never => {
  throw new OutsideFault("signature-invalid", `${what} of the SBI service is not accepted: ${why}.`, {
    cause,
  });
};

const MOST_CERTIFICATES = 6;

const parseJson = (part: string, what: string): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  } catch (cause) {
    return refuse(what, "it is not JSON", cause);
  }
  return refuse(what, "it is not an object");
};

const certificatesOf = (header: Record<string, unknown>, what: string): readonly X509Certificate[] => {
  const { x5c } = header;
  const texts = Array.isArray(x5c) ? x5c : typeof x5c === "string" ? [x5c] : [];
  if (texts.length === 0 || texts.length > MOST_CERTIFICATES) return refuse(what, "it names no certificate");
  return texts.map((text: unknown) => {
    try {
      const certificate = new X509Certificate(Buffer.from(String(text), "base64"));
      // Its key is decoded when it is asked for, and not before.
      if (certificate.publicKey.type === "public") return certificate;
      return refuse(what, "its certificate has no public key");
    } catch (cause) {
      if (cause instanceof OutsideFault) throw cause;
      return refuse(what, "its certificate cannot be read", cause);
    }
  });
};

/** A key or a signature that OpenSSL cannot use fits nothing. */
const fits = (check: () => boolean): boolean => {
  try {
    return check();
  } catch {
    return false;
  }
};

const validAt = (certificate: X509Certificate, now: Milliseconds): boolean =>
  Date.parse(certificate.validFrom) <= now && now <= Date.parse(certificate.validTo);

const issued = (child: X509Certificate, issuer: X509Certificate): boolean =>
  fits(() => issuer.ca && child.checkIssued(issuer) && child.verify(issuer.publicKey));

/** A chain from the signer, through what the service sent, to an anchor; each valid now. */
const isTrusted = (chain: readonly X509Certificate[], { anchors, now }: Trust): boolean => {
  let current = chain[0];
  for (let step = 0; current && step <= chain.length; step += 1) {
    const child: X509Certificate = current;
    if (!validAt(child, now)) return false;
    if (anchors.some((anchor) => validAt(anchor, now) && issued(child, anchor))) return true;
    current = chain.find((other) => other !== child && issued(child, other));
  }
  return false;
};

/** Throws OutsideFault signature-invalid. */
export const verifyJws = (token: string, what: string, trust: Trust): Verified => {
  const [header = "", payload = "", signature = "", ...more] = token.split(".");
  if (signature === "" || more.length > 0) return refuse(what, "it is not signed");
  const head = parseJson(header, what);
  // Only the algorithm that the specification prescribes: the token does not choose.
  if (head["alg"] !== "RS256") return refuse(what, "it is not signed with RS256");
  const chain = certificatesOf(head, what);
  const [signer] = chain;
  if (!signer || signer.publicKey.asymmetricKeyType !== "rsa") return refuse(what, "its key is not RSA");
  const signed = Buffer.from(`${header}.${payload}`, "ascii");
  if (!fits(() => verify("sha256", signed, signer.publicKey, Buffer.from(signature, "base64url"))))
    return refuse(what, "its signature does not fit");
  if (!isTrusted(chain, trust))
    return refuse(what, "its certificate does not lead to a provider the programme accepts");
  return { payload: parseJson(payload, what), certificate: signer };
};

/** An unsigned digital id, as discovery gives it: base64url of JSON. */
export const readUnsigned = (text: string, what: string): Record<string, unknown> =>
  parseJson(text.includes(".") ? (text.split(".")[1] ?? "") : text, what);
