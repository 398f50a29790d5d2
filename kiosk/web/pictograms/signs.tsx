/** Help, comfort and the bar's signs. */
import { Cross, Field, Tick } from "./parts.tsx";
import { Person } from "./shapes.tsx";

export const SIGNS = {
  help: () => (
    <Field>
      <circle cx="120" cy="120" r="96" fill="var(--glass)" />
      <path d="M88 94 Q90 60 122 60 Q156 62 154 94 Q152 114 132 124 Q120 132 120 150" stroke-width="18" />
      <path d="M120 180 v.1" stroke-width="24" />
    </Field>
  ),
  staff: () => (
    <Field>
      <Person x={92} y={142} s={0.74} />
      <g class="ring">
        <path d="M152 90 Q152 40 186 40 Q220 40 220 90 L230 106 H142 Z" fill="var(--accent)" />
        <path d="M176 116 Q186 130 196 116 M186 40 V28" />
      </g>
    </Field>
  ),
  "staff-coming": () => (
    <Field>
      <Person x={120} y={124} s={0.94} class="come-near" />
      <Tick x={190} y={190} r={36} />
    </Field>
  ),
  language: () => (
    <Field>
      <path
        d="M30 52 H138 Q150 52 150 64 V120 Q150 132 138 132 H92 L60 164 V132 H42 Q30 132 30 120 V64 Q30 52 42 52"
        fill="var(--paper)"
      />
      <path
        d="M112 108 H198 Q210 108 210 120 V172 Q210 184 198 184 H188 V212 L158 184 H112 Q100 184 100 172 V120 Q100 108 112 108 Z"
        fill="var(--accent)"
      />
      <path d="M130 146 h.1 M155 146 h.1 M180 146 h.1" stroke-width="15" />
      <path d="M60 92 h.1 M88 86 h.1" stroke-width="15" />
    </Field>
  ),
  comfort: () => (
    <Field>
      <circle cx="120" cy="48" r="22" fill="var(--accent)" />
      <path d="M48 88 Q120 108 192 88" stroke-width="14" />
      <path d="M120 100 V150 L86 214 M120 150 L154 214" stroke-width="14" />
    </Field>
  ),
  sound: () => (
    <Field>
      <path d="M40 94 H78 L128 52 V188 L78 146 H40 Z" fill="var(--accent)" />
      <path d="M156 88 Q178 120 156 152 M180 62 Q220 120 180 178" />
    </Field>
  ),
  silent: () => (
    <Field>
      <path d="M40 94 H78 L128 52 V188 L78 146 H40 Z" fill="var(--soft)" />
      <path d="M162 94 L212 146 M212 94 L162 146" />
    </Field>
  ),
  louder: () => (
    <Field>
      <path d="M20 94 H56 L104 52 V188 L56 146 H20 Z" fill="var(--accent)" />
      <path d="M136 120 H220 M178 78 V162" stroke-width="14" />
    </Field>
  ),
  quieter: () => (
    <Field>
      <path d="M20 94 H56 L104 52 V188 L56 146 H20 Z" fill="var(--soft)" />
      <path d="M136 120 H220" stroke-width="14" />
    </Field>
  ),
  stop: () => (
    <Field>
      <Cross x={120} y={120} r={92} />
    </Field>
  ),
  yes: () => (
    <Field>
      <path d="M52 126 L100 174 L192 72" stroke="currentColor" stroke-width="26" />
    </Field>
  ),
  no: () => (
    <Field>
      <path d="M66 66 L174 174 M174 66 L66 174" stroke="currentColor" stroke-width="26" />
    </Field>
  ),
  on: () => (
    <Field class="directed">
      <path d="M44 120 H186 M128 58 L190 120 L128 182" stroke="currentColor" stroke-width="24" />
    </Field>
  ),
  back: () => (
    <Field class="directed">
      <path d="M196 120 H54 M112 58 L50 120 L112 182" stroke="currentColor" stroke-width="24" />
    </Field>
  ),
  again: () => (
    <Field>
      <path d="M184 92 A74 74 0 1 0 194 138" stroke="currentColor" stroke-width="24" />
      <path d="M196 44 V98 H142" stroke="currentColor" stroke-width="24" />
    </Field>
  ),
  print: () => (
    <Field>
      <path d="M68 92 V34 H172 V92" stroke="currentColor" stroke-width="16" />
      <path d="M68 174 H36 V92 H204 V174 H172" stroke="currentColor" stroke-width="16" />
      <path d="M68 146 H172 V208 H68 Z" stroke="currentColor" stroke-width="16" />
    </Field>
  ),
  listen: () => (
    <Field>
      <path d="M40 94 H78 L128 52 V188 L78 146 H40 Z" fill="currentColor" stroke="currentColor" />
      <path d="M156 88 Q178 120 156 152 M180 62 Q220 120 180 178" stroke="currentColor" stroke-width="14" />
    </Field>
  ),
  letters: () => (
    <Field>
      <path d="M20 196 L56 100 L92 196 M32 166 H80" stroke-width="13" />
      <path d="M108 196 L164 44 L220 196 M128 148 H200" stroke-width="19" />
    </Field>
  ),
  contrast: () => (
    <Field>
      <circle cx="120" cy="120" r="88" fill="var(--paper)" stroke-width="12" />
      <path d="M120 32 A88 88 0 0 1 120 208 Z" fill="var(--ink)" />
    </Field>
  ),
  seated: () => (
    <Field>
      <circle cx="98" cy="44" r="24" fill="var(--skin)" />
      <path d="M92 84 V140 H146 L166 200" stroke="var(--primary)" stroke-width="26" />
      <path d="M58 96 V160 Q58 166 64 166 H136 M66 166 V212 M132 168 V212" stroke-width="11" />
    </Field>
  ),
  still: () => (
    <Field>
      <circle cx="120" cy="120" r="92" fill="var(--paper)" />
      <path d="M94 82 V158 M146 82 V158" stroke-width="24" />
    </Field>
  ),
  curtain: () => (
    <Field>
      <rect x="30" y="40" width="180" height="130" rx="16" fill="var(--ink)" />
      <path d="M120 170 V204 M76 206 H164" />
      <path
        d="M84 94 h18 l24 -22 v66 l-24 -22 h-18 Z"
        fill="var(--paper)"
        stroke="var(--paper)"
        stroke-width="4"
      />
      <path d="M144 88 Q156 105 144 122" stroke="var(--paper)" />
    </Field>
  ),
  unhurried: () => (
    <Field>
      <circle cx="120" cy="126" r="88" fill="var(--paper)" />
      <path d="M120 76 V128 L154 150" stroke-width="14" />
      <path d="M96 18 H144" stroke-width="14" />
    </Field>
  ),
} as const;
