/** Native packages load when first needed; what they lack is said with the Debian package that has it. */
import { OutsideFault } from "../../api/base/faults.ts";

/** What a dynamic loader's complaint names, and where Debian keeps it. */
const LIBRARIES: readonly (readonly [RegExp, string])[] = [
  [/libudev\.so/u, "libudev1"],
  [/libusb-1\.0\.so/u, "libusb-1.0-0"],
  [/libhidapi/u, "libhidapi-hidraw0"],
  [/libstdc\+\+\.so/u, "libstdc++6"],
];

const sentence = (name: string, message: string): string => {
  const debian = LIBRARIES.find(([pattern]) => pattern.test(message))?.[1];
  if (debian)
    return `${name} needs ${debian}, which this machine lacks. Install it: apt-get install ${debian}.`;
  if (/GLIBC|GLIBCXX/u.test(message))
    return `${name} needs a newer system library (${message.split("\n")[0]}).`;
  return `${name} cannot be loaded (${message.split("\n")[0]}). Run npm run setup on this machine.`;
};

/** Throws OutsideFault capability-missing. */
export const loadNative = async <T>(name: string, load: () => Promise<T>): Promise<T> => {
  try {
    return await load();
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new OutsideFault("capability-missing", sentence(name, message), { cause });
  }
};

/** Programs that are started as children, and where Debian keeps them. */
const PROGRAMS: Readonly<Record<string, string>> = {
  "v4l2-ctl": "v4l-utils",
  ffmpeg: "ffmpeg",
  udevadm: "udev",
};

export const missingProgram = (program: string, cause?: unknown): OutsideFault => {
  const debian = PROGRAMS[program] ?? program;
  return new OutsideFault(
    "capability-missing",
    `${program} is not installed. Install it: apt-get install ${debian}.`,
    { cause },
  );
};
