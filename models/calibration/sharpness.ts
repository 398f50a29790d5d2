/** Sharpness at the subject plane: the edges of the sharpness sheet's squares, in line pairs a millimetre. */
import type { Measurement } from "../../api/words/calibration.ts";
import type { RgbImage } from "../../api/words/sample.ts";
import { edgeResponse, type Response } from "./edge.ts";
import { unmeasurable } from "./fit.ts";
import { measured } from "./judge.ts";
import { findSheet, project, scaleAt, type Homography } from "./marks.ts";
import { luminanceOf, type Plane } from "./plane.ts";
import { EDGES } from "./sheet-layout.ts";

export interface EdgeSeen {
  readonly place: string;
  /** Across an upright edge (x) or a lying one (y). */
  readonly direction: "x" | "y";
  readonly response: Response;
  /** Line pairs a millimetre on the sheet at half contrast. */
  readonly half: number;
  readonly pixelsPerMm: number;
}

/** A window of the plane, turned so that its edge stands upright. */
const windowOf = (
  plane: Plane,
  x: number,
  y: number,
  across: number,
  along: number,
  turned: boolean,
): Plane | undefined => {
  const [width, height] = [Math.round(across), Math.round(along)];
  const [left, top] = turned
    ? [Math.round(x - height / 2), Math.round(y - width / 2)]
    : [Math.round(x - width / 2), Math.round(y - height / 2)];
  const [right, bottom] = turned ? [left + height, top + width] : [left + width, top + height];
  if (left < 0 || top < 0 || right > plane.width || bottom > plane.height || width < 16 || height < 16)
    return undefined;
  const data = new Float32Array(width * height);
  for (let v = 0; v < height; v += 1)
    for (let u = 0; u < width; u += 1)
      data[v * width + u] =
        plane.data[(turned ? top + u : top + v) * plane.width + (turned ? left + v : left + u)] ?? 0;
  return { width, height, data };
};

/** Across the edge, millimetres to both sides; along it, share of the side. */
const ACROSS = 11;
const ALONG = 0.66;

const edgeAt = (
  plane: Plane,
  sheet: Homography,
  square: (typeof EDGES.squares)[number],
  direction: "x" | "y",
  way: 1 | -1,
): EdgeSeen | undefined => {
  const half = (EDGES.side / 2) * way;
  const length = Math.hypot(1, EDGES.slope);
  const [dx, dy] =
    direction === "x"
      ? [half / length, (half * EDGES.slope) / length]
      : [(-half * EDGES.slope) / length, half / length];
  const place = { x: square.x + dx, y: square.y + dy };
  const { x, y } = project(sheet, place.x, place.y);
  const scale = scaleAt(sheet, place.x, place.y);
  const [acrossScale, alongScale] = direction === "x" ? [scale.x, scale.y] : [scale.y, scale.x];
  const window = windowOf(
    plane,
    x,
    y,
    2 * ACROSS * acrossScale,
    EDGES.side * ALONG * alongScale,
    direction === "y",
  );
  const response = window && edgeResponse(window);
  if (response?.half === undefined) return undefined;
  return {
    place: square.place,
    direction,
    response,
    half: response.half * acrossScale,
    pixelsPerMm: acrossScale,
  };
};

/** Every edge of the sheet that can be read. Throws OutsideFault picture-unreadable when the sheet is not seen. */
export const edgesOf = (picture: RgbImage): readonly EdgeSeen[] => {
  const plane = luminanceOf(picture);
  const sheet = findSheet(plane);
  const seen = EDGES.squares.flatMap((square) =>
    (["x", "y"] as const).flatMap((direction) =>
      ([1, -1] as const).flatMap((way) => edgeAt(plane, sheet, square, direction, way) ?? []),
    ),
  );
  if (seen.length < 4)
    throw unmeasurable(
      "The edges of the sharpness sheet cannot be read; light it evenly and hold it where the face is.",
    );
  return seen;
};

const average = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Half contrast moves with the modulation's own uncertainty over its slope there; and by a hundredth for the method. */
const uncertaintyOf = (edges: readonly EdgeSeen[]): number =>
  Math.max(
    ...edges.map(({ response, half, pixelsPerMm }) => {
      const at = Math.round(half / pixelsPerMm / response.step);
      const fall =
        ((response.modulation[at - 2] ?? 1) - (response.modulation[at + 2] ?? 0)) / (4 * response.step);
      return (2 * response.noise * pixelsPerMm) / Math.max(0.2, fall) + 0.01 * half;
    }),
  );

export const measureSharpness = (picture: RgbImage): readonly Measurement[] => {
  const edges = edgesOf(picture);
  const centre = edges.filter(({ place }) => place === "centre");
  const of = (direction: "x" | "y") => centre.filter((edge) => edge.direction === direction);
  const [across, along] = [of("x"), of("y")];
  if (across.length === 0 || along.length === 0)
    throw unmeasurable(
      "The middle square of the sharpness sheet cannot be read; hold the sheet in the middle of the picture.",
    );
  const worst = edges.reduce((least, edge) => (edge.half < least.half ? edge : least));
  const half = (those: readonly EdgeSeen[]) => average(those.map((edge) => edge.half));
  return [
    measured("mtf50-x", half(across), uncertaintyOf(across)),
    measured("mtf50-y", half(along), uncertaintyOf(along)),
    measured("mtf50-worst", worst.half, uncertaintyOf([worst]), { of: worst.place }),
    measured("mtf50-pixel", average(centre.map((edge) => edge.half / edge.pixelsPerMm)), 0.005),
    measured("pixels-per-mm", average(centre.map(({ pixelsPerMm }) => pixelsPerMm)), 0.005),
  ];
};
