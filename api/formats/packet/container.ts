/**
 * The files of a packet in one POSIX ustar archive (IEEE 1003.1-2001, pax "ustar interchange format"), which any tar
 * opens after decryption. One spelling only: sorted plain names, no times, no owners, nothing between or after.
 */
import { Bug } from "../../base/faults.ts";
import { concat, piece, sameBytes, type Pieces } from "../../bytes/pieces.ts";
import { Reader } from "../../bytes/reader.ts";
import { ascii, bytes, fixed, record, type Codec } from "../../bytes/record.ts";

const BLOCK = 512;
export const MAX_FILES = 128;
/** All files together: a packet is a few megabytes. */
export const MAX_CONTENT = 64 * 1024 * 1024;
/** Plain names: no folders, no dot files. */
export const FILE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,98}$/u;

/** Octal digits and a NUL. */
const octal = (length: number): Codec<number> => {
  const text = ascii(length);
  return {
    read: (from) => {
      const at = from.at;
      const digits = text.read(from);
      if (!/^[0-7]+$/u.test(digits)) from.refuse("not an octal number (ustar)", at);
      return Number.parseInt(digits, 8);
    },
    write: (to, value) => text.write(to, value.toString(8).padStart(length - 1, "0")),
  };
};

/** Six octal digits, NUL, space. */
const checksum: Codec<string> = ascii(8);

const header = record("ustar header", {
  name: ascii(100),
  mode: fixed(ascii(8), "0000644"),
  uid: fixed(ascii(8), "0000000"),
  gid: fixed(ascii(8), "0000000"),
  size: octal(12),
  mtime: fixed(ascii(12), "00000000000"),
  checksum,
  typeflag: fixed(ascii(1), "0"),
  linkname: fixed(ascii(100), ""),
  magic: fixed(ascii(6), "ustar"),
  version: fixed(ascii(2), "00"),
  userName: fixed(ascii(32), ""),
  groupName: fixed(ascii(32), ""),
  deviceMajor: fixed(ascii(8), "0000000"),
  deviceMinor: fixed(ascii(8), "0000000"),
  prefix: fixed(ascii(155), ""),
  padding: bytes(12),
});

const headerOf = (name: string, size: number): Uint8Array => {
  const fields = {
    name,
    mode: "0000644",
    uid: "0000000",
    gid: "0000000",
    size,
    mtime: "00000000000",
    checksum: "        ",
    typeflag: "0",
    linkname: "",
    magic: "ustar",
    version: "00",
    userName: "",
    groupName: "",
    deviceMajor: "0000000",
    deviceMinor: "0000000",
    prefix: "",
    padding: new Uint8Array(12),
  };
  const sum = header.encode(fields).reduce((total, byte) => total + byte, 0);
  return header.encode({ ...fields, checksum: `${sum.toString(8).padStart(6, "0")}\0 ` });
};

const paddingFor = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK;

/** Two empty blocks end the archive. */
const END = new Uint8Array(2 * BLOCK);

/** In the order of the names' code units; the content is not copied. */
export const writeContainer = (files: ReadonlyMap<string, Uint8Array>): Pieces =>
  concat([
    ...[...files]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([name, content]) => {
        if (!FILE_NAME.test(name)) throw new Bug(`"${name}" is no file name of a packet`);
        return [
          piece(headerOf(name, content.length)),
          piece(content),
          piece(new Uint8Array(paddingFor(content.length))),
        ];
      }),
    piece(END),
  ]);

/** Views of the archive's bytes, by name. @throws OutsideFault input-malformed */
export const readContainer = (archive: Uint8Array, label: string): ReadonlyMap<string, Uint8Array> => {
  const from = new Reader(archive, label);
  const files = new Map<string, Uint8Array>();
  let last = "";
  if (archive.length > MAX_CONTENT)
    from.refuse(`${archive.length} bytes where at most ${MAX_CONTENT} are allowed`);
  while (from.left > END.length) {
    const at = from.at;
    const block = from.take(BLOCK);
    const { name, size } = header.decode(block, `${label}, offset ${at}`);
    if (!FILE_NAME.test(name)) from.refuse("a file name that packets do not have", at);
    if (name <= last) from.refuse(`"${name}" stands twice or out of order`, at);
    if (!sameBytes(block, headerOf(name, size)))
      from.refuse(`the header of "${name}" is not in its only form`, at);
    if (files.size === MAX_FILES) from.refuse(`more than ${MAX_FILES} files`, at);
    files.set(name, from.take(size));
    if (from.take(paddingFor(size)).some((byte) => byte !== 0))
      from.refuse("padding that is not zero", from.at);
    last = name;
  }
  if (!sameBytes(from.take(END.length), END)) from.refuse("the archive does not end in two empty blocks");
  from.finish();
  return files;
};
