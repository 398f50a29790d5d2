/** kiosk people make: synthetic people as data, as prints with their truth, or as recorded sessions. */
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import path from "node:path";
import { InvalidArgumentError, Option, type Command } from "commander";
import { makeFolders } from "../../../api/base/folders.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { CHECKOUT } from "../checkout.ts";
import { addCommand, group, wholeNumber, type Register, type Shell } from "../command.ts";
import {
  FINGER_POSITIONS,
  MISSING_FINGER_REASONS,
  type FingerPosition,
  type MissingFingerReason,
} from "../../../api/words/characteristic.ts";
import type { HeadCovering, SkinTone } from "../../../models/synthetic/person/person.ts";
import type { Made } from "./making.ts";
import type { Renderer } from "./renderer.ts";
import type { ScannerName } from "./scanners.ts";
import type { CameraName, PadName } from "./surfaces.ts";

/** Named here too, so that `kiosk --help` loads no driver; a test compares them with the tables. */
export const DEVICE_CHOICES = {
  camera: ["uvc", "ptp", "ptp-canon", "ptp-nikon"],
  scanner: ["uru4000", "nb1010", "futronic-fs81", "suprema-sfm", "zfm"],
  pad: ["wacom-stu", "topaz"],
} as const satisfies {
  readonly camera: readonly CameraName[];
  readonly scanner: readonly ScannerName[];
  readonly pad: readonly PadName[];
};
const CUSTOMS_CHOICES = ["MLI", "BFA", "NER"] as const;
export const LOOK_CHOICES = {
  sex: ["female", "male"],
  skin: ["dark", "light"],
  covering: ["none", "hijab", "turban", "headtie", "kufi", "veil"],
  glasses: ["yes", "no"],
} as const satisfies {
  readonly sex: readonly string[];
  readonly skin: readonly SkinTone[];
  readonly covering: readonly HeadCovering[];
  readonly glasses: readonly string[];
};

interface MakeOptions {
  readonly count: number;
  readonly seed: string;
  readonly out: string;
  readonly faces?: string;
  readonly what: "data" | "prints" | "sessions";
  readonly camera: CameraName;
  readonly scanner: ScannerName;
  readonly pad: PadName;
  readonly fingers: "index" | "all";
  readonly impressions: number;
  readonly customs?: (typeof CUSTOMS_CHOICES)[number];
  readonly ages?: readonly [number, number];
  readonly missing?: number;
  readonly moisture?: number;
  readonly wear?: number;
  readonly bandage?: number;
  readonly lacking?: Readonly<Partial<Record<FingerPosition, MissingFingerReason>>>;
  readonly sex?: (typeof LOOK_CHOICES.sex)[number];
  readonly skin?: SkinTone;
  readonly covering?: HeadCovering;
  readonly glasses?: (typeof LOOK_CHOICES.glasses)[number];
  readonly assets?: string;
  readonly jobs: number;
  readonly json?: boolean;
}

const numberBetween =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (text.trim() === "" || !(value >= least && value <= most))
      throw new InvalidArgumentError(`A number from ${least} to ${most} is needed.`);
    return value;
  };

const ageRange = (text: string): readonly [number, number] => {
  const found = /^(\d{1,3})-(\d{1,3})$/u.exec(text);
  const [young, old] = [Number(found?.[1]), Number(found?.[2])];
  if (!(young <= old && old <= 120))
    throw new InvalidArgumentError("Two ages are needed, for example 16-78.");
  return [young, old];
};

/** "right-thumb,left-ring:bandaged"; amputated unless another reason is given. */
const fingersLacking = (text: string): NonNullable<MakeOptions["lacking"]> =>
  Object.fromEntries(
    text.split(",").map((one) => {
      const [position = "", reason = "amputated"] = one.trim().split(":");
      if (!(position in FINGER_POSITIONS) || !MISSING_FINGER_REASONS.some((known) => known === reason))
        throw new InvalidArgumentError(
          `"${one.trim()}" is no finger; for example right-index or left-thumb:bandaged.`,
        );
      return [position, reason];
    }),
  );

