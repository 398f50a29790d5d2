import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { VirtualClock } from "../../../api/base/clock.ts";
import { systemFiles } from "../../../api/base/files.ts";
import type { DeviceFeatures } from "../../../api/words/device.ts";
import type { CaptureDevice } from "../../../drivers/driver.ts";
import { uru4000 } from "../../../drivers/fingerprint/uru4000/driver.ts";
import { virtualCamera, virtualScanner } from "../../../drivers/virtual.ts";
import type { CalibrationCertificate } from "../../../kiosk/devices/certificate-record.ts";
import { prepared } from "../../../kiosk/devices/prepare.ts";
import { PrintRanges } from "../../../kiosk/devices/print-ranges.ts";
import { CalibrationRecords } from "../../../kiosk/devices/records.ts";
import { calibrationOf } from "../../../kiosk/cli/start/gate.ts";
import { followHotPlug } from "../../../kiosk/cli/start/hot-plug.ts";
import { Slot } from "../../../kiosk/server/slot.ts";
import type { Policy } from "../../../kiosk/session/policy.ts";
import { trialPolicy } from "../server/played-kiosk.ts";

const NOW = Date.UTC(2026, 10, 21);
const DAY = 86_400_000;
let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "joined-"));
});
afterEach(() => rm(folder, { recursive: true }));

const certificate = (of: Partial<CalibrationCertificate>): CalibrationCertificate => ({
  format: "calibration-certificate/1",
  id: "CAL-1",
  device: { driver: "uvc", make: "UVC", model: "Virtual camera" },
  kind: "face",
  kiosk: "k",
  software: "s",
  operator: "o",
  calibratedAt: new Date(NOW - 86_400_000).toISOString(),
  expires: new Date(NOW + 86_400_000).toISOString(),
  verdict: "passed",
  steps: [],
  settings: { exposure: 250, gain: 4 },
  ...of,
});

const recordsWith = async (of: Partial<CalibrationCertificate>): Promise<CalibrationRecords> => {
  const records = new CalibrationRecords(systemFiles, folder);
  const none = new Uint8Array();
  await records.add({
    certificate: certificate(of),
    json: none,
    jsonSignature: none,
    pdf: none,
    pdfSignature: none,
  });
  return records;
};

const CONTROLS = { auto_exposure: 3, exposure_time_absolute: 157, gain: 12 };
const opened = async (records: CalibrationRecords) => {
  const camera = virtualCamera([], { controls: CONTROLS });
  return prepared(await camera.open(), {
    records,
    ranges: new PrintRanges(systemFiles, folder),
    now: () => NOW,
  });
};

const policy = (calibration?: Policy["calibration"]) => {
  const { calibration: _own, ...rest } = trialPolicy();
  return calibration === undefined ? rest : { ...rest, calibration };
};

