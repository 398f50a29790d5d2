/**
 * Hands seen from above, as a person sees their own on the glass: the right hand's thumb is on the left.
 * The finger that is meant is stretched and marked; the others are folded.
 */
import { Field, Tick } from "./parts.tsx";
import type { FingerPosition } from "../../../api/words/characteristic.ts";

type Finger = "thumb" | "index" | "middle" | "ring" | "little";

interface Bone {
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
  readonly long: number;
  readonly short: number;
  readonly width: number;
}

/** Roots and unit directions of the right hand's fingers. */
const BONES: Record<Finger, Bone> = {
  thumb: { x: 84, y: 176, dx: -0.78, dy: -0.63, long: 62, short: 30, width: 28 },
  index: { x: 92, y: 128, dx: -0.16, dy: -0.99, long: 78, short: 14, width: 25 },
  middle: { x: 121, y: 122, dx: 0, dy: -1, long: 86, short: 14, width: 26 },
  ring: { x: 150, y: 128, dx: 0.12, dy: -0.99, long: 78, short: 14, width: 25 },
  little: { x: 176, y: 142, dx: 0.28, dy: -0.96, long: 60, short: 12, width: 22 },
};
const FINGERS = ["little", "ring", "middle", "index", "thumb"] as const;

const tip = (bone: Bone, length: number) => ({ x: bone.x + bone.dx * length, y: bone.y + bone.dy * length });

export type Spread = "all" | Finger;

/** The right hand; mirrored by its user for the left. `marked` gets the accent. */
export const Hand = (props: { spread: Spread; marked?: Finger; missing?: Finger }) => {
  const length = (finger: Finger) =>
    finger === props.missing
      ? 12
      : props.spread === "all" || props.spread === finger
        ? BONES[finger].long
        : BONES[finger].short;
  const bone = (finger: Finger, stroke: string, grow: number) => {
    const root = BONES[finger];
    const end = tip(root, length(finger));
    return (
      <path
        key={finger}
        d={`M${root.x} ${root.y} L${end.x} ${end.y}`}
        stroke={stroke}
        stroke-width={root.width + grow}
      />
    );
  };
  const palm =
    "M84 132 Q80 196 100 214 L104 250 H164 L168 214 Q190 190 188 146 Q170 124 121 122 Q96 122 84 132 Z";
  const marked = props.marked;
  const end = marked && tip(BONES[marked], length(marked));
  return (
    <g>
      {FINGERS.map((finger) => bone(finger, "var(--ink)", 16))}
      <path d={palm} stroke-width="16" stroke="var(--ink)" fill="var(--skin)" />
      {FINGERS.map((finger) => bone(finger, "var(--skin)", 0))}
      <path d={palm} stroke="none" fill="var(--skin)" />
      {props.spread !== "all" && (
        <path
          d="M106 132 q0 10 2 16 M135 130 q0 10 0 16 M163 136 q-1 10 -2 14"
          stroke-width="6"
          opacity="0.7"
        />
      )}
      {marked && end && props.missing !== marked && (
        <g>
          <path
            d={`M${BONES[marked].x + BONES[marked].dx * 22} ${BONES[marked].y + BONES[marked].dy * 22} L${end.x} ${end.y}`}
            stroke="var(--accent)"
            stroke-width={BONES[marked].width}
          />
          <path
            d={`M${end.x - BONES[marked].dx * 2} ${end.y - BONES[marked].dy * 2} l${BONES[marked].dx * 5} ${BONES[marked].dy * 5}`}
            stroke="var(--paper)"
            stroke-width={BONES[marked].width * 0.5}
          />
        </g>
      )}
    </g>
  );
};

export const parts = (position: FingerPosition): { side: "left" | "right"; finger: Finger } => {
  const [side, finger] = position.split("-") as ["left" | "right", Finger];
  return { side, finger };
};

export const Sided = (props: { side: "left" | "right"; children: preact.ComponentChildren }) => (
  <g transform={props.side === "left" ? "translate(240 0) scale(-1 1)" : ""}>{props.children}</g>
);

