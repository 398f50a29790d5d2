/** `--line PATH=DRIVER`: what does not say itself what it is, a serial line, or a webcam that looks at papers. */
import { OutsideFault } from "../../../api/base/faults.ts";
import type { ConfiguredLine } from "../../../drivers/discovery.ts";

export const LINES =
  "what listens on a serial line, or which webcam sees papers: PATH=DRIVER or PATH=DRIVER:MODEL; repeatable";

/** Throws OutsideFault usage; whether there is such a driver, the discovery says. */
export const lineOf = (text: string, before: readonly ConfiguredLine[] = []): readonly ConfiguredLine[] => {
  const [, path, driver, model] = /^([^=]+)=([^:=]+)(?::(.+))?$/u.exec(text) ?? [];
  if (path === undefined || driver === undefined)
    throw new OutsideFault(
      "usage",
      '--line is PATH=DRIVER or PATH=DRIVER:MODEL, e.g. /dev/ttyUSB0=zfm or "/dev/ttyUSB0=topaz:SigLite LCD 4x5".',
    );
  return [...before, { path, driver, ...(model === undefined ? {} : { model }) }];
};