describe("a device as the kiosk opens it", () => {
  test("the camera stands as its certificate in force says, read back; without one it is left alone", async () => {
    await using set = await opened(await recordsWith({}));
    expect(await set.controls?.read()).toEqual({ exposure: 250, gain: 4 });
    await using left = await opened(await recordsWith({ expires: new Date(NOW - 1).toISOString() }));
    expect(await left.controls?.read()).toEqual({ exposure: 157, gain: 12 });
    await using refused = await opened(await recordsWith({ verdict: "failed" }));
    expect(await refused.controls?.read()).toEqual({ exposure: 157, gain: 12 });
  });

  test("a packet names the certificate that was in force when the person stood there", async () => {
    const records = await recordsWith({});
    const features: DeviceFeatures = {
      characteristic: "face",
      evidence: "virtual",
      suitability: "enrolment",
      note: "",
      presentationAttackDetection: false,
    };
    const device = { driver: "uvc", make: "UVC", model: "Virtual camera" };
    const other = { ...device, serial: "another" };
    const given = [
      { identity: device, features },
      { identity: other, features },
    ];
    const named = (at: number) => records.certified(given, at).map(({ calibration }) => calibration);
    expect(named(NOW)).toEqual(["CAL-1", undefined]);
    expect(named(NOW - 2 * 86_400_000)).toEqual([undefined, undefined]);
    expect(named(NOW + 2 * 86_400_000)).toEqual([undefined, undefined]);
    // Calibrated again before the packet was sealed: what was captured before keeps its certificate.
    const none = new Uint8Array();
    const later = certificate({ id: "CAL-2", calibratedAt: new Date(NOW + 1).toISOString() });
    const signed = { json: none, jsonSignature: none, pdf: none, pdfSignature: none };
    await records.add({ certificate: later, ...signed });
    expect(named(NOW)).toEqual(["CAL-1", undefined]);
    expect(named(NOW + 2)).toEqual(["CAL-2", undefined]);
  });

  test("of a print only the count of its grey levels is kept", async () => {
    const ranges = new PrintRanges(systemFiles, folder);
    const pixels = Uint8Array.from({ length: 384 * 290 }, (_none, i) => (i * 7) % 200);
    const records = new CalibrationRecords(systemFiles, folder);
    await using scanner = await prepared(await virtualScanner([{ width: 384, height: 290, pixels }]).open(), {
      records,
      ranges,
      now: () => NOW,
    });
    const outcome = await scanner.capture({ deadline: 30_000 }, new AbortController().signal);
    expect(outcome.kind).toBe("captured");
    expect(await ranges.of("uru4000")).toEqual([200]);
    expect(await ranges.of("other")).toEqual([]);
  });

  test("the policy decides whether a device without calibration warns or refuses", async () => {
    const slot = { identity: certificate({}).device } as Slot;
    const records = await recordsWith({});
    expect(calibrationOf(policy(), records)(slot)).toBeUndefined();
    const ends = NOW + DAY;
    expect(calibrationOf(policy({ without: "warn", days: 90 }), records)(slot)).toEqual({ ends });
    const graced = policy({ without: "warn", days: 90, graceDays: 30 });
    expect(calibrationOf(graced, records)(slot)).toEqual({ ends, refusesFrom: ends + 30 * DAY });
    expect(calibrationOf(graced, await recordsWith({ rehearsal: "x" }))(slot)).toEqual({});
    const failed = await recordsWith({ verdict: "failed" });
    const failedAt = Date.parse(certificate({}).calibratedAt);
    expect(calibrationOf(policy({ without: "refuse", days: 90 }), failed)(slot)).toEqual({
      failedAt,
      refusesFrom: failedAt,
    });
  });

  test("a calibration that left steps out takes nothing from the one before it", async () => {
    const records = await recordsWith({});
    const none = new Uint8Array();
    const later = certificate({
      id: "CAL-2",
      verdict: "incomplete",
      calibratedAt: new Date(NOW - 1).toISOString(),
    });
    await records.add({ certificate: later, json: none, jsonSignature: none, pdf: none, pdfSignature: none });
    const device = { driver: "uvc", make: "UVC", model: "Virtual camera" };
    expect(records.newestOf(device)?.id).toBe("CAL-2");
    expect(records.inForce(device, NOW)?.id).toBe("CAL-1");
  });
});

const plug = async (address: number) => {
  const place = path.join(folder, "sys/bus/usb/devices/1-1");
  await mkdir(place, { recursive: true });
  for (const [name, text] of Object.entries({
    idVendor: "05ba",
    idProduct: "000a",
    busnum: "1",
    devnum: String(address),
  }))
    await writeFile(path.join(place, name), `${text}\n`);
  await mkdir(path.join(folder, "dev/bus/usb/001"), { recursive: true });
  await writeFile(path.join(folder, "dev/bus/usb/001", String(address).padStart(3, "0")), "");
};

const pull = () => rm(path.join(folder, "sys/bus/usb/devices/1-1"), { recursive: true });

describe("hot-plug in the running kiosk", () => {
  const features: DeviceFeatures = uru4000.featuresOf(uru4000.matches[2]!);

  test("a scanner that is swapped serves without a restart, and one that is pulled is gone at once", async () => {
    let there = true;
    const open: string[] = [];
    const slot = new Slot({
      features,
      open: async () => {
        if (!there) {
          const { OutsideFault } = await import("../../../api/base/faults.ts");
          throw new OutsideFault("device-missing", "There is no scanner; plug one in.");
        }
        open.push("opened");
        const device: CaptureDevice = {
          identity: { driver: "uru4000", make: "A", model: "B" },
          status: () => ({ phase: "ready", words: "" }),
          capture: () => Promise.resolve({ kind: "cancelled" }),
          [Symbol.asyncDispose]: () => Promise.resolve(),
        };
        return device;
      },
    });
    const clock = new VirtualClock(0);
    const stop = new AbortController();
    await plug(4);
    const slots = {
      camera: new Slot({ features, open: () => Promise.reject(new Error("never asked")) }),
      scanner: slot,
    };
    const roots = { sys: path.join(folder, "sys"), dev: path.join(folder, "dev") };
    const following = followHotPlug(slots, () => true, clock, stop.signal, { roots });
    const ticking = setInterval(() => clock.advance(2000), 5);
    await slot.works("right-index");
    const until = async (condition: string) => {
      for (let tries = 0; tries < 400 && slot.condition !== condition; tries += 1)
        await new Promise((resolve) => setTimeout(resolve, 10));
      expect(slot.condition).toBe(condition);
    };
    await new Promise((resolve) => setTimeout(resolve, 50));
    there = false;
    await pull();
    await until("gone");
    expect(slot.trouble).toBe("There is no scanner; plug one in.");
    there = true;
    await plug(9);
    await until("works");
    expect(open.length).toBe(2);
    stop.abort();
    clearInterval(ticking);
    clock.advance(10_000);
    await following;
  });
});
