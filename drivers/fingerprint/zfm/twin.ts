/** Puts other pictures into a recording of the module, with the sums of their packets, and keeps every other byte. */
import { withStream, type Stream, type StandIns, type Twin } from "../../twin.ts";
import { HEIGHT, IMAGE_BYTES, PACKET, PPI, START, WIDTH, pack, sealPacket } from "./protocol.ts";

const KIND_AT = 6;
const LENGTH_AT = 7;
const HEAD = 9;
const SUM = 2;

const isPacket = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === START[0] && bytes[at + 1] === START[1] && at + HEAD <= bytes.length;

/** Data packets up to the last are one picture. */
const change =
  (standIns: StandIns) =>
  ({ bytes, timeOf }: Stream): void => {
    let shown: Uint8Array | undefined;
    let from = 0;
    for (let at = 0; at < bytes.length;) {
      if (!isPacket(bytes, at)) {
        at += 1;
        continue;
      }
      const length = ((bytes[at + LENGTH_AT] ?? 0) << 8) | (bytes[at + LENGTH_AT + 1] ?? 0);
      const packet = bytes.subarray(at, at + HEAD + length);
      const kind = packet[KIND_AT];
      at += packet.length;
      if (kind !== PACKET.data && kind !== PACKET.last) {
        [shown, from] = [undefined, 0];
        continue;
      }
      shown ??= pack(standIns.print({ width: WIDTH, height: HEIGHT, ppi: PPI, t: timeOf(at - 1) }).pixels);
      const payload = packet.subarray(HEAD, packet.length - SUM);
      payload.fill(0);
      payload.set(shown.subarray(from, from + payload.length));
      if (packet.length === HEAD + length) sealPacket(packet);
      from = (from + payload.length) % IMAGE_BYTES;
      if (kind === PACKET.last) [shown, from] = [undefined, 0];
    }
  };

export const twin: Twin<"serial"> = {
  make: ({ dialogue }, standIns) => withStream(dialogue, change(standIns)),
};
