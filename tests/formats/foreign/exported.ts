/** A golden packet laid out in a folder for programs that we did not write. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Generation } from "../../../api/formats/lds/biometric-template.ts";
import { openEnvelope } from "../../../api/formats/cms/open.ts";
import { openPacket, type OpenedPacket } from "../../../api/formats/packet/open.ts";
import { authority, packetFile } from "../golden/golden.ts";
import { pem } from "../openssl.ts";

export interface Exported {
  readonly folder: string;
  readonly packet: Uint8Array;
  /** What the seal holds: the ustar archive. */
  readonly archive: Uint8Array;
  readonly opened: OpenedPacket;
}

/** The packet, its files, the SOD without its tag 77, the recipient's key and the CA; the folder is the caller's to remove. */
export const exportGolden = (name: string, generation: Generation): Exported => {
  const { backend, ca } = authority;
  const folder = mkdtempSync(path.join(tmpdir(), "foreign-"));
  const put = (file: string, content: Uint8Array | string) => writeFileSync(path.join(folder, file), content);
  const packet = new Uint8Array(readFileSync(packetFile(name, generation)));
  const opened = openPacket(packet, { key: backend.key });
  for (const [file, content] of opened.files) put(file, content);
  put("packet.p7m", packet);
  put("backend.der", backend.key.export({ type: "pkcs8", format: "der" }));
  put("ca.der", ca.certificate);
  put("ca.pem", pem(ca.certificate));
  // Tag 77 and a length of three octets.
  put("sod.p7", opened.files.get("SOD.bin")!.subarray(4));
  return { folder, packet, opened, archive: openEnvelope(packet, { key: backend.key }, "packet") };
};

/** Whether the program is there; it is asked for its version. */
export const installed = (program: string, ...args: readonly string[]): boolean =>
  spawnSync(program, args, { stdio: "ignore" }).error === undefined;
