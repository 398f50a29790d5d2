/** Puts other positions into a recording of the pad: as many packets, at the same moments; every other byte is kept. */
import { withStream, type Stream, type StandIns, type Twin } from "../../twin.ts";
import { standInStrokes } from "../stand-in.ts";
import { MODELS } from "./models.ts";
import { FULL_PRESSURE, PACKET_LENGTH, readPacket, writePosition, writePressure } from "./protocol.ts";

/** The pen has been away for so long: the next signature, or the same once more. */
const PAUSE = 1_500_000;

interface Placed {
  readonly at: number;
  readonly t: number;
  readonly packet: NonNullable<ReturnType<typeof readPacket>>;
}

/** Recordings do not tell the pad's model: they are read as the first of the list, as their replay does. */
const [MODEL] = MODELS;

const isStart = (byte: number | undefined): boolean => ((byte ?? 0) & 0x80) !== 0;

/** Bytes that belong to no packet are emptied: they may be half of one. */
const packetsOf = ({ bytes, timeOf }: Stream): readonly Placed[] => {
  const placed: Placed[] = [];
  for (let at = 0; at < bytes.length;) {
    const five = bytes.subarray(at, at + PACKET_LENGTH);
    const packet =
      isStart(bytes[at]) && five.length === PACKET_LENGTH ? readPacket(five, MODEL?.format ?? 0) : undefined;
    if (packet) placed.push({ at, t: timeOf(at), packet });
    else if (!isStart(bytes[at])) bytes[at] = 0;
    at += packet ? PACKET_LENGTH : 1;
  }
  return placed;
};

const groups = (placed: readonly Placed[]): readonly (readonly Placed[])[] => {
  const all: Placed[][] = [];
  let lastContact = -Infinity;
  for (const one of placed) {
    const down = one.packet.kind === "position" && one.packet.down;
    if (all.length === 0 || (down && one.t - lastContact > PAUSE)) all.push([]);
    if (down) lastContact = one.t;
    all.at(-1)?.push(one);
  }
  return all;
};

const change =
  (standIns: StandIns) =>
  (stream: Stream): void => {
    if (MODEL === undefined) return;
    const { area, format } = MODEL;
    for (const group of groups(packetsOf(stream))) {
      const told = group.filter(({ packet }) => packet.kind !== "other");
      const [first] = told;
      if (first === undefined) continue;
      const strokes = standInStrokes(
        told.map(({ t, packet }) => ({ t, contact: packet.kind === "position" && packet.down })),
        standIns.signature({ t: first.t }),
      );
      for (const [i, { at, packet }] of told.entries()) {
        const made = strokes[i];
        if (made === undefined) continue;
        const x = area.left + Math.round(made.x * (area.right - area.left));
        const y = area.top + Math.round(made.y * (area.bottom - area.top));
        stream.bytes.set(
          packet.kind === "position"
            ? writePosition({ x, y, near: packet.near, down: made.contact }, format)
            : writePressure(Math.round(made.pressure * FULL_PRESSURE)),
          at,
        );
      }
    }
  };

export const twin: Twin<"serial"> = {
  make: ({ dialogue }, standIns) => withStream(dialogue, change(standIns)),
};
