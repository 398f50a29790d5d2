/** A person before the camera who does what the guidance says, after a moment and not exactly. For tests. */
import type { FaceInstruction } from "../../../api/words/guidance.ts";
import { placeOf } from "../../../models/face/guidance/observation.ts";
import type { FaceObservation } from "../../../models/face/guidance/observation.ts";
import { PORTRAIT_PROFILES } from "../../../models/params/portrait.ts";

export interface Start {
  /** Middle between the eyes in shares of the frame; pixels between them. */
  readonly x: number;
  readonly y: number;
  readonly distance: number;
  readonly roll: number;
  readonly yaw: number;
  readonly pitch: number;
  readonly eyesShut: boolean;
  readonly mouthOpen: boolean;
  readonly glasses: boolean;
  readonly scarf: boolean;
  readonly looksAway: boolean;
  readonly companion: boolean;
}

export const FRAME = { width: 1500, height: 2000 } as const;

/** Pixels, or degrees, that the person changes in a second while obeying. */
const SPEED = { move: 220, nearness: 90, degrees: 12 } as const;

export class ScriptedPerson {
  #x: number;
  #y: number;
  #distance: number;
  #roll: number;
  #yaw: number;
  #pitch: number;
  #flags: Record<"eyesShut" | "mouthOpen" | "glasses" | "scarf" | "looksAway" | "companion", boolean>;
  readonly #random: () => number;

  constructor(start: Start, random: () => number) {
    this.#x = start.x * FRAME.width;
    this.#y = start.y * FRAME.height;
    this.#distance = start.distance;
    this.#roll = start.roll;
    this.#yaw = start.yaw;
    this.#pitch = start.pitch;
    const { eyesShut, mouthOpen, glasses, scarf, looksAway, companion } = start;
    this.#flags = { eyesShut, mouthOpen, glasses, scarf, looksAway, companion };
    this.#random = random;
  }

  /** Obeys for `ms`; people overshoot and fall short. */
  obey(instruction: FaceInstruction, ms: number): void {
    const effort = (ms / 1000) * (0.6 + 0.8 * this.#random());
    const acts: Partial<Record<FaceInstruction, () => void>> = {
      "move-left": () => (this.#x += SPEED.move * effort),
      "move-right": () => (this.#x -= SPEED.move * effort),
      "move-down": () => (this.#y += SPEED.move * effort),
      "move-up": () => (this.#y -= SPEED.move * effort),
      "come-closer": () => (this.#distance += SPEED.nearness * effort),
      "step-back": () => (this.#distance -= SPEED.nearness * effort),
      "straighten-head-left": () => (this.#roll -= SPEED.degrees * effort),
      "straighten-head-right": () => (this.#roll += SPEED.degrees * effort),
      "turn-right": () => (this.#yaw -= SPEED.degrees * effort),
      "turn-left": () => (this.#yaw += SPEED.degrees * effort),
      "chin-up": () => (this.#pitch -= SPEED.degrees * effort),
      "chin-down": () => (this.#pitch += SPEED.degrees * effort),
      "open-eyes": () => (this.#flags.eyesShut = false),
      "close-mouth": () => (this.#flags.mouthOpen = false),
      "uncover-eyes": () => (this.#flags.glasses = false),
      "uncover-face": () => (this.#flags.scarf = false),
      "look-here": () => (this.#flags.looksAway = false),
      "one-person-only": () => (this.#flags.companion = false),
      "come-into-view": () => {
        this.#x += (FRAME.width / 2 - this.#x) * 0.2;
        this.#y += (FRAME.height / 2 - this.#y) * 0.2;
      },
    };
    acts[instruction]?.();
  }

  /** With the noise of a landmark network: about a pixel, half a degree. */
  seen(at: number, frame: number): FaceObservation {
    const noise = (size: number) => (this.#random() + this.#random() - 1) * size;
    const [x, y, d] = [this.#x + noise(1.5), this.#y + noise(1.5), this.#distance + noise(1.5)];
    const inView = x > 0 && y > 0 && x < FRAME.width && y < FRAME.height;
    const about = { at, frame, backdrop: 190 + noise(3), faceLight: 0.3 };
    if (!inView) return { ...about, faces: 0 };
    const roll = ((this.#roll + noise(0.4)) * Math.PI) / 180;
    const [dx, dy] = [(Math.cos(roll) * d) / 2, (Math.sin(roll) * d) / 2];
    // Positive roll: the right eye (smaller x) is the lower one.
    const eyes = { right: { x: x - dx, y: y + dy }, left: { x: x + dx, y: y - dy } };
    const flags = this.#flags;
    return {
      ...about,
      faces: flags.companion ? 2 : 1,
      otherFace: flags.companion ? 0.4 : 0,
      face: {
        ...placeOf(FRAME, eyes, PORTRAIT_PROFILES.live),
        yaw: this.#yaw + noise(0.6),
        pitch: this.#pitch + noise(0.6),
        eyesClosed: flags.eyesShut ? 0.95 : 0.05,
        mouthOpen: (flags.mouthOpen ? 0.15 : 0.01) + Math.abs(noise(0.005)),
        gaze: (flags.looksAway ? 20 : 3) + noise(1),
        eyesCovered: flags.glasses ? 0.5 : 0.01,
        mouthCovered: flags.scarf ? 0.9 : 0.01,
      },
    };
  }

  /** Where the eyes truly are, for what a picture taken now would show. */
  get eyes() {
    const roll = (this.#roll * Math.PI) / 180;
    const [dx, dy] = [(Math.cos(roll) * this.#distance) / 2, (Math.sin(roll) * this.#distance) / 2];
    return {
      right: { x: this.#x - dx, y: this.#y + dy },
      left: { x: this.#x + dx, y: this.#y - dy },
    };
  }

  get pose() {
    return { yaw: this.#yaw, pitch: this.#pitch, roll: this.#roll };
  }

  get flags() {
    return this.#flags;
  }
}
