/** Sealing into the outbox, and an outbox of thirty days without a line (issue: the kiosk runtime). */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { systemClock } from "../../api/base/clock.ts";
import { systemFiles } from "../../api/base/files.ts";
import { seededRandom, systemRandom } from "../../api/base/random.ts";
import { sealPacket } from "../../api/formats/packet/seal.ts";
import { specimenKeys } from "../../kiosk/keys/specimen.ts";
import { openQueue, type Queue } from "../../kiosk/queue/open-queue.ts";
import { adult } from "../formats/sample-record.ts";
import { median, type BenchRow } from "./row.ts";

const PACKETS = 2000;
const SIZE = 3_000_000;

const idOf = (n: number) => `00000000-0000-4000-8000-${n.toString(16).padStart(12, "0")}`;

const open = (folder: string): Promise<Queue> =>
  openQueue({ folder, files: systemFiles, clock: systemClock, random: systemRandom });

/** A record whose pictures make about 3 MB; the master picture's codestream is padded behind its end. */
const bigRecord = async () => {
  const record = await adult();
  const { face } = record;
  if (face === undefined) throw new Error("the sample record has a face");
  const bytes = Buffer.concat([face.master.bytes, seededRandom("padding")("padding", SIZE)]);
  return { ...record, face: { ...face, master: { ...face.master, bytes } } };
};

const sealing = async (folder: string): Promise<readonly BenchRow[]> => {
  await using queue = await open(folder);
  const keys = specimenKeys();
  const record = await bigRecord();
  const seals: number[] = [];
  const adds: number[] = [];
  const cpus: number[] = [];
  for (let n = 1; n <= 15; n += 1) {
    const packetId = idOf(n);
    const began = performance.now();
    const cpu = process.cpuUsage();
    const sequence = await queue.store.sequenceOf(packetId);
    const { sealed } = await sealPacket(
      { ...record, packetId, kiosk: { ...record.kiosk, id: queue.kiosk, sequence } },
      keys.kiosk,
      keys.recipients,
    );
    const sealedAt = performance.now();
    await queue.outbox.add(packetId, sequence, sealed);
    seals.push(performance.now() - began);
    const { user, system } = process.cpuUsage(cpu);
    cpus.push((user + system) / 1000);
    adds.push(performance.now() - sealedAt);
  }
  return [
    {
      name: "assemble, sign, encrypt 3 MB, durable in the outbox",
      value: median(seals),
      unit: "ms",
      bar: "<= 120",
    },
    { name: "of this, processor time", value: median(cpus), unit: "ms" },
    { name: "of this, file, fsyncs and row", value: median(adds), unit: "ms" },
  ];
};

/** Rows as after thirty days offline; the files have their size, but no content of their own (nothing reads it). */
const fill = async (folder: string): Promise<void> => {
  await using queue = await open(folder);
  await queue.store.database.transaction(async (statements) => {
    for (let n = 1; n <= PACKETS; n += 1) {
      const file = queue.store.packets.pathOf(idOf(n));
      writeFileSync(file, "");
      truncateSync(file, SIZE);
      await statements.run(
        `INSERT INTO packets (packet_id, sequence, sha256, size, sealed_at, since, state, attempts, next_attempt, cause_code, cause)
           VALUES (?, ?, ?, ?, ?, ?, 'waiting', 40, ?, 'network-down', 'Nobody answers; the packet waits and goes again.')`,
        idOf(n),
        n,
        n.toString(16).padStart(64, "0"),
        SIZE,
        systemClock.now() - n * 1_296_000,
        systemClock.now(),
        systemClock.now() + 600_000,
      );
    }
  });
};

/** In a process of its own, for its memory. */
const offline = (folder: string): { readonly start: number; readonly list: number; readonly rss: number } => {
  const script = `
    const { openQueue, recoverQueue } = await import(process.argv[2] + "/kiosk/queue/open-queue.js");
    const { systemFiles } = await import(process.argv[2] + "/api/base/files.js");
    const { systemClock } = await import(process.argv[2] + "/api/base/clock.js");
    const { systemRandom } = await import(process.argv[2] + "/api/base/random.js");
    const began = performance.now();
    const queue = await openQueue({ folder: process.argv[1], files: systemFiles, clock: systemClock, random: systemRandom });
    await recoverQueue(queue, systemClock);
    const started = performance.now();
    const items = await queue.outbox.list();
    const listed = performance.now();
    if (items.length !== ${PACKETS}) throw new Error("not all are listed");
    console.log(JSON.stringify({ start: started - began, list: listed - started, rss: process.resourceUsage().maxRSS / 1024 }));
    await queue[Symbol.asyncDispose]();`;
  const dist = path.resolve(import.meta.dirname, "../..");
  const words = ["--input-type=module", "-e", script, folder, dist];
  return JSON.parse(execFileSync(process.execPath, words).toString()) as ReturnType<typeof offline>;
};

export const run = async (): Promise<readonly BenchRow[]> => {
  const folder = mkdtempSync(path.join(tmpdir(), "bench-store-"));
  try {
    const rows = await sealing(path.join(folder, "seal"));
    await fill(path.join(folder, "queue"));
    const runs = Array.from({ length: 7 }, () => offline(path.join(folder, "queue")));
    return [
      ...rows,
      {
        name: "2,000 packets waiting: start-up with recovery",
        value: median(runs.map(({ start }) => start)),
        unit: "ms",
        bar: "<= 2000",
      },
      {
        name: "2,000 packets waiting: listing",
        value: median(runs.map(({ list }) => list)),
        unit: "ms",
        bar: "<= 50",
      },
      {
        name: "2,000 packets waiting: peak memory of the process",
        value: median(runs.map(({ rss }) => rss)),
        unit: "MB",
        bar: "<= 200",
      },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
};
