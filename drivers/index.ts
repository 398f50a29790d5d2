/** THE list of drivers. */
import { uvc } from "./camera/uvc/driver.ts";
import type { DriverModule } from "./driver.ts";
import { nb1010 } from "./fingerprint/nb1010/driver.ts";
import { uru4000 } from "./fingerprint/uru4000/driver.ts";
import { wacomStu } from "./signature/wacom-stu/driver.ts";

export const DRIVERS: readonly DriverModule[] = [uru4000, nb1010, wacomStu, uvc];
