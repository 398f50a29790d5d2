/** Verifies a sealed packet, with a recipient's key, or a folder of exported files, without. */
import { systemClock } from "../../../api/base/clock.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { describeEnvelope } from "../../../api/formats/cms/open.ts";
import { Checks, type CheckLine } from "../../../api/formats/packet/checks.ts";
import { isPacketFile } from "../../../api/formats/packet/files.ts";
import { openPacket } from "../../../api/formats/packet/open.ts";
import { verifyPacket } from "../../../api/formats/packet/verify.ts";
import {
  isFolder,
  readBytes,
  readCertificates,
  readCertificateStore,
  readFolder,
  readRecipientKey,
  readRevocationLists,
} from "./folder.ts";

export interface Place {
  readonly trust?: string;
  readonly csca?: string;
  readonly crl?: string;
  readonly key?: string;
  readonly mlKem?: string;
}

/** What lies beside an exported packet and is none of it is told, not checked. */
const verifyFolder = (
  files: ReadonlyMap<string, Uint8Array>,
  options: Parameters<typeof verifyPacket>[1],
): readonly CheckLine[] => {
  const own = new Map([...files].filter(([name]) => isPacketFile(name)));
  const beside = [...files.keys()].filter((name) => !own.has(name));
  const checks = new Checks();
  if (beside.length > 0) checks.skip("files beside the packet", "docs/packet.md", beside.join(", "));
  return [...verifyPacket(own, options), ...checks.lines];
};

/** Folder or sealed packet; the latter's inside only with a key. @throws OutsideFault for what cannot be read at all */
export const verifyPlace = async (place: string, options: Place): Promise<readonly CheckLine[]> => {
  const trusting = {
    ...(options.trust === undefined ? {} : { trust: await readCertificates(options.trust) }),
    ...(options.csca === undefined ? {} : { csca: await readCertificateStore(options.csca) }),
    ...(options.crl === undefined
      ? {}
      : { crls: await readRevocationLists(options.crl), now: systemClock.now() }),
  };
  if (await isFolder(place)) return verifyFolder(await readFolder(place), trusting);
  const sealed = await readBytes(place);
  const checks = new Checks();
  checks.run(
    "envelope",
    "RFC 5083, RFC 5084",
    () => describeEnvelope(sealed, place),
    (kinds) => kinds.join(", "),
  );
  if (options.key === undefined) {
    checks.skip("content", "docs/packet.md", "no recipient's key was given (--key)");
    return checks.lines;
  }
  const key = await readRecipientKey(options.key, options.mlKem);
  const opened = checks.run("seal: opens, unchanged since it was sealed", "RFC 5083 2.3", () =>
    openPacket(sealed, key),
  );
  if (opened === undefined) {
    if (checks.lines.length === 0) throw new OutsideFault("input-malformed", `${place} is no packet.`);
    return checks.lines;
  }
  return [...checks.lines, ...verifyPacket(opened.files, trusting)];
};
