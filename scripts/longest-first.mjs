/**
 * The order of the test files: what takes longest begins first, so that no core waits for a straggler at the end. Projects come
 * as vitest.config.ts lists them and are not mixed: a process that files share ends when one of another project is next.
 */
import { BaseSequencer } from "vitest/node";

/** Seconds of processor time, or of waiting where that is longer, of files that take five or more; only their order matters. */
const SECONDS = {
  "tests/kiosk/cli/test/scenarios.test.ts": 28,
  "tests/kiosk/crash/crash.test.ts": 19,
  "tests/kiosk/web/started.test.ts": 50,
  "tests/kiosk/web/kiosk.test.ts": 46,
  "tests/kiosk/cli/enrol/bad-input.test.ts": 20,
  "tests/kiosk/desk/pages.test.ts": 20,
  "tests/kiosk/desk/devices.test.ts": 19,
  "tests/kiosk/web/trouble.test.ts": 19,
  "tests/kiosk/desk/attended.test.ts": 17,
  "tests/kiosk/web/devices.test.ts": 17,
  "tests/kiosk/web/shots.test.ts": 14,
  "tests/kiosk/web/watched.test.ts": 13,
  "tests/kiosk/web/input.test.ts": 12,
  "tests/kiosk/web/senses.test.ts": 12,
  "tests/kiosk/cli/enrol/enrol.test.ts": 10,
  "tests/kiosk/cli/enrol/recorded-session.test.ts": 10,
  "tests/kiosk/web/corrections.test.ts": 10,
  "tests/kiosk/web/people.test.ts": 10,
  "tests/kiosk/web/verdicts.test.ts": 9,
  "tests/kiosk/desk/house.test.ts": 8,
  "tests/kiosk/web/finger.test.ts": 8,
  "tests/kiosk/cli/conformance/bench.test.ts": 18,
  "tests/kiosk/cli/people.test.ts": 13,
  "tests/drivers/umockdev.test.ts": 11,
  "tests/models/finger/quality.test.ts": 10,
  "tests/models/face/classical-eyes.test.ts": 9,
  "tests/models/finger/slap.test.ts": 9,
  "tests/drivers/contract-usb.test.ts": 8,
  "tests/formats/wsq/golden.test.ts": 8,
  "tests/kiosk/redaction.test.ts": 8,
  "tests/kiosk/cli/runtime/configured.test.ts": 7,
  "tests/models/calibration/camera.test.ts": 7,
  "tests/models/synthetic/fingerprint.test.ts": 7,
  "tests/kiosk/cli/finger-batch.test.ts": 6,
  "tests/kiosk/cli/finger-shown.test.ts": 6,
  "tests/models/calibration/scanner.test.ts": 6,
  "tests/drivers/contract-serial.test.ts": 5,
  "tests/formats/fuzz.test.ts": 5,
  "tests/kiosk/cli/test/refused.test.ts": 5,
  "tests/kiosk/devices/tuning.test.ts": 5,
};

/** Projects of vitest.config.ts, one after the other: a process that is shared is left once. */
const ROOMS = ["alone", "waiting", "together"];

export default class LongestFirst extends BaseSequencer {
  async sort(files) {
    const usual = await super.sort(files);
    const place = new Map(usual.map((file, at) => [file, at]));
    const root = `${this.ctx.config.root}/`;
    const rank = (file) => [
      ROOMS.indexOf(file.project.name),
      -(SECONDS[file.moduleId.replace(root, "")] ?? 0),
      place.get(file),
    ];
    return usual.toSorted((a, b) => {
      const [of, other] = [rank(a), rank(b)];
      const at = of.findIndex((value, i) => value !== other[i]);
      return at < 0 ? 0 : of[at] - other[at];
    });
  }
}
