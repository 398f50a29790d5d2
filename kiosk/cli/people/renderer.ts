/**
 * Faces from the renderer, where its assets are installed (models/training/README.md): built once for this machine, then
 * one identity a person, in the frames that the gallery's people have, with the truth beside each.
 */
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { makeFolders } from "../../../api/base/folders.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { Dice } from "../../../models/synthetic/dice.ts";
import type { SyntheticPerson } from "../../../models/synthetic/person/person.ts";
import { CHECKOUT } from "../checkout.ts";

const run = promisify(execFile);
const SOURCES = path.join(CHECKOUT, "models/training/renderer");
/** As large as a kiosk's camera shows them, or half of it: a face costs seconds. */
const SIZE = { w: 750, h: 1000 } as const;
const BUFFER = 1 << 24;

export interface Renderer {
  readonly program: string;
  readonly assets: string;
}

/** Throws OutsideFault capability-missing, with what to install. */
export const buildRenderer = async (into: string, assets: string): Promise<Renderer> => {
  const folder = path.resolve(into);
  try {
    await makeFolders(folder);
    await run("sh", [path.join(SOURCES, "build.sh"), folder], { maxBuffer: BUFFER });
  } catch (cause) {
    throw new OutsideFault(
      "capability-missing",
      "The renderer could not be built; install g++, libjpeg-dev, libpng-dev and zlib1g-dev, or take the gallery's faces.",
      { cause },
    );
  }
  return { program: path.join(folder, "render"), assets: path.resolve(assets) };
};

/** MakeHuman's scale: 0.1875 is ten years of age, 0.5 twenty-five, 1 ninety. */
const scaleOf = (years: number): number =>
  years < 10
    ? Math.max(0, ((years - 1) / 9) * 0.1875)
    : years < 25
      ? 0.1875 + ((years - 10) / 15) * 0.3125
      : Math.min(1, 0.5 + ((years - 25) / 65) * 0.5);

type Wishes = Readonly<Record<string, string | number>>;

const words = (wishes: Wishes): string =>
  Object.entries(wishes)
    .map(([name, value]) => `${name}=${typeof value === "number" ? Number(value.toPrecision(4)) : value}`)
    .join(" ");

const CLOTHES = {
  male: ["clothes/male_elegantsuit01/male_elegantsuit01", "clothes/male_casualsuit03/male_casualsuit03"],
  female: ["clothes/female_elegantsuit01/female_elegantsuit01"],
} as const;

/** Who it is: the same in every frame. */
const identityOf = (dice: Dice, { age, subject, face, seed }: SyntheticPerson): Wishes => {
  const sex = subject.sex === "male" ? "male" : "female";
  const male = sex === "male";
  const grown = age >= 16;
  const dark = face.skin !== "light";
  return {
    person: new Dice(`rendered ${seed}`).whole(10_000, 900_000_000),
    dark: Number(dark),
    gender: male ? 0.95 : 0.05,
    age: scaleOf(age),
    cover: face.headCovering,
    glasses: face.glasses ? "clear" : "none",
    hair: dark ? dice.pick(["shell", "painted"]) : "card",
    hairLength: dice.between(0.03, male ? 0.06 : 0.3),
    beard: male && grown && dice.chance(0.35) ? dice.between(0.7, 1) : 0,
    beardLength: dice.between(0.02, 0.08),
    stubble: male && grown ? dice.between(0, 0.25) : 0,
    braids: Number(!male && face.headCovering === "none" && dice.chance(0.6)),
    earrings: Number(!male && face.headCovering !== "hijab"),
    boubou: Number(dice.chance(0.65)),
    clothes: dice.pick(CLOTHES[sex]),
    tone: dark ? dice.between(0.75, 1.5) : dice.between(0.75, 1),
    skinSaturation: dice.between(0.68, 0.88),
  };
};

/** Light and camera of a kiosk. */
const sceneOf = (dice: Dice): Wishes => ({
  light: "studio",
  clean: 1,
  neutral: 1,
  refine: 1,
  samples: 2,
  sky: 24,
  rays: 6,
  shadow: 320,
  backdrop: "plain",
  ...SIZE,
  quality: 88,
  azimuth: 0,
  eyesX: 0.5,
  seed: dice.whole(1, 1_000_000),
  grey: dice.between(0.42, 0.62),
  distance: dice.between(9, 16),
  elevation: dice.between(-3, 3),
  gazeYaw: 0,
  gazePitch: 0,
});

/** Eyes apart, in pixels of a picture so wide. */
const APART = 135 * (SIZE.w / 540);

const framesFor = (dice: Dice): readonly (readonly [name: string, wishes: Wishes])[] => {
  const tilt = (most: number): Wishes => ({
    yaw: dice.between(-most, most),
    pitch: dice.between(-most, most),
    roll: dice.between(-most, most),
  });
  const side = dice.chance(0.5) ? 1 : -1;
  const near = { ied: APART, eyesY: 0.455 };
  return [
    ["1-too-far", { ...tilt(4), ied: APART / 2, eyesY: 0.42, distance: 28 }],
    ["2-turned", { ...tilt(5), yaw: side * dice.between(20, 38), ...near }],
    ["3-eyes-closed", { ...tilt(3), ...near, blink: 1 }],
    ["4-mouth-open", { ...tilt(3), ...near, mouth: dice.between(0.4, 0.8) }],
    ["5-neutral", { ...tilt(2), ...near }],
    ["6-neutral", { ...tilt(2), ...near }],
  ];
};

/** What the renderer is asked for: the same for the same person everywhere. Pure. */
export const recipeOf = (person: SyntheticPerson): string => {
  const dice = new Dice(`face of ${person.seed}`);
  const lines = [
    `all ${words(identityOf(dice.fork("identity"), person))}`,
    `all ${words(sceneOf(dice.fork("scene")))}`,
    ...framesFor(dice.fork("frames")).map(([name, wishes]) => `${name}.jpg ${words(wishes)}`),
  ];
  return `${lines.join("\n")}\n`;
};

/** Writes FOLDER/recipe.txt and six frames with their truth. Throws OutsideFault input-missing where assets are none. */
export const renderFace = async (
  { program, assets }: Renderer,
  person: SyntheticPerson,
  folder: string,
): Promise<void> => {
  await makeFolders(folder);
  const recipe = path.join(folder, "recipe.txt");
  await writeFile(recipe, recipeOf(person));
  try {
    await run(program, ["--assets", assets, "--texture", "1024", "--recipe", recipe, "--out", folder], {
      maxBuffer: BUFFER,
    });
  } catch (cause) {
    const said = cause instanceof Error && "stderr" in cause ? String(cause.stderr).trim() : "";
    throw new OutsideFault(
      "input-missing",
      `The renderer refused the assets in ${assets}${said === "" ? "" : ` (${said})`}; name the folder that models/training/README.md describes.`,
      { cause },
    );
  }
};
