/** A token of one's own in a folder: SoftHSM2, where Debian's package is. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type { TokenPlace } from "../../../kiosk/keys/pkcs11.ts";

const MODULES = ["/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"];
const module = MODULES.find((file) => existsSync(file));

const built = (): boolean => {
  try {
    createRequire(import.meta.url)("pkcs11js");
    return true;
  } catch {
    return false;
  }
};

/** Undefined: all is here. */
export const noSofthsm: string | undefined =
  module === undefined ? "softhsm2 is not installed" : built() ? undefined : "pkcs11js is not built";

/** OpenSSL's engine for PKCS #11, as Debian's libengine-pkcs11-openssl has it. */
export const engine = "/usr/lib/x86_64-linux-gnu/engines-3/pkcs11.so";
/** Undefined: it is here. */
export const noEngine: string | undefined = existsSync(engine)
  ? undefined
  : "libengine-pkcs11-openssl is not installed";

/** SoftHSM reads its configuration's place from the environment once, when its library is loaded. */
export const makeToken = (folder: string, label: string): TokenPlace => {
  const config = path.join(folder, "softhsm2.conf");
  const tokens = path.join(folder, "tokens");
  mkdirSync(tokens, { recursive: true });
  writeFileSync(config, `directories.tokendir = ${tokens}\nobjectstore.backend = file\nlog.level = ERROR\n`);
  process.env["SOFTHSM2_CONF"] = config;
  const words = ["--init-token", "--free", "--label", label, "--so-pin", "87654321", "--pin", "123456"];
  execFileSync("softhsm2-util", words, { env: { ...process.env, SOFTHSM2_CONF: config }, stdio: "pipe" });
  return { module: module ?? "", token: label, pin: "123456" };
};
