/**
 * A scanner certified for MOSIP in the kiosk's scanner place: its SBI service captures, its signatures and the chain of hashes are
 * verified, and the picture within its ISO record is decoded here, because drivers know no codecs.
 */
import path from "node:path";
import { X509Certificate } from "node:crypto";
import { z } from "zod";
import type { Clock } from "../../api/base/clock.ts";
import { OutsideFault } from "../../api/base/faults.ts";
import { systemFiles } from "../../api/base/files.ts";
import { readBounded, readJson } from "../../api/base/json-file.ts";
import type { RandomSource } from "../../api/base/random.ts";
import { readFinger2011, type Finger2011 } from "../../api/formats/iso19794/second-edition.ts";
import { decodeCodestream } from "../../api/formats/jp2/codec.ts";
import { unwrapCodestream } from "../../api/formats/jp2/boxes.ts";
import type { CaptureOutcome, CaptureRequest, DeviceFaultCode } from "../../api/words/capture.ts";
import type { FingerPosition } from "../../api/words/characteristic.ts";
import type { DeviceFeatures } from "../../api/words/device.ts";
import type { GreyImage } from "../../api/words/sample.ts";
import {
  captureSbi,
  discoverSbi,
  SbiRefused,
  verifySbiDevice,
  type SbiDevice,
  type SbiRecord,
  type SbiRequest,
} from "../../drivers/sbi/client.ts";
import { FIRST_HASH } from "../../drivers/sbi/hash.ts";
import type { Trust } from "../../drivers/sbi/jws.ts";
import { streamSbi } from "../../drivers/sbi/stream.ts";
import { CaptureRun } from "../../drivers/capture-run.ts";
import type { NetTransport } from "../../drivers/transport/net.ts";
import type { CaptureDevice } from "../../drivers/driver.ts";
import { decodeGrey } from "../../models/image.ts";
import { MOSIP_FINGERS } from "../../api/words/mosip-fingers.ts";

const configSchema = z.strictObject({
  format: z.literal("kiosk-sbi/1"),
  environment: z.enum(["Staging", "Developer", "Pre-Production", "Production"]),
  /** Certificates of the device providers whom the programme accepts, beside this file. */
  providers: z.array(z.string().min(1)).min(1).max(100),
  /** Absent: the whole range of the specification. */
  ports: z.array(z.int().min(1).max(65_535)).min(1).optional(),
  /** As the device's data sheet says; unknown counts as below the policy's limit. */
  ppi: z.int().min(100).max(2000).optional(),
  areaMm: z.strictObject({ width: z.number().min(1), height: z.number().min(1) }).optional(),
});

export interface SbiSetting {
  readonly environment: z.infer<typeof configSchema>["environment"];
  readonly anchors: readonly X509Certificate[];
  readonly ports?: readonly number[];
  readonly features: DeviceFeatures;
}

const NOTE =
  "Certified for MOSIP by its maker's programme; its signatures are verified at each capture. Proved against our own twin of the service.";

const featuresOf = ({ ppi, areaMm }: z.infer<typeof configSchema>): DeviceFeatures => ({
  characteristic: "finger",
  evidence: "vendor-document",
  suitability: "enrolment",
  note: NOTE,
  presentationAttackDetection: false,
  bitDepth: 8,
  ...(ppi === undefined ? {} : { ppi }),
  ...(areaMm === undefined ? {} : { areaMm }),
});

const KIND = { schema: configSchema, what: "an SBI configuration", most: 64 * 1024 } as const;
const PROVIDER_BYTES = 64 * 1024;

const missing = (file: string): OutsideFault =>
  new OutsideFault("input-missing", `There is no ${file}; name the SBI configuration.`);

const readProvider = async (file: string): Promise<X509Certificate> => {
  const bytes = await readBounded(systemFiles, file, "a certificate", PROVIDER_BYTES);
  if (bytes === undefined) throw missing(file);
  try {
    return new X509Certificate(bytes);
  } catch (cause) {
    throw new OutsideFault("input-malformed", `${file} holds no certificate; give PEM or DER.`, { cause });
  }
};

