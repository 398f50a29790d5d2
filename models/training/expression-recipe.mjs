// expression-recipe.mjs --people N > recipe.txt: each person at rest and with an expression drawn at random.
const at = process.argv.indexOf("--people");
const people = at < 0 ? 500 : Number(process.argv[at + 1]);
// The same small turns of the head on every machine.
let state = 4;
const turn = () => {
  let sum = 0;
  for (let i = 0; i < 6; i += 1) {
    state = (state * 48_271) % 2_147_483_647;
    sum += state / 2_147_483_647 - 0.5;
  }
  return (sum * 3.5).toFixed(2);
};
console.log(
  "all cover=none glasses=none clean=1 refine=0 samples=1 sky=1 rays=1 shadow=16 backdrop=plain grey=0.55 w=128 h=160 quality=80 " +
    "azimuth=0 elevation=0 distance=11 eyesX=0.5 eyesY=0.45 ied=52 gazeYaw=0 gazePitch=0 light=studio exposure=1 blink=0.05",
);
for (let i = 0; i < people; i += 1)
  for (const neutral of [0, 1])
    console.log(
      `${neutral === 1 ? "neutral" : "other"}-${String(i).padStart(4, "0")}.jpg person=${800_000 + i} seed=${2 * i + neutral} ` +
        `neutral=${neutral} yaw=${turn()} pitch=${turn()} roll=${turn()}`,
    );
