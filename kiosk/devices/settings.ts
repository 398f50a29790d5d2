/** A camera's settings written and verified by reading back: what a camera does not keep is not set. */
import { OutsideFault } from "../../api/base/faults.ts";
import type { Measurement } from "../../api/words/calibration.ts";
import type { DeviceControls } from "../../drivers/driver.ts";
import { measured } from "../../models/calibration/judge.ts";

/** Holds what the camera's automatics found, value by value, and reads each back. Throws OutsideFault when it has no controls. */
export const writeAndReadBack = async (
  controls: DeviceControls | undefined,
): Promise<readonly Measurement[]> => {
  const found = controls === undefined ? {} : await controls.read();
  const names = Object.keys(found);
  if (controls === undefined || names.length === 0)
    throw new OutsideFault(
      "policy-refused",
      "The camera has no setting that can be written; leave this step out.",
    );
  let kept = 0;
  for (const name of names) {
    const value = found[name];
    if (value !== undefined && (await controls.set(name, value)) === value) kept += 1;
  }
  return [measured("settings-kept", (100 * kept) / names.length, 0, { of: names.join(", ") })];
};

export type DeviceSettings = Readonly<Record<string, number>>;

/** Throws OutsideFault device-failed, naming each setting that did not stay. */
export const applySettings = async (controls: DeviceControls, settings: DeviceSettings): Promise<void> => {
  const lost: string[] = [];
  for (const [name, value] of Object.entries(settings)) {
    const kept = await controls.set(name, value);
    if (kept !== value) lost.push(`${name} (${value} written, ${kept} kept)`);
  }
  if (lost.length > 0)
    throw new OutsideFault(
      "device-failed",
      `The camera did not keep ${lost.join(", ")}; calibrate it again.`,
    );
};
