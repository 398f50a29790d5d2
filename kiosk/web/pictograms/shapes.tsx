/** What several pictograms are made of: booklet, paper, code, seal, pen, person. */
import { Bust } from "./bust.tsx";

export const Booklet = ({ x = 0, y = 0 }: { x?: number; y?: number }) => (
  <g transform={`translate(${x} ${y})`}>
    <rect x="-50" y="-68" width="100" height="136" rx="12" fill="var(--primary)" />
    <circle cy="-18" r="26" fill="var(--accent)" />
    <path d="M-24 34 H24" stroke="var(--on-primary)" />
  </g>
);

export const Paper = ({
  x = 0,
  y = 0,
  w = 110,
  h = 150,
}: {
  x?: number;
  y?: number;
  w?: number;
  h?: number;
}) => (
  <path
    transform={`translate(${x - w / 2} ${y - h / 2})`}
    d={`M10 0 H${w - 32} L${w} 32 V${h - 10} Q${w} ${h} ${w - 10} ${h} H10 Q0 ${h} 0 ${h - 10} V10 Q0 0 10 0 Z`}
    fill="var(--paper)"
  />
);

export const Code = ({ x, y, s }: { x: number; y: number; s: number }) => (
  <g transform={`translate(${x} ${y}) scale(${s})`} stroke-width="7">
    <rect x="-36" y="-36" width="26" height="26" rx="3" />
    <rect x="12" y="-36" width="26" height="26" rx="3" />
    <rect x="-36" y="12" width="26" height="26" rx="3" />
    <path d="M12 12 h8 M32 14 v8 M14 34 h6 M34 36 v2 M-2 -34 v10 M-2 -6 h10 M-34 -2 h14 M30 -2 h8 M-2 22 v14" />
  </g>
);

export const Seal = ({ x, y, r }: { x: number; y: number; r: number }) => (
  <g transform={`translate(${x} ${y})`}>
    <path
      d={`M${-r * 0.45} ${r * 0.6} L${-r * 0.62} ${r * 1.9} L0 ${r * 1.4} L${r * 0.62} ${r * 1.9} L${r * 0.45} ${r * 0.6}`}
      fill="var(--stop)"
    />
    <circle r={r} fill="var(--accent)" />
    <circle r={r * 0.55} fill="var(--paper)" stroke-width="5" />
  </g>
);

export const Pen = ({ class: name }: { class?: string }) => (
  <g class={name ?? ""}>
    <path d="M196 36 L214 54 L140 136 L112 146 L120 118 Z" fill="var(--accent)" />
    <path d="M178 54 L198 74" />
  </g>
);

export const Person = ({ x, y, s, class: name }: { x: number; y: number; s: number; class?: string }) => (
  <g transform={`translate(${x} ${y}) scale(${s}) translate(-120 -120)`}>
    <g class={name ?? ""}>
      <Bust />
    </g>
  </g>
);
