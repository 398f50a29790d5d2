/** Puts other points into a recording of the field: as many packets, with their times and counts. */
import { TransferFault } from "../../transport/transport.ts";
import { withStream, type Stream, type StandIns, type Twin } from "../../twin.ts";
import { standInStrokes } from "../stand-in.ts";
import { MAX_PRESSURE, PACKET_LENGTH, readTouch, writeTouch, type TouchPacket } from "./protocol.ts";

interface Placed {
  readonly at: number;
  readonly packet: TouchPacket;
}

/** Undefined: no packet; what it is is not kept. */
const packetAt = (bytes: Uint8Array): TouchPacket | undefined => {
  try {
    return readTouch(bytes);
  } catch (error) {
    if (error instanceof TransferFault) return undefined;
    throw error;
  }
};

const replace = ({ bytes, timeOf }: Stream, points: readonly Placed[], field: TouchPacket, of: StandIns) => {
  const [first] = points;
  if (first === undefined) return;
  const strokes = standInStrokes(
    points.map(({ packet: { time, pressure } }) => ({ t: time, contact: pressure > 0 })),
    of.signature({ t: timeOf(first.at) }),
  );
  for (const [i, { at, packet }] of points.entries()) {
    const made = strokes[i];
    if (made === undefined) continue;
    const pressure = made.contact ? Math.max(1, Math.round(made.pressure * MAX_PRESSURE)) : 0;
    const [x, y] = [Math.round(made.x * field.x), Math.round(made.y * field.y)];
    bytes.set(writeTouch({ ...packet, x, y, pressure }), at);
  }
};

/** What was written up to "again", "accept" or another field is one signature. */
const change =
  (standIns: StandIns) =>
  (stream: Stream): void => {
    const { bytes } = stream;
    let field: TouchPacket | undefined;
    let points: Placed[] = [];
    const end = () => {
      if (field) replace(stream, points, field, standIns);
      points = [];
    };
    for (let at = 0; at < bytes.length;) {
      const one = bytes.subarray(at, at + PACKET_LENGTH);
      const packet = packetAt(one);
      if (packet === undefined) bytes[at] = 0;
      else if (packet.kind === "point" && field) points.push({ at, packet });
      else if (packet.kind === "point") one.fill(0);
      else end();
      if (packet?.kind === "field") field = packet;
      at += packet === undefined ? 1 : PACKET_LENGTH;
    }
    end();
  };

export const twin: Twin<"serial"> = {
  make: ({ dialogue }, standIns) => withStream(dialogue, change(standIns)),
};
