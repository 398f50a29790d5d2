/** Plots one looks at: bars by day, a histogram with its limit, rates with their intervals. Own SVG, colours of the page. */
import { number, percent } from "./words.ts";

const WIDE = 720;
/** Of a plot that has half the page: its letters stay as large. */
const HALF = 420;
const HIGH = 180;
const FOOT = 22;
const SIDE = 44;

/** A round number at or above, for the top of an axis; its half is whole, for what is counted is. */
export const roundUp = (value: number): number => {
  if (value <= 4) return 4;
  const power = Number(`1e${Math.floor(Math.log10(value))}`);
  const steps = [1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10].map((step) => step * power);
  return steps.find((step) => step >= value && step % 2 === 0) ?? value;
};

const Axis = ({ top, wide }: { top: number; wide: number }) => (
  <>
    {[0, 0.5, 1].map((share) => {
      const y = (HIGH - FOOT) * (1 - share) + 6;
      return (
        <g key={share}>
          <line x1={SIDE} x2={wide} y1={y} y2={y} class="grid" />
          <text x={SIDE - 6} y={y + 4} class="tick end">
            {number(top * share)}
          </text>
        </g>
      );
    })}
  </>
);

export interface Bar {
  readonly label: string;
  /** Stacked from below. */
  readonly parts: readonly number[];
}

/** Stacked bars; few labels, so that a year fits. */
export const Bars = (props: { title: string; bars: readonly Bar[]; limitAt?: number; half?: true }) => {
  const { bars, limitAt, half } = props;
  const whole = half === true ? HALF : WIDE;
  const top = roundUp(Math.max(1, ...bars.map(({ parts }) => parts.reduce((sum, part) => sum + part, 0))));
  const wide = (whole - SIDE) / Math.max(1, bars.length);
  const every = Math.max(1, Math.ceil(bars.length / 8));
  const scale = (HIGH - FOOT - 6) / top;
  return (
    <svg
      class={half === true ? "plot half" : "plot"}
      viewBox={`0 0 ${whole} ${HIGH + 6}`}
      role="img"
      aria-label={props.title}
    >
      <Axis top={top} wide={whole} />
      {bars.map(({ label, parts }, at) => {
        let below = 0;
        const x = SIDE + at * wide;
        return (
          <g key={at}>
            <title>{`${label}: ${parts.map((part) => number(part)).join(" + ")}`}</title>
            {parts.map((part, index) => {
              const y = HIGH - FOOT + 6 - (below + part) * scale;
              below += part;
              return (
                <rect
                  key={index}
                  x={x + wide * 0.1}
                  y={y}
                  width={Math.max(0.6, wide * 0.8)}
                  height={part * scale}
                  class={`series-${index}`}
                />
              );
            })}
            {at % every === 0 && (
              <text x={x + wide / 2} y={HIGH} class="tick middle">
                {label}
              </text>
            )}
          </g>
        );
      })}
      {limitAt !== undefined && (
        <line
          x1={SIDE + limitAt * wide}
          x2={SIDE + limitAt * wide}
          y1={2}
          y2={HIGH - FOOT + 6}
          class="limit"
        />
      )}
    </svg>
  );
};

export interface Interval {
  readonly share: number;
  readonly low: number;
  readonly high: number;
  readonly apart: boolean;
}

/** A rate as a dot on its interval, on an axis from 0 to `top`. */
export const Whisker = ({ rate, top, label }: { rate: Interval; top: number; label: string }) => {
  const x = (share: number) => 4 + Math.min(1, share / top) * 152;
  return (
    <span class="whisker">
      <svg viewBox="0 0 160 18" role="img" aria-label={label}>
        <line x1={4} x2={156} y1={9} y2={9} class="grid" />
        <line x1={x(rate.low)} x2={x(rate.high)} y1={9} y2={9} class={rate.apart ? "span apart" : "span"} />
        <circle cx={x(rate.share)} cy={9} r={4} class={rate.apart ? "dot apart" : "dot"} />
      </svg>
      <span class="number">{percent(rate.share)}</span>
      <small class="quiet">
        {percent(rate.low)}–{percent(rate.high)}
      </small>
    </span>
  );
};
