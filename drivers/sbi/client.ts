/**
 * A client of MOSIP's SBI 1.0: any certified scanner's service on this machine. What it hands over is verified here (signatures
 * to an accepted provider, the chain of hashes, the transaction, the purpose); the records are ISO images that the kiosk decodes.
 *
 *   const [device] = await discoverSbi(ports, signal);
 *   const captured = await captureSbi(device, { ...request, previousHash: FIRST_HASH }, trust, signal);
 */
import { OutsideFault } from "../../api/base/faults.ts";
import type { RetryReason } from "../../api/words/capture.ts";
import type { DeviceIdentity } from "../../api/words/device.ts";
import type { Milliseconds } from "../../api/words/units.ts";
import { chainedHash } from "./hash.ts";
import { callSbi } from "./http.ts";
import type { SbiCall } from "./http.ts";
import { readUnsigned, verifyJws } from "./jws.ts";
import type { NetTransport } from "../transport/net.ts";
import type { Trust } from "./jws.ts";

/** Specification, "Device Discovery". */
export const SBI_PORTS = { first: 4501, last: 4600 } as const;
const DISCOVERY_TIMEOUT = 3000;
const INFO_TIMEOUT = 5000;
/** The service answers within the capture's own time; this is for its way. */
const ANSWER_GRACE = 5000;

export type SbiType = "Finger" | "Face" | "Iris";

export interface SbiDevice {
  readonly port: number;
  readonly deviceId: string;
  readonly status: string;
  readonly certification: string;
  readonly identity: DeviceIdentity;
  readonly type: string;
  readonly purpose: string;
}

export interface SbiRequest {
  readonly environment: "Staging" | "Developer" | "Pre-Production" | "Production";
  readonly timeout: Milliseconds;
  /** ISO 8601. */
  readonly captureTime: string;
  /** 4 to 50 letters, digits and hyphens; another one for every request. */
  readonly transactionId: string;
  readonly type: SbiType;
  readonly count: number;
  readonly bioSubTypes: readonly string[];
  readonly exceptions: readonly string[];
  /** 1 to 100, NFIQ 2 for fingers. */
  readonly requestedScore: number;
  readonly deviceSubId: 0 | 1 | 2 | 3;
  /** Of the capture before; FIRST_HASH for the first. */
  readonly previousHash: string;
}

export interface SbiRecord {
  /** "Left IndexFinger"; empty for a face. */
  readonly subType: string;
  /** ISO/IEC 19794-4 or -5, as the service made it. */
  readonly record: Uint8Array;
  readonly qualityScore: number;
  readonly timestamp: string;
  readonly hash: string;
}

type Fields = Record<string, unknown>;

const fieldsOf = (value: unknown, what: string): Fields => {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw new OutsideFault("input-malformed", `${what} of the SBI service is not an object.`);
};

const listOf = (value: unknown, what: string): readonly unknown[] => {
  if (Array.isArray(value)) return value;
  throw new OutsideFault("input-malformed", `${what} of the SBI service is not a list.`);
};

const text = (fields: Fields, name: string): string => {
  const value = fields[name];
  return typeof value === "string" ? value : "";
};

/** Specification, "Error codes": what the subject can put right. */
const RETRIES: ReadonlyMap<string, RetryReason> = new Map([
  // "Unable to detect a biometric object".
  ["101", "nothing-presented"],
  // "Image orientation error".
  ["105", "not-readable"],
]);

/** The service answered that it captured nothing. */
export class SbiRefused extends OutsideFault {
  /** Absent: the device is at fault, not the subject. */
  readonly retry: RetryReason | undefined;
  constructor(code: string, info: string) {
    super("device-failed", `The SBI service captured nothing: ${`${code} ${info}`.trim()}.`);
    this.retry = RETRIES.get(code);
  }
}