const personOptions = ({ customs, ages, missing, moisture, wear, bandage, ...look }: MakeOptions) => {
  const { lacking, sex, skin, covering, glasses } = look;
  const condition = {
    ...(moisture === undefined ? {} : { moisture }),
    ...(wear === undefined ? {} : { wear }),
    ...(bandage === undefined ? {} : { bandage }),
  };
  return {
    ...(customs === undefined ? {} : { customs }),
    ...(ages === undefined ? {} : { ages }),
    ...(missing === undefined ? {} : { missing }),
    ...(lacking === undefined ? {} : { lacking }),
    ...(sex === undefined ? {} : { sex }),
    ...(skin === undefined ? {} : { skin }),
    ...(covering === undefined ? {} : { headCovering: covering }),
    ...(glasses === undefined ? {} : { glasses: glasses === "yes" }),
    ...(Object.keys(condition).length === 0 ? {} : { condition }),
  };
};

const jobsOf = ({ count, seed, out }: MakeOptions) =>
  Array.from({ length: count }, (_, i) => {
    const own = count === 1 ? seed : `${seed}-${i + 1}`;
    return { seed: own, folder: count === 1 ? path.resolve(out) : path.join(path.resolve(out), own) };
  });

/** One line a person in OUT/people.jsonl; nothing else. */
type Written = Pick<Made, "seed" | "folder" | "refused">;

const writeData = async (options: MakeOptions): Promise<readonly Written[]> => {
  const { makePerson } = await import("../../../models/synthetic/person/person.ts");
  const jobs = jobsOf(options);
  const lines = jobs.map(({ seed }) => JSON.stringify(makePerson(seed, personOptions(options))));
  try {
    await makeFolders(options.out);
    await writeFile(path.join(options.out, "people.jsonl"), `${lines.join("\n")}\n`);
  } catch (cause) {
    throw new OutsideFault(
      "disk-failed",
      `${options.out} cannot be written; name another folder with --out.`,
      { cause },
    );
  }
  return jobs.map(({ seed }) => ({ seed, folder: path.resolve(options.out) }));
};

const rendererFor = async (shell: Shell, { assets, what }: MakeOptions): Promise<Renderer | undefined> => {
  if (assets === undefined || what !== "sessions") return undefined;
  if (!existsSync(assets))
    throw new OutsideFault(
      "input-missing",
      `There are no assets in ${assets}; see models/training/README.md.`,
    );
  const { buildRenderer } = await import("./renderer.ts");
  return buildRenderer(path.join(shell.dataDirectory(), "renderer"), assets);
};

/** What an option is of, where it is not of everything. */
const ONLY_OF: Readonly<Record<string, readonly MakeOptions["what"][]>> = {
  camera: ["sessions"],
  pad: ["sessions"],
  faces: ["sessions"],
  assets: ["sessions"],
  scanner: ["sessions", "prints"],
  fingers: ["prints"],
  impressions: ["prints"],
};

/** Throws OutsideFault usage for an option that would have no effect on what is written. */
const demandFitting = ({ what }: MakeOptions, command: Command): void => {
  for (const [name, of] of Object.entries(ONLY_OF))
    if (!of.includes(what) && command.getOptionValueSource(name) === "cli")
      throw new OutsideFault(
        "usage",
        `--${name} is of ${of.join(" and ")}, and --what ${what} is written; leave it out, or choose another --what.`,
      );
};

