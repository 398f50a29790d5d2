/**
 * Whether the uncertainties that are stated match the errors that are made: `npm run bench -- face-unsure`, on the rendered set that
 * KIOSK_FACE_HELD names (FOLDER, or FOLDER:6 for every sixth of its people), group by group. Of errors that are normal, the median is 0.67 of what is stated, and 68 and 95 % lie within
 * once and twice of it.
 */
import { gazeAway } from "../../models/face/measures/gaze-away.ts";
import { readOff, type AnyRead } from "../../models/face/measure.ts";
import { uncertaintyOf } from "../../models/face/uncertainty/uncertainty.ts";
import { FACE_MEASURES } from "../../models/index.ts";
import { seenAndTrue, type SeenAndTrue } from "./face-truth.ts";
import { median, type BenchRow } from "./row.ts";

/** Everything that says how sure it is. */
export const unsureReadings: readonly (readonly [string, AnyRead])[] = [
  ...FACE_MEASURES.filter(({ unsure }) => unsure !== undefined).map((one) => [one.id, one] as const),
  ["Gaze", gazeAway],
];

/** Read off what was seen less read off the truth; undefined where either says nothing. */
export const errorOf = (
  of: AnyRead,
  { seen, truth }: Pick<SeenAndTrue, "seen" | "truth">,
): number | undefined => {
  const [found, should] = [readOff(of, seen), readOff(of, truth)];
  return typeof found === "number" && typeof should === "number" ? found - should : undefined;
};

const within = (all: readonly number[], most: number): number =>
  (100 * all.filter((ratio) => ratio <= most).length) / all.length;

/** Fewer people than these say too little. */
const LEAST = 20;

export const run = async (): Promise<readonly BenchRow[]> => {
  const [folder, every] = process.env["KIOSK_FACE_HELD"]?.split(":") ?? [];
  if (folder === undefined) return [];
  /** By reading and group: errors over what was stated. */
  const ratios = new Map<string, number[]>();
  for await (const { groups, seen, truth } of seenAndTrue(folder, Number(every ?? 1)))
    for (const [id, of] of unsureReadings) {
      const [error, stated] = [errorOf(of, { seen, truth }), uncertaintyOf(of, seen)];
      if (error === undefined || stated === undefined) continue;
      for (const name of ["all", ...groups.map((group) => group.name)]) {
        const key = `${id}, ${name.replace(/^held-out, /u, "")}`;
        ratios.set(key, [...(ratios.get(key) ?? []), Math.abs(error) / stated]);
      }
    }
  return [...ratios]
    .filter(([, all]) => all.length >= LEAST)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([name, all]) => [
      { name: `${name}: error over stated, median of ${all.length}`, value: median(all), unit: "" },
      { name: `${name}: within one`, value: within(all, 1), unit: "%", bar: "68" },
      { name: `${name}: within two`, value: within(all, 2), unit: "%", bar: "95" },
    ]);
};
