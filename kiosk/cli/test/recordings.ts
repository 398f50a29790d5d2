/** Recordings in place of twins: each is of the kind of device in whose place it stands. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { OutsideFault } from "../../../api/base/faults.ts";
import type { DriverModule } from "../../../drivers/driver.ts";
import { openFixture } from "../../../drivers/fixture.ts";
import { isCutOff } from "../../../drivers/transport/pcapng.ts";
import { placeOfWay, type Written } from "../placed.ts";
import type { Scenario } from "./scenario.ts";

const KINDS = { camera: "face", scanner: "finger", pad: "signature" } as const;
export type BenchDevice = keyof typeof KINDS;

/** Throws OutsideFault recording-mismatch. */
export const demandKind = (
  device: BenchDevice,
  { characteristic }: DriverModule,
  recording: string | undefined,
): void => {
  if (characteristic !== KINDS[device])
    throw new OutsideFault(
      "recording-mismatch",
      `${recording ?? device} is of a device for ${characteristic}, and stands in the place of the ${device}; name another recording.`,
    );
};

/** A capture that was not copied whole would play as a device that is pulled out. Throws OutsideFault input-malformed. */
const demandWhole = async (place: string): Promise<void> => {
  const capture = path.join(place, "capture.pcapng");
  const bytes = await readFile(capture).catch(() => undefined);
  if (bytes !== undefined && isCutOff(bytes))
    throw new OutsideFault(
      "input-malformed",
      `${capture} ends in the midst of a packet; copy or record it again.`,
    );
};

/** Before anything is played. Throws OutsideFault with the line that names what is no recording, or none for its place. */
export const demandRecordings = async (
  { devices: { recordings } }: Scenario,
  folder: string,
  written: Pick<Written, "text" | "label">,
): Promise<void> => {
  for (const device of Object.keys(KINDS) as BenchDevice[]) {
    const given = recordings[device];
    if (given === undefined) continue;
    const place = path.resolve(folder, given);
    try {
      const { module } = await openFixture(place);
      demandKind(device, module, place);
      await demandWhole(place);
    } catch (error) {
      if (!(error instanceof OutsideFault)) throw error;
      const where = placeOfWay(written, ["devices", "recordings", device]);
      const remedy = error.message.includes(";") ? "" : "; name the folder of a recording.";
      const sentence = remedy === "" ? error.message : error.message.replace(/\.$/u, "");
      // What does not fit is the scenario's flaw, and no device's.
      const code = error.code === "input-missing" ? error.code : "input-malformed";
      throw new OutsideFault(code, `${where}: ${sentence}${remedy}`, { cause: error });
    }
  }
};
