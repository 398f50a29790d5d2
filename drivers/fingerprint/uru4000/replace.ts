/** Puts other pictures into a recording of the reader and keeps every other byte, its scrambling included. */
import type { GreyImage } from "../../../api/words/sample.ts";
import { isIn } from "../../transport/usb-exchange.ts";
import type { UsbExchange } from "../../transport/usb-exchange.ts";
import { copyOf } from "../../transport/copy.ts";
import { asStored, encodeLines } from "./encode.ts";
import { readPicture } from "./picture.ts";
import { HEADER_LENGTH, REGISTER, REGISTER_REQUEST, VARIANTS } from "./protocol.ts";

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

/**
 * New contents of completed transfers, by the position of their completion among the recorded events. The pictures are taken in
 * turn, and again from the first when there are more scans than pictures.
 */
export const replacedPictures = (
  dialogue: readonly UsbExchange[],
  productId: number,
  pictures: readonly GreyImage[],
): ReadonlyMap<number, Uint8Array> => {
  const rotated = VARIANTS.find((variant) => variant.productId === productId)?.rotated ?? true;
  const changed = new Map<number, Uint8Array>();
  for (const [i, exchange] of dialogue.entries()) {
    const { completion } = exchange;
    const picture = pictures[changed.size % pictures.length];
    if (exchange.type !== "bulk" || !isIn(exchange) || completion?.status !== 0 || !picture) continue;
    const transfer = copyOf(completion.received);
    const { blocks } = readPicture(transfer);
    const height = blocks.reduce((sum, { lines }) => sum + lines, 0);
    let at = HEADER_LENGTH;
    for (const part of encodeLines(asStored(picture, height, rotated), blocks, keysAfter(dialogue, i))) {
      transfer.set(part, at);
      at += part.length;
    }
    changed.set(completion.position, transfer);
  }
  return changed;
};
