/** What is plugged in and why something is not; self-tests, swapping, calibration to a certificate. */
import { z } from "zod";
import { OutsideFault } from "../../../api/base/faults.ts";
import { join } from "../../../api/bytes/pieces.ts";
import { writeContainer } from "../../../api/formats/packet/container.ts";
import type { FileSystem } from "../../../api/base/files.ts";
import { CALIBRATION_STEPS, type CalibrationStep } from "../../../api/words/calibration.ts";
import { discover, type Found } from "../../../drivers/discovery.ts";
import type { CalibrationRecords } from "../../devices/records.ts";
import { CERTIFICATE_FILES } from "../../devices/records.ts";
import type { PrintRanges } from "../../devices/print-ranges.ts";
import { recordedInstrument } from "../../devices/recorded.ts";
import { givenWith, offeredSets } from "../../devices/recorded-set.ts";
import { hasEnded, targetId } from "../../devices/reference.ts";
import { REHEARSAL_TARGETS, rehearsalInstrument, rehearsedRanges } from "../../devices/rehearsal.ts";
import { REHEARSED_FAULTS } from "../../devices/rehearsed-faults.ts";
import { targetSheets } from "../../devices/target-sheets.ts";
import { KIND_OF, type Places } from "../devices/places.ts";
import { PLACE_NAMES, type PlaceName } from "../devices/self-tests.ts";
import { dropTarget, enterTarget, ownTargets, targetShape } from "../devices/targets.ts";
import type { Wizard } from "../devices/wizard.ts";
import { does, gives, reads, type DeskPart } from "../part.ts";

export interface DevicesParts {
  readonly places: Places;
  readonly wizard: Wizard;
  readonly records: CalibrationRecords;
  readonly ranges: PrintRanges;
  readonly files: FileSystem;
  readonly data: string;
  readonly now: () => number;
  /** Folders of recorded targets, each a set in a folder of its own. */
  readonly recordings: readonly string[];
  /** Nothing real stands in the places: only rehearsals. */
  readonly virtual: boolean;
  readonly found?: () => Promise<readonly Found[]>;
  /** PEM of the authority that certified this kiosk, where it is a specimen's: any other one has the auditor bring along. */
  readonly authority?: Uint8Array;
}

const SHEETS = ["sheet-geometry.pdf", "sheet-sharpness.pdf", "sheet-rehearsal.pdf"] as const;
const CERTIFICATES_SHOWN = 50;

/** One clear pixel, for a picture that is asked for when it is just gone or not there yet. */
const BLANK = {
  mediaType: "image/gif",
  bytes: Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64"),
} as const;

const steps = Object.values(CALIBRATION_STEPS).flat();
const stepShape = z.strictObject({
  step: z.string().refine((name): name is CalibrationStep => steps.some((step) => step === name)),
});
const placeShape = z.strictObject({ place: z.enum(PLACE_NAMES) });
const nothing = z.strictObject({});

const placeView = async ({ places, records, now }: DevicesParts, name: PlaceName) => {
  const slot = places.slot(name);
  const identity = slot?.identity;
  const newest = identity === undefined ? undefined : records.newestOf(identity);
  return {
    place: name,
    present: slot !== undefined,
    condition: slot?.condition ?? "gone",
    device: identity,
    suitability: slot?.features.suitability,
    evidence: slot?.features.evidence,
    note: slot?.features.note,
    lentTo: slot?.lentTo,
    test: await places.lastTest(name),
    calibration:
      newest === undefined
        ? undefined
        : {
            id: newest.id,
            verdict: newest.verdict,
            expires: Date.parse(newest.expires),
            ended: Date.parse(newest.expires) <= now(),
          },
    faults: REHEARSED_FAULTS[KIND_OF[name]],
  };
};

const foundView = ({ thing, state, words, features }: Found) => ({
  node: thing.node,
  name: thing.name,
  kind: thing.kind,
  state,
  words,
  driven: features !== undefined,
});

const beginShape = placeShape.extend({
  /** A fault that a twin is given; "sound" for none. */
  rehearse: z.string().max(40).optional(),
  /** A recording in its place. */
  recorded: z.string().max(80).optional(),
});

const recordings = ({ files, recordings: folders }: DevicesParts) => offeredSets(files, folders);

const begin = async (
  parts: DevicesParts,
  { place, rehearse, recorded }: z.infer<typeof beginShape>,
  by: string,
): Promise<void> => {
  const { places, wizard, ranges, files, data } = parts;
  if (wizard.underWay)
    throw new OutsideFault("policy-refused", "Another calibration is under way; finish it, or give it up.");
  if (recorded !== undefined) {
    const offered = (await recordings(parts)).find(
      ({ name, set }) => name === recorded && set.characteristic === KIND_OF[place],
    );
    if (offered === undefined)
      throw new OutsideFault(
        "policy-refused",
        `There is no recording ${recorded} of that kind of device; choose one of the list.`,
      );
    const { instrument, set } = await recordedInstrument(files, offered.folder);
    wizard.begin({ place, instrument, ...givenWith(set), by });
    return;
  }
  if (rehearse !== undefined) {
    const fault = REHEARSED_FAULTS[KIND_OF[place]].find((one) => one === rehearse);
    const instrument = await rehearsalInstrument(KIND_OF[place], fault);
    wizard.begin({ place, instrument, targets: REHEARSAL_TARGETS, ranges: rehearsedRanges(), by });
    return;
  }
  const { targets } = await ownTargets(files, data);
  const instrument = await places.borrow(place, `a calibration by ${by}`);
  wizard.begin({ place, instrument, targets, ranges: await ranges.of(instrument.identity.driver), by });
};

