/** What stands on the kiosk's screen while it guides: one scenario on the real walk, its screens and mirror looked at. */
import { OutsideFault } from "../../../api/base/faults.ts";
import { Play } from "../test/play.ts";
import { remembered } from "../test/remembered.ts";
import { scenarioSchema } from "../test/scenario.ts";
import type { TraceLine } from "../test/trace.ts";

export interface Screens {
  readonly lines: readonly TraceLine[];
  /** Frames that the mirror gave while a face was guided. */
  readonly mirrored: number;
}

/** Somebody who stands too far away and then comes nearer, and whose first finger is dry. */
const SCENARIO = scenarioSchema.parse({
  scenario: 1,
  name: "What stands on the screen",
  covers: ["conformance"],
  seed: "conformance",
  person: { seed: "awa" },
  policy: { base: "self-service" },
  applicant: { language: "en", camera: [{ show: "too-far", for: 3 }, "neutral"], fingers: ["dry"] },
});

export const watchScreens = async (): Promise<Screens> => {
  const play = new Play(SCENARIO, {
    folder: ".",
    remembered: remembered(undefined),
    always: () => [],
    invariants: () => Promise.resolve([]),
  });
  let mirrored = 0;
  let watched = false;
  play.trace.onLine(() => {
    const { kiosk } = play;
    if (watched || kiosk === undefined) return;
    watched = true;
    kiosk.walk.mirror.watch(() => {
      const screen = kiosk.walk.screen();
      if (screen.kind === "face" && screen.phase === "guide" && screen.unseen !== true) mirrored += 1;
    });
  });
  try {
    const { lines, broken } = await play.run();
    const [first] = broken;
    if (first !== undefined) throw new OutsideFault("check-failed", `The bench's own session: ${first}.`);
    return { lines, mirrored };
  } finally {
    play.dispose();
  }
};

const seconds = (line: TraceLine | undefined): string =>
  line === undefined ? "never" : `at ${(line.at / 1000).toFixed(1)} s`;

/** The first line that is this. */
export const lineOf = ({ lines }: Screens, text: string): TraceLine | undefined =>
  lines.find((line) => line.text === text);

/** "screen face:ready" at 8.9 s, "screen face:taking" at 9.0 s. */
export const momentsIn = (screens: Screens, texts: readonly string[]): string =>
  texts.map((text) => `"${text}" ${seconds(lineOf(screens, text))}`).join(", ");
