/** Packets of a pcapng capture (IETF draft-ietf-opsawg-pcapng): section, interface and enhanced packet blocks; others are passed over. */
import { tenTo } from "../../api/base/power.ts";
import { Reader } from "../../api/bytes/reader.ts";
import { Writer } from "../../api/bytes/writer.ts";
import type { Microseconds } from "../../api/words/units.ts";

/** LINKTYPE_USB_LINUX_MMAPPED: the 64-byte usbmon header. */
export const LINKTYPE_USBMON = 220;
/** LINKTYPE_USB_LINUX: its first 48 bytes, as libpcap reads it where usbmon cannot be mapped. */
export const LINKTYPE_USBMON_SHORT = 189;
/** LINKTYPE_USBPCAP: of Windows. */
export const LINKTYPE_USBPCAP = 249;

const SECTION = 0x0a0d0d0a;
const INTERFACE = 1;
const ENHANCED_PACKET = 6;
const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
/** A usbmon packet is at most 256 KiB of data and its header; larger asks are nonsense. */
const MAX_BLOCK = 4 * 1024 * 1024;

export interface CapturedPacket {
  readonly linkType: number;
  readonly t: Microseconds;
  readonly data: Uint8Array;
}

type Order = "big" | "little";

/** Section header: type, length and magic; the magic decides the byte order of what follows. */
const orderOf = (from: Reader): Order => {
  const magic = new Reader(from.bytes, from.label, from.at + 8, from.end);
  const little = magic.unsigned(4, "little");
  if (little === BYTE_ORDER_MAGIC) return "little";
  if (little === 0x4d3c2b1a) return "big";
  return from.refuse("no pcapng byte-order magic");
};

/** Option 9 (if_tsresol): units a second as a power of ten, or of two when its top bit is set. Default 10^-6. */
const unitsPerSecond = (block: Reader, order: Order): number => {
  while (block.left >= 4) {
    const code = block.unsigned(2, order);
    const length = block.unsigned(2, order);
    if (code === 0) break;
    const value = block.take(length);
    block.skip(Math.min((4 - (length % 4)) % 4, block.left));
    if (code === 9 && value[0] !== undefined)
      return value[0] & 0x80 ? 2 ** (value[0] & 0x7f) : tenTo(value[0]);
  }
  return 1e6;
};

/** Whether the last block is not whole: the capture was killed, or the file was not copied whole. Of what is no pcapng, false. */
export const isCutOff = (file: Uint8Array): boolean => {
  const from = new Reader(file, "capture");
  if (from.left < 12 || new Reader(file, "capture").unsigned(4, "little") !== SECTION) return false;
  const order = orderOf(from);
  while (from.left >= 12) {
    const length = new Reader(file, "capture", from.at + 4).unsigned(4, order);
    if (length < 12 || length > from.left) return true;
    from.skip(length);
  }
  return from.left > 0;
};

/** Throws OutsideFault input-malformed. A last block cut off by a killed capture ends the reading quietly. */
export const readPcapng = (file: Uint8Array, label: string): readonly CapturedPacket[] => {
  const from = new Reader(file, label);
  const packets: CapturedPacket[] = [];
  let order: Order = "little";
  let interfaces: { linkType: number; perSecond: number }[] = [];
  while (from.left >= 12) {
    const at = from.at;
    if (new Reader(file, label, at).unsigned(4, "little") === SECTION) {
      order = orderOf(from);
      interfaces = [];
    } else if (at === 0)
      from.refuse("this is no capture of Wireshark, dumpcap or tcpdump; name one of theirs.");
    const type = from.unsigned(4, order);
    const length = from.unsigned(4, order);
    if (length < 12 || length % 4 !== 0 || length > MAX_BLOCK) from.refuse(`block of ${length} bytes`, at);
    if (length - 8 > from.left) break;
    const block = from.sub(length - 12);
    if (from.unsigned(4, order) !== length) from.refuse("block lengths differ", at);
    if (type === INTERFACE) {
      const linkType = block.unsigned(2, order);
      block.skip(6);
      interfaces.push({ linkType, perSecond: unitsPerSecond(block, order) });
    } else if (type === ENHANCED_PACKET) {
      const port = interfaces[block.unsigned(4, order)] ?? block.refuse("packet of an unknown interface");
      const ticks = block.unsigned(4, order) * 2 ** 32 + block.unsigned(4, order);
      const captured = block.unsigned(4, order);
      block.skip(4);
      packets.push({
        linkType: port.linkType,
        t: Math.round((ticks / port.perSecond) * 1e6),
        data: block.take(captured),
      });
    }
  }
  return packets;
};

const block = (to: Writer, type: number, body: Uint8Array): void => {
  const padding = (4 - (body.length % 4)) % 4;
  const length = 12 + body.length + padding;
  to.unsigned(type, 4, "little").unsigned(length, 4, "little").put(body).put(new Uint8Array(padding));
  to.unsigned(length, 4, "little");
};

/** A little-endian capture of one interface, stamps in microseconds. */
export const writePcapng = (
  linkType: number,
  packets: readonly Omit<CapturedPacket, "linkType">[],
): Uint8Array => {
  const to = new Writer();
  const section = new Writer()
    .unsigned(BYTE_ORDER_MAGIC, 4, "little")
    .unsigned(1, 2, "little")
    .unsigned(0, 2, "little");
  block(to, SECTION, section.unsigned64(0xffffffffffffffffn, "little").done());
  const port = new Writer()
    .unsigned(linkType, 2, "little")
    .unsigned(0, 2, "little")
    .unsigned(262_144, 4, "little");
  block(to, INTERFACE, port.done());
  for (const { t, data } of packets) {
    const head = new Writer().unsigned(0, 4, "little").unsigned(Math.floor(t / 2 ** 32), 4, "little");
    head
      .unsigned(t % 2 ** 32, 4, "little")
      .unsigned(data.length, 4, "little")
      .unsigned(data.length, 4, "little");
    block(to, ENHANCED_PACKET, head.put(data).done());
  }
  return to.done();
};
