/** Papers that a virtual camera looks at: an empty desk, one that is cut off, one that moves, and one that can be read. */
import { systemClock, type Clock } from "../../../api/base/clock.ts";
import { silentLog } from "../../../api/base/log.ts";
import { systemRandom } from "../../../api/base/random.ts";
import { twinCamera } from "../../../drivers/camera/uvc/model.ts";
import { documentCamera } from "../../../drivers/document/document-camera/driver.ts";
import { virtualDevice } from "../../../drivers/virtual.ts";
import { encodeGreyJpeg } from "../../../models/image.ts";
import { renderPaper, type PaperView } from "../../../models/synthetic/paper.ts";
import { LiveRecording } from "../../devices/live-recording.ts";
import { Slot } from "../../server/slot.ts";

const FRAME_MS = 200;
const VIEW = { width: 1280, height: 960 } as const;

/** What happens under the camera, in seconds. */
const PERFORMANCE: readonly (readonly [PaperView, number])[] = [
  [{ ...VIEW, sheet: { left: 2000, top: 0, width: 640 } }, 1.5],
  [{ ...VIEW, sheet: { left: 850, top: 60, width: 640 } }, 2],
  [{ ...VIEW, sheet: { left: 320, top: 25, width: 640 }, smear: 6 }, 1.5],
  [{ ...VIEW, sheet: { left: 320, top: 25, width: 640 } }, 60],
];

const LINES = [
  "SPECIMEN",
  "",
  "EXTRAIT D ACTE DE NAISSANCE",
  "",
  "NUMERO 0047 DU REGISTRE DE 1991",
  "",
  "LE DOUZE AVRIL 1991 EST NEE A KAYES",
  "UNE PERSONNE QUI N EXISTE PAS",
  "",
  "CETTE PAGE EST FAITE PAR UN PROGRAMME",
  "ET NE PROUVE RIEN",
];

/** Two frames of one scene are never the same bytes: a camera that repeats itself counts as frozen. */
const frames = async (): Promise<readonly Uint8Array[]> => {
  const shown: Uint8Array[] = [];
  for (const [view, seconds] of PERFORMANCE) {
    const picture = renderPaper(LINES, view);
    const takes = [await encodeGreyJpeg(picture, 92), await encodeGreyJpeg(picture, 93)];
    const count = Math.round((seconds * 1000) / FRAME_MS);
    shown.push(...Array.from({ length: count }, (_frame, at) => takes[at % 2] ?? new Uint8Array()));
  }
  return shown;
};

/** A camera above the desk; with each paper its performance begins anew. */
export const virtualPaper = async (
  clock: Clock = systemClock,
  live: LiveRecording = new LiveRecording(clock),
): Promise<Slot> => {
  const shown = await frames();
  const context = { clock, random: systemRandom, log: silentLog };
  const fixture = () =>
    virtualDevice(documentCamera, twinCamera(shown, { clock, interval: FRAME_MS }), context);
  const { module, row } = fixture();
  return new Slot({
    features: module.featuresOf(row),
    open: () => live.open("paper", fixture()),
    noted: (target) => live.capture("paper", target),
  });
};
