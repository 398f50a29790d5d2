/** Nikon: its own operations, and events that are asked for. Little-endian. Source: README.md. */
import { record, repeat, u16le, u32le } from "../../../api/bytes/record.ts";
import { Reader } from "../../../api/bytes/reader.ts";
import { TransferFault } from "../../transport/transport.ts";
import { parsed } from "./protocol.ts";

export const NIKON = {
  captureToMemory: 0x90c0,
  focus: 0x90c1,
  deleteFromMemory: 0x90c3,
  getEvents: 0x90c7,
  ready: 0x90c8,
  startLiveView: 0x9201,
  endLiveView: 0x9202,
  liveViewImage: 0x9203,
} as const;

/** Nothing is in focus. */
export const NIKON_OUT_OF_FOCUS = 0xa002;
/** "Release without focusing once more." */
export const WITHOUT_FOCUS = 0xffff_ffff;

const ADDED_IN_MEMORY = 0xc101;
/** Cameras that name no handle mean this one. */
const DEFAULT_HANDLE = 0xffff_0001;
const event = record("Nikon event", { code: u16le, parameter: u32le });
const EVENT_LENGTH = 6;

/** Handles of pictures that were added in the camera's memory. Throws TransferFault garbage. */
export const readNikonEvents = (data: Uint8Array): readonly number[] =>
  parsed(() => {
    if (data.length === 0) return [];
    const from = new Reader(data, "Nikon events");
    const count = from.unsigned(2, "little");
    if (count * EVENT_LENGTH > from.left)
      throw new TransferFault("garbage", `${count} Nikon events in ${data.length} bytes`);
    return repeat(event, count)
      .read(from)
      .filter(({ code }) => code === ADDED_IN_MEMORY)
      .map(({ parameter }) => (parameter === 0 ? DEFAULT_HANDLE : parameter));
  });

/** The camera's side, for its twin. */
export const writeNikonEvents = (handles: readonly number[]): Uint8Array =>
  Buffer.concat([
    Uint8Array.of(handles.length & 0xff, handles.length >> 8),
    ...handles.map((parameter) => event.encode({ code: ADDED_IN_MEMORY, parameter })),
  ]);
