// node models/training/uncertainty-fit.mjs SET[:EVERY]...: what is known of each picture against the errors that are made in it, on rendered sets
// that nobody trained on and nothing is reported on (of each set all people, or every so many); puts the factors into models/params/uncertainty.ts. `npm run bench -- face-unsure`
// says on another set how well they hold. Run it whenever a network's weights have changed, after `npm run setup`.
import { readFileSync, writeFileSync } from "node:fs";

const { seenAndTrue } = await import("../../dist/tests/bench/face-truth.js");
const { errorOf, unsureReadings } = await import("../../dist/tests/bench/face-unsure.js");
const { cuesOf } = await import("../../dist/models/face/uncertainty/uncertainty.js");
const { UNSURE } = await import("../../dist/models/params/uncertainty.js");

const FILE = "models/params/uncertainty.ts";
/** One picture in a hundred errs by whatever it likes: a face that is none, a head out of the picture. Shares end at 0 and 1 by themselves. */
const COUNTED = 0.99;
/** No share of an area is stated more surely: most are exactly 0, and no picture says when that is luck. */
const SURE = 0.005;
const isShare = (unsure) => "share" in unsure;

const quantile = (values, share) => values.toSorted((a, b) => a - b)[Math.floor(share * (values.length - 1))];
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * The factors under which normal errors like these are likeliest, none below 0. Squares of the stated uncertainty are to be what the
 * squares of the errors are on average: a divergence of Itakura and Saito, which these multiplications lessen at each step.
 */
const factorsOf = (names, people, share) => {
  const far = people.map(({ error }) => Math.abs(error));
  const [least, most] = share ? [SURE, 1] : [0, quantile(far, COUNTED)];
  const errors = people.map(({ error }) => Math.min(Math.abs(error), most) ** 2 + least ** 2);
  const cues = people.map(({ cues }) => names.map((name) => cues[name] ** 2));
  let squares = names.map((_, k) => mean(errors) / Math.max(1e-12, mean(cues.map((row) => row[k]))));
  for (let step = 0; step < 1000; step += 1) {
    const stated = cues.map((row) => row.reduce((sum, cue, k) => sum + cue * squares[k], 1e-12));
    squares = squares.map((square, k) => {
      const wanted = mean(cues.map((row, i) => (errors[i] * row[k]) / stated[i] ** 2));
      const given = mean(cues.map((row, i) => row[k] / stated[i]));
      return given === 0 ? 0 : square * Math.sqrt(wanted / given);
    });
  }
  const stated = cues.map((row) => row.reduce((sum, cue, k) => sum + cue * squares[k], 1e-12));
  // What adds less than a hundredth of the square anywhere that counts is nothing.
  return squares.map((square, k) =>
    mean(cues.map((row, i) => (row[k] * square) / stated[i])) < 0.01 ? 0 : Math.sqrt(square),
  );
};

const people = new Map(unsureReadings.map(([id]) => [id, []]));
let count = 0;
for (const [folder, every] of process.argv.slice(2).map((word) => word.split(":")))
  for await (const one of seenAndTrue(folder, Number(every ?? 1))) {
    count += 1;
    for (const [id, of] of unsureReadings) {
      const [error, cues] = [errorOf(of, one), cuesOf(of, one.seen)];
      if (error !== undefined && cues !== undefined) people.get(id).push({ error, cues });
    }
  }

let text = readFileSync(FILE, "utf8");
for (const [id, { unsure }] of unsureReadings) {
  const names = Object.keys(unsure);
  const found = factorsOf(names, people.get(id), isShare(unsure));
  const row = Object.entries(UNSURE).find(([, factors]) => factors === unsure)?.[0];
  const said = names.map((name, k) => `${name}: ${Number(found[k].toPrecision(3))}`).join(", ");
  text = text.replace(new RegExp(`^  ${row}: \\{[^}]*\\},$`, "m"), `  ${row}: { ${said} },`);
  const ratios = people
    .get(id)
    .map(({ error, cues }) => Math.abs(error) / Math.hypot(...names.map((name, k) => found[k] * cues[name])));
  const within = (limit) =>
    `${((100 * ratios.filter((ratio) => ratio <= limit).length) / ratios.length).toFixed(0)} %`;
  console.log(`${id}: ${said}; of ${ratios.length} within one ${within(1)}, within two ${within(2)}`);
}
writeFileSync(FILE, text);
console.log(`${count} people`);
