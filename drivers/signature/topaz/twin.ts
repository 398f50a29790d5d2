/** Puts other positions into a recording of the pad: as many packets, at the same moments; every other byte is kept. */
import { withStream, type Stream, type StandIns, type Twin } from "../../twin.ts";
import { standInStrokes } from "../stand-in.ts";
import { MODELS, type TopazFormat, type TopazModel } from "./models.ts";
import { FULL_PRESSURE, PACKET_LENGTH, SYNC, readPacket, writePosition, writePressure } from "./protocol.ts";

/** The pen has been away for so long: the next signature, or the same once more. */
const PAUSE = 1_500_000;

interface Placed {
  readonly at: number;
  readonly t: number;
  readonly packet: NonNullable<ReturnType<typeof readPacket>>;
}

/** As its replay takes it: the named one, else the first of the list. */
const modelOf = (named: string | undefined): TopazModel | undefined =>
  MODELS.find(({ name }) => named?.toLowerCase().endsWith(name.toLowerCase())) ?? MODELS[0];

/** Bytes that belong to no packet are emptied: they may be half of one. */
const packetsOf = ({ bytes, timeOf }: Stream, format: TopazFormat): readonly Placed[] => {
  const placed: Placed[] = [];
  const isStart = (byte: number | undefined) => ((byte ?? 0) & SYNC[format]) !== 0;
  for (let at = 0; at < bytes.length;) {
    const five = bytes.subarray(at, at + PACKET_LENGTH);
    const packet = isStart(bytes[at]) && five.length === PACKET_LENGTH ? readPacket(five, format) : undefined;
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
  ({ area, format }: TopazModel, standIns: StandIns) =>
  (stream: Stream): void => {
    for (const group of groups(packetsOf(stream, format))) {
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
  make: ({ identity, dialogue }, standIns) => {
    const model = modelOf(identity.model);
    return model ? withStream(dialogue, change(model, standIns)) : dialogue;
  },
};
