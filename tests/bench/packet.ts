/** Packets: two fingers and a portrait of 1244x1600, encoders excluded. `npm run bench -- packet`. */
import { readFileSync, writeFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import sharp from "sharp";
import { systemRandom } from "../../api/base/random.ts";
import { keySigner } from "../../api/formats/cms/signer.ts";
import { specimenAuthority } from "../../api/formats/cms/specimen.ts";
import { openPacket } from "../../api/formats/packet/open.ts";
import { sealPacket } from "../../api/formats/packet/seal.ts";
import { verifyPacket } from "../../api/formats/packet/verify.ts";
import type { EncodedImage } from "../../api/words/enrolment.ts";
import { adult, finger } from "../formats/sample-record.ts";
import { median, type BenchRow } from "./row.ts";

const ROUNDS = 15;
const MANY = 1000;
const MIB = 1024 * 1024;

const timed = async (work: () => unknown): Promise<number> => {
  await work();
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return median(times);
};

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Bytes held, in the heap and outside it. */
const held = (): number => {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

/** The least of several looks: a buffer whose collection waits for its turn is not held. */
const heldAfterCollection = async (): Promise<number> => {
  const looks: number[] = [];
  for (let look = 0; look < 4; look += 1) {
    collect();
    await new Promise((resolve) => setImmediate(resolve));
    looks.push(held());
  }
  return Math.min(...looks);
};

/** What one run allocates, garbage included: an upper bound of its peak. */
const allocationOf = async (work: () => unknown): Promise<number> => {
  const before = await heldAfterCollection();
  await work();
  return held() - before;
};

const kernelCount = (name: string): number => {
  const found = new RegExp(`^${name}:\\s+(\\d+) kB`, "mu").exec(readFileSync("/proc/self/status", "utf8"));
  return Number(found?.[1] ?? Number.NaN) * 1024;
};

/** By how much the memory resident in RAM rises at most while the work is done, as Linux counts it; NaN elsewhere. */
const residentPeakOf = async (work: () => unknown): Promise<number> => {
  await heldAfterCollection();
  try {
    // proc(5): 5 sets the peak back to what is resident now.
    writeFileSync("/proc/self/clear_refs", "5");
    const before = kernelCount("VmRSS");
    await work();
    return kernelCount("VmHWM") - before;
  } catch {
    return Number.NaN;
  }
};

/** Processor time of this process, all of its threads; unlike time by the clock it does not grow with others' work. */
const processorTime = async (work: () => unknown): Promise<number> => {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(start);
    times.push((user + system) / 1000);
  }
  return median(times);
};

/** A portrait's size in bytes comes from its grain. */
const grainy = async (width: number, height: number): Promise<EncodedImage> => {
  const noise = { type: "gaussian" as const, mean: 128, sigma: 8 };
  const picture = sharp({ create: { width, height, channels: 3, background: "grey", noise } });
  return {
    mediaType: "image/jpeg",
    bytes: new Uint8Array(await picture.jpeg({ quality: 92 }).toBuffer()),
    width,
    height,
  };
};

export const run = async (): Promise<BenchRow[]> => {
  const { kiosk, ca, backend } = specimenAuthority({ seed: "bench" });
  const signer = keySigner(kiosk.key, [kiosk.certificate, ca.certificate]);
  const plain = await adult(
    { fingers: [await finger("right-index", 400), await finger("left-index", 400)] },
    { face: 311 },
  );
  const record = { ...plain, face: { ...plain.face!, master: await grainy(1244, 1600) } };
  const seal = () => sealPacket(record, signer, [backend.certificate], { random: systemRandom });
  // First of all, while the heap has no room left over from earlier packets; small ones have loaded the code.
  const small = { ...plain, fingers: [], attempts: [] };
  for (let round = 0; round < ROUNDS; round += 1)
    await sealPacket(small, signer, [backend.certificate], { random: systemRandom });
  const peaks: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) peaks.push(await residentPeakOf(seal));
  const { sealed } = await seal();
  const key = { key: backend.key };
  const { files } = openPacket(sealed, key);
  const sealing = await timed(seal);
  const open = () => verifyPacket(openPacket(sealed, key).files, { trust: [ca.certificate], csca: [] });
  const verifying = await timed(open);
  const sealingCpu = await processorTime(seal);
  const verifyingCpu = await processorTime(open);
  const checks = await timed(() => verifyPacket(files, { trust: [ca.certificate], csca: [] }));
  const allocations: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) allocations.push(await allocationOf(seal));
  // The engine's own tables grow until it has compiled what it will.
  for (let made = 0; made < 3 * MANY; made += 1) await seal();
  const growth: number[] = [await heldAfterCollection()];
  for (let made = 1; made <= MANY; made += 1) {
    await seal();
    if (made % (MANY / 4) === 0) growth.push(await heldAfterCollection());
  }
  const first = growth[0] ?? 0;
  return [
    { name: "size of the sealed packet", value: sealed.length, unit: "bytes" },
    { name: "assemble, sign, encrypt", value: sealing, unit: "ms", bar: "<= 60" },
    { name: "assemble, sign, encrypt: processor time", value: sealingCpu, unit: "ms", bar: "<= 60" },
    { name: "decrypt and verify", value: verifying, unit: "ms", bar: "<= 60" },
    { name: "decrypt and verify: processor time", value: verifyingCpu, unit: "ms", bar: "<= 60" },
    { name: "verify alone", value: checks, unit: "ms" },
    {
      name: "peak of resident memory while one is sealed, over before (largest of the rounds)",
      value: Math.max(...peaks) / sealed.length,
      unit: "packets",
      bar: "<= 3",
    },
    {
      name: "allocated by one sealing, garbage included",
      value: median(allocations) / sealed.length,
      unit: "packets",
    },
    {
      name: `growth over ${MANY} packets`,
      value: ((growth.at(-1) ?? 0) - first) / MIB,
      unit: "MiB",
      bar: "0",
    },
  ];
};
