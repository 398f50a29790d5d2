/** What is measured of a signature pad and of its screen. */
import { PROJECT, type MeasurementSpec } from "./spec.ts";

export const PAD_MEASUREMENTS = {
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
