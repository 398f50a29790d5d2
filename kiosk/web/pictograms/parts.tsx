/**
 * The one style of every pictogram: a 240 x 240 field, one ink line of 8 with round ends, flat fills from the theme,
 * and one accent for what the person has to do. Motion is CSS and stops where reduced motion is wanted.
 */
import type { ComponentChildren } from "preact";

export const LINE = 8;

export const Field = (props: { children: ComponentChildren; class?: string; viewBox?: string }) => (
  <svg
    class={`pict ${props.class ?? ""}`}
    viewBox={props.viewBox ?? "0 0 240 240"}
    aria-hidden="true"
    focusable="false"
    fill="none"
    stroke="var(--ink)"
    stroke-width={LINE}
    stroke-linecap="round"
    stroke-linejoin="round"
  >
    {props.children}
  </svg>
);

export type Direction = "left" | "right" | "up" | "down";
const TURN: Record<Direction, number> = { right: 0, down: 90, left: 180, up: 270 };

/** A solid arrow whose tip is at (x, y), swaying along its direction. */
export const Arrow = (props: { x: number; y: number; to: Direction; size?: number; still?: boolean }) => {
  const size = props.size ?? 1;
  return (
    <g transform={`translate(${props.x} ${props.y}) rotate(${TURN[props.to]}) scale(${size})`}>
      <path
        class={props.still ? "" : "sway"}
        d="M-52 -13 H-26 V-30 L0 0 L-26 30 V13 H-52 Z"
        fill="var(--accent)"
        stroke-width={LINE / size}
      />
    </g>
  );
};

/** A bent arrow for turning: half a circle about (x, y) in perspective. */
export const Bend = (props: { x: number; y: number; r: number; to: "left" | "right" }) => (
  <g transform={`translate(${props.x} ${props.y}) scale(${props.to === "right" ? 1 : -1} 1)`}>
    <g class="sway">
      <path
        d={`M${-props.r} 8 A${props.r} 26 0 0 0 ${props.r * 0.62} 24`}
        stroke="var(--ink)"
        stroke-width="26"
      />
      <path
        d={`M${props.r * 0.56} 2 L${props.r} 10 L${props.r * 0.66} 50 Z`}
        fill="var(--accent)"
        stroke="var(--ink)"
      />
      <path
        d={`M${-props.r} 8 A${props.r} 26 0 0 0 ${props.r * 0.66} 23.4`}
        stroke="var(--accent)"
        stroke-width="12"
      />
    </g>
  </g>
);

export const Tick = (props: { x: number; y: number; r: number }) => (
  <g transform={`translate(${props.x} ${props.y})`}>
    <circle r={props.r} fill="var(--primary)" />
    <path
      d={`M${-props.r * 0.45} ${props.r * 0.05} L${-props.r * 0.1} ${props.r * 0.4} L${props.r * 0.48} ${-props.r * 0.36}`}
      stroke="var(--on-primary)"
      stroke-width={Math.max(LINE, props.r * 0.2)}
    />
  </g>
);

export const Cross = (props: { x: number; y: number; r: number }) => (
  <g transform={`translate(${props.x} ${props.y})`}>
    <circle r={props.r} fill="var(--paper)" />
    <path
      d={`M${-props.r * 0.38} ${-props.r * 0.38} L${props.r * 0.38} ${props.r * 0.38} M${props.r * 0.38} ${-props.r * 0.38} L${-props.r * 0.38} ${props.r * 0.38}`}
      stroke="var(--stop)"
      stroke-width={Math.max(LINE, props.r * 0.22)}
    />
  </g>
);
