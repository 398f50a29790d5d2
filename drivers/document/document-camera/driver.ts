/**
 * A camera above the desk for papers that are kept as pictures: birth extract, national or consular card, parental
 * authorisation, old passport. It drives like any webcam; what it delivers is a document. Whether it can be read, the kiosk judges.
 */
import type { CaptureOutcome } from "../../../api/words/capture.ts";
import type { DeviceFeatures, DeviceIdentity } from "../../../api/words/device.ts";
import { uvc } from "../../camera/uvc/driver.ts";
import type { CaptureDevice, DriverModule } from "../../driver.ts";
import { twin } from "./twin.ts";

const ID = "document-camera";
const MODEL = "document camera";

const asDocument = (outcome: CaptureOutcome, device: DeviceIdentity): CaptureOutcome => {
  if (outcome.kind !== "captured" || outcome.sample.characteristic !== "face") return outcome;
  const { mediaType, bytes, capturedAt } = outcome.sample;
  const picture = { mediaType, bytes } as const;
  return { kind: "captured", sample: { characteristic: "document", lines: [], picture, device, capturedAt } };
};

const overDesk = (camera: CaptureDevice): CaptureDevice => {
  const identity = { ...camera.identity, driver: ID };
  return {
    identity,
    status: () => camera.status(),
    capture: async (request, signal) => asDocument(await camera.capture(request, signal), identity),
    [Symbol.asyncDispose]: () => camera[Symbol.asyncDispose](),
  };
};

const features: DeviceFeatures = {
  characteristic: "document",
  evidence: "vendor-document",
  suitability: "enrolment",
  note: "Any UVC camera that the configuration names; every picture is checked for legibility before it is kept.",
  presentationAttackDetection: false,
  bitDepth: 8,
};

export const documentCamera: DriverModule<"video"> = {
  id: ID,
  characteristic: "document",
  transport: "video",
  // A webcam does not say that it looks at a desk: the configuration does.
  matches: [{ transport: "video", model: MODEL, byNameOnly: true }],
  twin,
  featuresOf: () => features,
  open: async (video, row, context) => overDesk(await uvc.open(video, uvc.matches[0] ?? row, context)),
};
