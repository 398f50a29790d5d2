/**
 * Recordings of SBI services: `sbi.jsonl`, the calls and their answers, and `provider.pem`, the test provider whom a replay accepts
 * (unnamed.ts). What a kiosk drew and when it asked comes from the recording, so that it asks what was recorded.
 */
import { X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Clock } from "../../api/base/clock.ts";
import { OutsideFault } from "../../api/base/faults.ts";
import { systemRandom, type RandomSource } from "../../api/base/random.ts";
import type { RecordingFiles } from "../recorder.ts";
import { readObject } from "../transport/json-lines.ts";
import {
  readNetRecording,
  replayNet,
  tapNet,
  writeNetRecording,
  type NetEntry,
  type NetReplay,
} from "../transport/net-recording.ts";
import type { NetTransport } from "../transport/net.ts";
import { ReplayClock } from "../transport/replay-clock.ts";
import type { SbiRequest } from "./client.ts";
import type { Trust } from "./jws.ts";
import { withOtherRecords } from "./exchanged.ts";
import type { ServiceStandIns } from "./stand-ins.ts";
import { makeSigner, type SbiSigner } from "./test-provider.ts";
import { withoutUnits } from "./unnamed.ts";

export const CALLS = "sbi.jsonl";
const PROVIDER = "provider.pem";

const RECORDINGS = "Recordings, a provider whom nobody accepts";

export interface SbiRecorder {
  /** Give this to the scanner instead of the tapped one. */
  readonly net: NetTransport;
  /** Without what names the unit; with `replace` without what shows a person, too. */
  files(replace?: ServiceStandIns): Promise<RecordingFiles>;
}

/** Ports at which nobody listened say nothing, unless nobody listened anywhere. */
const telling = (entries: readonly NetEntry[]): readonly NetEntry[] => {
  const answered = new Set(
    entries.filter(({ answer }) => !("fault" in answer)).map(({ request }) => request.port),
  );
  return answered.size === 0 ? entries : entries.filter(({ request }) => answered.has(request.port));
};

/** `trust`: whom the kiosk that is recorded accepts. */
export const recordSbi = async (
  inner: NetTransport,
  clock: Clock,
  trust: Trust,
  signer?: SbiSigner,
): Promise<SbiRecorder> => {
  const provider = signer ?? (await makeSigner(RECORDINGS));
  const { net, entries } = tapNet(inner, clock);
  return {
    net,
    files: (replace) => filesOf(telling(entries), trust, provider, replace),
  };
};

const filesOf = async (
  entries: readonly NetEntry[],
  trust: Trust,
  provider: SbiSigner,
  replace: ServiceStandIns | undefined,
): Promise<RecordingFiles> => {
  const shown = replace ? await withOtherRecords(entries, trust, provider, replace) : entries;
  // What was exchanged is signed by the recording's provider already.
  const accepted = { ...trust, anchors: [...trust.anchors, provider.anchor] };
  return new Map([
    [CALLS, writeNetRecording(withoutUnits(shown, accepted, provider))],
    [PROVIDER, provider.anchor.toString()],
  ]);
};

/** The synthetic twin of a recording: other records in it, signed by another provider. Throws OutsideFault. */
export const exchangeSbi = async (folder: string, replace: ServiceStandIns): Promise<RecordingFiles> => {
  const calls = await read(folder, CALLS);
  const { anchors, requests } = await openSbiRecording(folder);
  const now = Date.parse(requests[0]?.captureTime ?? "");
  const provider = await makeSigner(RECORDINGS);
  return filesOf(readNetRecording(calls, folder), { anchors, now }, provider, replace);
};

/** What the recorded kiosk asked for, capture by capture. */
export type RecordedRequest = Pick<
  SbiRequest,
  "environment" | "timeout" | "captureTime" | "transactionId" | "bioSubTypes"
>;

const ENVIRONMENTS = ["Staging", "Developer", "Pre-Production", "Production"] as const;

const requestOf = (body: string, label: string): RecordedRequest => {
  const malformed = (): never => {
    throw new OutsideFault("input-malformed", `${label}: a capture was not asked for as SBI 1.0 has it.`);
  };
  const line = readObject(body, label);
  const environment = ENVIRONMENTS.find((one) => one === line.field("env")) ?? malformed();
  const bio = line.field("bio");
  const first: unknown = Array.isArray(bio) ? bio[0] : malformed();
  const [timeout, captureTime] = [line.text("timeout"), line.text("captureTime")];
  if (!/^\d{1,7}$/u.test(timeout) || Number.isNaN(Date.parse(captureTime))) malformed();
  const subTypes = typeof first === "object" && first !== null && "bioSubType" in first && first.bioSubType;
  return {
    environment,
    timeout: Number(timeout),
    captureTime,
    transactionId: line.text("transactionId"),
    bioSubTypes: Array.isArray(subTypes) ? subTypes.map(String) : malformed(),
  };
};

/** The random half of `kiosk-<hexadecimal>-<number>`. */
const drawn = ({ transactionId }: RecordedRequest): Uint8Array | undefined => {
  const [, hex] = /^kiosk-((?:[\da-f]{2})+)-\d+$/u.exec(transactionId) ?? [];
  return hex === undefined ? undefined : Uint8Array.from(Buffer.from(hex, "hex"));
};

export interface SbiReplay {
  readonly net: NetReplay;
  /** Shows the time of the capture that comes next in the recording. */
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly anchors: readonly X509Certificate[];
  readonly ports: readonly number[];
  readonly requests: readonly RecordedRequest[];
}

const read = async (folder: string, name: string): Promise<string> => {
  try {
    return await readFile(path.join(folder, name), "utf8");
  } catch (cause) {
    throw new OutsideFault("input-missing", `${path.join(folder, name)} cannot be read.`, { cause });
  }
};

const certificateOf = (pem: string, label: string): X509Certificate => {
  try {
    return new X509Certificate(pem);
  } catch (cause) {
    throw new OutsideFault("input-malformed", `${label} is no certificate.`, { cause });
  }
};

/** Throws OutsideFault input-malformed or input-unknown-key. */
export const replaySbi = (calls: string, provider: string, label: string): SbiReplay => {
  const entries = readNetRecording(calls, label);
  const captures = entries.filter(({ request }) => request.method === "RCAPTURE");
  const requests = captures.map(({ request }, i) => requestOf(request.body, `${label}, capture ${i + 1}`));
  const first = Math.floor((entries[0]?.t ?? 0) / 1000);
  const time = new ReplayClock(first);
  const net = replayNet(entries, time);
  let draws = 0;
  const asked = () => requests.length - net.leftOf("RCAPTURE");
  return {
    net,
    clock: {
      now: () => {
        const next = requests[Math.min(asked(), requests.length - 1)];
        return next === undefined ? time.now() : Date.parse(next.captureTime);
      },
      sleep: (duration, signal) => time.sleep(duration, signal),
    },
    random: (purpose, length) => {
      const next = requests[draws];
      draws += 1;
      return (next && drawn(next)) ?? systemRandom(purpose, length);
    },
    anchors: [certificateOf(provider, `${label}/${PROVIDER}`)],
    ports: [...new Set(entries.map(({ request }) => request.port))],
    requests,
  };
};

/** Throws OutsideFault input-missing, input-malformed or input-unknown-key. */
export const openSbiRecording = async (folder: string): Promise<SbiReplay> =>
  replaySbi(await read(folder, CALLS), await read(folder, PROVIDER), folder);
