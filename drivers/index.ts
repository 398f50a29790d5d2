/** THE list of drivers. */
import { futronicFs81 } from "./fingerprint/futronic-fs81/driver.ts";
import { supremaSfm } from "./fingerprint/suprema-sfm/driver.ts";
import { zfm } from "./fingerprint/zfm/driver.ts";
import { ptp } from "./camera/ptp/driver.ts";
import { uvc } from "./camera/uvc/driver.ts";
import type { DriverModule } from "./driver.ts";
import { nb1010 } from "./fingerprint/nb1010/driver.ts";
import { uru4000 } from "./fingerprint/uru4000/driver.ts";
import { documentCamera } from "./document/document-camera/driver.ts";
import { mrzSerial } from "./document/mrz-serial/driver.ts";
import { topaz } from "./signature/topaz/driver.ts";
import { touchScreen } from "./signature/touch-screen/driver.ts";
import { VIRTUAL } from "./virtual/entries.ts";
import { wacomStu } from "./signature/wacom-stu/driver.ts";

export const DRIVERS: readonly DriverModule[] = [
  uru4000,
  nb1010,
  futronicFs81,
  supremaSfm,
  zfm,
  wacomStu,
  topaz,
  touchScreen,
  mrzSerial,
  documentCamera,
  uvc,
  ptp,
  ...VIRTUAL,
];
