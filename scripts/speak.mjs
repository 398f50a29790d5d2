// Speaks every sentence of the languages that name a synthesiser's voice, with espeak-ng, into small Opus files; only
// those whose words have changed. Run by hand after changing sentences: `node scripts/speak.mjs`. Recordings that a
// mission makes itself lie in the same place under the same names and are never overwritten (audio/spoken.json lists ours).
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { FluentBundle, FluentResource } from "@fluent/bundle";

const folder = path.resolve(import.meta.dirname, "../kiosk/web/languages");
/** Words a minute; slower than the synthesiser's own pace. */
const PACE = 140;
const KILOBITS = 12;

/** Of a sentence as it is spoken: another hash, another recording. */
export const hashOf = (voice, text) =>
  createHash("sha256").update(`${voice} ${PACE} ${KILOBITS} ${text}`).digest("hex").slice(0, 16);

const sentences = (tag) => {
  const resource = new FluentResource(readFileSync(path.join(folder, tag, "strings.ftl"), "utf8"));
  const bundle = new FluentBundle(tag, { useIsolating: false });
  bundle.addResource(resource);
  return resource.body.map(({ id }) => {
    const message = bundle.getMessage(id);
    return [id, bundle.formatPattern(message.attributes.say ?? message.value)];
  });
};

const run = (program, args) => {
  const { status, error } = spawnSync(program, args, { stdio: ["ignore", "ignore", "inherit"] });
  if (status !== 0) throw new Error(`${program} failed${error ? `: ${error.message}` : ""}`);
};

const speak = (tag, voice, temporary) => {
  const audio = path.join(folder, tag, "audio");
  mkdirSync(audio, { recursive: true });
  const listFile = path.join(audio, "spoken.json");
  const before = existsSync(listFile) ? JSON.parse(readFileSync(listFile, "utf8")) : {};
  const now = {};
  for (const [id, text] of sentences(tag)) {
    const file = path.join(audio, `${id}.ogg`);
    const hash = hashOf(voice, text);
    if (existsSync(file) && before[id] === undefined) continue;
    now[id] = hash;
    if (existsSync(file) && before[id] === hash) continue;
    const wave = path.join(temporary, "sentence.wav");
    run("espeak-ng", ["-v", voice, "-s", String(PACE), "-g", "4", "-w", wave, text]);
    // No serial number or time in the file: the same words give the same bytes.
    run("opusenc", [
      "--quiet",
      "--bitrate",
      String(KILOBITS),
      "--speech",
      "--serial",
      "1",
      "--discard-comments",
      wave,
      file,
    ]);
  }
  for (const name of readdirSync(audio)) {
    const id = name.replace(/\.ogg$/u, "");
    if (name.endsWith(".ogg") && before[id] !== undefined && now[id] === undefined)
      rmSync(path.join(audio, name));
  }
  writeFileSync(listFile, `${JSON.stringify(now, null, 2)}\n`);
  process.stderr.write(`${tag}: ${Object.keys(now).length} sentences\n`);
};

if (import.meta.filename === path.resolve(process.argv[1] ?? "")) {
  const temporary = mkdtempSync(path.join(tmpdir(), "speak-"));
  try {
    for (const tag of readdirSync(folder)) {
      const { speech } = JSON.parse(readFileSync(path.join(folder, tag, "language.json"), "utf8"));
      if (speech !== undefined) speak(tag, speech, temporary);
    }
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