/** Code 0 and no code at all are success. */
const refuseErrors = (fields: Fields): void => {
  if (fields["error"] === undefined || fields["error"] === null) return;
  const error = fieldsOf(fields["error"], "An error");
  const code = text(error, "errorCode");
  if (code !== "" && code !== "0") throw new SbiRefused(code, text(error, "errorInfo"));
};

const deviceOf = (value: unknown, port: number): SbiDevice => {
  const fields = fieldsOf(value, "A device");
  const digital = readUnsigned(text(fields, "digitalId"), "The digital id");
  return {
    port,
    deviceId: text(fields, "deviceId"),
    status: text(fields, "deviceStatus"),
    certification: text(fields, "certification"),
    identity: {
      driver: "sbi",
      make: text(digital, "make"),
      model: text(digital, "model"),
      serial: text(digital, "serialNo"),
      firmware: text(fields, "serviceVersion"),
    },
    type: text(digital, "type"),
    purpose: text(fields, "purpose"),
  };
};

/** What bounds a call, and over what it goes. */
type Bounds = Pick<SbiCall, "signal" | "net">;
const bounds = (signal: AbortSignal | undefined, net: NetTransport | undefined): Bounds => ({
  ...(signal ? { signal } : {}),
  ...(net ? { net } : {}),
});

const withoutSilence = async (port: number, given: Bounds): Promise<readonly SbiDevice[]> => {
  const call = { port, method: "MOSIPDISC", path: "/device", body: { type: "Biometric Device" } } as const;
  try {
    const answer = await callSbi({ ...call, timeout: DISCOVERY_TIMEOUT, ...given });
    return listOf(answer, "The discovery").map((device) => deviceOf(device, port));
  } catch (error) {
    // Whoever else listens in that range is no SBI service, and none of our business.
    if (error instanceof OutsideFault) return [];
    throw error;
  }
};

/** Every device of every service that answers, at these ports or the whole range. */
export const discoverSbi = async (
  ports?: readonly number[],
  signal?: AbortSignal,
  net?: NetTransport,
): Promise<readonly SbiDevice[]> => {
  const { first, last } = SBI_PORTS;
  const range = ports ?? Array.from({ length: last - first + 1 }, (_, i) => first + i);
  return (await Promise.all(range.map((port) => withoutSilence(port, bounds(signal, net))))).flat();
};

/** Whether a digital id is that of the device. */
const isOf = (digital: Fields, { identity }: SbiDevice): boolean =>
  text(digital, "make") === identity.make &&
  text(digital, "model") === identity.model &&
  text(digital, "serialNo") === identity.serial;

/** Undefined: the entry is of another device. */
const informationOf = (entry: unknown, device: SbiDevice, trust: Trust): SbiDevice | undefined => {
  const fields = fieldsOf(entry, "An entry of the device information");
  const { payload } = verifyJws(text(fields, "deviceInfo"), "The device information", trust);
  const info = fieldsOf(payload, "The device information");
  if (text(info, "deviceId") !== device.deviceId) return undefined;
  const { payload: digital } = verifyJws(text(info, "digitalId"), "The digital id", trust);
  if (!isOf(fieldsOf(digital, "The digital id"), device))
    throw new OutsideFault(
      "signature-invalid",
      "The SBI service signs for another device than it announced.",
    );
  return { ...device, status: text(info, "deviceStatus"), purpose: text(info, "purpose") };
};

/** The signed information, verified: what discovery said unsigned may be relied upon only after this. */
export const verifySbiDevice = async (
  device: SbiDevice,
  trust: Trust,
  signal?: AbortSignal,
  net?: NetTransport,
): Promise<SbiDevice> => {
  const call = { port: device.port, method: "MOSIPDINFO", path: "/info", timeout: INFO_TIMEOUT } as const;
  const answer = await callSbi({ ...call, ...bounds(signal, net) });
  let refused: OutsideFault | undefined;
  for (const entry of listOf(answer, "The device information")) {
    try {
      const found = informationOf(entry, device, trust);
      if (found) return found;
    } catch (error) {
      // Another device of the service, which nobody has registered, does not speak for this one.
      if (!(error instanceof OutsideFault)) throw error;
      refused ??= error;
    }
  }
  throw (
    refused ??
    new OutsideFault(
      "device-missing",
      `The SBI service at port ${device.port} no longer knows ${device.deviceId}.`,
    )
  );
};

