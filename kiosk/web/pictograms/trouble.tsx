/** A device that does not work, what happened to it, and the one who comes to put it right. */
import type { DeviceTrouble, Screen } from "../../../api/words/kiosk-screen.ts";
import type { SlipState } from "../../../api/words/kiosk-ticket.ts";
import { Bust } from "./bust.tsx";
import { Arrow, Cross, Field, Tick } from "./parts.tsx";

type Device = Extract<Screen, { kind: "paused" }>["device"];

/** Each on the left half of the field, about (112, 104). */
const DEVICES: Record<Device, () => preact.JSX.Element> = {
  camera: () => (
    <>
      <path d="M112 150 V206 M68 208 H156" stroke-width="12" />
      <rect x="22" y="46" width="180" height="112" rx="26" fill="var(--primary)" />
      <circle cx="112" cy="102" r="40" fill="var(--paper)" />
      <circle cx="112" cy="102" r="20" fill="var(--glass)" />
      <circle cx="180" cy="68" r="6" fill="var(--accent)" stroke-width="4" />
    </>
  ),
  scanner: () => (
    <>
      <path d="M40 110 H184 L210 184 Q214 206 194 206 H30 Q10 206 14 184 Z" fill="var(--primary)" />
      <rect x="48" y="34" width="128" height="132" rx="18" fill="var(--glass)" />
      <path
        d="M84 136 V96 Q84 66 112 66 Q140 66 140 96 V136 M100 144 V98 Q100 84 112 84 Q124 84 124 98 V144"
        stroke-width="6"
      />
    </>
  ),
  pad: () => (
    <>
      <rect x="16" y="52" width="192" height="148" rx="20" fill="var(--primary)" />
      <rect x="38" y="74" width="148" height="92" rx="8" fill="var(--paper)" />
      <path
        d="M58 138 C70 100 84 102 82 126 C80 144 100 140 108 118 C114 104 120 126 126 130 C134 136 148 128 166 112"
        stroke="var(--primary)"
        stroke-width="7"
      />
    </>
  ),
  kiosk: () => (
    <>
      <path d="M112 162 V206 M62 208 H162" stroke-width="12" />
      <rect x="22" y="36" width="180" height="130" rx="18" fill="var(--primary)" />
      <rect x="40" y="54" width="144" height="94" rx="8" fill="var(--soft)" />
    </>
  ),
};

/** In a badge of radius 50 about the origin. */
const SIGNS: Record<DeviceTrouble, () => preact.JSX.Element> = {
  unplugged: () => (
    <g class="sway">
      <path d="M-40 0 H-14 M14 -12 H30 M14 12 H30" stroke-width="8" />
      <path d="M-14 -22 H2 Q14 -22 14 -10 V10 Q14 22 2 22 H-14 Z" fill="var(--primary)" stroke-width="7" />
    </g>
  ),
  silent: () => (
    <g class="fade">
      <path d="M-24 0 h.1 M0 0 h.1 M24 0 h.1" stroke-width="16" />
    </g>
  ),
  unclear: () => (
    <>
      <path d="M-30 -26 H30 V-2 L18 8 L8 -4 L-6 10 L-16 -2 L-30 6 Z" fill="var(--primary)" stroke-width="6" />
      <path d="M-30 20 L-16 12 L-6 24 L8 10 L18 22 L30 12 V30 H-30 Z" fill="var(--soft)" stroke-width="6" />
    </>
  ),
  unready: () => (
    <g transform="rotate(45)">
      <path
        d="M-9 -6 V30 Q-9 40 0 40 Q9 40 9 30 V-6 Q24 -14 22 -30 Q20 -38 12 -40 V-24 H-12 V-40 Q-20 -38 -22 -30 Q-24 -14 -9 -6 Z"
        fill="var(--primary)"
        stroke-width="6"
      />
    </g>
  ),
};

const Badge = ({ trouble }: { trouble: DeviceTrouble }) => (
  <g transform="translate(182 176)">
    <circle r="50" fill="var(--paper)" />
    <g transform="scale(.8)">{SIGNS[trouble]()}</g>
  </g>
);

export const Trouble = (props: { device: Device; trouble?: DeviceTrouble | undefined }) => (
  <Field class="wide" viewBox="0 0 480 240">
    {DEVICES[props.device]()}
    {props.trouble !== undefined && <Badge trouble={props.trouble} />}
    <Arrow x={250} y={112} to="left" size={0.8} />
    <g transform="translate(300 24) scale(.82)">
      <Bust />
      <g transform="translate(186 190) rotate(35) scale(.9)">{SIGNS.unready()}</g>
    </g>
  </Field>
);

export const Mended = () => (
  <Field>
    <Tick x={120} y={120} r={92} />
  </Field>
);

/** The printer and its slip: coming, there, no paper, open, not at all. */
const SLIPS: Record<SlipState, () => preact.JSX.Element> = {
  printing: () => <path class="feed" d="M76 128 H164 V196 H76 Z" fill="var(--paper)" />,
  printed: () => (
    <>
      <path d="M76 128 H164 V216 H76 Z" fill="var(--paper)" />
      <Arrow x={214} y={190} to="down" size={0.6} />
    </>
  ),
  "no-paper": () => (
    <>
      <path d="M76 134 H164 V210 H76 Z" stroke-dasharray="2 16" />
      <Cross x={186} y={176} r={36} />
    </>
  ),
  "cover-open": () => <path d="M40 64 L64 6 H214 L202 64" fill="var(--accent)" />,
  "printer-trouble": () => (
    <g transform="translate(182 178)">
      <circle r="46" fill="var(--paper)" />
      <g transform="scale(.75)">{SIGNS.unready()}</g>
    </g>
  ),
};

export const Printer = ({ slip }: { slip: SlipState }) => (
  <Field>
    <rect x="24" y="64" width="192" height="92" rx="20" fill="var(--primary)" />
    <path d="M60 128 H180" stroke="var(--on-primary)" />
    {SLIPS[slip]()}
  </Field>
);
