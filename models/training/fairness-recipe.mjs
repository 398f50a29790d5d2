// fairness-recipe.mjs --people N [--from SEED] > recipe.txt: people of every skin under the same light and camera, for
// `npm run bench -- face --fairness`. Seeds differ from those of training; nothing here is used to train.
const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const people = option("people", 240);
const from = option("from", 700_000);
console.log("# Written by fairness-recipe.mjs: one light, one camera, every skin, no hair over the eyes.");
console.log(
  "all cover=none glasses=none hair=painted clean=1 neutral=1 refine=0 samples=2 sky=12 rays=3 shadow=160 backdrop=plain grey=0.55 w=480 h=640 quality=92 " +
    "azimuth=0 elevation=0 distance=11 eyesX=0.5 eyesY=0.455 ied=120 gazeYaw=0 gazePitch=0 yaw=0 pitch=0 roll=0 light=studio exposure=1",
);
for (let i = 0; i < people; i += 1) {
  // Tones within each kind that skins have; the bands they fall into are read from the pictures.
  const dark = i % 2 === 0 ? 1 : 0;
  const share = (i * 0.618_034) % 1;
  const tone = dark === 1 ? 0.55 + 1.45 * share : 0.35 + 0.55 * share;
  console.log(
    `person-${String(i).padStart(5, "0")}.jpg person=${from + i} dark=${dark} tone=${tone.toFixed(3)}`,
  );
}