const bodyOf = (device: SbiDevice, request: SbiRequest): unknown => ({
  env: request.environment,
  purpose: "Registration",
  specVersion: "1.0",
  timeout: String(request.timeout),
  captureTime: request.captureTime,
  transactionId: request.transactionId,
  bio: [
    {
      type: request.type,
      count: String(request.count),
      bioSubType: request.bioSubTypes,
      exception: request.exceptions,
      requestedScore: String(request.requestedScore),
      deviceId: device.deviceId,
      deviceSubId: String(request.deviceSubId),
      previousHash: request.previousHash,
    },
  ],
  customOpts: {},
});

interface Asked {
  readonly device: SbiDevice;
  readonly request: SbiRequest;
  readonly trust: Trust;
}

/** One record, verified against the request and the hash of the record before it. */
const recordOf = (entry: unknown, { device, request, trust }: Asked, previous: string): SbiRecord => {
  const fields = fieldsOf(entry, "A biometric record");
  refuseErrors(fields);
  const { payload } = verifyJws(text(fields, "data"), "A biometric record", trust);
  const data = fieldsOf(payload, "A biometric record");
  const { payload: digital } = verifyJws(text(data, "digitalId"), "The digital id", trust);
  if (!isOf(fieldsOf(digital, "The digital id"), device))
    throw new OutsideFault("signature-invalid", "A record of the SBI service comes from another device.");
  const claims = {
    transactionId: request.transactionId,
    bioType: request.type,
    env: request.environment,
    purpose: "Registration",
  };
  for (const [name, wanted] of Object.entries(claims))
    if (text(data, name) !== wanted)
      throw new OutsideFault(
        "signature-invalid",
        `A record of the SBI service has ${name} "${text(data, name)}", not "${wanted}".`,
      );
  const subType = text(data, "bioSubType");
  if (request.bioSubTypes.length > 0 && !request.bioSubTypes.includes(subType))
    throw new OutsideFault(
      "signature-invalid",
      `A record of the SBI service is of "${subType}", which was not asked for.`,
    );
  const record = Uint8Array.from(Buffer.from(text(data, "bioValue"), "base64url"));
  const hash = text(fields, "hash").toUpperCase();
  if (record.length === 0 || hash !== chainedHash(previous, record))
    throw new OutsideFault("signature-invalid", "A record of the SBI service breaks the chain of hashes.");
  return {
    subType,
    record,
    qualityScore: Number(text(data, "qualityScore")),
    timestamp: text(data, "timestamp"),
    hash,
  };
};

/** Throws OutsideFault device-failed (with the service's own words), signature-invalid, device-missing or input-too-large. */
export const captureSbi = async (
  device: SbiDevice,
  request: SbiRequest,
  trust: Trust,
  signal?: AbortSignal,
  net?: NetTransport,
): Promise<readonly SbiRecord[]> => {
  const call = {
    port: device.port,
    method: "RCAPTURE",
    path: "/capture",
    body: bodyOf(device, request),
  } as const;
  const answer = await callSbi({
    ...call,
    timeout: request.timeout + ANSWER_GRACE,
    ...bounds(signal, net),
  });
  const entries = listOf(fieldsOf(answer, "The capture")["biometrics"], "The capture");
  const records: SbiRecord[] = [];
  for (const entry of entries) {
    const previous = records.at(-1)?.hash ?? request.previousHash;
    records.push(recordOf(entry, { device, request, trust }, previous));
  }
  if (records.length === 0) throw new OutsideFault("device-failed", "The SBI service captured nothing.");
  return records;
};
