/** What is measured of a fingerprint scanner. TR is BSI TR-03121-3.2 v6.0; its limits are those of EBTS appendix F. */
import { PROJECT, type MeasurementSpec } from "./spec.ts";

const LINEARITY = "TR 5.1.5.1.1";
const GEOMETRY = "TR 5.1.5.1.2";
const NOISE = "TR 5.1.5.1.4";
const RANGE = "TR 5.1.5.1.5";
const phase = "phase of the bars in overlapping fields against one plane wave";

export const SCANNER_MEASUREMENTS = {
  "resolution-x": { name: "Resolution along rows", unit: "ppi", method: phase },
  "resolution-y": { name: "Resolution along columns", unit: "ppi", method: phase },
  "scale-x": {
    name: "Scale error along rows, of the stated resolution",
    unit: "%",
    method: phase,
    limit: { atLeast: -1, atMost: 1, source: GEOMETRY },
  },
  "scale-y": {
    name: "Scale error along columns, of the stated resolution",
    unit: "%",
    method: phase,
    limit: { atLeast: -1, atMost: 1, source: GEOMETRY },
  },
  "across-bar": {
    name: "Distances across bars within 0.0007 in or 1 %",
    unit: "% of cases",
    method: `${phase}; every pair of fields`,
    limit: { atLeast: 99, source: GEOMETRY },
  },
  "along-bar": {
    name: "Straightness along a bar",
    unit: "mm",
    method: phase,
    limit: { atMost: 0.4064, source: `${GEOMETRY} (0.016 in within 1.5 in)` },
  },
  linearity: {
    name: "Largest departure from the line of reflectance",
    unit: "grey levels",
    method: "mean of each patch against its certified reflectance, least squares line",
    limit: { atMost: 7.65, source: LINEARITY },
  },
  "linearity-slope": {
    name: "Grey levels for the whole of reflectance",
    unit: "grey levels",
    method: "slope of the least squares line",
  },
  contrast: {
    name: "Contrast transfer",
    unit: "",
    method: "bars folded to one period, odd harmonics fitted; relative to the solid fields",
  },
  "snr-white": {
    name: "Areas of 0.25 in with a white signal-to-noise ratio of 125 or more",
    unit: "% of areas",
    method: "(white - black) / deviation of white in each area, EBTS appendix F",
    limit: { atLeast: 97, source: NOISE },
  },
  "snr-black": {
    name: "Areas of 0.25 in with a black signal-to-noise ratio of 125 or more",
    unit: "% of areas",
    method: "(white - black) / deviation of black in each area, EBTS appendix F",
    limit: { atLeast: 97, source: NOISE },
  },
  "snr-white-median": { name: "White signal-to-noise ratio, median", unit: "", method: "as above" },
  "snr-black-median": { name: "Black signal-to-noise ratio, median", unit: "", method: "as above" },
  "adjacent-white": {
    name: "Adjacent rows and columns within 2.0 grey levels, light target",
    unit: "% of pairs",
    method: "means of quarter-inch rows and columns",
    limit: { atLeast: 99, source: NOISE },
  },
  "adjacent-black": {
    name: "Adjacent rows and columns within 1.0 grey level, dark target",
    unit: "% of pairs",
    method: "means of quarter-inch rows and columns",
    limit: { atLeast: 99, source: NOISE },
  },
  "pixels-white": {
    name: "Pixels within 22 grey levels, light target, worst area",
    unit: "%",
    method: "each pixel against the mean of its quarter-inch area",
    limit: { atLeast: 99.9, source: NOISE },
  },
  "pixels-black": {
    name: "Pixels within 8 grey levels, dark target, worst area",
    unit: "%",
    method: "each pixel against the mean of its quarter-inch area",
    limit: { atLeast: 99.9, source: NOISE },
  },
  "areas-white": {
    name: "Difference between areas, light target",
    unit: "grey levels",
    method: "largest difference between means of quarter-inch areas",
    limit: { atMost: 12, source: NOISE },
  },
  "areas-black": {
    name: "Difference between areas, dark target",
    unit: "grey levels",
    method: "largest difference between means of quarter-inch areas",
    limit: { atMost: 3, source: NOISE },
  },
  "dead-pixels": {
    name: "Dead pixels",
    unit: "pixels",
    method: "alone against their eight neighbours, on the light and on the dark target",
    limit: { atMost: 5, source: PROJECT },
  },
  dirt: {
    name: "Soiled part of the platen",
    unit: "% of the area",
    method: "empty platen against its own smooth shading",
    limit: { atMost: 0.5, source: PROJECT },
  },
  "dirt-spots": { name: "Soiled spots", unit: "spots", method: "connected areas of 0.05 mm2 or more" },
  residue: {
    name: "Platen with ridges left by the last finger",
    unit: "% of the area",
    method: "energy at ridge periods (0.3 to 0.8 mm) of the empty platen",
    limit: { atMost: 1, source: PROJECT },
  },
  "empty-level": {
    name: "Grey level of the empty platen",
    unit: "grey levels",
    method: "median",
  },
  "range-200": {
    name: "Recent prints with 200 grey levels or more",
    unit: "% of prints",
    method: "grey levels with at least 5 pixels, counted per print; pictures are not kept",
    limit: { atLeast: 80, source: RANGE },
  },
  "range-128": {
    name: "Recent prints with 128 grey levels or more",
    unit: "% of prints",
    method: "grey levels with at least 5 pixels, counted per print; pictures are not kept",
    limit: { atLeast: 99, source: RANGE },
  },
} as const satisfies Record<string, MeasurementSpec>;
