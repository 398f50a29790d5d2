/** Where certificates are kept: one folder each, whole or not at all; the newest of a device counts. */
import path from "node:path";
import { writeDurably, type FileSystem } from "../../api/base/files.ts";
import type { DeviceIdentity } from "../../api/words/device.ts";
import type { DeviceRecord } from "../../api/words/enrolment.ts";
import type { Milliseconds } from "../../api/words/units.ts";
import { loadCertificate, type CalibrationCertificate } from "./certificate-record.ts";
import type { CertificateFiles } from "./certificate.ts";

export const CERTIFICATE_FILES = [
  "certificate.json",
  "certificate.json.p7s",
  "certificate.pdf",
  "certificate.pdf.p7s",
] as const;
export type CertificateFile = (typeof CERTIFICATE_FILES)[number];

/** Writes the four files; the JSON last, so that a folder with it is whole. */
export const writeCertificate = async (
  files: FileSystem,
  folder: string,
  made: CertificateFiles,
): Promise<void> => {
  await files.makeFolder(folder);
  const contents: readonly (readonly [CertificateFile, Uint8Array])[] = [
    ["certificate.pdf", made.pdf],
    ["certificate.pdf.p7s", made.pdfSignature],
    ["certificate.json.p7s", made.jsonSignature],
    ["certificate.json", made.json],
  ];
  for (const [name, bytes] of contents) await writeDurably(files, path.join(folder, name), bytes);
};

/** A device is known by its driver, model and serial number; without one, by its model: two alike cannot be told apart. */
const isOf = ({ device }: CalibrationCertificate, { driver, model, serial }: DeviceIdentity): boolean =>
  device.driver === driver && device.model === model && device.serial === serial;

export class CalibrationRecords {
  readonly #files: FileSystem;
  readonly #folder: string;
  #known: readonly CalibrationCertificate[] = [];

  constructor(files: FileSystem, data: string) {
    this.#files = files;
    this.#folder = path.join(data, "calibration");
  }

  /** Reads what lies there; a folder without its JSON was never finished and is passed over. */
  async load(): Promise<void> {
    const known: CalibrationCertificate[] = [];
    for (const id of await this.#files.list(this.#folder)) {
      const file = path.join(this.#folder, id, "certificate.json");
      const certificate = id.startsWith("CAL-") ? await loadCertificate(this.#files, file) : undefined;
      if (certificate !== undefined) known.push(certificate);
    }
    this.#known = known.toSorted((a, b) => (a.calibratedAt < b.calibratedAt ? 1 : -1));
  }

  async add(made: CertificateFiles): Promise<void> {
    await writeCertificate(this.#files, path.join(this.#folder, made.certificate.id), made);
    this.#known = [made.certificate, ...this.#known];
  }

  /** Newest first. */
  all(): readonly CalibrationCertificate[] {
    return this.#known;
  }

  read(id: string, file: CertificateFile): Promise<Uint8Array | undefined> {
    if (!this.#known.some((one) => one.id === id)) return Promise.resolve(undefined);
    return this.#files.read(path.join(this.#folder, id, file));
  }

  /** The newest real one of a device, whatever it says. */
  newestOf(device: DeviceIdentity): CalibrationCertificate | undefined {
    return this.#known.find((one) => one.rehearsal === undefined && isOf(one, device));
  }

  /** The newest real one until then that says whether the device is within its limits: one that left steps out does not. */
  decisiveOf(device: DeviceIdentity, until: Milliseconds = Infinity): CalibrationCertificate | undefined {
    return this.#known.find(
      (one) =>
        one.rehearsal === undefined &&
        one.verdict !== "incomplete" &&
        isOf(one, device) &&
        Date.parse(one.calibratedAt) <= until,
    );
  }

  /** What counted at that moment: the newest of then, if it passed and had not ended. */
  inForce(device: DeviceIdentity, at: Milliseconds): CalibrationCertificate | undefined {
    const newest = this.decisiveOf(device, at);
    return newest?.verdict === "passed" && Date.parse(newest.expires) > at ? newest : undefined;
  }

  /** Devices as they stood at that moment, each with the certificate that was in force. */
  certified(devices: readonly DeviceRecord[], at: Milliseconds): readonly DeviceRecord[] {
    return devices.map((device) => {
      const calibration = this.inForce(device.identity, at)?.id;
      return calibration === undefined ? device : { ...device, calibration };
    });
  }

  /** The same, each with what it was set to when it was opened (kiosk/devices/prepare.ts). */
  set<D extends DeviceRecord>(devices: readonly D[], at: Milliseconds) {
    return devices.map((device) => {
      const settings = this.inForce(device.identity, at)?.settings;
      return settings === undefined ? device : { ...device, settings };
    });
  }
}
