/** What a camera sent in answer: data containers of a recording, put together from their transfers. */
import { isIn, type UsbExchange } from "../../transport/usb-exchange.ts";
import { CONTAINER, HEAD_LENGTH, headOf } from "./protocol.ts";

/** One data container, in one transfer or several. */
export interface Data {
  readonly t: number;
  /** Of the operation that it answers. */
  readonly code: number;
  /** To be written into. */
  readonly bytes: Uint8Array;
  readonly parts: readonly { readonly position: number; readonly from: number; readonly to: number }[];
}

export const dataOf = (dialogue: readonly UsbExchange[]): readonly Data[] => {
  const all: Data[] = [];
  let open: {
    t: number;
    code: number;
    length: number;
    chunks: Uint8Array[];
    parts: Data["parts"][number][];
    have: number;
  };
  open = { t: 0, code: 0, length: 0, chunks: [], parts: [], have: 0 };
  const close = () => {
    if (open.chunks.length > 0)
      all.push({
        t: open.t,
        code: open.code,
        bytes: new Uint8Array(Buffer.concat(open.chunks)),
        parts: open.parts,
      });
    open = { t: 0, code: 0, length: 0, chunks: [], parts: [], have: 0 };
  };
  for (const exchange of dialogue) {
    const { completion } = exchange;
    if (exchange.type !== "bulk") continue;
    if (!isIn(exchange)) close();
    else if (completion && completion.received.length > 0) {
      const { received, position, at } = completion;
      if (open.have === 0) {
        const head = headOf(received);
        if (head?.type !== CONTAINER.data) continue;
        open.t = at;
        open.code = head.code;
        open.length = head.length;
      }
      open.parts.push({ position, from: open.have, to: open.have + received.length });
      open.chunks.push(received);
      open.have += received.length;
      if (open.have >= open.length) close();
    }
  }
  close();
  return all;
};

/** Makers put a few hundred bytes before a live picture. */
const MOST_BEFORE = 4096;
const PICTURE = Buffer.of(0xff, 0xd8, 0xff);

/** The picture's place in the container; undefined: there is none. */
export const pictureAt = (bytes: Uint8Array): number | undefined => {
  const at = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(PICTURE, HEAD_LENGTH);
  return at < 0 || at > HEAD_LENGTH + MOST_BEFORE ? undefined : at;
};
