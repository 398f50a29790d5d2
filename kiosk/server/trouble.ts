/** What a device's fault means to the person who waits for it. The code itself is the log's and the desk's. */
import type { DeviceFaultCode } from "../../api/words/capture.ts";
import type { DeviceTrouble } from "../../api/words/kiosk-screen.ts";
import { OutsideFault } from "../../api/base/faults.ts";

const TROUBLE: Record<DeviceFaultCode, DeviceTrouble> = {
  unplugged: "unplugged",
  stalled: "silent",
  "timed-out": "silent",
  "recording-ended": "silent",
  "short-transfer": "unclear",
  garbage: "unclear",
  "recording-mismatch": "unclear",
  "wrong-device": "unready",
  "access-denied": "unready",
  "in-use": "unready",
};

export const troubleOf = (code: DeviceFaultCode): DeviceTrouble => TROUBLE[code];

/** A still camera through which one cannot look: no fault, there is no mirror. */
export class NoLiveView extends Error {
  override readonly name = "NoLiveView";
}

/** A camera that streams has no outcome to say it with. */
export class CameraFailed extends OutsideFault {
  readonly fault: DeviceFaultCode;
  constructor(fault: DeviceFaultCode) {
    super("device-failed", `The camera gave no picture (${fault}); check its cable and its port.`);
    this.fault = fault;
  }
}
