import { createPrivateKey, verify, X509Certificate } from "node:crypto";
import { describe, expect, test } from "vitest";
import { OutsideFault } from "../../api/base/faults.ts";
import { seededRandom } from "../../api/base/random.ts";
import { piece } from "../../api/bytes/pieces.ts";
import { isSpecimen, readCertificate } from "../../api/formats/cms/certificate.ts";
import { envelope } from "../../api/formats/cms/envelope.ts";
import { OID } from "../../api/formats/cms/oids.ts";
import { openEnvelope } from "../../api/formats/cms/open.ts";
import { signRepeatably, specimenSigner } from "../../api/formats/cms/repeatable-ecdsa.ts";
import { signMessage } from "../../api/formats/cms/sign.ts";
import { keySigner } from "../../api/formats/cms/signer.ts";
import { specimenAuthority } from "../../api/formats/cms/specimen.ts";
import { chainsTo, checkChain, verifyMessage } from "../../api/formats/cms/verify.ts";

const content = new TextEncoder().encode("Enrolment");
const signingTime = Date.UTC(2026, 10, 21, 18);

describe("repeatable ECDSA (RFC 6979)", () => {
  // RFC 6979, appendix A.2.5 and A.2.6: message "sample".
  test("P-256 with SHA-256 gives the RFC's signature", () => {
    const secret = 0xc9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721n;
    const der = Buffer.from(signRepeatably("prime256v1", secret, Buffer.from("sample"), "sha256")).toString(
      "hex",
    );
    expect(der).toContain("efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716");
    expect(der).toContain("f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8");
  });
  test("P-384 with SHA-384 gives the RFC's signature", () => {
    const secret =
      0x6b9d3dad2e1b8c1c05b19875b6659f4de23c3b667bf297ba9aa47740787137d896d5724e4c70a825f872c9ea60d2edf5n;
    const der = Buffer.from(signRepeatably("secp384r1", secret, Buffer.from("sample"), "sha384")).toString(
      "hex",
    );
    expect(der).toContain(
      "94edbb92a5ecb8aad4736e56c691916b3f88140666ce9fa73d64c4ea95ad133c81a648152e44acf96e36dd1e80fabe46",
    );
    expect(der).toContain(
      "99ef4aeb15f178cea1fe40db2603138f130e740a19624526203b6351d0a3a94fa329c145786e679e7b82c71a38628ac8",
    );
  });
});

describe.each(["prime256v1", "secp384r1"] as const)("CMS on %s", (curve) => {
  const authority = specimenAuthority({ seed: "cms", curve });
  const { kiosk, ca, backend, archive } = authority;
  const signer = specimenSigner(kiosk.key, [kiosk.certificate, ca.certificate]);

  test("the specimen authority is the same every time, signed, and marked", () => {
    expect(specimenAuthority({ seed: "cms", curve }).kiosk.certificate).toEqual(kiosk.certificate);
    expect(specimenAuthority({ seed: "other", curve }).kiosk.certificate).not.toEqual(kiosk.certificate);
    const issuer = new X509Certificate(ca.certificate);
    expect(issuer.ca).toBe(true);
    for (const { certificate } of Object.values(authority)) {
      expect(new X509Certificate(certificate).verify(issuer.publicKey)).toBe(true);
      expect(isSpecimen(readCertificate(certificate))).toBe(true);
    }
  });

  const seal = (seed: string) =>
    envelope(piece(content), [backend.certificate, archive.certificate], seededRandom(seed));

  test("signs, verifies, chains; another message or a flipped bit does not", async () => {
    const message = await signMessage(
      { content, contentType: OID.data, detached: true, signingTime, certificates: signer.certificates },
      signer,
    );
    const signed = verifyMessage(message, "message", content);
    expect(signed.signingTime).toBe(signingTime);
    const trust = [readCertificate(ca.certificate)];
    checkChain(signed.signer, signed.certificates, trust, signingTime, "message");
    expect(chainsTo(signed, [ca.certificate])).toBe(true);
    const stranger = specimenAuthority({ seed: "stranger", curve }).ca.certificate;
    expect(chainsTo(signed, [stranger])).toBe(false);
    expect(() =>
      checkChain(signed.signer, signed.certificates, [readCertificate(stranger)], signingTime, "message"),
    ).toThrow(/does not chain/u);
    expect(() => checkChain(signed.signer, [], trust, 0, "message")).toThrow(/not valid at 1970/u);
    expect(() => verifyMessage(message, "message", Buffer.from("Enrolment."))).toThrow(/digests differ/u);
  });

  test("every flipped byte of a signed message is caught", async () => {
    const message = await signMessage(
      { content, contentType: OID.data, detached: false, signingTime },
      signer,
    );
    for (let at = 0; at < message.length; at += 1) {
      const changed = Uint8Array.from(message);
      changed[at]! ^= 0x01;
      // A change in the certificate that leaves name, serial and key alone is the chain's to find.
      const check = () => {
        const signed = verifyMessage(changed, "message");
        checkChain(
          signed.signer,
          signed.certificates,
          [readCertificate(ca.certificate)],
          signingTime,
          "message",
        );
        return signed.content;
      };
      expect(check, `byte ${at}`).toThrow(OutsideFault);
    }
  });

  test("the same seed gives the same envelope; each recipient opens it, nobody else", () => {
    const sealed = seal("a");
    expect(seal("a")).toEqual(sealed);
    expect(seal("b")).not.toEqual(sealed);
    for (const who of [backend, archive]) {
      expect(Buffer.from(openEnvelope(sealed, { key: who.key }, "sealed")).toString()).toBe("Enrolment");
      const certificate = readCertificate(who.certificate);
      expect(openEnvelope(sealed, { key: who.key, certificate }, "sealed").length).toBe(content.length);
    }
    expect(() => openEnvelope(sealed, { key: kiosk.key }, "sealed")).toThrow(/does not open it/u);
  });

  test("every flipped byte of an envelope is caught", () => {
    const sealed = envelope(piece(content), [backend.certificate], seededRandom("a"));
    const key = { key: backend.key, certificate: readCertificate(backend.certificate) };
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Uint8Array.from(sealed);
      changed[at]! ^= 0x01;
      const open = (): string => Buffer.from(openEnvelope(changed, key, "sealed")).toString();
      expect(open, `byte ${at}`).toThrow(OutsideFault);
    }
  });

  test("a certificate that is not for key agreement receives nothing", () => {
    expect(() => envelope(piece(content), [kiosk.certificate], seededRandom("a"))).toThrow(/key agreement/u);
  });

  test("an ordinary signer and a repeatable one agree", async () => {
    const spki = createPrivateKey(kiosk.key.export({ type: "pkcs8", format: "pem" }));
    const ordinary = keySigner(spki, [kiosk.certificate]);
    const publicKey = readCertificate(kiosk.certificate).publicKey;
    const hash = curve === "prime256v1" ? "sha256" : "sha384";
    for (const who of [ordinary, signer])
      expect(verify(hash, content, publicKey, await who.sign(content))).toBe(true);
  });
});
