/**
 * The order of the test files: what takes longest begins first, so that no core waits for a straggler at the end. Projects come
 * as vitest.config.ts lists them and are not mixed: a process that files share ends when one of another project is next.
 */
import { BaseSequencer } from "vitest/node";

/** Seconds on two quiet cores, of files that take more than ten; only their order matters. */
const SECONDS = {
  "tests/kiosk/desk/devices.test.ts": 100,
  "tests/kiosk/web/kiosk.test.ts": 45,
  "tests/kiosk/web/started.test.ts": 60,
  "tests/kiosk/cli/enrol/bad-input.test.ts": 50,
  "tests/kiosk/web/trouble.test.ts": 20,
  "tests/kiosk/desk/attended.test.ts": 39,
  "tests/kiosk/web/devices.test.ts": 24,
  "tests/kiosk/desk/pages.test.ts": 35,
  "tests/kiosk/web/shots.test.ts": 14,
  "tests/kiosk/desk/house.test.ts": 24,
  "tests/kiosk/cli/test/scenarios.test.ts": 22,
  "tests/kiosk/web/corrections.test.ts": 11,
  "tests/kiosk/web/people.test.ts": 11,
  "tests/kiosk/crash/crash.test.ts": 19,
  "tests/kiosk/web/senses.test.ts": 10,
  "tests/kiosk/web/finger.test.ts": 11,
  "tests/kiosk/web/input.test.ts": 10,
  "tests/kiosk/web/watched.test.ts": 11,
  "tests/models/finger/quality.test.ts": 27,
  "tests/models/face/classical-eyes.test.ts": 23,
  "tests/models/calibration/camera.test.ts": 22,
  "tests/kiosk/cli/people.test.ts": 22,
  "tests/models/finger/slap.test.ts": 18,
  "tests/models/synthetic/fingerprint.test.ts": 16,
  "tests/kiosk/cli/runtime/configured.test.ts": 15,
  "tests/kiosk/redaction.test.ts": 15,
  "tests/formats/wsq/golden.test.ts": 14,
  "tests/drivers/umockdev.test.ts": 12,
};

/** Projects of vitest.config.ts, one after the other: a process that is shared is left once. */
const ROOMS = ["alone", "pages", "together"];

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
