import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { seededRandom } from "../../api/base/random.ts";
import { readRevocationList, type CrlReason } from "../../api/formats/cms/crl.ts";
import { specimenSigner } from "../../api/formats/cms/repeatable-ecdsa.ts";
import { keySigner } from "../../api/formats/cms/signer.ts";
import { specimenAuthority } from "../../api/formats/cms/specimen.ts";
import { specimenRevocationList } from "../../api/formats/cms/specimen-crl.ts";
import { twoLetterState } from "../../api/formats/mrz/states.ts";
import { assemblePacket } from "../../api/formats/packet/seal.ts";
import { verifyPacket } from "../../api/formats/packet/verify.ts";
import type { VerifyOptions } from "../../api/formats/packet/verify-options.ts";
import { opensslVersion, pem, withBench } from "./openssl.ts";
import { adult } from "./sample-record.ts";

const { kiosk, ca, backend } = specimenAuthority({ seed: "trust" });
const SIGNED = Date.UTC(2026, 10, 21, 10);
const DAY = 86_400_000;

const assembled = async (country: string, issuingState: string) => {
  const by = specimenAuthority({ seed: "trust", country });
  const record = await adult({ issuingState }, { face: 16 });
  const signer = specimenSigner(by.kiosk.key, [by.kiosk.certificate, by.ca.certificate]);
  return (await assemblePacket(record, signer, [backend.certificate], { random: seededRandom("trust") }))
    .files;
};

let files: ReadonlyMap<string, Uint8Array>;
beforeAll(async () => {
  files = await assembled("UT", "UTO");
});

const line = (what: RegExp, options: VerifyOptions, of = files) =>
  verifyPacket(of, { trust: [ca.certificate], ...options }).find((one) => what.test(one.what));
const revocation = (crl: Uint8Array, now?: number) =>
  line(/not revoked/u, { crls: [crl], ...(now === undefined ? {} : { now }) });

const revoked = (reason: CrlReason, date: number) =>
  specimenRevocationList(ca, [{ certificate: kiosk.certificate, date, reason }]);

const state = async (country: string, issuingState: string) =>
  line(/of the State that issues/u, {}, await assembled(country, issuingState));

