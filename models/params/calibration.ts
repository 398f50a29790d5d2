/**
 * What calibration measures: names, units, methods, and the limits with their sources. TR is BSI TR-03121-3.2 v6.0 (its
 * scanner limits are those of EBTS appendix F); "project" limits are this project's own, because no public clause states one.
 */
import type { MeasurementLimit } from "../../api/words/calibration.ts";

export interface MeasurementSpec {
  readonly name: string;
  readonly unit: string;
  readonly method: string;
  readonly limit?: MeasurementLimit;
}

const LINEARITY = "TR 5.1.5.1.1";
const GEOMETRY = "TR 5.1.5.1.2";
const NOISE = "TR 5.1.5.1.4";
const RANGE = "TR 5.1.5.1.5";
const PROJECT = "project limit";

const phase = "phase of the bars in overlapping fields against one plane wave";
const patches = "mean over the middle of each patch, located by the target's four marks";
const edge = "slanted edge, ISO 12233:2017 annex D (e-SFR), linear light";

export const MEASUREMENTS = {
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
  exposure: {
    name: "Lightness of the grey card against its certificate",
    unit: "L*",
    method: `${patches}; CIE 15:2018 L*`,
    limit: { atLeast: -4, atMost: 4, source: PROJECT },
  },
  "exposure-skin": {
    name: "Lightness of the skin patches against their certificates, worst",
    unit: "L*",
    method: patches,
    limit: { atLeast: -6, atMost: 6, source: PROJECT },
  },
  clipping: {
    name: "Clipped pixels on the skin patches",
    unit: "%",
    method: "pixels with a channel at 0 or at 254 and more",
    limit: { atMost: 0.5, source: PROJECT },
  },
  "white-balance": {
    name: "Colour cast of the grey card",
    unit: "C*ab",
    method: `${patches}; CIE 15:2018 chroma`,
    limit: { atMost: 4, source: PROJECT },
  },
  "colour-mean": {
    name: "Colour error, mean of all patches",
    unit: "dE00",
    method: `${patches}; CIEDE2000 (ISO/CIE 11664-6)`,
    limit: { atMost: 5, source: PROJECT },
  },
  "colour-worst": {
    name: "Colour error, worst patch",
    unit: "dE00",
    method: `${patches}; CIEDE2000 (ISO/CIE 11664-6)`,
    limit: { atMost: 10, source: PROJECT },
  },
  "skin-spread": {
    name: "Colour error of the darkest skin patch over that of the lightest",
    unit: "dE00",
    method: patches,
    limit: { atLeast: -4, atMost: 4, source: PROJECT },
  },
  "mtf50-x": {
    name: "Sharpness across, at half contrast",
    unit: "lp/mm",
    method: edge,
    limit: { atLeast: 0.5, source: PROJECT },
  },
  "mtf50-y": {
    name: "Sharpness along, at half contrast",
    unit: "lp/mm",
    method: edge,
    limit: { atLeast: 0.5, source: PROJECT },
  },
  "mtf50-worst": {
    name: "Sharpness at half contrast, worst place",
    unit: "lp/mm",
    method: edge,
    limit: { atLeast: 0.4, source: PROJECT },
  },
  "mtf50-pixel": { name: "Sharpness at half contrast", unit: "cycles/pixel", method: edge },
  "pixels-per-mm": {
    name: "Pixels on the subject",
    unit: "pixels/mm",
    method: "distances of the target's marks",
    limit: { atLeast: 4.76, source: "TR 5.1.2 (300 pixels between the eyes), eyes 63 mm apart" },
  },
  "distortion-edge": {
    name: "Radial distortion at the edge of the picture",
    unit: "%",
    method: "dot grid, perspective and two radial terms fitted together (after ISO 17850:2015)",
    limit: { atLeast: -2, atMost: 2, source: PROJECT },
  },
  "distortion-portrait": {
    name: "Radial distortion at the edge of the portrait",
    unit: "%",
    method: "as above, at 0.6 of the half diagonal",
    limit: { atLeast: -1, atMost: 1, source: PROJECT },
  },
  "distortion-rest": {
    name: "What the lens model leaves unexplained",
    unit: "pixels",
    method: "root mean square over the dots",
    limit: { atMost: 1, source: PROJECT },
  },
  "range-sharp": {
    name: "Sharpness at half contrast, worst distance and height",
    unit: "lp/mm",
    method: `${edge}; target held at each mark`,
    limit: { atLeast: 0.4, source: PROJECT },
  },
  "range-scale": {
    name: "Pixels on the subject, farthest distance",
    unit: "pixels/mm",
    method: "distances of the target's marks",
    limit: { atLeast: 4.76, source: "TR 5.1.2 (300 pixels between the eyes), eyes 63 mm apart" },
  },
  "range-nearest": {
    name: "Nearest distance seen whole and sharp",
    unit: "cm",
    method: "distances told by the operator",
    limit: { atMost: 70, source: "TR 5.1.3.1 (70 to 100 cm)" },
  },
  "range-farthest": {
    name: "Farthest distance seen whole and sharp",
    unit: "cm",
    method: "distances told by the operator",
    limit: { atLeast: 100, source: "TR 5.1.3.1 (70 to 100 cm)" },
  },
  "range-lowest": {
    name: "Smallest body height seen whole and sharp",
    unit: "cm",
    method: "heights told by the operator",
    limit: { atMost: 140, source: "TR 5.1.3.1 (140 to 200 cm)" },
  },
  "range-highest": {
    name: "Largest body height seen whole and sharp",
    unit: "cm",
    method: "heights told by the operator",
    limit: { atLeast: 200, source: "TR 5.1.3.1 (140 to 200 cm)" },
  },
  "background-level": {
    name: "Mean of the backdrop",
    unit: "code value",
    method: "mean of the three channels, empty scene",
    limit: { atLeast: 161, atMost: 225, source: "TR 5.1.2 (#A1A1A1 to #E1E1E1)" },
  },
  "background-cast": {
    name: "Colour cast of the backdrop",
    unit: "code values",
    method: "largest difference between the channels' means (TR 5.1.2: R = G = B)",
    limit: { atMost: 6, source: PROJECT },
  },
  "background-evenness": {
    name: "Unevenness of the backdrop",
    unit: "code values",
    method: "95 % range of the means of 16 x 12 fields",
    limit: { atMost: 16, source: PROJECT },
  },
  "flicker-rows": {
    name: "Flicker between rows",
    unit: "%",
    method: "row means against their mean over all frames; amplitude of the strongest period",
    limit: { atMost: 2, source: PROJECT },
  },
  "flicker-frames": {
    name: "Flicker between frames",
    unit: "%",
    method: "deviation of the frames' means, twice",
    limit: { atMost: 2, source: PROJECT },
  },
  "frame-rate": {
    name: "Frames a second",
    unit: "1/s",
    method: "median interval of the frames",
    limit: { atLeast: 10, source: PROJECT },
  },
  "tuning-light": {
    name: "Light on the grey card, too much or too little",
    unit: "stops",
    method: "linear light of the grey card against its certificate, after tuning",
    limit: { atLeast: -0.2, atMost: 0.2, source: PROJECT },
  },
  "tuning-cast": {
    name: "Red over blue on the grey card",
    unit: "",
    method: "linear light of the grey card against its certificate, after tuning",
    limit: { atLeast: 0.95, atMost: 1.05, source: PROJECT },
  },
  "tuning-follows": {
    name: "Picture's answer to what was written",
    unit: "% of the expected",
    method:
      "change of the grey card over the change of the setting: light over time, red over blue over mired",
    limit: { atLeast: 25, source: PROJECT },
  },
  "tuning-looks": { name: "Looks that tuning took", unit: "looks", method: "counted" },
  "tuned-exposure": { name: "Exposure time", unit: "ms", method: "as the camera keeps it" },
  "tuned-gain": { name: "Gain", unit: "", method: "as the camera keeps it" },
  "tuned-whiteBalance": { name: "White balance", unit: "K", method: "as the camera keeps it" },
  "settings-kept": {
    name: "Settings that the camera kept as written",
    unit: "%",
    method: "each written, then read back",
    limit: { atLeast: 100, source: PROJECT },
  },
  "mapping-offset": {
    name: "Pen off its mark, mean",
    unit: "mm",
    method: "marks touched with the pen, similarity and shear fitted",
    limit: { atMost: 1, source: PROJECT },
  },
  "mapping-rest": {
    name: "Pen off its mark, after the best fit",
    unit: "mm",
    method: "root mean square over the marks",
    limit: { atMost: 0.5, source: PROJECT },
  },
  "mapping-scale-x": {
    name: "Scale error across",
    unit: "%",
    method: "marks touched with the pen, affine fit",
    limit: { atLeast: -1.5, atMost: 1.5, source: PROJECT },
  },
  "mapping-scale-y": {
    name: "Scale error along",
    unit: "%",
    method: "marks touched with the pen, affine fit",
    limit: { atLeast: -1.5, atMost: 1.5, source: PROJECT },
  },
  "pressure-levels": {
    name: "Pressure levels used",
    unit: "levels",
    method: "distinct values while pressing from nothing to hard",
    limit: { atLeast: 64, source: PROJECT },
  },
  "pressure-top": {
    name: "Highest pressure reached, of the stated maximum",
    unit: "%",
    method: "largest value while pressing hard",
    limit: { atLeast: 60, source: PROJECT },
  },
  "pressure-gaps": {
    name: "Largest jump between pressure values",
    unit: "% of the maximum",
    method: "largest gap between values that occur",
    limit: { atMost: 10, source: PROJECT },
  },
  "pressure-linearity": {
    name: "Departure from the line of force",
    unit: "% of the maximum",
    method: "reference weights against pressure, least squares line",
    limit: { atMost: 15, source: PROJECT },
  },
  "dead-area": {
    name: "Area that does not answer to the pen",
    unit: "% of the area",
    method: "hatching over the whole pad; fields of 5 mm that the lines cross without a point",
    limit: { atMost: 0, source: PROJECT },
  },
  "hatch-coverage": {
    name: "Area that was hatched",
    unit: "% of the area",
    method: "fields of 5 mm with a point, or crossed",
    limit: { atLeast: 90, source: PROJECT },
  },
  "report-rate": {
    name: "Reports a second",
    unit: "1/s",
    method: "median interval while the pen is down",
    limit: { atLeast: 100, source: PROJECT },
  },
  "report-gaps": {
    name: "Reports later than one and a half medians",
    unit: "%",
    method: "intervals while the pen is down",
    limit: { atMost: 1, source: PROJECT },
  },
  "screen-touched": {
    name: "Crosses of the pad's screen that were touched",
    unit: "%",
    method: "five crosses, drawn by lot and shown on the pad alone; a touch within 6 mm",
    limit: { atLeast: 100, source: PROJECT },
  },
  "screen-offset": {
    name: "Pen off its cross on the screen, mean",
    unit: "mm",
    method: "crosses of the screen touched with the pen",
    limit: { atMost: 2, source: PROJECT },
  },
  "screen-scale-x": {
    name: "Screen against pen, scale error across",
    unit: "%",
    method: "crosses of the screen touched with the pen, affine fit",
    limit: { atLeast: -3, atMost: 3, source: PROJECT },
  },
  "screen-scale-y": {
    name: "Screen against pen, scale error along",
    unit: "%",
    method: "crosses of the screen touched with the pen, affine fit",
    limit: { atLeast: -3, atMost: 3, source: PROJECT },
  },
  "screen-seen": {
    name: "Test picture seen whole and unbroken on the pad",
    unit: "yes = 1",
    method: "shown on the pad, judged by the operator",
    limit: { atLeast: 1, source: PROJECT },
  },
} as const satisfies Record<string, MeasurementSpec>;

export type MeasurementId = keyof typeof MEASUREMENTS;

/** TR 5.1.5.1.3, equations 5.1 and 5.2 as EBTS appendix F prints them; they give table 5.1 to its last digit. */
export const contrastLimit = (perMm: number, stated: 500 | 1000): number =>
  stated === 500
    ? 3.041_05e-4 * perMm ** 2 - 7.990_95e-2 * perMm + 1.027_74
    : -1.854_87e-5 * perMm ** 3 + 1.416_66e-3 * perMm ** 2 - 5.737_01e-2 * perMm + 1.013_41;

export const CONTRAST_MOST = 1.05;

/** Of the scanner methods. */
export const SCANNER = {
  /** Side of a field whose phase is taken, in periods of the bars. */
  fieldPeriods: 3,
  /** How far the bars may lie turned, and how far the scale may be off, for the search. */
  searchDegrees: 8,
  searchScale: 0.06,
  deadLevels: { white: 22, black: 8 },
  /** Departure from the smooth shading that counts as soil, in grey levels, and in deviations of the noise. */
  dirtLevels: 6,
  dirtDeviations: 5,
  dirtAreaMm2: 0.05,
  /** Amplitude of ridges that counts as residue, grey levels. */
  residueLevels: 3,
} as const;
