/** Who stands in for whoever was recorded at a service; made outside, because no driver knows a finger or a codec. */
import type { Microseconds } from "../../api/words/units.ts";

/** Who stands in for whoever was there. */
export interface ServiceStandIns {
  /** The same record of another finger. Throws OutsideFault for one that cannot be exchanged: then nothing may be written. */
  record(record: Uint8Array, t: Microseconds): Promise<Uint8Array>;
  /** What the live view shows of that finger: JPEG of the same size, of no more bytes; undefined: there is no such picture. */
  frame(jpeg: Uint8Array, t: Microseconds): Promise<Uint8Array | undefined>;
}
