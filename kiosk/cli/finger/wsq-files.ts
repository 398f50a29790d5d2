/** WSQ both ways between files. */
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { OutsideFault } from "../../../api/base/faults.ts";
import { decodeWsq } from "../../../api/formats/wsq/decode.ts";
import { encodeWsq, type WsqOptions } from "../../../api/formats/wsq/encode.ts";
import { readPrint } from "../../../models/finger/picture.ts";
import { encodeGreyPng } from "../../../models/image.ts";
import { requireOriginal } from "./once.ts";

const read = (file: string): Promise<Uint8Array> =>
  readFile(file).catch((cause: unknown) => {
    throw new OutsideFault("input-missing", `${file} cannot be read.`, { cause });
  });

export const encodeFile = async (
  file: string,
  out: string,
  options: WsqOptions,
): Promise<{ bytes: number; ratio: number }> => {
  const bytes = await read(file);
  requireOriginal(bytes, file, "give the original picture, or leave this file as it is");
  const image = await readPrint(bytes, path.basename(file));
  const record = encodeWsq(image, options);
  await writeFile(out, record);
  return { bytes: record.length, ratio: image.pixels.length / record.length };
};

export const decodeFile = async (file: string, out: string) => {
  const { image, warnings } = decodeWsq(await read(file), path.basename(file));
  await writeFile(out, await encodeGreyPng(image));
  return { width: image.width, height: image.height, warnings };
};
