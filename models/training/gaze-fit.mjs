// node models/training/gaze-fit.mjs SET...: of the people of rendered sets that look and are looked at through the whole chain, the
// numbers for `export.py --eye RUN --gaze ...`: gaze = a x answer + b x the head's pose (+ c for pitch), by least squares. The networks
// answer with heads turned as the first network says, which training knows only roughly. Run it with the eye exported without --gaze
// and GAZE_BY_IRIS.share (models/params/face.ts) set to 0; it also prints that table's other three numbers.
import { readFileSync } from "node:fs";

const { detectFaces } = await import("../../dist/models/face/stages/net-detect.js");
const { locateLandmarks } = await import("../../dist/models/face/stages/net-landmarks.js");
const { underCorners } = await import("../../dist/models/face/stages/iris-height.js");
const { heldOut } = await import("../../dist/tests/bench/face-held.js");

const NUMBERS = 219;
const rows = [];
for (const folder of process.argv.slice(2)) {
  const bytes = readFileSync(`${folder}/numbers.f32`);
  const numbers = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  for (const [i, portrait] of heldOut(folder).entries()) {
    const { marks, groups } = portrait;
    if (marks.gaze === undefined || !groups.some(({ name }) => name === "held-out, frontal")) continue;
    const image = await portrait.image();
    const middle = [0, 1].map((k) => (marks.rightEye[k] + marks.leftEye[k]) / 2);
    const own = (await detectFaces(image)).find(
      ({ box: [x, y, w, h] }) =>
        middle[0] > x && middle[0] < x + w && middle[1] > y - h / 4 && middle[1] < y + h,
    );
    if (own === undefined) continue;
    const { pose, gaze, points } = await locateLandmarks(image, own.box);
    const under = [
      underCorners({ outer: points[60], inner: points[64], pupil: points[96] }),
      -underCorners({ outer: points[72], inner: points[68], pupil: points[97] }),
    ];
    const [yaw, pitch, gazeYaw, gazePitch] = [196, 197, 204, 205].map((k) => numbers[i * NUMBERS + k]);
    rows.push({
      yaw: { seen: [gaze.yaw + pose.yaw, pose.yaw], truth: gazeYaw + yaw },
      pitch: { seen: [gaze.pitch + pose.pitch, pose.pitch, 1], truth: gazePitch + pitch },
      iris: { seen: [1, (under[0] + under[1]) / 2, pose.pitch], truth: gazePitch + pitch },
    });
  }
}

/** Normal equations, by elimination without pivots: they are positive definite. */
const leastSquares = (pairs) => {
  const n = pairs[0].seen.length;
  const table = Array.from({ length: n }, (_, r) =>
    Array.from({ length: n + 1 }, (_, c) =>
      pairs.reduce((sum, { seen, truth }) => sum + seen[r] * (c < n ? seen[c] : truth), 0),
    ),
  );
  for (let r = 0; r < n; r++)
    for (let other = 0; other < n; other++) {
      if (other === r) continue;
      const share = table[other][r] / table[r][r];
      for (let c = r; c <= n; c++) table[other][c] -= share * table[r][c];
    }
  return table.map((row, r) => (row[n] / row[r]).toFixed(3));
};

console.log(`${rows.length} people`);
console.log(
  "--gaze",
  ...leastSquares(rows.map(({ yaw }) => yaw)),
  ...leastSquares(rows.map(({ pitch }) => pitch)),
);
console.log("rest, slope, withHead", ...leastSquares(rows.map(({ iris }) => iris)));
