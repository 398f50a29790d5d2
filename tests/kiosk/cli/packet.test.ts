import { mkdtempSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { seededRandom } from "../../../api/base/random.ts";
import { specimenSigner } from "../../../api/formats/cms/repeatable-ecdsa.ts";
import { specimenAuthority } from "../../../api/formats/cms/specimen.ts";
import { specimenRevocationList } from "../../../api/formats/cms/specimen-crl.ts";
import { descriptionOf } from "../../../api/formats/packet/record.ts";
import { assemblePacket } from "../../../api/formats/packet/seal.ts";
import { runCommand } from "../../../kiosk/cli/program.ts";
import { pem } from "../../formats/openssl.ts";
import { adult } from "../../formats/sample-record.ts";
import { listen } from "./listen.ts";

const folder = mkdtempSync(path.join(tmpdir(), "packet-cli-"));
const at = (...names: string[]) => path.join(folder, ...names);

const kiosk = async (...words: string[]) => {
  const { printed, noted, terminal } = listen();
  return { status: await runCommand(words, terminal), printed, noted: noted.join("\n") };
};

beforeAll(async () => {
  const { kiosk: signer, backend } = specimenAuthority({ seed: "samples" });
  const { files, manifest } = await assemblePacket(
    await adult(),
    specimenSigner(signer.key, [signer.certificate]),
    [backend.certificate],
    { random: seededRandom("samples") },
  );
  mkdirSync(at("samples"));
  for (const [name, content] of files)
    if (!/\.bin$|^manifest/u.test(name)) writeFileSync(at("samples", name), content);
  writeFileSync(at("samples", "enrolment.json"), JSON.stringify(descriptionOf(manifest), null, 2));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The first builds the packet that the others look at. */
describe("kiosk packet", { shuffle: false }, () => {
  test("build, verify, export, verify what was exported", async () => {
    const built = await kiosk("packet", "build", "--from", at("samples"), "--out", at("adult.p7m"), "--json");
    expect(built.noted).toBe("");
    const result = JSON.parse(built.printed.join("")) as { provisional: string[]; specimenKeys: string };
    expect(result.provisional).toEqual(["documentNumber", "dateOfExpiry"]);
    const key = path.join(result.specimenKeys, "backend-key.pem");
    const trust = path.join(result.specimenKeys, "enrolment-ca.pem");
    const sealed = await kiosk("packet", "verify", at("adult.p7m"), "--key", key, "--trust", trust);
    expect(sealed.status, sealed.printed.join("\n")).toBe(0);
    expect(sealed.printed.filter((line) => line.startsWith("ok")).length).toBeGreaterThan(15);
    const outside = await kiosk("packet", "verify", at("adult.p7m"));
    expect(outside.printed.map((line) => line.slice(0, 4))).toEqual(["ok  ", "--  "]);
    expect((await kiosk("packet", "export", at("adult.p7m"), "--key", key, "--to", at("files"))).status).toBe(
      0,
    );
    expect(readdirSync(at("files"))).toContain("DG3.bin");
    expect((await kiosk("packet", "verify", at("files"), "--trust", trust)).status).toBe(0);
    writeFileSync(at("files", "report.html"), "a report");
    const beside = await kiosk("packet", "verify", at("files"), "--trust", trust);
    expect(beside.status).toBe(0);
    expect(beside.printed.at(-1)).toMatch(/^-- .*report\.html/u);
    writeFileSync(at("files", "DG13.bin"), "m");
    expect((await kiosk("packet", "verify", at("files"), "--trust", trust)).status).toBe(1);
    rmSync(at("files", "DG13.bin"));
    const chip = readFileSync(at("files", "portrait-chip.jpg"));
    chip[chip.length - 3]! ^= 1;
    writeFileSync(at("files", "portrait-chip.jpg"), chip);
    const tampered = await kiosk("packet", "verify", at("files"), "--trust", trust, "--json");
    expect(tampered.status).toBe(1);
    expect(JSON.parse(tampered.printed.join(""))).toMatchObject({ passed: false });
    const again = await kiosk("packet", "export", at("adult.p7m"), "--key", key, "--to", at("files"));
    expect(again).toMatchObject({ status: 1, noted: expect.stringMatching(/empty folder/u) as string });
  });

  test("looks at revocation lists, in a file or a folder", async () => {
    await kiosk("packet", "build", "--from", at("samples"), "--out", at("listed.p7m"));
    const keys = `${at("listed.p7m")}.specimen-keys`;
    const verify = (crl: string) =>
      kiosk(
        "packet",
        "verify",
        at("listed.p7m"),
        "--key",
        path.join(keys, "backend-key.pem"),
        "--trust",
        path.join(keys, "enrolment-ca.pem"),
        "--crl",
        crl,
      );
    const fresh = await verify(path.join(keys, "enrolment-ca-crl.pem"));
    expect(fresh.status, fresh.printed.join("\n")).toBe(0);
    expect(fresh.printed.join("\n")).toMatch(/^ok .*not revoked .*as of 2020/mu);
    mkdirSync(at("lists"));
    const { ca, kiosk: stolen } = specimenAuthority({ seed: "specimen" });
    const entry = {
      certificate: stolen.certificate,
      date: Date.UTC(2026, 11, 1),
      reason: "keyCompromise",
    } as const;
    writeFileSync(at("lists", "new.crl"), specimenRevocationList(ca, [entry]));
    const revoked = await verify(at("lists"));
    expect(revoked.status).toBe(1);
    expect(revoked.printed.join("\n")).toMatch(/^FAIL .*revoked on 2026-12-01/mu);
  });

  test("seals against quantum computers: both halves of the key are needed", async () => {
    const built = await kiosk(
      "packet",
      "build",
      "--from",
      at("samples"),
      "--out",
      at("hybrid.p7m"),
      "--hybrid",
    );
    expect(built.status, built.noted).toBe(0);
    const keys = `${at("hybrid.p7m")}.specimen-keys`;
    const open = ["packet", "verify", at("hybrid.p7m"), "--key", path.join(keys, "backend-key.pem")];
    expect((await kiosk(...open)).status).toBe(1);
    const whole = await kiosk(...open, "--ml-kem", path.join(keys, "backend-ml-kem-key.pem"));
    expect(whole.status, whole.printed.join("\n")).toBe(0);
    const exported = await kiosk(
      "packet",
      "export",
      at("hybrid.p7m"),
      "--key",
      path.join(keys, "backend-key.pem"),
      "--ml-kem",
      path.join(keys, "backend-ml-kem-key.pem"),
      "--to",
      at("hybrid-files"),
      "--json",
    );
    expect(exported.status).toBe(0);
    expect(readFileSync(at("hybrid-files", "manifest.json"), "utf8")).toContain("ml-kem-768-ecdh-prime256v1");
    // The same with keys of one's own: of this program, for a kiosk in earnest.
    expect((await kiosk("packet", "ml-kem", at("pair"))).status).toBe(0);
    const { kiosk: signer, backend } = specimenAuthority({ seed: "own keys" });
    writeFileSync(at("kiosk.key"), signer.key.export({ type: "pkcs8", format: "pem" }));
    writeFileSync(at("kiosk.pem"), pem(signer.certificate));
    writeFileSync(at("backend.pem"), pem(backend.certificate));
    writeFileSync(at("backend.key"), backend.key.export({ type: "pkcs8", format: "pem" }));
    const own = [
      "packet",
      "build",
      "--from",
      at("samples"),
      "--key",
      at("kiosk.key"),
      "--certificates",
      at("kiosk.pem"),
      "--recipient",
      at("backend.pem"),
      "--ml-kem",
      at("pair", "ml-kem.pem"),
    ];
    const sealed = await kiosk(...own, "--out", at("own.p7m"));
    expect(sealed.status, sealed.noted).toBe(0);
    const both = ["--key", at("backend.key"), "--ml-kem", at("pair", "ml-kem-key.pem")];
    expect((await kiosk("packet", "verify", at("own.p7m"), ...both)).status).toBe(0);
    const uneven = await kiosk(...own, at("pair", "ml-kem.pem"), "--out", at("uneven.p7m"));
    expect(uneven).toMatchObject({
      status: 2,
      noted: expect.stringMatching(/2 --ml-kem keys for 1/u) as string,
    });
  });

  test("takes the State's choices from a file", async () => {
    writeFileSync(at("state.json"), JSON.stringify({ generation: "iso39794", ldsVersion: "0107" }));
    const words = ["packet", "build", "--from", at("samples"), "--options", at("state.json"), "--out"];
    expect((await kiosk(...words, at("chosen.p7m"))).status).toBe(0);
    const key = path.join(`${at("chosen.p7m")}.specimen-keys`, "backend-key.pem");
    await kiosk("packet", "export", at("chosen.p7m"), "--key", key, "--to", at("chosen"));
    expect(readFileSync(at("chosen", "manifest.json"), "utf8")).toMatch(
      /"generation":"iso39794".*"version":"0107"/u,
    );
    writeFileSync(at("state.json"), JSON.stringify({ generations: "iso39794" }));
    expect(await kiosk(...words, at("wrong.p7m"))).toMatchObject({ status: 1 });
  });

  test("is built the same twice", async () => {
    const one = await kiosk("packet", "build", "--from", at("samples"), "--out", at("one.p7m"), "--json");
    const two = await kiosk("packet", "build", "--from", at("samples"), "--out", at("two.p7m"), "--json");
    expect(one.status + two.status).toBe(0);
    expect(readFileSync(at("one.p7m"))).toEqual(readFileSync(at("two.p7m")));
  });

  test("refuses an unknown key, a missing sample and a wrong key by name", async () => {
    mkdirSync(at("bad"));
    const description = JSON.parse(readFileSync(at("samples", "enrolment.json"), "utf8")) as object;
    writeFileSync(at("bad", "enrolment.json"), JSON.stringify({ ...description, colour: "red" }));
    const unknown = await kiosk("packet", "build", "--from", at("bad"), "--out", at("bad.p7m"));
    expect(unknown).toMatchObject({
      status: 1,
      noted: expect.stringMatching(/input-unknown-key.*colour/u) as string,
    });
    writeFileSync(at("bad", "enrolment.json"), JSON.stringify(description));
    const missing = await kiosk("packet", "build", "--from", at("bad"), "--out", at("bad.p7m"));
    expect(missing.noted).toMatch(/portrait-master.jpg is named/u);
    writeFileSync(at("no.key"), "nothing");
    const wrong = await kiosk("packet", "export", at("one.p7m"), "--key", at("no.key"), "--to", at("x"));
    expect(wrong.noted).toMatch(/key-missing.*no private key/u);
    expect((await kiosk("packet", "build")).status).toBe(2);
  });
});
