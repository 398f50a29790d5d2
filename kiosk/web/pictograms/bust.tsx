/** Head and shoulders, as every picture with a person in it draws them. */

export interface Pose {
  readonly eyes?: "open" | "wide";
  readonly mouth?: "closed" | "open" | "smile" | "shut";
  /** Shift of the features to one side: the head is turned. */
  readonly yaw?: number;
  readonly pitch?: number;
  readonly glasses?: boolean;
  readonly cover?: "scarf";
  readonly class?: string;
}

const Eyes = ({ pose, x, y }: { pose: Pose; x: number; y: number }) => (
  <g class={pose.eyes === "wide" ? "blink" : ""}>
    {[-1, 1].map((side) =>
      pose.eyes === "wide" ? (
        <g key={side}>
          <ellipse cx={x + side * 22} cy={y} rx="15" ry="12" fill="var(--paper)" stroke-width="6" />
          <circle cx={x + side * 22} cy={y} r="5" fill="var(--eye)" stroke="var(--eye)" stroke-width="3" />
        </g>
      ) : (
        <circle
          key={side}
          cx={x + side * 21}
          cy={y}
          r="5"
          fill="var(--eye)"
          stroke="var(--eye)"
          stroke-width={LINE_THIN}
        />
      ),
    )}
  </g>
);
const LINE_THIN = 4;

const MOUTHS = {
  closed: "M-15 0 Q0 5 15 0",
  shut: "M-17 0 H17",
  open: "M-13 -5 Q0 -14 13 -5 Q16 16 0 18 Q-16 16 -13 -5 Z",
  smile: "M-24 -6 Q0 24 24 -6 Z",
} as const;

/** Head and shoulders, centred on 120. */
export const Bust = ({ pose = {} }: { pose?: Pose }) => {
  const yaw = pose.yaw ?? 0;
  const pitch = pose.pitch ?? 0;
  const mouth = pose.mouth ?? "closed";
  return (
    <g class={pose.class ?? ""}>
      <path d="M30 236 C34 190 74 178 98 172 L142 172 C166 178 206 190 210 236 Z" fill="var(--primary)" />
      <path d="M99 150 V176 Q120 196 141 176 V150 Z" fill="var(--skin)" />
      {pose.cover === "scarf" && (
        <path
          d="M56 120 C44 46 84 14 120 14 C156 14 196 46 184 120 C182 152 190 180 176 196 H64 C50 180 58 152 56 120 Z"
          fill="var(--accent)"
        />
      )}
      <path
        d="M68 96 C66 54 88 34 120 34 C152 34 174 54 172 96 C170 140 146 166 120 166 C94 166 70 140 68 96 Z"
        fill="var(--skin)"
      />
      {pose.cover !== "scarf" && (
        <path
          d="M67 92 C58 48 84 22 120 22 C156 22 182 48 173 92 C168 76 158 64 146 60 C126 66 104 64 92 58 C80 64 72 78 67 92 Z"
          fill="var(--hair)"
        />
      )}
      <Eyes pose={pose} x={120 + yaw} y={98 + pitch} />
      <path d={`M${120 + yaw * 1.25} ${106 + pitch * 1.1} q${yaw < 0 ? -7 : 7} 12 -2 15`} stroke-width="6" />
      {pose.glasses && (
        <g class="lift" stroke-width="7">
          <circle cx={98 + yaw} cy={98 + pitch} r="17" fill="var(--glass)" />
          <circle cx={142 + yaw} cy={98 + pitch} r="17" fill="var(--glass)" />
          <path
            d={`M${115 + yaw} ${97 + pitch} h10 M${81 + yaw} ${96 + pitch} L70 92 M${159 + yaw} ${96 + pitch} L170 92`}
          />
        </g>
      )}
      <path
        transform={`translate(${120 + yaw * 1.1} ${139 + pitch * 0.8})`}
        d={MOUTHS[mouth]}
        fill={mouth === "open" ? "var(--stop)" : mouth === "smile" ? "var(--paper)" : "none"}
        stroke-width="7"
      />
    </g>
  );
};
