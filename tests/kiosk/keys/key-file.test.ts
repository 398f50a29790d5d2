import { generateKeyPairSync, sign, verify, createPublicKey } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { systemFiles } from "../../../api/base/files.ts";
import { seededRandom } from "../../../api/base/random.ts";
import { loadKeys, saveKeys, type KeyContent } from "../../../kiosk/keys/key-file.ts";
import { temporaryFolder } from "../stand.ts";

const content = () => ({
  keys: [
    {
      name: "signing",
      place: {
        kind: "file",
        privateKey: generateKeyPairSync("ec", { namedCurve: "prime256v1" }).privateKey,
      } as const,
      certificates: [Uint8Array.of(1, 2, 3)],
      createdAt: 5,
    },
  ],
  secrets: new Map([["wrapping", Uint8Array.of(9, 9)]]),
});

const privateKeyIn = ({ keys }: KeyContent) => {
  const place = keys[0]?.place;
  if (place?.kind !== "file") throw new Error("no key in the file");
  return place.privateKey;
};

describe("the key file", () => {
  test("gives back what was put in, under the passphrase only", async () => {
    using folder = temporaryFolder();
    const file = path.join(folder.path, "keys.json");
    const put = content();
    await saveKeys(systemFiles, file, "pässphrase", put, seededRandom("k"), 10);
    const got = await loadKeys(systemFiles, file, "p\u0061\u0308ssphrase");
    const message = Buffer.from("message");
    const signature = sign("sha256", message, privateKeyIn(got!));
    expect(verify("sha256", message, createPublicKey(put.keys[0]!.place.privateKey), signature)).toBe(true);
    expect(got!.keys[0]!.certificates).toEqual([Uint8Array.of(1, 2, 3)]);
    expect(got!.secrets.get("wrapping")).toEqual(Uint8Array.of(9, 9));
    await expect(loadKeys(systemFiles, file, "another")).rejects.toMatchObject({ code: "key-missing" });
  });

  test("shows neither keys nor secrets on the disk, and any changed header or content is refused", async () => {
    using folder = temporaryFolder();
    const file = path.join(folder.path, "keys.json");
    const put = content();
    await saveKeys(systemFiles, file, "secret", put, seededRandom("k"), 10);
    const text = readFileSync(file, "utf8");
    const der = put.keys[0]!.place.privateKey.export({ format: "der", type: "pkcs8" }).toString("base64");
    expect(text).not.toContain(der.slice(40, 60));
    const whole = JSON.parse(text) as { scrypt: { salt: string }; sealed: string };
    const flipped = Buffer.from(whole.sealed, "base64");
    flipped[10]! ^= 1;
    writeFileSync(file, JSON.stringify({ ...whole, sealed: flipped.toString("base64") }));
    await expect(loadKeys(systemFiles, file, "secret")).rejects.toMatchObject({ code: "key-missing" });
    writeFileSync(file, JSON.stringify({ ...whole, more: 1 }));
    await expect(loadKeys(systemFiles, file, "secret")).rejects.toMatchObject({ code: "input-malformed" });
    writeFileSync(file, JSON.stringify({ ...whole, scrypt: { ...whole.scrypt, cost: 40 } }));
    await expect(loadKeys(systemFiles, file, "secret")).rejects.toMatchObject({ code: "input-malformed" });
  });

  test("costs what OWASP asks for, unless told, and says so in its header", async () => {
    using folder = temporaryFolder();
    const file = path.join(folder.path, "keys.json");
    await saveKeys(systemFiles, file, "secret", content(), seededRandom("k"));
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ scrypt: { cost: 15 } });
    expect((await loadKeys(systemFiles, file, "secret"))?.keys).toHaveLength(1);
  });

  test("no file is not a fault", async () => {
    using folder = temporaryFolder();
    expect(await loadKeys(systemFiles, path.join(folder.path, "none"), "x")).toBeUndefined();
  });
});
