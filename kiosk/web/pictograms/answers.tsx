/** What is chosen among: services, answers to one question, and a letter to take back. */
import { Arrow, Cross, Field, Tick } from "./parts.tsx";
import { Booklet, Paper, Person, Seal } from "./shapes.tsx";

const Card = ({ x, y, s }: { x: number; y: number; s: number }) => (
  <g transform={`translate(${x} ${y}) scale(${s}) translate(-120 -120)`}>
    <rect x="22" y="50" width="196" height="140" rx="16" fill="var(--paper)" />
    <circle cx="76" cy="104" r="20" fill="var(--skin)" />
    <path d="M44 160 Q48 132 76 132 Q104 132 108 160 Z" fill="var(--primary)" />
    <path d="M134 98 H192 M134 126 H180 M134 154 H192" />
  </g>
);

export const ANSWERS = {
  "passport-new": () => (
    <Field>
      <Person x={70} y={156} s={0.56} />
      <g transform="translate(172 120) scale(.92)">
        <Booklet />
      </g>
    </Field>
  ),
  "passport-again": () => (
    <Field>
      <g opacity="0.45">
        <Booklet x={72} y={94} />
      </g>
      <path d="M28 36 L116 152" stroke="var(--stop)" stroke-width="13" />
      <Booklet x={172} y={150} />
      <path d="M126 30 Q176 22 184 58" />
      <path d="M168 50 L185 62 L197 44" />
    </Field>
  ),
  "paper-in-haste": () => (
    <Field>
      <Paper x={92} y={120} w={134} h={180} />
      <path d="M52 92 H124 M52 120 H132 M52 148 H104" stroke-width="7" />
      <g transform="translate(172 168)">
        <circle r="52" fill="var(--accent)" />
        <path d="M0 -30 V2 L20 18" stroke-width="11" />
      </g>
    </Field>
  ),
  visa: () => (
    <Field>
      <path d="M24 62 Q72 44 120 62 V206 Q72 188 24 206 Z" fill="var(--paper)" />
      <path d="M216 62 Q168 44 120 62 V206 Q168 188 216 206 Z" fill="var(--paper)" />
      <path d="M46 96 H94 M46 124 H94 M46 152 H80" stroke-width="7" />
      <g transform="rotate(-12 168 126)">
        <Seal x={168} y={112} r={30} />
      </g>
    </Field>
  ),
  "purpose-document": () => (
    <Field>
      <Person x={62} y={150} s={0.46} />
      <Arrow x={142} y={120} to="right" size={0.8} still />
      <Paper x={190} y={120} w={82} h={110} />
      <Seal x={190} y={128} r={17} />
    </Field>
  ),
  woman: () => (
    <Field>
      <circle cx="120" cy="46" r="28" fill="var(--skin)" />
      <path d="M120 84 L60 178 H180 Z" fill="var(--primary)" />
      <path d="M104 182 V222 M136 182 V222" stroke-width="16" />
    </Field>
  ),
  man: () => (
    <Field>
      <circle cx="120" cy="46" r="28" fill="var(--skin)" />
      <path d="M76 86 H164 V154 H76 Z" fill="var(--primary)" />
      <path d="M98 160 V222 M142 160 V222" stroke-width="22" />
    </Field>
  ),
  "not-said": () => (
    <Field>
      <path
        d="M40 34 H200 Q220 34 220 54 V138 Q220 158 200 158 H116 L72 204 V158 H40 Q20 158 20 138 V54 Q20 34 40 34 Z"
        fill="var(--paper)"
      />
      <path d="M70 96 h.1 M120 96 h.1 M170 96 h.1" stroke-width="20" />
      <path d="M46 18 L200 190" stroke="var(--stop)" stroke-width="13" />
    </Field>
  ),
  "no-card": () => (
    <Field>
      <g opacity="0.45">
        <Card x={120} y={120} s={1} />
      </g>
      <Cross x={120} y={120} r={52} />
    </Field>
  ),
  "card-at-home": () => (
    <Field>
      <path d="M20 118 L120 24 L220 118" stroke-width="14" />
      <path d="M44 108 V214 H196 V108" fill="var(--soft)" />
      <Card x={120} y={156} s={0.56} />
    </Field>
  ),
  guardian: () => (
    <Field>
      <Person x={150} y={110} s={0.82} />
      <Person x={62} y={172} s={0.48} />
      <Tick x={198} y={196} r={34} />
    </Field>
  ),
  "to-desk": () => (
    <Field>
      <Person x={158} y={96} s={0.6} />
      <path d="M62 150 H226 V214 H62 Z" fill="var(--accent)" />
      <Arrow x={84} y={96} to="right" size={0.9} />
    </Field>
  ),
  "letter-back": () => (
    <Field>
      <path
        d="M88 52 H206 Q220 52 220 66 V174 Q220 188 206 188 H88 L20 120 Z"
        stroke="currentColor"
        stroke-width="15"
      />
      <path d="M120 92 L176 148 M176 92 L120 148" stroke="currentColor" stroke-width="18" />
    </Field>
  ),
} as const;
