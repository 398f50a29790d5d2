/** Faces: the person as a mirror would show them, so that "left" on the picture is the person's own left. */
import { Bust, type Pose } from "./bust.tsx";
import { Arrow, Bend, Field, Tick } from "./parts.tsx";
import type { FaceHint } from "../../../api/words/hints.ts";

const Frame = () => (
  <rect x="44" y="10" width="152" height="200" rx="76" stroke="var(--ink)" stroke-dasharray="2 18" />
);

const Scaled = ({
  by,
  x = 0,
  y = 0,
  pose,
  class: name,
}: {
  by: number;
  x?: number;
  y?: number;
  pose?: Pose;
  class?: string;
}) => (
  <g class={name ?? ""}>
    <g transform={`translate(${120 + x} ${120 + y}) scale(${by}) translate(-120 -120)`}>
      <Bust {...(pose ? { pose } : {})} />
    </g>
  </g>
);

const Camera = () => (
  <g>
    <rect x="58" y="70" width="124" height="92" rx="18" fill="var(--soft)" />
    <path d="M92 70 l8 -20 h40 l8 20" fill="var(--soft)" />
    <circle cx="120" cy="116" r="30" fill="var(--ink)" />
    <circle cx="120" cy="116" r="14" fill="var(--accent)" stroke="none" class="pulse" />
  </g>
);

const PICTURES: Record<FaceHint, () => preact.JSX.Element> = {
  "look-here": () => (
    <Field>
      <g transform="translate(48 -22) scale(0.6)">
        <Camera />
      </g>
      <Scaled by={0.56} y={52} pose={{ eyes: "wide", pitch: -8 }} />
      <Arrow x={42} y={100} to="up" size={0.8} />
      <Arrow x={198} y={100} to="up" size={0.8} />
    </Field>
  ),
  alone: () => (
    <Field>
      <Scaled by={0.5} x={66} y={40} class="fade" pose={{}} />
      <Scaled by={0.72} x={-24} y={34} />
      <g class="fade">
        <path d="M160 96 L212 148 M212 96 L160 148" stroke="var(--stop)" stroke-width="13" />
      </g>
    </Field>
  ),
  "come-closer": () => (
    <Field>
      <Frame />
      <Scaled by={0.5} y={10} class="grow" />
      <Arrow x={30} y={200} to="up" size={0.7} />
      <Arrow x={210} y={200} to="up" size={0.7} />
    </Field>
  ),
  "go-back": () => (
    <Field>
      <Frame />
      <Scaled by={1.12} y={10} class="shrink" />
      <Arrow x={24} y={150} to="down" size={0.7} />
      <Arrow x={216} y={150} to="down" size={0.7} />
    </Field>
  ),
  "move-left": () => (
    <Field>
      <Scaled by={0.72} x={40} y={26} />
      <Arrow x={14} y={116} to="left" />
    </Field>
  ),
  "move-right": () => (
    <Field>
      <Scaled by={0.72} x={-40} y={26} />
      <Arrow x={226} y={116} to="right" />
    </Field>
  ),
  "move-up": () => (
    <Field>
      <Scaled by={0.72} x={-34} y={34} />
      <Arrow x={196} y={52} to="up" />
    </Field>
  ),
  "move-down": () => (
    <Field>
      <Scaled by={0.72} x={-34} y={34} />
      <Arrow x={196} y={190} to="down" />
    </Field>
  ),
  "hold-still": () => (
    <Field>
      <Bust />
      <g stroke="var(--accent)" stroke-width="12" class="pulse">
        <path d="M34 64 q-16 32 0 64" />
        <path d="M206 64 q16 32 0 64" />
      </g>
    </Field>
  ),
  "turn-left": () => (
    <Field>
      <Scaled by={0.84} y={-18} pose={{ yaw: 16 }} />
      <Bend x={120} y={196} r={70} to="left" />
    </Field>
  ),
  "turn-right": () => (
    <Field>
      <Scaled by={0.84} y={-18} pose={{ yaw: -16 }} />
      <Bend x={120} y={196} r={70} to="right" />
    </Field>
  ),
  "chin-up": () => (
    <Field>
      <Scaled by={0.84} x={-26} y={20} pose={{ pitch: 14 }} />
      <Arrow x={206} y={66} to="up" />
    </Field>
  ),
  "chin-down": () => (
    <Field>
      <Scaled by={0.84} x={-26} y={20} pose={{ pitch: -14 }} />
      <Arrow x={206} y={176} to="down" />
    </Field>
  ),
  "head-straight": () => (
    <Field>
      <path d="M120 4 V22" stroke="var(--accent)" stroke-width="12" />
      <g class="straighten">
        <Bust />
      </g>
    </Field>
  ),
  "open-eyes": () => (
    <Field>
      <Bust pose={{ eyes: "wide" }} />
    </Field>
  ),
  "close-mouth": () => (
    <Field>
      <g class="flip-a">
        <Bust pose={{ mouth: "open" }} />
      </g>
      <g class="flip-b">
        <Bust pose={{ mouth: "shut" }} />
      </g>
    </Field>
  ),
  neutral: () => (
    <Field>
      <g class="flip-a">
        <Bust pose={{ mouth: "smile" }} />
      </g>
      <g class="flip-b">
        <Bust />
      </g>
    </Field>
  ),
  glasses: () => (
    <Field>
      <Bust pose={{ glasses: true }} />
      {/* Where nothing moves, it still says what to do. */}
      <Arrow x={210} y={52} to="up" size={0.8} />
    </Field>
  ),
  "uncover-face": () => (
    <Field>
      <Bust pose={{ cover: "scarf" }} />
      <g class="pull">
        <path d="M68 118 Q120 106 172 118 Q172 162 120 176 Q68 162 68 118 Z" fill="var(--accent)" />
      </g>
      <Arrow x={216} y={170} to="down" size={0.8} />
    </Field>
  ),
  light: () => (
    <Field>
      <g class="pulse">
        <circle cx="196" cy="48" r="22" fill="var(--accent)" />
        <path d="M196 8 v-2 M152 48 h-4 M165 17 l-2 -2 M165 79 l-3 3 M196 88 v4" />
      </g>
      <Scaled by={0.78} x={-22} y={26} />
    </Field>
  ),
  ready: () => (
    <Field>
      <Bust />
      <Tick x={192} y={190} r={38} />
    </Field>
  ),
};

/** Chin to forehead and both edges of the face are seen, whatever covers the head. */
export const CoveredFace = ({ reason }: { reason: "religious" | "medical" }) => (
  <Field>
    {reason === "religious" ? (
      <Bust pose={{ cover: "scarf" }} />
    ) : (
      <>
        <Bust />
        <path d="M66 84 Q70 20 120 20 Q170 20 174 84 Q120 66 66 84 Z" fill="var(--paper)" />
        <path d="M120 32 V58 M107 45 H133" stroke="var(--stop)" stroke-width="10" />
      </>
    )}
    <ellipse
      cx="120"
      cy="112"
      rx="66"
      ry="84"
      stroke="var(--primary)"
      stroke-width="7"
      stroke-dasharray="2 15"
    />
  </Field>
);

/** The grown-up steps back; the child stays. */
export const StepBack = () => (
  <Field>
    <g transform="translate(96 -30) scale(0.62)" opacity="0.55">
      <Bust />
    </g>
    <Arrow x={216} y={206} to="right" />
    <g transform="translate(-22 62) scale(0.74)">
      <Bust />
    </g>
  </Field>
);

export const FacePictogram = ({ hint }: { hint: FaceHint }) => PICTURES[hint]();
