/** Canon EOS: its own operations, and events that are asked for. Little-endian. Source: README.md. */
import { record, u16le, u32le } from "../../../api/bytes/record.ts";
import { Reader } from "../../../api/bytes/reader.ts";
import { Writer } from "../../../api/bytes/writer.ts";
import { TransferFault } from "../../transport/transport.ts";
import { parsed } from "./protocol.ts";

export const CANON = {
  getObject: 0x9104,
  setProperty: 0x9110,
  setRemoteMode: 0x9114,
  setEventMode: 0x9115,
  getEvents: 0x9116,
  transferComplete: 0x9117,
  hostCapacity: 0x911a,
  releaseOn: 0x9128,
  releaseOff: 0x9129,
  viewfinderData: 0x9153,
} as const;

/** The viewfinder has no frame yet. */
export const CANON_NOT_READY = 0xa102;

export const CANON_PROPERTY = { captureDestination: 0xd11c, viewfinderOutput: 0xd1b0 } as const;
/** Destination: the host's memory. Output of the viewfinder: nowhere, or the host. */
export const CANON_VALUE = { toHost: 4, viewfinderOff: 0, viewfinderToHost: 2 } as const;

const entry = record("EOS event", { size: u32le, type: u32le });
const ENTRY_HEAD = 8;
/** The camera wants to hand over what it has just taken. */
const REQUEST_TRANSFER = 0xc186;
const transfer = record("EOS transfer request", { handle: u32le, format: u16le });
/** From the entry's start, behind six bytes that are not known. */
const SIZE_AT = 0x14;

export interface CanonPicture {
  readonly handle: number;
  readonly format: number;
  readonly size: number;
}

/** The pictures that the camera wants to hand over; entries of other kinds are passed over. Throws TransferFault garbage. */
export const readCanonEvents = (data: Uint8Array): readonly CanonPicture[] =>
  parsed(() => {
    const from = new Reader(data, "EOS events");
    const pictures: CanonPicture[] = [];
    while (from.left >= ENTRY_HEAD) {
      const { size, type } = entry.read(from);
      if (size === ENTRY_HEAD && type === 0) break;
      if (size < ENTRY_HEAD) throw new TransferFault("garbage", `an EOS event of ${size} bytes`);
      const body = from.take(size - ENTRY_HEAD);
      if (type !== REQUEST_TRANSFER) continue;
      const { handle, format } = transfer.read(new Reader(body, "EOS transfer request"));
      const rest = new Reader(body.subarray(SIZE_AT - ENTRY_HEAD), "EOS transfer request");
      pictures.push({ handle, format, size: rest.unsigned(4, "little") });
    }
    return pictures;
  });

/** What "set property" sends: its own length, the property, the value. */
export const canonProperty = (property: number, value: number): Uint8Array =>
  new Writer().unsigned(12, 4, "little").unsigned(property, 4, "little").unsigned(value, 4, "little").done();

/** The camera's side, for its twin. */
export const writeCanonEvents = (pictures: readonly CanonPicture[]): Uint8Array => {
  const to = new Writer();
  // A change of some property, as they come all the time.
  to.put(entry.encode({ size: 16, type: 0xc189 }))
    .unsigned(0xd1b0, 4, "little")
    .unsigned(2, 4, "little");
  for (const { handle, format, size } of pictures) {
    const name = Buffer.from("IMG_0001.JPG\0", "latin1");
    to.put(entry.encode({ size: 0x1c + name.length, type: REQUEST_TRANSFER }));
    to.put(transfer.encode({ handle, format })).put(new Uint8Array(6));
    to.unsigned(size, 4, "little").unsigned(0, 4, "little").put(name);
  }
  return to.put(entry.encode({ size: ENTRY_HEAD, type: 0 })).done();
};

/** A frame of the viewfinder: its length, its kind, the JPEG. */
export const writeCanonFrame = (jpeg: Uint8Array): Uint8Array =>
  new Writer().unsigned(jpeg.length, 4, "little").unsigned(1, 4, "little").put(jpeg).done();
