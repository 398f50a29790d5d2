// node models/training/finger/prints.mjs FROM TO FOLDER: synthetic fingers FROM..TO, six impressions each, from easy to hopeless,
// on three sensors; pictures as .raw with a .json beside each. The numbers of quality-params.ts used 0 160.
import { writeFileSync } from "node:fs";
const D = new URL("../../../dist/", import.meta.url).href;
const out = process.argv[4];
const { masterPrint } = await import(D + "models/synthetic/fingerprint/master.js");
const { impression } = await import(D + "models/synthetic/fingerprint/impression.js");
const { Dice } = await import(D + "models/synthetic/dice.js");
const sensors = ["optical", "capacitive", "thermal-sweep"];
const S = await import(D + "models/synthetic/fingerprint/sensors.js");
const kinds = Object.keys(S.SENSORS ?? S.SENSOR_MODELS);
for (let f = +process.argv[2]; f < +process.argv[3]; f++) {
  const d = new Dice("finger-hard/" + f);
  const s0 = Date.now();
  const m = masterPrint("hard" + f, { period: 8 + 2.4 * d.next?.() || 9 });
  for (let k = 0; k < 6; k++) {
    const r = () => d.between(0, 1);
    const n = (a, b) => d.normal(a, b);
    const sensor = kinds[(f + (k >> 1)) % kinds.length];
    const bad = k === 0 ? 0.3 : r() * 1.3;
    const c = {
      moisture: Math.max(-0.98, Math.min(0.98, n(0, 0.75 * bad))),
      pressure: Math.max(0.03, Math.min(0.98, n(0.5, 0.33 * bad))),
      wear: Math.min(0.98, Math.abs(n(0, 0.55 * bad))),
      rotation: Math.max(-35, Math.min(35, n(0, 12))),
      shiftX: n(0, 45 * bad),
      shiftY: n(0, 60 * bad),
      drag: Math.min(1.2, Math.abs(n(0, 0.7))),
      residue: d.chance(0.25) ? r() * 0.9 : 0,
      cuts: d.chance(0.2) ? d.whole(1, 4) : 0,
      bandage: d.chance(0.06) ? r() * 0.5 : 0,
    };
    const post = {
      noise: Math.abs(n(0, 12 * bad)),
      fade: Math.min(0.8, Math.abs(n(0, 0.4 * bad))),
      blur: Math.abs(n(0, 0.8 * bad)),
    };
    const [w, h] = sensor === "capacitive" ? [256, 300] : [320, 400];
    const im = impression(m, "i" + k, { width: w, height: h, ppi: 500, sensor, condition: c });
    {
      // blur, fade, noise
      const { width: W, height: H } = im.image;
      let p = Float32Array.from(im.image.pixels);
      if (post.blur > 0.2) {
        const R = 3,
          g = Array.from({ length: 7 }, (_, i) => Math.exp(-((i - 3) ** 2) / 2 / post.blur ** 2)),
          t = g.reduce((a, b) => a + b);
        for (const [dx, dy] of [
          [1, 0],
          [0, 1],
        ]) {
          const o = new Float32Array(p.length);
          for (let y = 0; y < H; y++)
            for (let x = 0; x < W; x++) {
              let v = 0;
              for (let i = -3; i <= 3; i++)
                v +=
                  (g[i + 3] / t) *
                  p[Math.min(H - 1, Math.max(0, y + i * dy)) * W + Math.min(W - 1, Math.max(0, x + i * dx))];
              o[y * W + x] = v;
            }
          p = o;
        }
      }
      for (let i = 0; i < p.length; i++)
        im.image.pixels[i] = Math.max(
          0,
          Math.min(255, Math.round(215 + (p[i] - 215) * (1 - post.fade) + d.normal(0, post.noise))),
        );
    }
    writeFileSync(
      `${out}/${1000 + f}_${k}.json`,
      JSON.stringify({ sensor, condition: c, post, width: w, height: h, minutiae: im.minutiae }),
    );
    writeFileSync(`${out}/${1000 + f}_${k}.raw`, im.image.pixels);
  }
  if (f % 10 === 0) console.log(f, Date.now() - s0, "ms");
}
