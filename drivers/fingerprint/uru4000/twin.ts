/** Puts other pictures into a recording of the reader and keeps every other byte, its scrambling included. */
import { isIn } from "../../transport/usb-exchange.ts";
import type { UsbExchange } from "../../transport/usb-exchange.ts";
import { copyOf } from "../../transport/copy.ts";
import { asStored, encodeLines } from "./encode.ts";
import { TransferFault } from "../../transport/transport.ts";
import { withReceived, type Twin } from "../../twin.ts";
import { readPicture, type PictureBlock } from "./picture.ts";
import { HEADER_LENGTH, PICTURE_WIDTH, PPI, REGISTER, REGISTER_REQUEST, VARIANTS } from "./protocol.ts";

const isRegister = ({ setup }: UsbExchange, register: number, towardsHost: boolean): boolean =>
  setup?.[0] === (towardsHost ? 0xc0 : 0x40) &&
  setup[1] === REGISTER_REQUEST &&
  ((setup[3] ?? 0) << 8) + (setup[2] ?? 0) === register;

/** The keys that the recorded driver asked for after this picture and before the next: answer exclusive-or seed. */
const keysAfter = (dialogue: readonly UsbExchange[], picture: number): readonly number[] => {
  const next = dialogue.findIndex((exchange, i) => i > picture && exchange.type === "bulk");
  const keys: number[] = [];
  let seed: Uint8Array = new Uint8Array(4);
  for (const exchange of dialogue.slice(picture + 1, next < 0 ? undefined : next)) {
    if (isRegister(exchange, REGISTER.scrambleSeed, false)) seed = copyOf(exchange.sent, 1, 5);
    const answer = isRegister(exchange, REGISTER.scrambleKey, true)
      ? exchange.completion?.received
      : undefined;
    if (answer)
      keys.push(answer.reduce((key, byte, i) => key | ((byte ^ (seed[i] ?? 0)) << (8 * i)), 0) >>> 0);
  }
  return keys;
};

/** A picture that cannot be read as one, e.g. because the line was cut: nothing of it is kept. */
const emptied = (transfer: Uint8Array): Uint8Array => transfer.fill(0, HEADER_LENGTH);

const rewritten = (
  dialogue: readonly UsbExchange[],
  at: number,
  transfer: Uint8Array,
  made: (height: number) => Uint8Array,
): Uint8Array => {
  let blocks: readonly PictureBlock[];
  try {
    ({ blocks } = readPicture(transfer));
  } catch (error) {
    if (error instanceof TransferFault) return emptied(transfer);
    throw error;
  }
  const height = blocks.reduce((sum, { lines }) => sum + lines, 0);
  let to = HEADER_LENGTH;
  for (const part of encodeLines(made(height), blocks, keysAfter(dialogue, at))) {
    transfer.set(part, to);
    to += part.length;
  }
  // Behind the lines that are declared: what the sensor read before.
  return transfer.fill(0, to);
};

export const twin: Twin<"usb"> = {
  make: ({ dialogue, identity }, standIns) => {
    const rotated = VARIANTS.find(({ productId }) => productId === identity.productId)?.rotated ?? true;
    const changed = new Map<number, Uint8Array>();
    for (const [i, exchange] of dialogue.entries()) {
      const { completion } = exchange;
      if (exchange.type !== "bulk" || !isIn(exchange) || !completion?.received.length) continue;
      const made = (height: number) =>
        asStored(
          standIns.print({ width: PICTURE_WIDTH, height, ppi: PPI, t: completion.at }),
          height,
          rotated,
        );
      changed.set(completion.position, rewritten(dialogue, i, copyOf(completion.received), made));
    }
    return withReceived(dialogue, changed);
  },
};
