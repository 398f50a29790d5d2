/**
 * The voice: recordings of the chosen language, one at a time, the newest wins; and tones where none lies there.
 * Nothing waits for a sound.
 */
import { signal } from "@preact/signals";
import type { Volume } from "../../api/words/kiosk-comfort.ts";
import { PROMPT_PATH } from "../../api/words/prompts.ts";
import { setting, view } from "./link.ts";

const GAIN: Record<Volume, number> = { 0: 0, 1: 0.3, 2: 0.65, 3: 1 };
/** A sentence that began is not cut before this, unless the screen itself changed. */
const HEARD_MS = 1400;

let context: AudioContext | undefined;
/** A sentence in the language of its recording. */
export interface Spoken {
  readonly tag: string;
  readonly key: string;
}
let playing:
  | (Spoken & { readonly audio: HTMLAudioElement; readonly since: number; readonly whole: boolean })
  | undefined;
let next: string | undefined;
/** Sentences that follow each other, as when a number is spelled. */
let following: readonly Spoken[] = [];
/** What is heard at this moment, for what lights up meanwhile. */
export const speaking = signal<Spoken | undefined>(undefined);
/** The output that is heard; the machine's own where it is not set. */
let sink = "";
/** What was said last, in words a test can read. */
export const said = signal<string>("");

const volume = (): number => GAIN[view.value?.comfort.volume ?? 2];

const recorded = (tag: string, key: string): boolean =>
  setting.value?.languages.find((offer) => offer.tag === tag)?.spoken.includes(key) ?? false;

const stop = (): void => {
  playing?.audio.pause();
  playing = undefined;
  speaking.value = undefined;
};

const ended = (whole: boolean): void => {
  stop();
  const [one, ...rest] = following;
  if (one !== undefined && (whole || next === undefined)) {
    following = rest;
    return play(one, whole);
  }
  const waiting = next;
  next = undefined;
  if (waiting !== undefined) say(waiting);
};

const play = ({ tag, key }: Spoken, whole: boolean): void => {
  stop();
  const audio = new Audio(`${PROMPT_PATH}/${tag}/${key}`);
  audio.volume = volume();
  if (sink !== "") audio.setSinkId(sink).catch(() => undefined);
  const mine = { audio, since: performance.now(), tag, key, whole };
  playing = mine;
  speaking.value = { tag, key };
  audio.addEventListener("ended", () => {
    if (playing === mine) ended(whole);
  });
  // Before the first touch a browser may refuse to play: the picture stands by itself.
  audio.play().catch(() => {
    if (playing === mine) stop();
  });
};

const mine = (): string => view.value?.language ?? "fr";

/** Says a sentence; "now" cuts whatever is being said. */
export const say = (key: string, how: "now" | "soon" = "soon", tag = mine()): void => {
  said.value = key;
  if (volume() === 0) return;
  if (!recorded(tag, key)) {
    if (how === "now") stop();
    return;
  }
  if (how === "soon" && playing !== undefined) {
    if (playing.key === key) return;
    if (playing.whole || performance.now() - playing.since < HEARD_MS) {
      next = key;
      return;
    }
  }
  next = undefined;
  following = [];
  play({ tag, key }, false);
};

/**
 * One after the other; those without a recording are left out. "after": what is being said ends first. "now": at once,
 * and whatever the screen has to say meanwhile waits for the end.
 */
export const sayAll = (sentences: readonly (string | Spoken)[], how: "after" | "now" = "after"): void => {
  const known = sentences
    .map((one) => (typeof one === "string" ? { tag: mine(), key: one } : one))
    .filter(({ tag, key }) => recorded(tag, key));
  said.value = sentences.map((one) => (typeof one === "string" ? one : one.key)).join(" ");
  if (volume() === 0) return;
  if (how === "now") hush();
  following = known;
  if (playing !== undefined) return;
  const [one, ...rest] = known;
  following = rest;
  if (one !== undefined) play(one, how === "now");
};

/** From now on the voice and the tones are heard there; undefined: where the machine sends sound. */
export const sendTo = (output: string | undefined): void => {
  sink = output ?? "";
  void (context as { setSinkId?(id: string): Promise<void> } | undefined)?.setSinkId?.(sink);
};

export const hush = (): void => {
  next = undefined;
  following = [];
  stop();
};

interface Note {
  readonly hertz: number;
  readonly at: number;
  readonly seconds: number;
}
const TONES = {
  count: [{ hertz: 660, at: 0, seconds: 0.12 }],
  click: [
    { hertz: 1800, at: 0, seconds: 0.03 },
    { hertz: 900, at: 0.06, seconds: 0.05 },
  ],
  good: [
    { hertz: 523, at: 0, seconds: 0.14 },
    { hertz: 784, at: 0.13, seconds: 0.22 },
  ],
  again: [
    { hertz: 392, at: 0, seconds: 0.16 },
    { hertz: 349, at: 0.17, seconds: 0.2 },
  ],
  call: [
    { hertz: 784, at: 0, seconds: 0.2 },
    { hertz: 659, at: 0.22, seconds: 0.3 },
  ],
} as const satisfies Record<string, readonly Note[]>;
export type Tone = keyof typeof TONES;

/** A short tone; soft edges, so that it never startles. */
export const tone = (name: Tone): void => {
  const gain = volume();
  if (gain === 0 || typeof AudioContext === "undefined") return;
  context ??= new AudioContext();
  if (context.state === "suspended") void context.resume();
  for (const note of TONES[name]) {
    const start = context.currentTime + note.at;
    const sound = context.createOscillator();
    const edge = context.createGain();
    sound.type = "sine";
    sound.frequency.value = note.hertz;
    edge.gain.setValueAtTime(0, start);
    edge.gain.linearRampToValueAtTime(0.25 * gain, start + 0.012);
    edge.gain.linearRampToValueAtTime(0, start + note.seconds);
    sound.connect(edge).connect(context.destination);
    sound.start(start);
    sound.stop(start + note.seconds + 0.02);
  }
};
