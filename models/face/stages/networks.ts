/** The stages that the project's own networks make, put in front of the others where the networks are installed. */
import { networks } from "../../onnx.ts";
import { GAZE_AT_REST, PITCH_AT_REST } from "../../params/face.ts";
import { CLASSICAL_MAKERS, COMMON_MAKERS, maker } from "./makers.ts";
import { detectFaces, lyingFace } from "./net-detect.ts";
import { distantFaces } from "./net-distant.ts";
import { locateLandmarks } from "./net-landmarks.ts";
import { PARTS, segmentFace } from "./net-segment.ts";
import type { FaceParts, Part } from "./net-segment.ts";
import { SEGMENT_CLASSES } from "./parts.ts";
import type { AnyStageMaker } from "./stage.ts";
import type { SegmentClass, Segmentation } from "./parts.ts";

const NETWORKS = { detect: "face-detect", landmarks: "face-landmarks", segment: "face-segment" } as const;
const by = (name: string) => ({ name, version: "1.0" });

const CLASS_OF: Readonly<Record<Part, SegmentClass>> = {
  background: "background",
  skin: "skin",
  hair: "hair",
  covering: "head-covering",
  "glasses-frame": "glasses-frame",
  lens: "lens",
  occluder: "occluder",
  clothing: "cloth",
};
const CODES = PARTS.map((part) => SEGMENT_CLASSES.indexOf(CLASS_OF[part]));

const classesOf = (part: Uint8Array): Uint8Array => part.map((code) => CODES[code] ?? 0);

const segmentationOf = (parts: FaceParts): Segmentation => {
  const { window, cells, part } = parts;
  const cell = window.side / cells;
  const [a, b] = [Math.cos(window.angle) * cell, Math.sin(window.angle) * cell];
  const first = 0.5 - cells / 2;
  return {
    width: cells,
    height: cells,
    classes: classesOf(part),
    toFrame: { a, b, tx: window.x + first * (a - b), ty: window.y + first * (a + b) },
    leaning: (towards, by) => {
      const wanted = PARTS.filter((name) => towards.includes(CLASS_OF[name]));
      return classesOf(parts.leaning(wanted, by));
    },
  };
};

const detect = maker({
  makes: "faces",
  needs: ["frame"],
  by: by(NETWORKS.detect),
  make: async ({ frame }) => {
    let found = await detectFaces(frame);
    if (found.length === 0) {
      const lying = await lyingFace(frame);
      if (lying !== undefined) return lying;
      found = await distantFaces(frame);
      if (found.length === 0) return "No face is in the picture.";
    }
    return found
      .map(({ box: [x, y, width, height], confidence }) => ({ x, y, width, height, confidence }))
      .sort((one, other) => other.width * other.height - one.width * one.height);
  },
});

const locate = [
  maker({
    makes: "located",
    needs: ["frame", "faces"],
    by: by(NETWORKS.landmarks),
    make: async ({ frame, faces: [largest] }) =>
      largest === undefined
        ? "No face is in the picture."
        : locateLandmarks(frame, [largest.x, largest.y, largest.width, largest.height]),
  }),
  maker({
    makes: "landmarks",
    needs: ["located"],
    by: by(NETWORKS.landmarks),
    make: ({ located }) => {
      const { points } = located;
      const [right, left] = [points[96], points[97]];
      if (right === undefined || left === undefined) return "The network found no pupils.";
      return { points, pupils: { right, left } };
    },
  }),
  maker({
    makes: "pose",
    needs: ["located"],
    by: by(NETWORKS.landmarks),
    make: ({ located: { pose } }) => ({ ...pose, pitch: pose.pitch - PITCH_AT_REST }),
  }),
  maker({
    makes: "state",
    needs: ["located"],
    by: by(NETWORKS.landmarks),
    make: ({ located: { eyeClosed, gaze } }) => ({
      eyeClosed,
      gaze: { ...gaze, pitch: gaze.pitch - GAZE_AT_REST },
    }),
  }),
];

const segment = maker({
  makes: "segmentation",
  needs: ["frame", "located"],
  by: by(NETWORKS.segment),
  make: async ({ frame, located }) => segmentationOf(await segmentFace(frame, located)),
});

/**
 * The makers for this installation. With detector and landmarks installed the classical finder stays out: what the
 * detector does not see is no face.
 */
export const installedMakers = (): readonly AnyStageMaker[] => {
  const names = networks().map((one) => one.name);
  if (!names.includes(NETWORKS.detect) || !names.includes(NETWORKS.landmarks)) return CLASSICAL_MAKERS;
  return [detect, ...locate, ...(names.includes(NETWORKS.segment) ? [segment] : []), ...COMMON_MAKERS];
};

/** Opens every installed network and runs it once, so that the first person does not wait for it. */
export const warmNetworks = async (): Promise<void> => {
  const [width, height] = [96, 128];
  const blank = { width, height, pixels: new Uint8Array(width * height * 3).fill(128) };
  const installed = new Set(networks().map((one) => one.name));
  if (installed.has(NETWORKS.detect)) await detectFaces(blank);
  if (!installed.has(NETWORKS.landmarks)) return;
  const face = await locateLandmarks(blank, [16, 24, 64, 80]);
  if (installed.has(NETWORKS.segment)) await segmentFace(blank, face);
};
