/** What an applicant does and meets, one picture a step: papers, seal, ticket, thanks. */
import { Arrow, Field, Tick } from "./parts.tsx";
import { Bust } from "./bust.tsx";
import { CoveredFace } from "./face.tsx";
import { HandSign } from "./hand.tsx";
import { Booklet, Code, Paper, Pen, Person, Seal } from "./shapes.tsx";

export const STEPS = {
  touch: () => (
    <Field>
      <circle class="ripple" cx="120" cy="66" r="34" stroke="var(--accent)" stroke-width="12" />
      <g class="tap" transform="translate(0 0)">
        <path
          d="M106 74 a15 15 0 0 1 30 0 V128 Q140 112 156 116 Q164 120 162 132 Q172 122 184 130 Q190 136 188 146 Q200 142 206 152 Q210 190 190 230 H122 Q108 200 78 172 Q70 160 80 152 Q92 146 106 160 Z"
          fill="var(--skin)"
        />
      </g>
    </Field>
  ),
  passport: () => (
    <Field>
      <Booklet x={120} y={120} />
    </Field>
  ),
  reference: () => (
    <Field>
      <Paper x={120} y={120} w={140} h={184} />
      <Code x={120} y={132} s={1.15} />
    </Field>
  ),
  "show-code": () => (
    <Field>
      <g class="come-near">
        <Paper x={120} y={146} w={120} h={156} />
        <Code x={120} y={156} s={1} />
      </g>
      <rect x="76" y="6" width="88" height="42" rx="14" fill="var(--soft)" />
      <circle cx="120" cy="27" r="12" fill="var(--ink)" />
    </Field>
  ),
  typed: () => (
    <Field>
      <rect x="18" y="66" width="204" height="118" rx="18" fill="var(--soft)" />
      <path
        d="M50 98 h.1 M85 98 h.1 M120 98 h.1 M155 98 h.1 M190 98 h.1 M68 126 h.1 M103 126 h.1 M138 126 h.1 M173 126 h.1"
        stroke-width="17"
      />
      <path d="M82 156 H158" stroke-width="15" />
    </Field>
  ),
  document: () => (
    <Field>
      <rect x="22" y="50" width="196" height="140" rx="16" fill="var(--paper)" />
      <circle cx="72" cy="98" r="18" fill="var(--skin)" />
      <path d="M44 144 Q48 122 72 122 Q96 122 100 144" fill="var(--primary)" />
      <path d="M122 86 H190 M122 112 H176" />
      <path d="M40 168 H200" stroke-dasharray="2 15" stroke-width="10" />
    </Field>
  ),
  "no-code": () => (
    <Field>
      <g opacity="0.4">
        <Paper x={120} y={120} w={130} h={170} />
        <Code x={120} y={130} s={1.05} />
      </g>
      <path d="M44 40 L196 204" stroke="var(--stop)" stroke-width="13" />
    </Field>
  ),
  face: () => (
    <Field>
      <Bust />
    </Field>
  ),
  covered: () => <CoveredFace reason="religious" />,
  contest: () => (
    <Field>
      <path
        d="M40 30 H200 Q220 30 220 50 V146 Q220 166 200 166 H116 L72 212 V166 H40 Q20 166 20 146 V50 Q20 30 40 30 Z"
        fill="var(--paper)"
      />
      <path d="M78 98 L108 128 L166 66" stroke-width="18" />
    </Field>
  ),
  fingers: () => <HandSign side="right" />,
  signature: () => (
    <Field>
      <rect x="22" y="62" width="150" height="136" rx="14" fill="var(--paper)" />
      <path
        class="draw"
        pathLength="1"
        d="M44 160 C60 110 76 112 74 146 C72 172 96 168 104 138 C108 124 118 140 116 152 C114 164 130 160 148 150"
        stroke="var(--primary)"
      />
      <Pen />
    </Field>
  ),
  sign: () => (
    <Field>
      <rect x="16" y="110" width="208" height="112" rx="16" fill="var(--paper)" />
      <path d="M40 196 H200" stroke-width="5" stroke-dasharray="1 14" />
      <path
        class="draw"
        pathLength="1"
        d="M52 184 C66 132 84 132 80 164 C78 190 102 186 112 156 C118 140 128 156 124 170 C120 184 150 180 176 162"
        stroke="var(--primary)"
        stroke-width="9"
      />
      <Pen class="write" />
    </Field>
  ),
  papers: () => (
    <Field>
      <g transform="rotate(-8 96 120)">
        <Paper x={98} y={116} w={120} h={160} />
      </g>
      <g transform="rotate(7 146 128)">
        <Paper x={142} y={130} w={120} h={160} />
        <path d="M104 104 H176 M104 130 H180 M104 156 H160" stroke-width="7" />
      </g>
    </Field>
  ),
  "other-side": () => (
    <Field>
      <path d="M92 34 H178 V206 H62 V64 Z" stroke="currentColor" stroke-width="18" />
      <path d="M96 150 A34 34 0 1 1 140 156" stroke="currentColor" stroke-width="16" />
      <path d="M124 176 L142 156 L120 140" stroke="currentColor" stroke-width="16" />
    </Field>
  ),
  review: () => (
    <Field>
      <Paper x={120} y={120} w={150} h={196} />
      <circle cx="88" cy="74" r="18" fill="var(--skin)" />
      <path d="M120 66 H156 M120 84 H146 M72 124 H168 M72 152 H150" />
      <Tick x={170} y={188} r={36} />
    </Field>
  ),
  ticket: () => (
    <Field>
      <g class="feed">
        <path
          d="M66 70 H174 V206 l-13.5 -10 l-13.5 10 l-13.5 -10 l-13.5 10 l-13.5 -10 l-13.5 10 l-13.5 -10 l-13.5 10 Z"
          fill="var(--paper)"
        />
        <Code x={120} y={128} s={0.9} />
      </g>
      <rect x="34" y="34" width="172" height="48" rx="16" fill="var(--primary)" />
      <path d="M60 62 H180" stroke="var(--on-primary)" />
    </Field>
  ),
  purpose: () => (
    <Field>
      <Person x={66} y={150} s={0.46} />
      <Arrow x={148} y={120} to="right" size={0.8} still />
      <g transform="translate(196 120) scale(.62)">
        <Booklet />
      </g>
    </Field>
  ),
  sealed: () => (
    <Field>
      <path d="M24 70 H216 V190 Q216 200 206 200 H34 Q24 200 24 190 Z" fill="var(--paper)" />
      <path d="M24 74 L120 146 L216 74" />
      <Seal x={120} y={138} r={28} />
    </Field>
  ),
  sealing: () => (
    <Field>
      <path d="M24 84 H216 V204 Q216 214 206 214 H34 Q24 214 24 204 Z" fill="var(--paper)" />
      <path d="M24 88 L120 160 L216 88" />
      <g class="stamp">
        <Seal x={120} y={150} r={30} />
      </g>
    </Field>
  ),
  erased: () => (
    <Field>
      <rect x="34" y="30" width="172" height="130" rx="16" fill="var(--soft)" />
      <path d="M120 160 V196 M76 200 H164" />
      <g class="fade">
        <circle cx="120" cy="82" r="22" fill="var(--skin)" />
        <path d="M80 146 Q84 112 120 112 Q156 112 160 146 Z" fill="var(--primary)" />
      </g>
      <path
        class="wipe"
        d="M64 62 Q92 40 120 60 Q148 76 176 56 V96 Q148 118 120 100 Q92 84 64 104 Z"
        fill="var(--paper)"
      />
    </Field>
  ),
  choice: () => (
    <Field>
      <Person x={68} y={160} s={0.5} />
      <Person x={178} y={160} s={0.5} />
      <path d="M24 214 H222" stroke-width="14" />
      <path d="M96 60 Q122 30 150 60" />
      <path d="M136 58 L151 62 L152 46" />
    </Field>
  ),
  desk: () => (
    <Field>
      <Person x={146} y={92} s={0.66} />
      <path d="M20 156 H220 V222 H20 Z" fill="var(--accent)" />
      <path d="M48 132 h40 v24 h-40 Z" fill="var(--paper)" />
      <Arrow x={120} y={168} to="up" size={0.0001} still />
    </Field>
  ),
  "go-to-desk": () => (
    <Field class="wide" viewBox="0 0 480 240">
      <g class="walk">
        <Person x={80} y={130} s={0.72} />
      </g>
      <Arrow x={250} y={130} to="right" size={1.1} />
      <g transform="translate(248 0)">
        <Person x={136} y={92} s={0.66} />
        <path d="M20 156 H220 V222 H20 Z" fill="var(--accent)" />
        <path d="M52 132 h44 v24 h-44 Z" fill="var(--paper)" />
      </g>
    </Field>
  ),
  contact: () => (
    <Field>
      <rect x="70" y="22" width="100" height="196" rx="18" fill="var(--soft)" />
      <rect x="84" y="48" width="72" height="124" rx="6" fill="var(--paper)" stroke-width="5" />
      <path d="M120 196 v.1" stroke-width="16" />
    </Field>
  ),
  identity: () => (
    <Field>
      <rect x="22" y="50" width="196" height="140" rx="16" fill="var(--paper)" />
      <circle cx="76" cy="104" r="20" fill="var(--skin)" />
      <path d="M44 160 Q48 132 76 132 Q104 132 108 160 Z" fill="var(--primary)" />
      <path d="M134 98 H192 M134 126 H180 M134 154 H192" />
    </Field>
  ),
  thanks: () => (
    <Field>
      <Person x={120} y={128} s={0.96} />
      <g class="wave">
        <g transform="translate(176 88) scale(.44)">
          <path
            d="M44 200 Q20 150 22 110 L22 60 q0 -12 12 -12 q12 0 12 12 V100 V36 q0 -13 13 -13 q13 0 13 13 V96 V44 q0 -13 12 -13 q13 0 13 13 V110 V70 q0 -12 12 -12 q12 0 12 12 V136 Q118 180 104 200 Z"
            fill="var(--skin)"
            stroke-width="16"
          />
        </g>
      </g>
    </Field>
  ),
  still_there: () => (
    <Field>
      <g class="fade">
        <Bust />
      </g>
      <path
        d="M176 40 q4 -22 24 -20 q22 4 18 26 q-2 12 -18 20 v12"
        stroke="var(--accent)"
        stroke-width="15"
      />
      <path d="M200 100 v.1" stroke="var(--accent)" stroke-width="20" />
    </Field>
  ),
  tools: () => (
    <Field>
      <rect x="40" y="52" width="160" height="116" rx="16" fill="var(--soft)" />
      <path d="M120 168 V204 M76 206 H164" />
      <circle cx="96" cy="110" r="7" fill="var(--ink)" />
      <circle cx="144" cy="110" r="7" fill="var(--ink)" />
      <path d="M98 138 Q120 128 142 138" />
    </Field>
  ),
} as const;