const make =
  (shell: Shell) =>
  async (options: MakeOptions, command: Command): Promise<void> => {
    const { terminal } = shell;
    const { count, json, what, assets } = options;
    demandFitting(options, command);
    if (!/^[\w.-]{1,60}$/u.test(options.seed))
      throw new OutsideFault("usage", "A seed has 1 to 60 letters, digits, dots, hyphens or underscores.");
    const started = performance.now();
    const write = async (): Promise<readonly Written[]> => {
      if (what === "data") return writeData(options);
      const { makePeople } = await import("./crew.ts");
      const { looking, readFaces } = await import("./gallery.ts");
      const faces =
        what === "sessions" && assets === undefined
          ? await readFaces(path.resolve(options.faces ?? facesFolder()))
          : [];
      // Before anything is written: a look that no face has.
      if (faces.length > 0) looking(faces, personOptions(options));
      const renderer = await rendererFor(shell, options);
      const plan = {
        ...options,
        what,
        person: personOptions(options),
        faces,
        ...(renderer === undefined ? {} : { renderer }),
        startsAt: Date.UTC(2026, 2, 2, 9),
      };
      return makePeople(jobsOf(options), plan, options.jobs, (done) =>
        terminal.progress(`${done} of ${count} people`),
      );
    };
    const made = await write();
    if (json === true) return terminal.print(JSON.stringify(made));
    if (what === "data") terminal.print(path.join(path.resolve(options.out), "people.jsonl"));
    else for (const person of made) terminal.print(`${person.seed}: ${person.folder}`);
    for (const { seed, refused } of made)
      if (refused !== undefined)
        terminal.note(
          `${seed}: no picture of this face is taken by the kiosk (${refused}); enrolling ends without one.`,
        );
    terminal.note(
      `${made.length === 1 ? "1 person" : `${made.length} people`} in ${((performance.now() - started) / 1000).toFixed(1)} s`,
    );
  };

/** The rendered gallery where it is, otherwise the specimen person. */
const facesFolder = (): string => {
  const gallery = path.join(CHECKOUT, "fixtures/faces/gallery");
  return existsSync(gallery) ? gallery : path.join(CHECKOUT, "fixtures/faces/specimen");
};

export const registerPeople: Register = (program, shell) => {
  const command = addCommand(
    group(program, "people", "synthetic people"),
    "make",
    "synthetic people as recorded sessions, as prints with their truth, or as data alone",
    "kiosk people make --count 3 --seed market --out out/people",
  );
  command
    .option("--count <n>", "how many", wholeNumber(1, 100_000), 1)
    .requiredOption("--seed <text>", "the same seed gives the same people")
    .requiredOption("--out <dir>", "where they are written")
    .addOption(
      new Option("--what <kind>", "what is written")
        .choices(["sessions", "prints", "data"])
        .default("sessions"),
    )
    .addOption(
      new Option("--camera <name>", "which camera they stand before")
        .choices(DEVICE_CHOICES.camera)
        .default("uvc"),
    )
    .addOption(
      new Option("--scanner <name>", "which scanner they use")
        .choices(DEVICE_CHOICES.scanner)
        .default("uru4000"),
    )
    .addOption(
      new Option("--pad <name>", "which pad they sign on").choices(DEVICE_CHOICES.pad).default("wacom-stu"),
    )
    .addOption(new Option("--fingers <which>", "of prints: which").choices(["index", "all"]).default("index"))
    .option("--impressions <n>", "of prints: how often each finger", wholeNumber(1, 50), 2)
    .addOption(new Option("--customs <state>", "names, places and numbers as there").choices(CUSTOMS_CHOICES))
    .option("--ages <from-to>", "range of ages", ageRange)
    .addOption(new Option("--sex <which>", "all of them").choices(LOOK_CHOICES.sex))
    .addOption(new Option("--skin <tone>", "of the face").choices(LOOK_CHOICES.skin))
    .addOption(new Option("--covering <what>", "worn on the head").choices(LOOK_CHOICES.covering))
    .addOption(new Option("--glasses <yes|no>", "worn").choices(LOOK_CHOICES.glasses))
    .option("--lacking <fingers>", "missing for certain: right-thumb,left-ring:bandaged", fingersLacking)
    .option("--missing <share>", "chance that a finger is missing", numberBetween(0, 1))
    .option("--moisture <value>", "of every finger: -1 parched to 1 dripping", numberBetween(-1, 1))
    .option("--wear <value>", "of every finger: 0 fresh to 1 worn", numberBetween(0, 1))
    .option("--bandage <share>", "share of every finger under a plaster", numberBetween(0, 0.6))
    .option("--jobs <n>", "threads", wholeNumber(1, 64), Math.min(4, availableParallelism()))
    .option(
      "--faces <dir>",
      "frames that the camera sees, or a gallery of such folders; the committed gallery when absent",
    )
    .option("--assets <dir>", "the renderer's assets: each person gets a face of their own, rendered here")
    .action(make(shell));
};
