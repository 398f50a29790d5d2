/**
 * What a session holds of a person, by attempt number: captured samples until they are assessed, and what of them is to
 * be enrolled until the seal. Wiping overwrites the bytes before it lets them go.
 */
import { Bug } from "../../../api/base/faults.ts";
import type { DeviceIdentity } from "../../../api/words/device.ts";
import type {
  EnrolledFace,
  EnrolledFinger,
  EnrolledSignature,
  SupportingDocument,
} from "../../../api/words/enrolment.ts";
import type { Check } from "../../../api/words/quality.ts";
import type { CapturedSample } from "../../../api/words/sample.ts";

export type Enrolled =
  | { readonly kind: "face"; readonly face: EnrolledFace }
  | { readonly kind: "finger"; readonly finger: EnrolledFinger }
  | { readonly kind: "signature"; readonly signature: EnrolledSignature }
  | { readonly kind: "document"; readonly document: SupportingDocument; readonly device: DeviceIdentity };

export interface Slot {
  sample?: CapturedSample;
  checks: readonly Check[];
  enrolled?: Enrolled;
}

const bytesOfSample = (sample: CapturedSample): readonly Uint8Array[] => {
  if (sample.characteristic === "finger") return [sample.image.pixels];
  if (sample.characteristic === "document") return sample.picture === undefined ? [] : [sample.picture.bytes];
  return sample.characteristic === "face" ? [sample.bytes] : [];
};

const bytesOf = (enrolled: Enrolled): readonly Uint8Array[] => {
  switch (enrolled.kind) {
    case "face":
      return [enrolled.face.master.bytes, enrolled.face.chip.bytes];
    case "finger":
      return [enrolled.finger.image.bytes];
    case "document":
      return [enrolled.document.bytes];
    default:
      return [enrolled.signature.image.bytes];
  }
};

export class SampleBox {
  readonly #slots = new Map<number, Slot>();

  put(number: number, sample: CapturedSample): void {
    this.#slots.set(number, { sample, checks: [] });
  }

  sample(number: number): CapturedSample {
    const sample = this.#slots.get(number)?.sample;
    if (sample === undefined) throw new Bug(`no sample of attempt ${number} is held`);
    return sample;
  }

  /** The sample itself is no longer needed. */
  assessed(number: number, checks: readonly Check[], enrolled: Enrolled | undefined): void {
    const held = this.#slots.get(number)?.sample;
    if (held !== undefined) for (const bytes of bytesOfSample(held)) bytes.fill(0);
    this.#slots.set(number, { checks, ...(enrolled === undefined ? {} : { enrolled }) });
  }

  checks(number: number): readonly Check[] {
    return this.#slots.get(number)?.checks ?? [];
  }

  enrolled(number: number): Enrolled | undefined {
    return this.#slots.get(number)?.enrolled;
  }

  /** The checks stay for the attempts log; nothing of the person does. */
  discard(number: number): void {
    const slot = this.#slots.get(number);
    if (slot === undefined) return;
    if (slot.sample !== undefined) for (const bytes of bytesOfSample(slot.sample)) bytes.fill(0);
    if (slot.enrolled !== undefined) for (const bytes of bytesOf(slot.enrolled)) bytes.fill(0);
    this.#slots.set(number, { checks: slot.checks });
  }

  wipe(): void {
    for (const number of this.#slots.keys()) this.discard(number);
    this.#slots.clear();
  }
}
