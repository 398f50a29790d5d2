/**
 * 500 packets of 200 kB over a line that really loses one segment in a hundred: a network namespace of its own, whose
 * loopback has a line's MTU and drops at random (nftables). Needs root, util-linux, iproute2 and nftables; without them
 * it says so and tries nothing.
 */
import { spawnSync } from "node:child_process";
import path from "node:path";
import { z } from "zod";
import type { NightlyJob, PieceResult } from "./job.ts";

const PACKETS = 50;

const INSIDE = [
  // Segments as they travel on a line: without these, the kernel would pass 64 kB at once.
  "ip link set lo up mtu 1500 gso_max_size 1500 gso_max_segs 1",
  "nft add table inet line",
  "nft add chain inet line input '{ type filter hook input priority 0; }'",
  "nft add rule inet line input numgen random mod 100 == 0 counter drop",
].join(" && ");

const resultSchema = z.strictObject({ faults: z.array(z.string()), dropped: z.int() });

const inNamespace = (command: string) =>
  spawnSync("unshare", ["--net", "sh", "-c", `${INSIDE} && ${command}`], {
    encoding: "utf8",
    timeout: 600_000,
  });

const piece = (number: number): PieceResult => {
  const probe = inNamespace("true");
  if (probe.status !== 0) {
    process.stderr.write(`loss: skipped, no namespace that loses segments: ${probe.stderr.trim()}\n`);
    return { cases: 0, faults: [] };
  }
  const child = path.join(import.meta.dirname, "lossy-line.js");
  const run = inNamespace(`exec "${process.execPath}" "${child}" ${number} ${PACKETS}`);
  if (run.status !== 0) return { cases: PACKETS, faults: [`piece ${number}: ${run.stderr.slice(-400)}`] };
  const { faults, dropped } = resultSchema.parse(JSON.parse(run.stdout));
  const told = faults.map((fault) => `piece ${number}: ${fault}`);
  // Some seven thousand segments carry a piece: that few were lost would mean that little was tried.
  return {
    cases: PACKETS,
    faults: dropped >= 40 ? told : [...told, `piece ${number}: only ${dropped} were lost`],
  };
};

export const job: NightlyJob = {
  name: "loss",
  pieces: 10,
  run: (number) => Promise.resolve(piece(number)),
};
