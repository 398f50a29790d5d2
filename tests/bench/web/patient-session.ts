/**
 * The recorded session with a person who stands before the camera as long as a screen needs: the index names the recorded
 * frames again and again, at a camera's pace, and the good one in three takes, because a camera that repeats itself has
 * frozen. Scanner and pad are the recordings as they are.
 */
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { projectRoot } from "../../../kiosk/server/root.ts";
import { decodeRgb, encodeRgbJpeg } from "../../../models/image.ts";

const SESSION = path.join(projectRoot, "fixtures/sessions/adult");
const FRAME_US = 66_000;
/** Too far, looking away, eyes closed: as long as somebody needs who does what the screen says. */
const BEFORE_US = 1_500_000;
const GOOD_US = 60_000_000;

interface Frame {
  readonly t_us: number;
  readonly offset: number;
  readonly length: number;
}

export interface PatientSession extends Disposable {
  readonly folder: string;
}

const TAKES = [92, 93, 94];

/** The last frame again, each time compressed a little otherwise. */
const takesOf = async (file: string, { offset, length, t_us }: Frame): Promise<readonly Frame[]> => {
  const all = readFileSync(file);
  const picture = await decodeRgb(all.subarray(offset, offset + length), "camera frame");
  let end = all.length;
  const takes: Frame[] = [];
  for (const quality of TAKES) {
    const take = await encodeRgbJpeg(picture, quality);
    appendFileSync(file, take);
    takes.push({ t_us, offset: end, length: take.length });
    end += take.length;
  }
  return takes;
};

export const patientSession = async (): Promise<PatientSession> => {
  const folder = mkdtempSync(path.join(tmpdir(), "patient-session-"));
  cpSync(SESSION, folder, { recursive: true });
  const file = path.join(folder, "session.json");
  const session = JSON.parse(readFileSync(file, "utf8")) as { checksums?: Record<string, unknown> };
  delete session.checksums?.["camera"];
  writeFileSync(file, JSON.stringify(session));
  const index = path.join(folder, "camera/frames.jsonl");
  const frames = readFileSync(index, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Frame);
  const start = frames[0]?.t_us ?? 0;
  const [bad, last] = [frames.slice(0, 3), frames.at(-1)];
  const good = last === undefined ? [] : await takesOf(path.join(folder, "camera/frames.mjpeg"), last);
  const lines: string[] = [];
  const stand = (shown: readonly Frame[], span: number) => {
    for (let at = 0; at * FRAME_US < span; at += 1) {
      const frame = shown[at % shown.length];
      if (frame !== undefined)
        lines.push(JSON.stringify({ ...frame, t_us: start + lines.length * FRAME_US }));
    }
  };
  for (const frame of bad) stand([frame], BEFORE_US);
  stand(good, GOOD_US);
  writeFileSync(index, `${lines.join("\n")}\n`);
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
};
