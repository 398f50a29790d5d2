/** What is measured of a camera, its light, its backdrop and what tuning left of it. */
import { PROJECT, type MeasurementSpec } from "./spec.ts";

const patches = "mean over the middle of each patch, located by the target's four marks";
const edge = "slanted edge, ISO 12233:2017 annex D (e-SFR), linear light";

export const CAMERA_MEASUREMENTS = {
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
} as const satisfies Record<string, MeasurementSpec>;
