/** Upload beside a plain file upload over the same slow link, and what the intake takes in a second. */
import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import http from "node:http";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { systemClock } from "../../api/base/clock.ts";
import { systemFiles } from "../../api/base/files.ts";
import { silentLog } from "../../api/base/log.ts";
import { packetInspector } from "../../api/intake/packet-inspector.ts";
import { startIntake } from "../../api/intake/server.ts";
import { issuanceClient } from "../../api/issuance/client.ts";
import { Line } from "../../api/issuance/line.ts";
import { receiptIssuer } from "../../api/issuance/receipt.ts";
import { sealPacket, type SealedEnrolment } from "../../api/formats/packet/seal.ts";
import { specimenKeys } from "../../kiosk/keys/specimen.ts";
import { seededRandom } from "../../api/base/random.ts";
import { adult } from "../formats/sample-record.ts";
import { median, type BenchRow } from "./row.ts";

const idOf = (n: number) => `00000000-0000-4000-8000-${n.toString(16).padStart(12, "0")}`;

/** The link: so many bytes a millisecond each way, and a delay each way. */
const LINK = { rate: 1250, delay: 40 } as const;

/** Carries bytes no faster than the link, each after its delay. */
const pace = (from: net.Socket, to: net.Socket): void => {
  let free = 0;
  let waiting = 0;
  from.on("data", (part: Buffer) => {
    const now = performance.now();
    free = Math.max(free, now) + part.length / LINK.rate;
    waiting += part.length;
    // A router's queue is short: what is ahead of the link is held back at its sender.
    if (waiting > 65_536) from.pause();
    setTimeout(
      () => {
        waiting -= part.length;
        if (waiting <= 65_536) from.resume();
        if (!to.destroyed) to.write(part);
      },
      free + LINK.delay - now,
    );
  });
  from.on("end", () => setTimeout(() => to.end(), Math.max(0, free - performance.now()) + LINK.delay + 1));
  from.on("error", () => to.destroy());
};

const slowLink = async (port: number): Promise<{ port: number } & AsyncDisposable> => {
  const server = net.createServer({ allowHalfOpen: true, highWaterMark: 16_384 }, (from) => {
    const to = net.connect({ port, host: "127.0.0.1", allowHalfOpen: true });
    pace(from, to);
    pace(to, from);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    port: (server.address() as net.AddressInfo).port,
    [Symbol.asyncDispose]: () => new Promise((resolve) => void server.close(() => resolve())),
  };
};

/** What anybody would write: one PUT, streamed to a file. */
const plainBackend = async (folder: string) => {
  const server = http.createServer((request, response) => {
    pipeline(request, createWriteStream(path.join(folder, "plain"))).then(
      () => response.end("ok"),
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    port: (server.address() as net.AddressInfo).port,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  };
};

const put = (port: number, bytes: Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => {
    const headers = { "content-length": bytes.length };
    const request = http.request({
      port,
      host: "127.0.0.1",
      method: "PUT",
      path: "/f",
      headers,
      agent: false,
    });
    request.on("response", (response) => response.resume().on("end", resolve));
    request.on("error", reject);
    request.end(bytes);
  });

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await work();
  return performance.now() - began;
};

const KIOSK = "bench-kiosk";

const packets = async (count: number, padding: number, from = 1): Promise<readonly SealedEnrolment[]> => {
  const keys = specimenKeys();
  const record = await adult();
  const { face } = record;
  if (face === undefined) throw new Error("the sample record has a face");
  const bytes = Buffer.concat([face.master.bytes, seededRandom("padding")("padding", padding)]);
  const sealed: SealedEnrolment[] = [];
  for (let n = from; n < from + count; n += 1)
    sealed.push(
      await sealPacket(
        {
          ...record,
          packetId: idOf(n),
          kiosk: { ...record.kiosk, id: KIOSK, sequence: n },
          face: { ...face, master: { ...face.master, bytes } },
        },
        keys.kiosk,
        keys.recipients,
      ),
    );
  return sealed;
};

export const run = async (): Promise<readonly BenchRow[]> => {
  const folder = mkdtempSync(path.join(tmpdir(), "bench-intake-"));
  const { issuer, trust } = specimenKeys();
  await using intake = await startIntake({
    folder: path.join(folder, "intake"),
    files: systemFiles,
    inspector: packetInspector([issuer.key], { trust }),
    receipts: receiptIssuer(issuer.receipts, systemClock),
    clock: systemClock,
    log: silentLog,
  });
  await using link = await slowLink(Number(intake.url.port));
  await using plain = await plainBackend(folder);
  await using plainLink = await slowLink(plain.port);
  try {
    const submit = (port: number, line: Line, { packetId, sha256, sealed }: SealedEnrolment) =>
      timed(async () => {
        const client = issuanceClient(new URL(`http://127.0.0.1:${port}`), line);
        const end = await client.submit({ packetId, sha256, kiosk: KIOSK, bytes: sealed }, { again: false });
        if (end.kind !== "receipt") throw new Error(JSON.stringify(end));
      });
    const big = await packets(6, 3_000_000);
    const slow = new Line({ clock: systemClock });
    const resumable: number[] = [];
    const bare: number[] = [];
    for (const packet of big) {
      resumable.push(await submit(link.port, slow, packet));
      bare.push(await timed(() => put(plainLink.port, packet.sealed)));
    }
    const small = await packets(60, 200_000, 100);
    const fast = new Line({ clock: systemClock });
    const loopback: number[] = [];
    for (const packet of small) loopback.push(await submit(Number(intake.url.port), fast, packet));
    const first = resumable[0] ?? Number.NaN;
    return [
      { name: "10 Mbit/s, 80 ms there and back: 3 MB, plain PUT", value: median(bare), unit: "ms" },
      { name: "the same, resumable, with verified receipt", value: median(resumable), unit: "ms" },
      {
        name: "share of the plain upload's throughput",
        value: (100 * median(bare)) / median(resumable),
        unit: "%",
        bar: ">= 90",
      },
      { name: "share for the first packet of a new line", value: (100 * median(bare)) / first, unit: "%" },
      { name: "200 kB on loopback, upload to receipt", value: median(loopback), unit: "ms" },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
};
