/** Papers that a service asks for, each by what is on it, and what to do with one under the camera. */
import type { PaperHint } from "../../../api/words/hints.ts";
import type { KnownPaper } from "../../../api/words/kiosk-paper.ts";
import { Bust } from "./bust.tsx";
import { Arrow, Field, Tick } from "./parts.tsx";

const Sheet = () => (
  <path
    d="M52 14 H156 L194 52 V216 Q194 226 184 226 H56 Q46 226 46 216 V20 Q46 14 52 14 Z"
    fill="var(--paper)"
  />
);
const Lines = ({ from }: { from: number }) => (
  <path d={`M72 ${from} H168 M72 ${from + 24} H150`} stroke-width="7" />
);
const Little = ({ x, y, s }: { x: number; y: number; s: number }) => (
  <g transform={`translate(${x} ${y}) scale(${s}) translate(-120 -120)`}>
    <Bust />
  </g>
);
const Card = ({ emblem }: { emblem: "star" | "house" }) => (
  <Field>
    <rect x="18" y="50" width="204" height="140" rx="16" fill="var(--paper)" />
    <circle cx="74" cy="104" r="20" fill="var(--skin)" />
    <path d="M42 164 Q46 132 74 132 Q102 132 106 164 Z" fill="var(--primary)" />
    <path d="M128 150 H196 M128 170 H176" stroke-width="7" />
    {emblem === "star" ? (
      <path
        d="M164 74 l9 19 21 3 -15 15 4 21 -19 -10 -19 10 4 -21 -15 -15 21 -3 Z"
        fill="var(--accent)"
        stroke-width="6"
      />
    ) : (
      <g>
        <path d="M134 104 L164 76 L194 104" />
        <path d="M142 104 V132 H186 V104" fill="var(--accent)" />
      </g>
    )}
  </Field>
);

const Passport = ({ old }: { old: boolean }) => (
  <Field>
    <rect x="60" y="22" width="120" height="196" rx="14" fill="var(--primary)" opacity={old ? 0.55 : 1} />
    <circle cx="120" cy="104" r="32" fill="var(--accent)" />
    <path d="M92 168 H148" stroke="var(--on-primary)" />
    {old && <path d="M166 22 L180 60 M60 180 L84 218" stroke-width="10" />}
  </Field>
);

const DRAWINGS: Record<KnownPaper, () => preact.JSX.Element> = {
  "birth-extract": () => (
    <Field>
      <Sheet />
      <g transform="translate(120 100)">
        <path d="M-46 6 Q-46 44 0 44 Q46 44 46 6 Z" fill="var(--accent)" />
        <circle cx="-22" cy="-8" r="18" fill="var(--skin)" />
        <path d="M-34 58 Q0 70 34 58" />
      </g>
      <Lines from={182} />
    </Field>
  ),
  "national-card": () => <Card emblem="star" />,
  "consular-card": () => <Card emblem="house" />,
  "parental-authorisation": () => (
    <Field>
      <Sheet />
      <Little x={98} y={96} s={0.42} />
      <Little x={150} y={118} s={0.28} />
      <path
        d="M70 196 C84 168 92 172 92 186 C92 202 108 198 114 184 C120 174 126 190 138 188"
        stroke="var(--primary)"
      />
    </Field>
  ),
  "old-passport": () => <Passport old />,
  "marriage-record": () => (
    <Field>
      <Sheet />
      <circle cx="102" cy="104" r="28" stroke="var(--accent)" stroke-width="11" />
      <circle cx="138" cy="104" r="28" stroke="var(--accent)" stroke-width="11" />
      <Lines from={172} />
    </Field>
  ),
  "loss-report": () => (
    <Field>
      <Sheet />
      <rect x="86" y="62" width="68" height="92" rx="9" stroke-dasharray="4 15" />
      <path d="M108 94 Q110 80 122 80 Q136 82 134 96 Q132 104 120 110 V118 M120 136 v.1" stroke-width="9" />
      <Lines from={182} />
    </Field>
  ),
  "own-passport": () => <Passport old={false} />,
};

const isKnown = (id: string): id is KnownPaper => id in DRAWINGS;

/** A paper that nobody drew is a sheet with writing. */
export const PaperPictogram = ({ id }: { id: string }) =>
  isKnown(id) ? (
    DRAWINGS[id]()
  ) : (
    <Field>
      <Sheet />
      <Lines from={80} />
      <Lines from={132} />
      <Lines from={184} />
    </Field>
  );

const Camera = () => (
  <g>
    <rect x="86" y="10" width="68" height="40" rx="12" fill="var(--soft)" />
    <circle cx="120" cy="32" r="10" fill="var(--ink)" />
  </g>
);
const Lying = ({ class: name }: { class?: string }) => (
  <g class={name ?? ""}>
    <path d="M74 128 H166 L202 206 H38 Z" fill="var(--paper)" />
    <path d="M84 150 H156 M76 170 H164 M68 190 H150" stroke-width="6" />
  </g>
);

const Held = () => (
  <Field>
    <Camera />
    <Lying />
    <Tick x={180} y={176} r={34} />
  </Field>
);

/** What to do with the paper, under the eye of the camera. */
const HINTS: Record<PaperHint, () => preact.JSX.Element> = {
  closer: () => (
    <Field>
      <Camera />
      <Lying />
      <Arrow x={120} y={66} to="up" size={0.8} />
    </Field>
  ),
  whole: () => (
    <Field>
      <rect x="26" y="40" width="150" height="160" rx="10" stroke-dasharray="4 15" />
      <g class="come-near">
        <rect x="112" y="70" width="102" height="126" rx="8" fill="var(--paper)" />
        <path d="M130 100 H196 M130 124 H196 M130 148 H180" stroke-width="6" />
      </g>
      <Arrow x={46} y={132} to="left" size={0.8} />
    </Field>
  ),
  tilt: () => (
    <Field>
      <Camera />
      <Lying class="sway" />
      <g stroke="var(--stop)" stroke-width="9">
        <circle cx="132" cy="168" r="16" fill="var(--accent)" />
        <path d="M132 138 v-12 M156 146 l9 -9 M164 168 h12 M108 146 l-9 -9 M100 168 h-12" />
      </g>
    </Field>
  ),
  still: () => (
    <Field>
      <Camera />
      <Lying />
      <path d="M22 150 Q12 168 22 186 M218 150 Q228 168 218 186" stroke="var(--stop)" />
    </Field>
  ),
  light: () => (
    <Field>
      <g stroke="var(--accent)" stroke-width="11">
        <circle cx="190" cy="58" r="20" fill="var(--accent)" />
        <path d="M190 22 v-8 M226 58 h8 M216 32 l6 -6 M164 32 l-6 -6 M154 58 h-8" />
      </g>
      <Lying />
    </Field>
  ),
  hold: Held,
  done: Held,
  lay: () => (
    <Field>
      <Camera />
      <Lying class="come-near" />
    </Field>
  ),
};

export const PaperHintPictogram = ({ hint }: { hint: PaperHint }) => HINTS[hint]();