/** Throws OutsideFault input-missing, input-malformed, input-unknown-key or input-too-large. */
export const readSbiSetting = async (file: string): Promise<SbiSetting> => {
  const config = await readJson(systemFiles, file, KIND);
  if (config === undefined) throw missing(file);
  const { environment, ports, providers } = config;
  const anchors = await Promise.all(
    providers.map((name) => readProvider(path.resolve(path.dirname(file), name))),
  );
  return { environment, anchors, features: featuresOf(config), ...(ports === undefined ? {} : { ports }) };
};

/** Sub-device: left slap, right slap, thumbs. */
const subIdOf = (finger: FingerPosition): 1 | 2 | 3 =>
  finger.endsWith("thumb") ? 3 : finger.startsWith("left") ? 1 : 2;

const pixelsOf = async ({ compression, image, width, height }: Finger2011): Promise<GreyImage> => {
  const label = "the SBI service's picture";
  switch (compression) {
    case "none":
      return { width, height, pixels: Uint8Array.from(image) };
    case "jp2-lossless": {
      const raster = await decodeCodestream(unwrapCodestream(image, label), label);
      if (raster.components !== 1) throw new OutsideFault("picture-unreadable", `${label} is not grey.`);
      return { width: raster.width, height: raster.height, pixels: raster.pixels };
    }
    case "png":
      return decodeGrey(image, label);
    case "wsq":
    case "jpeg":
    case "jp2-lossy":
      // TR-03121-3.2 wants one lossy compression, and the packet's is it.
      throw new OutsideFault(
        "policy-refused",
        `${label} is compressed with loss (${compression}), and a print is compressed once, from the original; set the service to lossless JPEG 2000, PNG or no compression.`,
      );
    default:
      throw new OutsideFault("picture-unreadable", `${label} is packed bits, which the kiosk does not read.`);
  }
};

/** What the machine's fault is in the words of a capture. */
const FAULTS: Partial<Record<OutsideFault["code"], DeviceFaultCode>> = {
  "device-missing": "unplugged",
  "signature-invalid": "wrong-device",
  "input-malformed": "garbage",
  "picture-unreadable": "garbage",
  "recording-mismatch": "recording-mismatch",
  "policy-refused": "wrong-device",
};

/** Throws OutsideFault device-failed. An answer that leaves them out says nothing against it. */
const demandUsable = ({ purpose, status, identity }: SbiDevice): void => {
  const name = `${identity.make} ${identity.model}`;
  if (purpose !== "" && purpose.toLowerCase() !== "registration")
    throw new OutsideFault(
      "device-failed",
      `The SBI scanner ${name} is registered for "${purpose}", not for registration; take another one.`,
    );
  if (status !== "" && status.toLowerCase() !== "ready")
    throw new OutsideFault(
      "device-failed",
      `The SBI scanner ${name} says "${status}"; end the other program that uses it, or start its service again.`,
    );
};

export interface SbiScannerParts {
  readonly setting: SbiSetting;
  readonly clock: Clock;
  readonly random: RandomSource;
  /** Default: this machine's own; a recording, or one that is spoilt. */
  readonly net?: NetTransport;
}

/** One scanner; each capture goes on in the chain of hashes of the one before. */
export class SbiScanner {
  readonly #parts: SbiScannerParts;
  #hash = FIRST_HASH;
  #captures = 0;

  constructor(parts: SbiScannerParts) {
    this.#parts = parts;
  }

  get features(): DeviceFeatures {
    return this.#parts.setting.features;
  }

  #trust(): Trust {
    return { anchors: this.#parts.setting.anchors, now: this.#parts.clock.now() };
  }

