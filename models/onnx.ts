/** The only door to onnxruntime-node: this project's own networks, checked, opened once, one thread each. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { Bug, OutsideFault } from "../api/base/faults.ts";
import { underWay } from "../api/base/under-way.ts";

/** 32-bit floats, row-major. */
export interface Tensor {
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

export interface Network {
  /** One picture at a time; the same input gives the same output. Names as models/manifest.json has them. */
  run(input: Tensor): Promise<ReadonlyMap<string, Tensor>>;
}

/** One line of models/manifest.json. */
export interface NetworkEntry {
  readonly name: string;
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly input: {
    readonly name: string;
    readonly dims: readonly (number | string)[];
    readonly values: string;
  };
  readonly outputs: readonly {
    readonly name: string;
    readonly dims: readonly (number | string)[];
    readonly means: string;
  }[];
  readonly card: string;
}

/** The folder models/ of the checkout or installation; the compiled files lie one level deeper. */
const home = (): string => {
  for (const up of ["..", "../.."]) {
    const root = path.resolve(import.meta.dirname, up);
    if (existsSync(path.join(root, "models/manifest.json"))) return path.join(root, "models");
  }
  throw new OutsideFault("input-missing", "models/manifest.json is missing; install the kiosk again.");
};

/** Every network that ships. */
export const networks = (): readonly NetworkEntry[] => {
  const manifest = JSON.parse(readFileSync(path.join(home(), "manifest.json"), "utf8")) as {
    networks: NetworkEntry[];
  };
  return manifest.networks;
};

const weightsOf = (entry: NetworkEntry): Uint8Array => {
  const file = path.join(home(), "weights", entry.file);
  if (!existsSync(file))
    throw new OutsideFault("input-missing", `The network ${entry.file} is missing; install the kiosk again.`);
  const bytes = readFileSync(file);
  if (createHash("sha256").update(bytes).digest("hex") !== entry.sha256)
    throw new OutsideFault(
      "input-malformed",
      `The network ${entry.file} is not the one in models/manifest.json; install the kiosk again.`,
    );
  return bytes;
};

/**
 * `extended` adds up in one order on every processor with AVX2 and FMA (x86-64-v3): the same bits with AVX-512 and without.
 * `all` lays pictures out as wide as the processor adds, in 0.6 of the time; its last places are each kind's own.
 */
let sums: "all" | "extended" = "all";

const open = async (name: string): Promise<Network> => {
  const entry = networks().find((one) => one.name === name);
  if (entry === undefined) throw new Bug(`models/manifest.json has no network ${name}`);
  const bytes = weightsOf(entry);
  const ort = await underWay(import("onnxruntime-node"));
  // One thread: two were never faster beside the rest of the kiosk, and sums keep their order.
  const creating = ort.InferenceSession.create(bytes, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: "sequential",
    graphOptimizationLevel: sums,
    logSeverityLevel: 3,
  });
  const session = await underWay(creating);
  return {
    run: async ({ data, dims }) => {
      const answers = await underWay(
        session.run({ [entry.input.name]: new ort.Tensor("float32", data, dims) }),
      );
      return new Map(
        entry.outputs.map((output) => {
          const tensor = answers[output.name];
          if (!(tensor?.data instanceof Float32Array)) throw new Bug(`${name} has no output ${output.name}`);
          return [output.name, { dims: tensor.dims, data: tensor.data }];
        }),
      );
    },
  };
};

const opened = new Map<string, Promise<Network>>();

/** Opens a network of models/manifest.json at the first call; later calls share it. */
export const network = (name: string): Promise<Network> => {
  const already = opened.get(name);
  if (already !== undefined) return already;
  const fresh = open(name);
  opened.set(name, fresh);
  // A failure is not kept: the next call tries again.
  fresh.catch(() => opened.delete(name));
  return fresh;
};

const addingUp = (how: typeof sums): void => {
  if (sums === how) return;
  sums = how;
  opened.clear();
};

/**
 * From now on this thread's networks answer with the same bits on every x64 processor of x86-64-v3, in 1.6 times the time:
 * for recordings, whose packets are compared between machines. A live session is nobody's to repeat.
 */
export const sameSumsEverywhere = (): void => addingUp("extended");

/** The quickest order of this processor, as at the start. */
export const quickSums = (): void => addingUp("all");

/** An output by name; its absence is our mistake. */
export const outputOf = (answers: ReadonlyMap<string, Tensor>, name: string): Tensor => {
  const tensor = answers.get(name);
  if (tensor === undefined) throw new Bug(`network output ${name} is missing`);
  return tensor;
};
