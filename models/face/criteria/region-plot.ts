/** The region of framings in which every rule is met, drawn (SVG). */
import { headSize } from "../measures/head-size.ts";
import { marginAbove } from "../measures/margin-above.ts";
import { marginBelow } from "../measures/margin-below.ts";
import { brokenRules, wantedFraming } from "./region.ts";
import type { Framing } from "./region.ts";

const PLOT = { left: 70, top: 50, width: 560, height: 420 } as const;
const T = { from: 0.26, to: 0.52, step: 0.005 } as const;
const Y = { from: 0.26, to: 0.56, step: 0.005 } as const;

const x = (t: number): number => PLOT.left + ((t - T.from) / (T.to - T.from)) * PLOT.width;
const y = (eyesAt: number): number => PLOT.top + ((eyesAt - Y.from) / (Y.to - Y.from)) * PLOT.height;
const round = (value: number): string => value.toFixed(1);

const COLOURS = ["#2e7d32", "#f3d9a4", "#e9e9e9"] as const;
const colourOf = (t: number, eyesAt: number): string =>
  COLOURS[Math.min(2, brokenRules({ t, eyesAt }).length)] ?? "white";

/** One rectangle for each run of like framings. */
const runs = (): string[] => {
  const found: string[] = [];
  const [columns, rows] = [Math.round((T.to - T.from) / T.step), Math.round((Y.to - Y.from) / Y.step)];
  const h = PLOT.height / rows;
  const edge = (i: number): number => T.from + i * T.step;
  for (let k = 0; k < rows; k += 1) {
    const eyesAt = Y.from + (k + 0.5) * Y.step;
    let from = 0;
    for (let i = 1; i <= columns; i += 1) {
      const colour = colourOf(edge(from) + T.step / 2, eyesAt);
      if (i < columns && colourOf(edge(i) + T.step / 2, eyesAt) === colour) continue;
      const [left, width] = [x(edge(from)), x(edge(i)) - x(edge(from))];
      found.push(
        `<rect x="${round(left)}" y="${round(PLOT.top + k * h)}" width="${round(width)}" height="${round(h + 0.3)}" fill="${colour}"/>`,
      );
      from = i;
    }
  }
  return found;
};

const text = (px: number, py: number, words: string, more = ""): string =>
  `<text x="${round(px)}" y="${round(py)}" font-family="sans-serif" font-size="13" ${more}>${words}</text>`;

const scalars = ({ t, eyesAt }: Framing): string =>
  `HeadSize ${headSize.scalar(t)}, MarginAbove ${marginAbove.scalar(eyesAt / t)}, MarginBelow ${marginBelow.scalar((1 - eyesAt) / t)}`;

export const framingPlot = (): string => {
  const wanted = wantedFraming();
  const ticks = [0.3, 0.35, 0.4, 0.45, 0.5];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="700" height="590" viewBox="0 0 700 590">`,
    `<rect width="700" height="590" fill="white"/>`,
    ...runs(),
    ...ticks.map((t) => text(x(t), PLOT.top + PLOT.height + 18, t.toFixed(2), 'text-anchor="middle"')),
    ...ticks.map((v) => text(PLOT.left - 8, y(v) + 4, v.toFixed(2), 'text-anchor="end"')),
    text(
      PLOT.left,
      24,
      "Head size, margins and position of a mean head in the 1244 x 1600 portrait",
      'font-weight="bold"',
    ),
    text(
      PLOT.left,
      42,
      "green: every rule of TR-03121 and both margins are met; sand: one rule is broken; grey: more",
    ),
    text(
      PLOT.left + PLOT.width / 2,
      PLOT.top + PLOT.height + 38,
      "T (eyes to chin) over picture height",
      'text-anchor="middle"',
    ),
    text(
      0,
      0,
      "eyes from the top over picture height",
      `text-anchor="middle" transform="translate(20 ${PLOT.top + PLOT.height / 2}) rotate(-90)"`,
    ),
    `<circle cx="${round(x(wanted.t))}" cy="${round(y(wanted.eyesAt))}" r="6" fill="white" stroke="black" stroke-width="2"/>`,
    text(x(wanted.t) + 12, y(wanted.eyesAt) + 5, "the portrait's framing", 'fill="white"'),
    text(
      PLOT.left,
      PLOT.top + PLOT.height + 64,
      `There the components of ISO/IEC 29794-5 read ${scalars(wanted)} of 100.`,
    ),
    text(
      PLOT.left,
      PLOT.top + PLOT.height + 82,
      "No framing gives all three high values: they are reported and gate nothing.",
    ),
    "</svg>",
    "",
  ].join("\n");
};
