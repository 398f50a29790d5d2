/** What the networks answer to a picture that needs no file and no mathematics: last places tell one processor's sums from another's. */
import { createHash } from "node:crypto";
import { network, networks, outputOf } from "../../../models/onnx.ts";

/** Numbers from 0 to 1 that look like nothing; each an exact quotient, rounded once. */
const input = (count: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => ((i * 7919) % 1021) / 1021);

/** Every output of every network, in the order of sums that is set. */
export const answersOf = async (): Promise<Map<string, Map<string, Float32Array>>> => {
  const all = new Map<string, Map<string, Float32Array>>();
  for (const { name, input: asked, outputs } of networks()) {
    const dims = asked.dims.map(Number);
    const given = await (await network(name)).run({ dims, data: input(dims.reduce((a, b) => a * b)) });
    all.set(name, new Map(outputs.map((output) => [output.name, outputOf(given, output.name).data])));
  }
  return all;
};

const sha256 = (values: Float32Array): string =>
  createHash("sha256")
    .update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
    .digest("hex");

/** The same as hashes, beside the weights that gave them: what docs/determinism.json holds. */
export const answerHashes = async (): Promise<
  Record<string, { readonly weights: string; readonly answers: Record<string, string> }>
> => {
  const answers = await answersOf();
  return Object.fromEntries(
    networks().map(({ name, sha256: weights }) => [
      name,
      {
        weights,
        answers: Object.fromEntries([...(answers.get(name) ?? [])].map(([k, v]) => [k, sha256(v)])),
      },
    ]),
  );
};