describe("revocation", () => {
  test("without a list nothing is claimed; with one, what it says", () => {
    expect(line(/not revoked/u, {})?.state).toBe("not-checked");
    expect(revocation(specimenRevocationList(ca))).toMatchObject({
      state: "passed",
      detail: "not revoked as of 2020-01-01T00:00:00.000Z",
    });
    const others = specimenRevocationList(ca, [
      { certificate: backend.certificate, date: SIGNED - DAY, reason: "keyCompromise" },
    ]);
    expect(revocation(others)?.state).toBe("passed");
  });

  test("a stolen kiosk's packets are refused whatever time they state", () => {
    for (const date of [SIGNED - DAY, SIGNED + 365 * DAY])
      expect(revocation(revoked("keyCompromise", date))).toMatchObject({
        state: "failed",
        detail: expect.stringMatching(/revoked on .* \(keyCompromise\)/u),
      });
  });

  test("a kiosk out of service still vouches for what it signed before", () => {
    expect(revocation(revoked("cessationOfOperation", SIGNED + DAY))).toMatchObject({
      state: "passed",
      detail: expect.stringMatching(/after it signed this/u),
    });
    expect(revocation(revoked("cessationOfOperation", SIGNED - DAY))?.state).toBe("failed");
  });

  test("a list of another CA, a changed list, a stale list, one from the future: none is believed", () => {
    const stranger = specimenAuthority({ seed: "stranger", country: "ML" });
    expect(revocation(specimenRevocationList(stranger.ca))?.detail).toMatch(
      /no revocation list of the kiosk's CA/u,
    );
    const forged = specimenRevocationList({ key: stranger.ca.key, certificate: ca.certificate });
    expect(revocation(forged)?.detail).toMatch(/not signed by the kiosk's CA/u);
    const dated = specimenRevocationList(ca, [], { thisUpdate: SIGNED, nextUpdate: SIGNED + DAY });
    expect(revocation(dated, SIGNED + 2 * DAY)?.detail).toMatch(/ran out on/u);
    expect(revocation(dated, SIGNED - DAY)?.detail).toMatch(/which is to come/u);
    expect(revocation(dated, SIGNED + 1)?.state).toBe("passed");
    const list = specimenRevocationList(ca);
    for (let at = 0; at < list.length; at += 1) {
      const changed = Uint8Array.from(list);
      changed[at]! ^= 1 << (at % 8);
      expect(revocation(changed)?.state, `byte ${at}`).toBe("failed");
    }
  });

  test.skipIf(opensslVersion() === undefined)("openssl reads ours, we read openssl's (needs openssl)", () => {
    withBench(({ folder, write, openssl }) => {
      write("ca.pem", pem(ca.certificate));
      write("ca.key", ca.key.export({ type: "pkcs8", format: "pem" }));
      write("kiosk.pem", pem(kiosk.certificate));
      write("ours.crl", revoked("keyCompromise", SIGNED));
      const text = openssl(
        ..."crl -in ours.crl -inform DER -CAfile ca.pem -noout -text".split(" "),
      ).toString();
      expect(text).toMatch(/Key Compromise/u);
      write("index.txt", "");
      write("number", "01");
      write(
        "ca.cnf",
        "[ca]\ndefault_ca=x\n[x]\ndatabase=index.txt\ncrlnumber=number\ndefault_md=sha256\ndefault_crl_days=9\n",
      );
      const by = "ca -config ca.cnf -cert ca.pem -keyfile ca.key";
      openssl(...`${by} -revoke kiosk.pem -crl_reason superseded`.split(" "));
      openssl(...`${by} -gencrl -out theirs.pem`.split(" "));
      openssl(..."crl -in theirs.pem -outform DER -out theirs.crl".split(" "));
      const theirs = new Uint8Array(readFileSync(path.join(folder, "theirs.crl")));
      expect(readRevocationList(theirs).revoked).toMatchObject([{ reason: "superseded" }]);
      expect(revocation(theirs)?.detail).toMatch(/superseded/u);
      writeFileSync(path.join(folder, "done"), "");
    });
  });
});

describe.skipIf(opensslVersion() === undefined)("the CSCA (needs openssl)", () => {
  test("is refused above the kiosk, also when the message does not carry what stands between", async () => {
    const made = withBench(({ folder, write, openssl }) => {
      const key = (name: string) =>
        openssl(..."genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out".split(" "), `${name}.key`);
      write("ca.ext", "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n");
      write("kiosk.ext", "keyUsage=critical,digitalSignature\nsubjectKeyIdentifier=hash\n");
      const issue = (name: string, subject: string, by: string, extensions: string) => {
        key(name);
        openssl("req", "-new", "-key", `${name}.key`, "-subj", subject, "-out", `${name}.csr`);
        openssl(
          ...`x509 -req -days 9 -in ${name}.csr -CA ${by}.pem -CAkey ${by}.key -CAcreateserial`.split(" "),
          ...`-extfile ${extensions}.ext -out ${name}.pem`.split(" "),
        );
      };
      key("csca");
      openssl(..."req -x509 -days 9 -key csca.key -out csca.pem -subj /C=UT/CN=CSCA".split(" "));
      issue("between", "/C=UT/CN=Between", "csca", "ca");
      issue("kiosk", "/C=UT/CN=Kiosk", "between", "kiosk");
      const read = (name: string) => readFileSync(path.join(folder, name));
      const der = (name: string) => new Uint8Array(new X509Certificate(read(`${name}.pem`)).raw);
      return {
        csca: der("csca"),
        between: der("between"),
        kiosk: der("kiosk"),
        key: createPrivateKey(read("kiosk.key")),
      };
    });
    const now = Date.now();
    const record = await adult({ startedAt: now - 1000, sealedAt: now, attempts: [] }, { face: 16 });
    const { files: carried } = await assemblePacket(record, keySigner(made.key, [made.kiosk]), [
      backend.certificate,
    ]);
    const apart = (csca: readonly Uint8Array[]) =>
      verifyPacket(carried, { trust: [made.between], csca }).find(({ what }) => /CSCA/u.test(what));
    expect(apart([ca.certificate])?.state).toBe("passed");
    for (const csca of [made.csca, made.between])
      expect(apart([csca])).toMatchObject({
        state: "failed",
        detail: expect.stringMatching(/chains to a CSCA/u),
      });
  });
});

describe("the State of the kiosk's certificate", () => {
  test("must be the State that the packet is for", async () => {
    expect(await state("ML", "MLI")).toMatchObject({ state: "passed", detail: "C=ML" });
    expect(await state("BF", "MLI")).toMatchObject({
      state: "failed",
      detail: expect.stringMatching(/says C=BF, the packet is for MLI \(ML\)/u),
    });
    expect(await state("UT", "NER")).toMatchObject({ state: "passed", detail: "C=UT, a specimen for NER" });
    expect((await state("UT", "UNO"))?.state).toBe("not-checked");
  });

  test("has two letters for every State", () => {
    expect(["MLI", "BFA", "NER", "D", "UTO", "FRA", "XXA"].map(twoLetterState)).toEqual([
      "ML",
      "BF",
      "NE",
      "DE",
      "UT",
      "FR",
      undefined,
    ]);
  });
});
