import { describe, expect, test } from "vitest";
import { OutsideFault } from "../../api/base/faults.ts";
import { seededRandom } from "../../api/base/random.ts";
import { piece } from "../../api/bytes/pieces.ts";
import { readCertificate } from "../../api/formats/cms/certificate.ts";
import { envelope } from "../../api/formats/cms/envelope.ts";
import { mlKemPair } from "../../api/formats/cms/ml-kem.ts";
import { openEnvelope } from "../../api/formats/cms/open.ts";
import { specimenSigner } from "../../api/formats/cms/repeatable-ecdsa.ts";
import { specimenAuthority } from "../../api/formats/cms/specimen.ts";
import { openPacket } from "../../api/formats/packet/open.ts";
import { sealPacket } from "../../api/formats/packet/seal.ts";
import { verifyPacket } from "../../api/formats/packet/verify.ts";
import { adult } from "./sample-record.ts";

const content = new TextEncoder().encode("for thirty years");

describe.each(["prime256v1", "secp384r1"] as const)("hybrid recipients on %s", (curve) => {
  const { kiosk, ca, backend, archive } = specimenAuthority({ seed: "hybrid", curve });
  const pairs = [mlKemPair(seededRandom("backend")), mlKemPair(seededRandom("archive"))] as const;
  const recipients = [
    { certificate: backend.certificate, mlKem768: pairs[0].publicKey },
    { certificate: archive.certificate, mlKem768: pairs[1].publicKey },
  ];
  const sealed = envelope(piece(content), recipients, seededRandom("a"));

  test("each opens with both halves of its key, reproducibly sealed", () => {
    expect(envelope(piece(content), recipients, seededRandom("a"))).toEqual(sealed);
    const open = (key: typeof backend.key, mlKem768: Uint8Array) =>
      openEnvelope(sealed, { key, mlKem768 }, "sealed");
    expect(Buffer.from(open(backend.key, pairs[0].secretKey))).toEqual(Buffer.from(content));
    expect(Buffer.from(open(archive.key, pairs[1].secretKey))).toEqual(Buffer.from(content));
  });

  test("neither half alone opens it", () => {
    expect(() => openEnvelope(sealed, { key: backend.key }, "sealed")).toThrow(/does not open it/u);
    const wrongKem = { key: backend.key, mlKem768: pairs[1].secretKey };
    expect(() => openEnvelope(sealed, wrongKem, "sealed")).toThrow(/does not open it/u);
    const wrongEcdh = { key: kiosk.key, mlKem768: pairs[0].secretKey };
    expect(() => openEnvelope(sealed, wrongEcdh, "sealed")).toThrow(/does not open it/u);
  });

  test("changed anywhere, it does not open", () => {
    const one = envelope(piece(content), [recipients[0]!], seededRandom("b"));
    const certificate = readCertificate(backend.certificate);
    const own = { key: backend.key, mlKem768: pairs[0].secretKey, certificate };
    for (let at = 22; at < one.length; at += 5) {
      const changed = Uint8Array.from(one);
      changed[at]! ^= 0x04;
      const open = () => openEnvelope(changed, own, "sealed");
      expect(open, `byte ${at}`).toThrow(OutsideFault);
    }
  });

  test("a plain recipient beside a hybrid one is refused", () => {
    expect(() => envelope(piece(content), [recipients[0]!, archive.certificate], seededRandom("a"))).toThrow(
      /give all a key or none/u,
    );
  });

  test("a whole packet", async () => {
    const signer = specimenSigner(kiosk.key, [kiosk.certificate, ca.certificate]);
    const packet = await sealPacket(await adult(), signer, recipients, { random: seededRandom("packet") });
    expect(packet.manifest.algorithms.recipients[0]?.keyEncryption).toBe(
      `ml-kem-768-ecdh-${curve}-hkdf-sha256-aes256-wrap`,
    );
    const { files } = openPacket(packet.sealed, { key: archive.key, mlKem768: pairs[1].secretKey });
    expect(
      verifyPacket(files, { trust: [ca.certificate] }).filter(({ state }) => state === "failed"),
    ).toEqual([]);
  });
});
