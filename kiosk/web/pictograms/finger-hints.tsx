/** What a finger is to do, or did wrong, one picture a hint. */
import type { FingerPosition } from "../../../api/words/characteristic.ts";
import type { FingerHint } from "../../../api/words/hints.ts";
import { Hand, parts, Sided, Scanner, Laid, PlaceFinger, BothHands } from "./hand.tsx";
import { Arrow, Cross, Field, Tick } from "./parts.tsx";

const Print = (props: { faint?: boolean }) => (
  <g stroke-width="9" opacity={props.faint ? 0.3 : 1}>
    <path d="M76 182 Q62 140 74 104 Q90 60 132 62 Q178 68 180 130 Q180 160 174 186" />
    <path d="M98 196 Q84 150 94 118 Q104 86 130 86 Q158 90 158 132 Q158 168 150 198" />
    <path d="M122 204 Q108 156 116 126 Q122 108 132 112 Q140 118 138 146 Q136 180 128 206" />
  </g>
);

export const FaintPrint = () => (
  <Field>
    <Print faint />
    <path d="M52 52 L190 206" stroke="var(--stop)" stroke-width="12" />
  </Field>
);

/** Where a print will be seen. */
export const PrintPlace = () => (
  <Field>
    <Print faint />
  </Field>
);

const Drops = () => (
  <g fill="var(--glass)" class="fall">
    <path d="M184 120 q-16 22 0 32 q16 -10 0 -32 Z" />
    <path d="M208 156 q-12 18 0 26 q12 -8 0 -26 Z" />
  </g>
);

type Draw = (position: FingerPosition) => preact.JSX.Element;
const tall = (children: preact.ComponentChildren) => (
  <Field class="tall" viewBox="0 0 240 280">
    {children}
  </Field>
);
const moved = (shift: readonly [number, number], arrow: preact.JSX.Element): Draw => {
  const Draw: Draw = (position) =>
    tall(
      <>
        <Scanner glow={false} />
        <Laid position={position} shift={shift} />
        {shift[0] === 0 ? <Sided side={parts(position).side}>{arrow}</Sided> : arrow}
      </>,
    );
  return Draw;
};
const otherHand = (position: FingerPosition): "left" | "right" =>
  parts(position).side === "left" ? "right" : "left";

const PICTURES: Record<FingerHint, Draw> = {
  place: (position) => <PlaceFinger position={position} />,
  hold: (position) =>
    tall(
      <>
        <Scanner />
        <Laid position={position} />
        <path class="scan" d="M90 30 H150" stroke="var(--primary)" stroke-width="10" />
      </>,
    ),
  lift: (position) =>
    tall(
      <>
        <Scanner glow={false} />
        <Laid position={position} class="go-out" />
        <Sided side={parts(position).side}>
          <Arrow x={30} y={130} to="down" />
        </Sided>
      </>,
    ),
  "press-harder": (position) =>
    tall(
      <>
        <Scanner />
        <Laid position={position} class="press" />
        <Arrow x={40} y={70} to="down" />
        <Arrow x={200} y={70} to="down" />
      </>,
    ),
  "press-lighter": (position) =>
    tall(
      <>
        <Scanner />
        <Laid position={position} class="press" />
        <Arrow x={40} y={16} to="up" />
        <Arrow x={200} y={16} to="up" />
      </>,
    ),
  "move-finger-up": moved([0, 30], <Arrow x={214} y={20} to="up" />),
  "move-finger-down": moved([0, -26], <Arrow x={26} y={124} to="down" />),
  "move-finger-left": moved([30, 0], <Arrow x={8} y={66} to="left" />),
  "move-finger-right": moved([-30, 0], <Arrow x={232} y={66} to="right" />),
  "wipe-finger": (position) => (
    <Field viewBox="0 0 240 250">
      <Sided side={parts(position).side}>
        <Hand spread={parts(position).finger} marked={parts(position).finger} />
      </Sided>
      <Drops />
      <path
        class="rub"
        d="M30 70 Q70 44 120 66 Q160 84 206 58 V98 Q160 122 116 104 Q70 86 30 108 Z"
        fill="var(--paper)"
      />
    </Field>
  ),
  "wipe-glass": () =>
    tall(
      <>
        <Scanner glow={false} dirty />
        <path
          class="rub"
          d="M70 60 Q100 40 130 58 Q156 70 176 54 V92 Q150 112 124 98 Q98 84 70 100 Z"
          fill="var(--paper)"
        />
      </>,
    ),
  moisten: (position) => (
    <Field viewBox="0 0 240 250">
      <Sided side={parts(position).side}>
        <g transform="translate(0 18)">
          <Hand spread={parts(position).finger} marked={parts(position).finger} />
        </g>
      </Sided>
      <g stroke="var(--primary)" stroke-width="10" class="sway">
        <path d="M14 30 q16 -14 32 0 t32 0" />
        <path d="M14 60 q16 -14 32 0 t32 0" />
      </g>
    </Field>
  ),
  "wrong-finger": (position) => (
    <Field class="wide" viewBox="0 0 480 250">
      <g transform="translate(-8 8)" opacity={otherHand(position) === "left" ? 0.5 : 1}>
        <Sided side="left">
          <Hand
            spread="all"
            {...(otherHand(position) === "left" ? {} : { marked: parts(position).finger })}
          />
        </Sided>
      </g>
      <g transform="translate(248 8)" opacity={otherHand(position) === "right" ? 0.5 : 1}>
        <Hand spread="all" {...(otherHand(position) === "right" ? {} : { marked: parts(position).finger })} />
      </g>
      {otherHand(position) === "left" ? (
        <>
          <Cross x={112} y={196} r={34} />
          <Tick x={380} y={204} r={34} />
        </>
      ) : (
        <>
          <Tick x={100} y={204} r={34} />
          <Cross x={368} y={196} r={34} />
        </>
      )}
    </Field>
  ),
  "same-finger": (position) => <BothHands position={position} taken={[]} />,
  done: (position) =>
    tall(
      <>
        <Scanner glow={false} />
        <Laid position={position} />
        <Tick x={196} y={56} r={40} />
      </>,
    ),
};

export const FingerPictogram = (props: { hint: FingerHint; position: FingerPosition }) =>
  PICTURES[props.hint](props.position);
