/** Packets of a capture in either of Wireshark's forms: pcapng, and the older pcap (IETF draft-ietf-opsawg-pcap) that tcpdump writes. */
import { Reader } from "../../api/bytes/reader.ts";
import { readPcapng } from "./pcapng.ts";
import type { CapturedPacket } from "./pcapng.ts";

const GZIP = 0x1f8b;
/** A usbmon packet is at most 256 KiB of data and its header; larger asks are nonsense. */
const MAX_PACKET = 4 * 1024 * 1024;

interface Form {
  readonly order: "big" | "little";
  readonly perSecond: number;
}

/** By its first four bytes; undefined: it is no pcap. */
const FORMS: ReadonlyMap<number, Form> = new Map([
  [0xd4c3b2a1, { order: "little", perSecond: 1e6 }],
  [0xa1b2c3d4, { order: "big", perSecond: 1e6 }],
  [0x4d3cb2a1, { order: "little", perSecond: 1e9 }],
  [0xa1b23c4d, { order: "big", perSecond: 1e9 }],
]);

/** A last packet cut off by a killed capture ends the reading quietly. */
const readPcap = (from: Reader, { order, perSecond }: Form): readonly CapturedPacket[] => {
  from.skip(20);
  // The upper bits tell of frame check sequences, which USB has none of.
  const linkType = from.unsigned(4, order) & 0x0fff_ffff;
  const packets: CapturedPacket[] = [];
  while (from.left >= 16) {
    const [seconds, rest] = [from.unsigned(4, order), from.unsigned(4, order)];
    const captured = from.unsigned(4, order);
    from.skip(4);
    if (captured > MAX_PACKET) from.refuse(`a packet of ${captured} bytes`);
    if (captured > from.left) break;
    const t = seconds * 1e6 + Math.round((rest / perSecond) * 1e6);
    packets.push({ linkType, t, data: from.take(captured) });
  }
  return packets;
};

/** Throws OutsideFault input-malformed. */
export const readCapture = (file: Uint8Array, label: string): readonly CapturedPacket[] => {
  const from = new Reader(file, label);
  if (from.left < 24) from.refuse("this is no capture of Wireshark, dumpcap or tcpdump; name one of theirs.");
  const magic = new Reader(file, label).unsigned(4, "big");
  if (magic >>> 16 === GZIP) from.refuse("this is a capture packed by gzip; unpack it first: gunzip");
  const form = FORMS.get(magic);
  return form ? readPcap(from, form) : readPcapng(file, label);
};