export const devicesPart = (parts: DevicesParts): DeskPart => {
  const { places, wizard, records, files, data, now } = parts;
  return {
    reads: {
      list: reads("devices", nothing, async () => {
        const { targets, broken } = await ownTargets(files, data);
        const found = await (parts.found ?? discover)();
        return {
          virtual: parts.virtual,
          trial: parts.authority !== undefined,
          places: await Promise.all(PLACE_NAMES.map((name) => placeView(parts, name))),
          found: found
            .filter(({ match, state }) => match !== undefined || state !== "no-driver")
            .map(foundView),
          others: found.filter(({ match }) => match === undefined).map(foundView),
          targets: targets.map((target) => ({
            id: target.id,
            kind: target.kind,
            certificate: target.certificate.number,
            expires: target.certificate.expires,
            ended: hasEnded(target, now()),
          })),
          broken,
          recordings: (await recordings(parts)).map(({ name, set }) => ({
            name,
            about: set.about,
            kind: set.characteristic,
          })),
          certificates: records
            .all()
            .slice(0, CERTIFICATES_SHOWN)
            .map(({ id, device, verdict, calibratedAt, expires, operator, rehearsal }) => ({
              id,
              model: `${device.make} ${device.model}`,
              verdict,
              at: Date.parse(calibratedAt),
              expires: Date.parse(expires),
              operator,
              rehearsal: rehearsal !== undefined,
            })),
        };
      }),
      wizard: reads("devices", nothing, () => Promise.resolve({ wizard: wizard.view() })),
    },
    files: {
      picture: gives(
        "devices",
        z.strictObject({ step: z.string().max(40), at: z.string().max(20).optional() }),
        async ({ step }) => (await wizard.picture(step)) ?? BLANK,
      ),
      pattern: gives(
        "devices",
        z.strictObject({ step: z.string().max(40) }),
        async ({ step }) => (await wizard.pattern(step)) ?? BLANK,
      ),
      live: gives("devices", placeShape.extend({ at: z.string().max(20).optional() }), async ({ place }) => {
        const bytes = await places.live(place);
        return bytes === undefined ? BLANK : { mediaType: "image/jpeg", bytes };
      }),
      certificate: gives(
        "devices",
        z.strictObject({ id: z.string().max(80), file: z.enum(CERTIFICATE_FILES) }),
        async ({ id, file }) => {
          const bytes = await records.read(id, file);
          const mediaType = file.endsWith(".pdf")
            ? "application/pdf"
            : file.endsWith(".json")
              ? "application/json"
              : "application/pkcs7-signature";
          return bytes === undefined ? undefined : { mediaType, bytes, name: `${id}-${file}` };
        },
      ),
      bundle: gives("devices", z.strictObject({ id: z.string().max(80) }), async ({ id }) => {
        const whole = new Map<string, Uint8Array>();
        for (const file of CERTIFICATE_FILES) {
          const bytes = await records.read(id, file);
          if (bytes === undefined) return undefined;
          whole.set(file, bytes);
        }
        if (parts.authority !== undefined) whole.set("ca.pem", parts.authority);
        const bytes = join(writeContainer(whole));
        return { mediaType: "application/x-tar", bytes, name: `${id}.tar` };
      }),
      sheet: gives("devices", z.strictObject({ name: z.enum(SHEETS) }), async ({ name }) => {
        const bytes = (await targetSheets()).get(name);
        return bytes === undefined ? undefined : { mediaType: "application/pdf", bytes, name };
      }),
    },
    acts: {
      test: does("devices", placeShape, ({ place }) => places.selfTest(place)),
      begin: does("devices", beginShape, (input, { person }) => begin(parts, input, person.name)),
      advance: does("devices", stepShape, ({ step }) => wizard.advance(step)),
      "leave-out": does(
        "devices",
        stepShape.extend({ reason: z.string().min(1).max(200) }),
        ({ step, reason }) => Promise.resolve(wizard.leaveOut(step, reason)),
      ),
      judge: does("devices", z.strictObject({ seen: z.boolean() }), ({ seen }) =>
        Promise.resolve(wizard.judge(seen)),
      ),
      finish: does("devices", nothing, (_input, { language }) => wizard.finish(language)),
      "enter-target": does("devices", targetShape, async (input) => {
        const { id } = await enterTarget(files, data, input);
        return { id };
      }),
      "drop-target": does("devices", z.strictObject({ id: targetId }), ({ id }) =>
        dropTarget(files, data, id),
      ),
      abandon: does("devices", nothing, () => wizard.abandon()),
    },
  };
};
