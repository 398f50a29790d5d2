/**
 * Sealed packets on removable media, for missions without a line: a folder with bundle.json, one .sealed file a packet,
 * and, on the way back, one .receipt file a packet. Everything in it is encrypted or signed already.
 */
import { createHash } from "node:crypto";
import path from "node:path";
import { z } from "zod";
import { OutsideFault } from "../base/faults.ts";
import { writeDurably, type FileSystem } from "../base/files.ts";
import { readBounded, readJson } from "../base/json-file.ts";
import {
  kioskIdSchema,
  LIMITS,
  packetIdSchema,
  refusalSchema,
  sha256Schema,
  type Refusal,
} from "./contract.ts";

const bundleSchema = z.strictObject({
  format: z.literal("kiosk-bundle/1"),
  kiosk: kioskIdSchema,
  exportedAt: z.iso.datetime(),
  packets: z
    .array(
      z.strictObject({
        packetId: packetIdSchema,
        sha256: sha256Schema,
        size: z.int().min(1).max(LIMITS.packetBytes),
      }),
    )
    .max(100_000),
});
export type Bundle = z.infer<typeof bundleSchema>;
export type BundledPacket = Bundle["packets"][number];

const INDEX = "bundle.json";
const sealedFile = (folder: string, packetId: string) => path.join(folder, `${packetId}.sealed`);
const answerFile = (folder: string, packetId: string) => path.join(folder, `${packetId}.receipt`);
const refusalFile = (folder: string, packetId: string) => path.join(folder, `${packetId}.refused.json`);

/**
 * One packet at a time, so that thousands need no memory; one that `packet` does not give is left out. The index comes
 * last: without it the bundle is unfinished. Gives the packet ids that are in it.
 */
export const writeBundle = async (
  files: FileSystem,
  folder: string,
  bundle: Bundle,
  packet: (packetId: string) => Promise<Uint8Array | undefined>,
): Promise<readonly string[]> => {
  await files.makeFolder(folder);
  const packets: BundledPacket[] = [];
  for (const one of bundle.packets) {
    const sealed = await packet(one.packetId);
    if (sealed === undefined) continue;
    await writeDurably(files, sealedFile(folder, one.packetId), sealed);
    // Of an earlier export into the same folder: what was refused then goes anew.
    await files.remove(refusalFile(folder, one.packetId));
    packets.push(one);
  }
  const index = JSON.stringify({ ...bundle, packets }, null, 1);
  await writeDurably(files, path.join(folder, INDEX), Buffer.from(`${index}\n`));
  return packets.map(({ packetId }) => packetId);
};

/** 100,000 packets in the index, spelled wider than we do. */
const BUNDLE = { schema: bundleSchema, what: "the index of an export", most: 24 * 1024 * 1024 } as const;

/** Throws OutsideFault input-missing, input-malformed, input-unknown-key or input-too-large. */
export const readBundle = async (files: FileSystem, folder: string): Promise<Bundle> => {
  const bundle = await readJson(files, path.join(folder, INDEX), BUNDLE);
  if (bundle !== undefined) return bundle;
  throw new OutsideFault("input-missing", `${folder} holds no ${INDEX}; name the folder that was exported.`);
};

/** Throws OutsideFault input-malformed when the file is not the one that was exported. */
export const readBundledPacket = async (
  files: FileSystem,
  folder: string,
  { packetId, sha256, size }: BundledPacket,
): Promise<Uint8Array> => {
  const file = sealedFile(folder, packetId);
  const bytes = (await files.size(file)) === size ? await files.read(file, size + 1) : undefined;
  if (bytes === undefined || createHash("sha256").update(bytes).digest("hex") !== sha256)
    throw new OutsideFault("input-malformed", `${file} is missing or damaged; export it again.`);
  return bytes;
};

export type BundleAnswer =
  | { readonly kind: "receipt"; readonly receipt: Uint8Array }
  | { readonly kind: "refused"; readonly refusal: Refusal };

export const writeAnswer = (
  files: FileSystem,
  folder: string,
  packetId: string,
  answer: BundleAnswer,
): Promise<void> =>
  answer.kind === "receipt"
    ? writeDurably(files, answerFile(folder, packetId), answer.receipt)
    : writeDurably(files, refusalFile(folder, packetId), Buffer.from(JSON.stringify(answer.refusal)));

const REFUSAL = { schema: refusalSchema, what: "a refusal", most: LIMITS.replyBytes } as const;

/** Undefined: the other end has not answered yet. Throws OutsideFault for an answer that is too long or no answer. */
export const readAnswer = async (
  files: FileSystem,
  folder: string,
  packetId: string,
): Promise<BundleAnswer | undefined> => {
  const receipt = await readBounded(files, answerFile(folder, packetId), "a receipt", LIMITS.replyBytes);
  if (receipt !== undefined) return { kind: "receipt", receipt };
  const refusal = await readJson(files, refusalFile(folder, packetId), REFUSAL);
  return refusal === undefined ? undefined : { kind: "refused", refusal };
};
