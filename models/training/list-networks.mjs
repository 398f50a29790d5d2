// node models/training/list-networks.mjs: models/manifest.json from the files of models/weights.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

const square = (side) => ({ name: "picture", dims: [1, 3, side, side], values: "R, G, B planes, -1..1" });
const known = [
  {
    name: "face-detect",
    input: square(160),
    outputs: [8, 16, 32].map((stride) => ({
      name: `grid${stride}`,
      dims: [1, 5, 160 / stride, 160 / stride],
      means: "score logit, log distances left, top, right, bottom in strides",
    })),
  },
  {
    name: "face-landmarks",
    input: square(128),
    outputs: [
      { name: "points", dims: [1, 98, 2], means: "x, y over the window, -1..1" },
      { name: "sigma", dims: [1, 98], means: "log of the expected error, same units" },
      { name: "rotation", dims: [1, 3, 3], means: "Ry(yaw) Rx(pitch) Rz(roll)" },
      {
        name: "state",
        dims: [1, 7],
        means:
          "eye opening left, right of the picture; mouth opening; shut logits left, right; gaze yaw, pitch / 30 degrees",
      },
    ],
  },
  {
    name: "face-segment",
    input: square(192),
    outputs: [
      {
        name: "classes",
        dims: [1, 32, 96, 96],
        means:
          "logits of background, skin, hair, covering, glasses frame, lens, occluder, clothing: four planes each, of the upper left, upper right, lower left and lower right pixel of every 2 x 2",
      },
    ],
  },
];
const spot = (points) => [
  { name: "points", dims: [1, points, 2], means: "x, y over the window, -1..1" },
  { name: "sigma", dims: [1, points], means: "log of the expected error, same units" },
];
known.push(
  {
    name: "face-eye",
    input: {
      name: "picture",
      dims: [1, 5, 64, 64],
      values: "R, G, B planes, -1..1; yaw and pitch of the head / 30 degrees everywhere",
    },
    outputs: [
      ...spot(9),
      { name: "shut", dims: [1, 1], means: "logit that the eye is shut" },
      { name: "gaze", dims: [1, 2], means: "yaw, pitch relative to the camera / 30 degrees" },
    ],
  },
  { name: "face-mouth", input: square(64), outputs: spot(20) },
);
const networks = known
  .filter(({ name }) => existsSync(`models/weights/${name}.onnx`))
  .map(({ name, input, outputs }) => {
    const bytes = readFileSync(`models/weights/${name}.onnx`);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    return { name, file: `${name}.onnx`, sha256, bytes: bytes.length, input, outputs, card: `${name}.md` };
  });
writeFileSync("models/manifest.json", `${JSON.stringify({ networks }, null, 2)}\n`);
