/** Records the SBI twin through the real scanner: what the recorder keeps, and what came over the wire as it came. */
import { systemClock } from "../../api/base/clock.ts";
import { seededRandom } from "../../api/base/random.ts";
import { NOT_ASSESSED, writeFinger2011 } from "../../api/formats/iso19794/second-edition.ts";
import type { CaptureOutcome, CaptureWatcher } from "../../api/words/capture.ts";
import type { RecordingFiles } from "../../drivers/recorder.ts";
import type { ServiceStandIns } from "../../drivers/sbi/stand-ins.ts";
import { recordSbi } from "../../drivers/sbi/recording.ts";
import { makeSigner, type SbiSigner } from "../../drivers/sbi/test-provider.ts";
import { loopback } from "../../drivers/transport/net.ts";
import { tapNet, writeNetRecording } from "../../drivers/transport/net-recording.ts";
import { SbiScanner } from "../../kiosk/devices/sbi-scanner.ts";
import { ridges } from "./pictures.ts";
import { startSbiTwin } from "./sbi-twin.ts";

const START = Date.parse("2026-06-01");
export const SBI_PICTURE = ridges(1, 128, 144);
const FEATURES = {
  characteristic: "finger",
  evidence: "vendor-document",
  suitability: "enrolment",
  note: "",
  presentationAttackDetection: false,
} as const;

export interface SbiRecordingWish {
  readonly captures: number;
  /** The service says that it detects nothing. */
  readonly nobody?: true;
  /** Its records are signed by somebody whom the kiosk does not accept. */
  readonly forged?: true;
  /** The provider who signs in the recording. */
  readonly recordings?: string;
  readonly replace?: ServiceStandIns;
  /** What its live view shows while it captures. */
  readonly frames?: readonly Uint8Array[];
  /** Is shown the live view. */
  readonly watch?: CaptureWatcher;
}

/** So long that the whole live view has passed. */
const LIVE_CAPTURE = 400;

const record = () =>
  writeFinger2011({
    position: "left-index",
    impression: "live-plain",
    quality: NOT_ASSESSED,
    ppi: 500,
    compression: "none",
    width: SBI_PICTURE.width,
    height: SBI_PICTURE.height,
    capturedAt: START,
    image: SBI_PICTURE.pixels,
  });

/** Keys take long to make, and say nothing: each is made once. */
const signers = new Map<string, Promise<SbiSigner>>();
const signerOf = (name: string): Promise<SbiSigner> => {
  const made = signers.get(name) ?? makeSigner(name);
  signers.set(name, made);
  return made;
};

export interface RecordedSbiTwin {
  readonly files: RecordingFiles;
  readonly outcomes: readonly CaptureOutcome[];
  readonly asItCame: string;
}

const NOTHING = [{ error: { errorCode: "101", errorInfo: "Unable to detect a biometric object" } }];

export const recordSbiTwin = async ({
  captures,
  nobody,
  forged,
  replace,
  frames,
  watch,
  recordings = "Recordings, a provider whom nobody accepts",
}: SbiRecordingWish): Promise<RecordedSbiTwin> => {
  const signer = await signerOf("A provider");
  await using service = await startSbiTwin({
    signer,
    ...(forged ? { recordSigner: await signerOf("A stranger") } : {}),
    deviceId: "unit-4711",
    records: [{ subType: "Left IndexFinger", record: record() }],
    ...(frames ? { frames, takes: LIVE_CAPTURE } : {}),
    ...(nobody ? { spoil: () => ({ biometrics: NOTHING }) } : {}),
  });
  // A service answers in its own time, which is not the recording's: it stands a second later at each capture.
  let now = START;
  const began = performance.now();
  const clock = {
    now: () => (frames ? START + Math.round(performance.now() - began) : now),
    sleep: systemClock.sleep.bind(systemClock),
  };
  const raw = tapNet(loopback, clock);
  const trust = { anchors: [signer.anchor], now };
  const recorder = await recordSbi(raw.net, clock, trust, await signerOf(recordings));
  const scanner = new SbiScanner({
    setting: {
      environment: "Developer",
      anchors: [signer.anchor],
      ports: [service.port],
      features: FEATURES,
    },
    clock,
    random: seededRandom("sbi recording"),
    net: recorder.net,
  });
  const outcomes: CaptureOutcome[] = [];
  for (let i = 0; i < captures; i += 1) {
    await using device = await scanner.open("left-index");
    outcomes.push(
      await device.capture({ deadline: 5000, ...(watch ? { watch } : {}) }, new AbortController().signal),
    );
    now += 1000;
  }
  return { files: await recorder.files(replace), outcomes, asItCame: writeNetRecording(raw.entries) };
};
