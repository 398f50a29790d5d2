/** A certificate authority by openssl: an issuer, its backend and its kiosks, as a mission would set them up. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

const OPENSSL = "/usr/bin/openssl";
export const hasOpenssl = existsSync(OPENSSL);

const run = (...words: readonly string[]) => execFileSync(OPENSSL, [...words], { stdio: "pipe" });

const P256 = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"] as const;

const EXTENSIONS = {
  kiosk: "keyUsage=critical,digitalSignature\nsubjectKeyIdentifier=hash\n",
  recipient: "keyUsage=critical,keyAgreement\nsubjectKeyIdentifier=hash\n",
  receipt: "keyUsage=critical,digitalSignature\nsubjectKeyIdentifier=hash\n",
  server:
    "keyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth\nsubjectAltName=IP:127.0.0.1\nsubjectKeyIdentifier=hash\n",
} as const;
export type Use = keyof typeof EXTENSIONS;

export class Authority {
  readonly #folder: string;

  constructor(folder: string, name = "Authority") {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
    const config = this.at("ca.cnf");
    writeFileSync(
      config,
      "[req]\ndistinguished_name=dn\nx509_extensions=v3\n[dn]\n[v3]\nbasicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign\nsubjectKeyIdentifier=hash\n",
    );
    const words = ["-subj", `/C=UT/O=Utopia/CN=${name}`, "-days", "900", "-config", config];
    run("req", "-x509", ...P256, ...words, "-keyout", this.at("ca.key"), "-out", this.certificate);
  }

  at(name: string): string {
    return path.join(this.#folder, name);
  }

  /** PEM of the authority itself. */
  get certificate(): string {
    return this.at("ca.pem");
  }

  /** Answers a request; the file of the certificate. */
  certify(use: Use, request: string, days = 300): string {
    const out = `${request}.${days}.crt.pem`;
    writeFileSync(this.at("ext"), EXTENSIONS[use]);
    const ca = ["-CA", this.certificate, "-CAkey", this.at("ca.key"), "-extfile", this.at("ext")];
    run("x509", "-req", "-in", request, ...ca, "-days", String(days), "-out", out);
    return out;
  }

  /** A key and its certificate, as FOLDER/name.key.pem and FOLDER/name.pem. */
  issue(use: Use, folder: string, name: string, commonName: string, days = 300): string {
    mkdirSync(folder, { recursive: true });
    const place = path.join(folder, name);
    run(
      "req",
      ...P256,
      "-subj",
      `/C=UT/O=Utopia/CN=${commonName}`,
      "-keyout",
      `${place}.key.pem`,
      "-out",
      `${place}.csr`,
    );
    writeFileSync(this.at("ext"), EXTENSIONS[use]);
    const ca = ["-CA", this.certificate, "-CAkey", this.at("ca.key"), "-extfile", this.at("ext")];
    run("x509", "-req", "-in", `${place}.csr`, ...ca, "-days", String(days), "-out", `${place}.pem`);
    return `${place}.pem`;
  }
}