  /** Throws OutsideFault device-missing, signature-invalid. */
  async open(finger: FingerPosition): Promise<CaptureDevice> {
    const device = await this.#ready();
    const run = new CaptureRun(this.#parts.clock, "The SBI scanner");
    return {
      identity: device.identity,
      status: () => run.status(),
      capture: (request, signal) =>
        run.run(request, signal, (stop) => this.#capture(device, finger, request, stop)),
      [Symbol.asyncDispose]: async () => void (await run.close()),
    };
  }

  /** The first scanner that can capture for a registration; what its service signs of it decides, not what it announces. */
  async #ready(): Promise<SbiDevice> {
    const { setting, net } = this.#parts;
    const found = (await discoverSbi(setting.ports, undefined, net)).filter(({ type }) => type === "Finger");
    let refused: OutsideFault | undefined;
    for (const one of found)
      try {
        const device = await verifySbiDevice(one, this.#trust(), undefined, net);
        demandUsable(device);
        return device;
      } catch (error) {
        if (!(error instanceof OutsideFault)) throw error;
        refused ??= error;
      }
    throw (
      refused ??
      new OutsideFault(
        "device-missing",
        "No SBI service with a fingerprint scanner answers; start the maker's service.",
      )
    );
  }

  /** What lies on the glass, for as long as the service captures. It is shown and never kept; without it the capture is the same. */
  async #live(
    device: SbiDevice,
    deviceSubId: SbiRequest["deviceSubId"],
    { deadline, watch }: CaptureRequest,
    signal: AbortSignal,
  ): Promise<void> {
    if (watch?.print === undefined) return;
    const wanted = { deviceSubId, timeout: Math.round(deadline) };
    try {
      for await (const jpeg of streamSbi(device, wanted, signal, this.#parts.net)) {
        const image = await decodeGrey(jpeg, "a frame of the SBI service's live view").catch(() => undefined);
        jpeg.fill(0);
        if (image === undefined) continue;
        watch.print(image);
        image.pixels.fill(0);
      }
    } catch (error) {
      // Many services have no live view, and say so.
      if (!(error instanceof OutsideFault)) throw error;
    }
  }

  async #capture(
    device: SbiDevice,
    finger: FingerPosition,
    request: CaptureRequest,
    signal: AbortSignal,
  ): Promise<CaptureOutcome> {
    const over = new AbortController();
    const live = this.#live(device, subIdOf(finger), request, AbortSignal.any([signal, over.signal]));
    // What is our own mistake comes up where it is awaited.
    live.catch(() => undefined);
    try {
      return await this.#record(device, finger, request, signal);
    } finally {
      over.abort();
      await live;
    }
  }

  async #record(
    device: SbiDevice,
    finger: FingerPosition,
    { deadline }: CaptureRequest,
    signal: AbortSignal,
  ): Promise<CaptureOutcome> {
    try {
      const [record] = await captureSbi(
        device,
        this.#request(finger, deadline),
        this.#trust(),
        signal,
        this.#parts.net,
      );
      if (record === undefined) return { kind: "retry", reason: "nothing-presented" };
      this.#hash = record.hash;
      return await this.#outcome(device, finger, record);
    } catch (error) {
      if (signal.aborted) return { kind: "cancelled" };
      if (!(error instanceof OutsideFault)) throw error;
      if (error instanceof SbiRefused && error.retry) return { kind: "retry", reason: error.retry };
      return { kind: "failed", fault: { code: FAULTS[error.code] ?? "stalled", detail: error.message } };
    }
  }

  #request(finger: FingerPosition, timeout: number): Parameters<typeof captureSbi>[1] {
    const { setting, clock, random } = this.#parts;
    this.#captures += 1;
    return {
      environment: setting.environment,
      timeout: Math.round(timeout),
      captureTime: new Date(clock.now()).toISOString(),
      transactionId: `kiosk-${Buffer.from(random("sbi transaction", 8)).toString("hex")}-${this.#captures}`,
      type: "Finger",
      count: 1,
      bioSubTypes: [MOSIP_FINGERS[finger]],
      exceptions: [],
      requestedScore: 40,
      deviceSubId: subIdOf(finger),
      previousHash: this.#hash,
    };
  }

  async #picture(
    finger: FingerPosition,
    { record }: SbiRecord,
  ): Promise<{ readonly image: GreyImage; readonly ppi: number }> {
    const read = readFinger2011(record, "the SBI service's record");
    if (read.position !== finger && read.position !== "unknown")
      throw new OutsideFault(
        "input-malformed",
        `The SBI service captured the ${read.position}, not the ${finger}.`,
      );
    return { image: await pixelsOf(read), ppi: read.ppi };
  }

  async #outcome(device: SbiDevice, finger: FingerPosition, record: SbiRecord): Promise<CaptureOutcome> {
    const { image, ppi } = await this.#picture(finger, record).finally(
      // The picture is handed over; what it came in is not kept.
      () => record.record.fill(0),
    );
    return {
      kind: "captured",
      sample: {
        characteristic: "finger",
        image,
        ppi,
        bitDepth: 8,
        device: device.identity,
        capturedAt: this.#parts.clock.now(),
      },
    };
  }
}
