/** The reference's map of the three angles of ISO/IEC 29794-5's head pose, degrees, to 0..100. */
import { by } from "../mapping.ts";

export const byCosine = by((degrees) => 100 * Math.max(0, Math.cos((degrees * Math.PI) / 180)) ** 2);
