/** Packets' files on disk: read whole folders within limits, write without touching what is there. */
import { createPrivateKey, X509Certificate, type KeyObject } from "node:crypto";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { makeFolders } from "../../../api/base/folders.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { parseJson } from "../../../api/base/json-file.ts";
import { readMlKemSecret } from "../../../api/formats/cms/ml-kem-keys.ts";
import type { RecipientKey } from "../../../api/formats/cms/recipient-key.ts";
import { FILE_NAME, MAX_CONTENT, MAX_FILES } from "../../../api/formats/packet/container.ts";
import { formatOptionsSchema, type FormatOptions } from "../../../api/formats/packet/format-options.ts";
import { descriptionSchema, recordOf } from "../../../api/formats/packet/record.ts";
import type { EnrolmentRecord } from "../../../api/words/enrolment.ts";

/** The description of an enrolment beside its samples. */
export const DESCRIPTION = "enrolment.json";

export const readBytes = async (file: string): Promise<Uint8Array> => {
  try {
    const { size } = await stat(file);
    if (size > MAX_CONTENT)
      throw new OutsideFault(
        "input-too-large",
        `${file} has ${size} bytes; at most ${MAX_CONTENT} are read.`,
      );
    return new Uint8Array(await readFile(file));
  } catch (cause) {
    if (cause instanceof OutsideFault) throw cause;
    throw new OutsideFault("input-missing", `${file} cannot be read; check the path.`, { cause });
  }
};

export const isFolder = async (name: string): Promise<boolean> =>
  stat(name).then(
    (found) => found.isDirectory(),
    () => false,
  );

const entriesOf = (folder: string) =>
  readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw new OutsideFault("input-missing", `${folder} is not a folder with samples. Name one that is.`, {
      cause,
    });
  });

/** Every plain file of the folder by name. */
export const readFolder = async (folder: string): Promise<ReadonlyMap<string, Uint8Array>> => {
  const names = (await entriesOf(folder))
    .filter((entry) => entry.isFile() && FILE_NAME.test(entry.name))
    .map(({ name }) => name)
    .sort();
  if (names.length > MAX_FILES)
    throw new OutsideFault(
      "input-too-large",
      `${folder} holds ${names.length} files; a packet has at most ${MAX_FILES}.`,
    );
  const files = new Map<string, Uint8Array>();
  for (const name of names) files.set(name, await readBytes(path.join(folder, name)));
  return files;
};

/** Writes the files, readable by their owner only; one that is there already is not overwritten. */
export const writeFolder = async (
  folder: string,
  files: ReadonlyMap<string, Uint8Array | string>,
): Promise<void> => {
  await makeFolders(folder, 0o700);
  for (const [name, content] of files) {
    const target = path.join(folder, name);
    try {
      await writeFile(target, content, { flag: "wx", mode: 0o600 });
    } catch (cause) {
      throw new OutsideFault(
        "disk-failed",
        `${target} cannot be written (is it there already?); name an empty folder.`,
        {
          cause,
        },
      );
    }
  }
};

const ENROLMENT = {
  schema: descriptionSchema,
  what: "an enrolment",
  most: 8 * 1024 * 1024,
  see: "docs/packet.md",
};
const CHOICES = { schema: formatOptionsSchema, what: "a choice of formats", most: 64 * 1024 };

/** The enrolment that `enrolment.json` describes, its samples beside it. */
export const readEnrolment = async (folder: string): Promise<EnrolmentRecord> => {
  const files = await readFolder(folder);
  const description = files.get(DESCRIPTION);
  if (description === undefined)
    throw new OutsideFault(
      "input-missing",
      `${folder} has no ${DESCRIPTION}: describe the enrolment there (docs/packet.md).`,
    );
  return recordOf(parseJson(description, path.join(folder, DESCRIPTION), ENROLMENT), files);
};

/** The State's choices; none: what is taken without. */
export const readFormatOptions = async (file: string | undefined): Promise<FormatOptions> =>
  file === undefined ? {} : parseJson(await readBytes(file), file, CHOICES);

const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/gu;

/** All certificates of a PEM or DER file, as DER. */
export const readCertificates = async (file: string): Promise<readonly Uint8Array[]> => {
  const bytes = await readBytes(file);
  const blocks = new TextDecoder("latin1").decode(bytes).match(PEM_CERTIFICATE);
  try {
    return (blocks ?? [bytes]).map((block) => new Uint8Array(new X509Certificate(block).raw));
  } catch (cause) {
    throw new OutsideFault("input-malformed", `${file} holds no certificate that can be read (PEM or DER).`, {
      cause,
    });
  }
};

/** What one file holds, or every file of a folder with one of the endings. */
const readStore = async (
  place: string,
  endings: RegExp,
  read: (file: string) => Promise<readonly Uint8Array[]>,
): Promise<readonly Uint8Array[]> => {
  if (!(await isFolder(place))) return read(place);
  const names = (await readdir(place)).filter((name) => endings.test(name)).sort();
  const found: Uint8Array[] = [];
  for (const name of names) found.push(...(await read(path.join(place, name))));
  return found;
};

/** The certificates of every file in a folder, or of one file. */
export const readCertificateStore = (place: string): Promise<readonly Uint8Array[]> =>
  readStore(place, /\.(?:pem|crt|cer|der)$/iu, readCertificates);

const PEM_LIST = /-----BEGIN X509 CRL-----([^-]+)-----END X509 CRL-----/gu;

/** Revocation lists, PEM or DER, as DER; what they are is checked when they are read. */
const readList = async (file: string): Promise<readonly Uint8Array[]> => {
  const bytes = await readBytes(file);
  const blocks = [...new TextDecoder("latin1").decode(bytes).matchAll(PEM_LIST)];
  return blocks.length === 0
    ? [bytes]
    : blocks.map(([, base64 = ""]) => new Uint8Array(Buffer.from(base64, "base64")));
};

/** The revocation lists of every file in a folder, or of one file. */
export const readRevocationLists = (place: string): Promise<readonly Uint8Array[]> =>
  readStore(place, /\.(?:pem|crl|der)$/iu, readList);

/** A private key, PKCS#8 or SEC 1, PEM or DER, without passphrase. */
export const readKey = async (file: string): Promise<KeyObject> => {
  const bytes = Buffer.from(await readBytes(file));
  try {
    return bytes.includes("-----BEGIN")
      ? createPrivateKey(bytes)
      : createPrivateKey({ key: bytes, format: "der", type: "pkcs8" });
  } catch (cause) {
    throw new OutsideFault(
      "key-missing",
      `${file} is no private key that can be read (PEM or PKCS#8 DER, no passphrase).`,
      {
        cause,
      },
    );
  }
};

/** What opens packets: a private key and, for hybrid ones, its post-quantum half. */
export const readRecipientKey = async (key: string, mlKem: string | undefined): Promise<RecipientKey> => ({
  key: await readKey(key),
  ...(mlKem === undefined ? {} : { mlKem768: readMlKemSecret(await readBytes(mlKem), mlKem) }),
});
