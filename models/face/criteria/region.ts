/**
 * Where head size, margins and position can be met together. Users of other systems report that they never can: that
 * is so of three scalars of ISO/IEC 29794-5 (head size wants T at 0.45 of the height, the margins above and below want
 * 1.4 T and 1.8 T, which is more than the picture has), and not of the guideline's limits, which alone gate here.
 */
import { limitOf } from "../../params/criteria.ts";
import type { CriterionId } from "../../params/criteria.ts";
import { HEAD } from "../../params/face.ts";
import { PORTRAIT_PROFILES } from "../../params/portrait.ts";

/** Of one head, in T (from between the eyes to the chin). */
export interface Proportions {
  readonly eyeDistance: number;
  readonly headWidth: number;
  readonly crownAboveEyes: number;
}

/** Means over the portraits of ../shared/face; the crown as HEAD has it. */
export const MEAN_HEAD: Proportions = { eyeDistance: 0.54, headWidth: 1.14, crownAboveEyes: HEAD.crownOverT };

/** How a head is framed: T and the height of the eyes from the top, in picture heights. */
export interface Framing {
  readonly t: number;
  readonly eyesAt: number;
}

/** The crown and the chin stay inside the picture by this share of its height. */
const EDGE = 0.01;

const within = (id: CriterionId, value: number): boolean => {
  const { atLeast = -Infinity, atMost = Infinity } = limitOf(id, "adult");
  return value >= atLeast && value <= atMost;
};

/** The rules that this framing breaks; none: all are met together. */
export const brokenRules = ({ t, eyesAt }: Framing, head: Proportions = MEAN_HEAD): string[] => {
  const { width, height } = PORTRAIT_PROFILES.live;
  const rules: readonly (readonly [string, boolean])[] = [
    ["5.3 head width", within("5.3", (head.headWidth * t * height) / width)],
    ["5.4 head height", within("5.4", (1 + head.crownAboveEyes) * t)],
    ["5.5 vertical position", within("5.5", eyesAt)],
    ["5.7 eye distance", within("5.7", head.eyeDistance * t * height)],
    ["margin above", eyesAt - head.crownAboveEyes * t >= EDGE],
    ["margin below", 1 - eyesAt - t >= EDGE],
  ];
  return rules.filter(([, met]) => !met).map(([name]) => name);
};

/** What the portrait is cut to when the frame has room. */
export const wantedFraming = (head: Proportions = MEAN_HEAD): Framing => {
  const { eyeDistance, eyes, height } = PORTRAIT_PROFILES.live;
  return { t: eyeDistance.wanted / head.eyeDistance / height, eyesAt: eyes.y };
};
