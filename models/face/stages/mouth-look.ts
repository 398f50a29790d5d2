/** The mouth looked at in a window of its own. Own network. */
import type { RgbImage } from "../../../api/words/sample.ts";
import { network } from "../../onnx.ts";
import { MOUTH_AT_REST } from "../../params/face.ts";
import type { FaceLandmarks } from "./net-answer.ts";
import { middle, PATCH_SIDE, placed, type Found } from "./net-patch.ts";
import { fromWindow, windowPlanes, type Window } from "./net-window.ts";

/** Side of the window over that of the face's own, as in training (models/training/patches.py). */
const MOUTH_SIDE = 0.46;
const MOUTH = Array.from({ length: 20 }, (_, i) => 76 + i);
/** Points on the line where the lips meet: the corners and the inner contours. */
const onLine = (point: number): boolean => point === 76 || point === 82 || point >= 88;

/** Not joined with the first answer: that has the corners where the outermost red ends, this one where the lips meet. */
export const lookAtMouth = async (
  image: RgbImage,
  face: FaceLandmarks,
  { side, angle }: Window,
): Promise<Found> => {
  const [x, y] = middle(face.points[76], face.points[82]);
  const window: Window = { x, y, side: side * MOUTH_SIDE, angle };
  const net = await network("face-mouth");
  const answers = await net.run({
    dims: [1, 3, PATCH_SIDE, PATCH_SIDE],
    data: windowPlanes(image, window, PATCH_SIDE, "edge"),
  });
  const [dx, dy] = fromWindow({ ...window, x: 0, y: 0 }, 0, MOUTH_AT_REST);
  return placed(window, answers, MOUTH, 1).map(([index, point]) => [
    index,
    onLine(index) ? { ...point, x: point.x - dx, y: point.y - dy } : point,
  ]);
};
