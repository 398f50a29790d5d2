/** Every check of an opened packet, one line each, by clause. A backend runs it on what any kiosk sends. */
import { isSpecimen } from "../cms/certificate.ts";
import { verifyMessage, type SignedMessage } from "../cms/verify.ts";
import { readCodestream } from "../codestream.ts";
import { readMinutiaeRecord } from "../iso19794/p2.ts";
import { MISSING_FINGER_REASONS } from "../../words/characteristic.ts";
import { readVisa } from "../mrz/read.ts";
import { Checks, demand, fail, type CheckLine } from "./checks.ts";
import { sha256Hex } from "./describe.ts";
import { MANIFEST, MANIFEST_SIGNATURE, mediaTypeOfFile } from "./files.ts";
import type { Manifest } from "./manifest.ts";
import { readManifest } from "./open.ts";
import { checkTrust } from "./verify-trust.ts";
import { checkZone } from "./verify-zone.ts";
import { checkLds } from "./verify-lds.ts";
import type { VerifyOptions } from "./verify-options.ts";

const checkFiles = (files: ReadonlyMap<string, Uint8Array>, manifest: Manifest): string => {
  const listed = new Map(manifest.files.map((entry) => [entry.name, entry]));
  demand(listed.size === manifest.files.length, "a file is listed twice");
  const there = [...files.keys()].filter((name) => name !== MANIFEST && name !== MANIFEST_SIGNATURE);
  const unlisted = there.filter((name) => !listed.has(name));
  if (unlisted.length > 0) fail(`not in the manifest: ${unlisted.join(", ")}`);
  for (const { name, size, sha256, mediaType } of manifest.files) {
    const bytes = files.get(name) ?? fail(`${name} is listed but missing`);
    demand(bytes.length === size, `${name} has ${bytes.length} bytes, the manifest says ${size}`);
    demand(sha256Hex(bytes) === sha256, `${name} is not what was signed: digests differ`);
    demand(mediaTypeOfFile(name) === mediaType, `${name} is listed as ${mediaType}`);
  }
  return `${there.length} files`;
};

const checkTemplates = (files: ReadonlyMap<string, Uint8Array>, manifest: Manifest): string => {
  for (const { position, template, minutiae, image, ppi } of manifest.fingers) {
    const views = readMinutiaeRecord(files.get(template) ?? fail(`${template} is missing`), template);
    const [view] = views;
    demand(
      views.length === 1 && view?.position === position,
      `${template} is not one view of the ${position}`,
    );
    demand(view?.minutiae.length === minutiae, `${template}: the manifest counts ${minutiae} minutiae`);
    demand(ppi > 0 && image.width > 0, `${template}: no resolution`);
  }
  return `${manifest.fingers.length} templates`;
};

const checkPictures = (files: ReadonlyMap<string, Uint8Array>, manifest: Manifest): string => {
  const pictures = [
    ...(manifest.face === undefined ? [] : [manifest.face.master, manifest.face.chip]),
    ...manifest.fingers.map(({ image }) => image),
    ...(manifest.signature === undefined ? [] : [manifest.signature.image]),
  ];
  for (const picture of pictures) {
    const bytes = files.get(picture.file) ?? fail(`${picture.file} is missing`);
    if (picture.mediaType === "application/octet-stream") {
      demand(bytes.length === picture.width * picture.height, `${picture.file}: not one byte a pixel`);
      continue;
    }
    const found = readCodestream(bytes, picture.file);
    demand(
      found.mediaType === picture.mediaType &&
        found.width === picture.width &&
        found.height === picture.height,
      `${picture.file} is ${found.mediaType} ${found.width}x${found.height}, the manifest says otherwise`,
    );
  }
  return `${pictures.length} pictures`;
};

const checkAccounts = (manifest: Manifest): string => {
  const enrolled = new Set(manifest.fingers.map(({ position }) => position));
  demand(enrolled.size === manifest.fingers.length, "a finger is enrolled twice");
  for (const { position, reason } of manifest.missingFingers) {
    demand(!enrolled.has(position), `${position} is enrolled and missing at once`);
    demand(MISSING_FINGER_REASONS.includes(reason), `${position}: no reason`);
  }
  const begun = Date.parse(manifest.clock.startedAt);
  const sealed = Date.parse(manifest.clock.sealedAt);
  demand(begun <= sealed, "sealed before it began");
  for (const { number, what, startedAt, endedAt, verdict } of manifest.attempts) {
    demand(
      Date.parse(startedAt) <= Date.parse(endedAt),
      `attempt ${number} at ${what} ends before it begins`,
    );
    demand(
      verdict.kind !== "accepted" || what === "signature" || what === "face" || enrolled.has(what),
      `attempt ${number}: an accepted ${what} that was not enrolled`,
    );
  }
  return `${manifest.attempts.length} attempts, ${manifest.missingFingers.length} fingers missing with reason`;
};

const checkSignature = (files: ReadonlyMap<string, Uint8Array>, manifest: Manifest): SignedMessage => {
  const signature = files.get(MANIFEST_SIGNATURE) ?? fail(`${MANIFEST_SIGNATURE} is not in the packet`);
  const signed = verifyMessage(signature, MANIFEST_SIGNATURE, files.get(MANIFEST));
  demand(
    signed.algorithm === manifest.algorithms.signature,
    `signed with ${signed.algorithm}, the manifest says otherwise`,
  );
  const at = signed.signingTime ?? fail("no signing time");
  const sealedAt = Math.floor(Date.parse(manifest.clock.sealedAt) / 1000) * 1000;
  demand(at === sealedAt, "signing time and the manifest's sealing time differ");
  return signed;
};

/** Verifies the files of an opened packet, or of a folder that `kiosk packet export` wrote. */
export const verifyPacket = (
  files: ReadonlyMap<string, Uint8Array>,
  options: VerifyOptions = {},
): readonly CheckLine[] => {
  const checks = new Checks();
  const manifest = checks.run("manifest: canonical, fits its schema", "RFC 8785, docs/packet.md", () =>
    readManifest(files),
  );
  if (manifest === undefined) return checks.lines;
  const signed = checks.run(
    "manifest: signature",
    "RFC 5652 5.6",
    () => checkSignature(files, manifest),
    (message) => message.algorithm,
  );
  if (signed !== undefined) {
    checkTrust(checks, signed, manifest, options);
    checks.run("the manifest's specimen mark is true", "docs/packet.md, specimen policy", () =>
      demand(isSpecimen(signed.signer) || !manifest.specimen, "marked as a specimen, but signed in earnest"),
    );
  }
  checks.run(
    "files: all listed, all there, all unchanged",
    "manifest.files",
    () => checkFiles(files, manifest),
    String,
  );
  checks.run(
    "pictures: size and format as stated",
    "ISO/IEC 10918-1, 15444-1, WSQ, PNG",
    () => checkPictures(files, manifest),
    String,
  );
  checks.run("templates", "ISO/IEC 19794-2:2005 7", () => checkTemplates(files, manifest), String);
  checks.run("attempts and missing fingers", "BSI TR-03121-3", () => checkAccounts(manifest), String);
  const { lds } = manifest;
  if (lds === undefined) {
    checks.run("visa: no LDS, zone well formed", "Doc 9303-7 4.2.2, 7.2.2", () => {
      demand(manifest.process === "visa", "a passport's packet without LDS");
      checkZone(readVisa(manifest.mrz), manifest);
    });
  } else checkLds(checks, { files, manifest, lds, signed });
  return checks.lines;
};