/** The scanner from above, its glass lit; open at the lower edge, where the hand comes in. */
export const Scanner = (props: { x?: number; glow?: boolean; dirty?: boolean }) => (
  <g transform={`translate(${props.x ?? 120} 62)`}>
    <rect x="-62" y="-54" width="124" height="116" rx="20" fill="var(--paper)" />
    <rect
      class={props.glow === false ? "" : "pulse"}
      x="-34"
      y="-36"
      width="68"
      height="80"
      rx="16"
      fill="var(--glass)"
    />
    {props.dirty && (
      <g stroke-width="6" stroke="var(--figure-shade)">
        <path d="M-16 -10 q8 -10 16 0 M2 20 q8 -10 16 0 M-20 24 q6 -8 12 0" />
      </g>
    )}
  </g>
);

/** Where the hand must lie for that fingertip to reach the middle of the glass. */
const onGlass = (finger: Finger) => {
  const end = tip(BONES[finger], BONES[finger].long);
  return { x: 120 - end.x, y: 66 - end.y };
};

export const Laid = (props: {
  position: FingerPosition;
  class?: string;
  shift?: readonly [number, number];
}) => {
  const { side, finger } = parts(props.position);
  const at = onGlass(finger);
  const [dx, dy] = props.shift ?? [0, 0];
  const turn = finger === "thumb" ? 34 : 0;
  return (
    <g class={props.class ?? ""}>
      <Sided side={side}>
        <g
          transform={`translate(${(side === "left" ? -dx : dx) + at.x} ${dy + at.y}) rotate(${turn} ${120 - at.x} ${66 - at.y})`}
        >
          <Hand spread={finger} marked={finger} />
        </g>
      </Sided>
    </g>
  );
};

/** Which finger: the hand comes in and lays the marked fingertip on the glass. */
export const PlaceFinger = ({ position }: { position: FingerPosition }) => (
  <Field class="tall" viewBox="0 0 240 280">
    <Scanner />
    <Laid position={position} class="come-in" />
  </Field>
);

/** Both hands, the meant finger marked, those taken ticked: where the person stands. */
export const BothHands = (props: { position?: FingerPosition; taken: readonly FingerPosition[] }) => (
  <Field class="wide" viewBox="0 0 480 250">
    {(["left", "right"] as const).map((side) => {
      const meant = props.position && parts(props.position);
      return (
        <g
          key={side}
          transform={side === "left" ? "translate(-8 8)" : "translate(248 8)"}
          opacity={meant && meant.side !== side ? 0.45 : 1}
        >
          <Sided side={side}>
            <Hand spread="all" {...(meant?.side === side ? { marked: meant.finger } : {})} />
          </Sided>
          {props.taken
            .map(parts)
            .filter((taken) => taken.side === side)
            .map(({ finger }) => {
              const end = tip(BONES[finger], BONES[finger].long);
              return <Tick key={finger} x={side === "left" ? 240 - end.x : end.x} y={end.y} r={17} />;
            })}
        </g>
      );
    })}
  </Field>
);

/** One hand alone, for tiles. */
export const HandSign = (props: { side: "left" | "right"; missing?: Finger; bandage?: Finger }) => {
  const bandage = props.bandage && BONES[props.bandage];
  return (
    <Field viewBox="0 0 240 250">
      <Sided side={props.side}>
        <Hand spread="all" {...(props.missing ? { missing: props.missing } : {})} />
        {bandage && (
          <g>
            <path
              d={`M${bandage.x + bandage.dx * 36} ${bandage.y + bandage.dy * 36} L${bandage.x + bandage.dx * bandage.long} ${bandage.y + bandage.dy * bandage.long}`}
              stroke="var(--ink)"
              stroke-width={bandage.width + 20}
            />
            <path
              d={`M${bandage.x + bandage.dx * 36} ${bandage.y + bandage.dy * 36} L${bandage.x + bandage.dx * bandage.long} ${bandage.y + bandage.dy * bandage.long}`}
              stroke="var(--paper)"
              stroke-width={bandage.width + 6}
            />
            <path
              d={`M${bandage.x + bandage.dx * 46 - 12} ${bandage.y + bandage.dy * 46 - 6} l26 12 M${bandage.x + bandage.dx * 66 - 13} ${bandage.y + bandage.dy * 66 - 6} l26 12`}
              stroke-width="5"
            />
          </g>
        )}
      </Sided>
    </Field>
  );
};
