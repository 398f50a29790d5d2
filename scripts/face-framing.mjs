// Writes docs/face-framing.svg: where head size and both margins can be met together. After `tsc -b`.
import { writeFileSync } from "node:fs";
import { framingPlot } from "../dist/models/face/criteria/region-plot.js";

writeFileSync("docs/face-framing.svg", framingPlot());
