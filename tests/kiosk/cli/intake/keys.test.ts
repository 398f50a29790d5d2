import { writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { specimenAuthority, type SpecimenIdentity } from "../../../../api/formats/cms/specimen.ts";
import { runCommand } from "../../../../kiosk/cli/program.ts";
import { readBackendKeys } from "../../../../kiosk/cli/intake/keys.ts";
import { temporaryFolder } from "../../stand.ts";
import { listen } from "../listen.ts";

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 21);

const pem = (der: Uint8Array) =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(der)
    .toString("base64")
    .replaceAll(/.{64}(?=.)/gu, "$&\n")}\n-----END CERTIFICATE-----\n`;

const put = (folder: string, name: string, { key, certificate }: SpecimenIdentity) => {
  writeFileSync(path.join(folder, `${name}.key.pem`), key.export({ format: "pem", type: "pkcs8" }));
  writeFileSync(path.join(folder, `${name}.pem`), pem(certificate));
};

/** Two recipient keys, one of which ended so many days ago. */
const fill = (folder: string, endedDaysAgo: number) => {
  const now = specimenAuthority({ seed: "now" });
  const old = specimenAuthority({ seed: "old", notAfter: NOW - endedDaysAgo * DAY });
  put(folder, "recipient-2026", now.backend);
  put(folder, "recipient-2024", old.backend);
  put(folder, "receipt", now.receipt);
  writeFileSync(path.join(folder, "trust.pem"), pem(now.ca.certificate));
};

describe("a backend's own keys", () => {
  test("several recipient keys, each a year beyond its certificate, the newest first", async () => {
    using folder = temporaryFolder();
    fill(folder.path, 300);
    const both = await readBackendKeys(folder.path, NOW);
    expect(both.recipients.map(({ certificate }) => certificate.notAfter > NOW)).toEqual([true, false]);
    expect(both.trust).toHaveLength(1);
    expect(both.tls).toBeUndefined();
    expect((await readBackendKeys(folder.path, NOW + 80 * DAY)).recipients).toHaveLength(1);
  });

  test("what is missing is named", async () => {
    using folder = temporaryFolder();
    await expect(readBackendKeys(folder.path, NOW)).rejects.toMatchObject({ code: "key-missing" });
    fill(folder.path, 300);
    writeFileSync(path.join(folder.path, "receipt.key.pem"), "no key");
    await expect(readBackendKeys(folder.path, NOW)).rejects.toThrow("receipt.key.pem holds no private key");
  });

  test("beyond loopback only with TLS", async () => {
    using folder = temporaryFolder();
    fill(folder.path, 300);
    const { noted, terminal } = listen();
    const words = [
      "--data",
      folder.path,
      "intake",
      "--keys",
      folder.path,
      "--host",
      "0.0.0.0",
      "--port",
      "0",
    ];
    expect(await runCommand(words, terminal)).toBe(1);
    expect(noted.join("\n")).toMatch(/\[policy-refused\] Without tls\.key\.pem/u);
  });
});
