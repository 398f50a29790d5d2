/** A person who does not exist, consistent in all parts and made again from the seed alone. */
import { power } from "../../../api/base/power.ts";
import { never } from "../../../api/base/faults.ts";
import { FINGER_POSITIONS } from "../../../api/words/characteristic.ts";
import type { FingerPosition, MissingFingerReason } from "../../../api/words/characteristic.ts";
import type { PartialDate, Subject } from "../../../api/words/subject.ts";
import { Dice } from "../dice.ts";
import type { Condition } from "../fingerprint/condition.ts";
import type { PatternClass } from "../fingerprint/orientation.ts";
import { CUSTOMS, NUMBER_MISSING_REASONS } from "./customs.ts";
import type { Customs, NumberMissingReason } from "./customs.ts";
import { makePapers } from "./documents.ts";
import type { Paper } from "./documents.ts";
import { specimenNumber } from "./number.ts";

/** Everything a person's age is counted from, so that a seed gives the same person in every year. */
export const REFERENCE_YEAR = 2026;

/** Identities of the committed gallery of rendered faces (the bench wants at least forty). */
export const GALLERY_SIZE = 40;

export interface SyntheticFinger {
  /** For `masterPrint`. */
  readonly seed: string;
  readonly pattern: PatternClass;
  /** Mean ridge period in pixels at 500 ppi when grown. */
  readonly period: number;
  /** Against the grown finger. */
  readonly size: number;
  readonly scars: number;
  readonly creases: number;
  /** How this finger usually is; what is absent varies from impression to impression. */
  readonly condition: Partial<Condition>;
}

export type FingerOf =
  | { readonly kind: "present"; readonly finger: SyntheticFinger }
  | { readonly kind: "missing"; readonly reason: MissingFingerReason };

export interface SyntheticPerson {
  readonly seed: string;
  /** The State whose customs the person follows; the subject's own nationality is `state` of the options. */
  readonly customs: Customs["country"];
  readonly subject: Subject;
  /** Exactly when the subject has no national number. */
  readonly numberMissing?: NumberMissingReason;
  /** What the person brings to the desk. */
  readonly papers: readonly Paper[];
  /** BCP 47; the one the person would choose on the screen. */
  readonly language: string;
  readonly age: number;
  readonly fingers: Readonly<Record<FingerPosition, FingerOf>>;
  /** For `signatureStyle`; undefined where the person cannot sign. */
  readonly signatureSeed?: string;
  readonly face: {
    /** 0 .. GALLERY_SIZE - 1. */
    readonly identity: number;
    readonly glasses: boolean;
    readonly headCovering: HeadCovering;
    /** Only where it was wished; any otherwise. */
    readonly skin?: SkinTone;
  };
}

/** What may be worn on the head; a person of whom nothing is wished wears nothing, a hijab or a turban. */
export const HEAD_COVERINGS = ["none", "hijab", "turban", "headtie", "kufi", "veil"] as const;
export type HeadCovering = (typeof HEAD_COVERINGS)[number];
export const SKIN_TONES = ["dark", "light"] as const;
export type SkinTone = (typeof SKIN_TONES)[number];

export interface PersonOptions {
  /** Nationality on the packet; State UTO, the specimen State, unless told otherwise. */
  readonly state?: string;
  readonly customs?: Customs["country"];
  /** Range of ages in years, both ends included. */
  readonly ages?: readonly [number, number];
  /** Chance that a finger is missing, for each finger. */
  readonly missing?: number;
  readonly condition?: Partial<Condition>;
  /** Fingers that are certainly missing, and why. */
  readonly lacking?: Partial<Record<FingerPosition, MissingFingerReason>>;
  readonly sex?: "female" | "male";
  readonly skin?: SkinTone;
  readonly headCovering?: HeadCovering;
  readonly glasses?: boolean;
}

/** Births of which only the year is known are frequent in older civil records ("né vers 1961"). */
const makeBirth = (dice: Dice, age: number): PartialDate => {
  const year = REFERENCE_YEAR - age;
  if (dice.chance(Math.min(0.45, 0.04 + age * 0.005))) return { year };
  const month = dice.whole(1, 12);
  if (dice.chance(0.04)) return { year, month };
  return { year, month, day: dice.whole(1, new Date(Date.UTC(year, month, 0)).getUTCDate()) };
};

const several = (dice: Dice, names: readonly string[], count: number): string =>
  [...new Set(Array.from({ length: count }, () => dice.pick(names)))].join(" ");

const makeNames = (
  dice: Dice,
  customs: Customs,
  sex: "female" | "male",
): { surname: string; givenNames: string } => {
  const national = dice.chance(0.15);
  const surnames = national ? customs.nationalSurnames : customs.surnames;
  const given = national ? customs.nationalGiven[sex] : customs.given[sex];
  const surname = dice.pick(surnames);
  const kind = dice.weighted({ plain: 10, mononym: 0.6, double: 1.2, long: 0.5 });
  switch (kind) {
    case "mononym":
      return { surname: dice.pick(given), givenNames: "" };
    case "double":
      return { surname: `${surname}-${dice.pick(customs.surnames)}`, givenNames: dice.pick(given) };
    case "long": {
      const maiden = `${surname} ${dice.pick(customs.surnames)}`;
      return {
        surname: sex === "female" ? `${maiden} épouse ${dice.pick(customs.surnames)}` : maiden,
        givenNames: several(dice, given, 4),
      };
    }
    case "plain":
      return { surname, givenNames: several(dice, given, dice.chance(0.3) ? 2 : 1) };
    default:
      return never(kind);
  }
};

/** Classes differ by finger (loops open towards the little finger); the shares are those of all fingers, mirrored. */
const patternOf = (dice: Dice, position: FingerPosition): PatternClass => {
  const ulnar = position.startsWith("right") ? "right-loop" : "left-loop";
  const radial = ulnar === "right-loop" ? "left-loop" : "right-loop";
  const finger = position.slice(position.indexOf("-") + 1);
  const whorl = { thumb: 40, index: 32, middle: 19, ring: 42, little: 14 }[finger] ?? 28;
  const against = finger === "index" ? 17 : 2;
  const arches = { thumb: 4, index: 12, middle: 10, ring: 3, little: 2 }[finger] ?? 6;
  return dice.weighted({
    whorl,
    [radial]: against,
    [ulnar]: 100 - whorl - against - arches,
    arch: arches * 0.6,
    "tented-arch": arches * 0.4,
  } as Record<PatternClass, number>);
};

/** Width of a fingertip against the index finger's. */
const FINGER_SIZES = { thumb: 1.14, index: 1, middle: 1.04, ring: 0.98, little: 0.85 } as const;

/** Fingers grow evenly, ridges and all (Gottschlich et al. 2011); at birth about half as large, grown at sixteen. */
const sizeAt = (age: number): number => (age >= 16 ? 1 : 0.55 + 0.45 * power(Math.max(0, age / 16), 0.8));

/** A Poisson number. */
const howMany = (dice: Dice, mean: number): number => {
  let found = 0;
  for (let left = mean + Math.log(dice.between(1e-9, 1)); left > 0; left += Math.log(dice.between(1e-9, 1)))
    found += 1;
  return found;
};

const makeFingers = (
  dice: Dice,
  seed: string,
  age: number,
  sex: "female" | "male",
  options: PersonOptions,
): Record<FingerPosition, FingerOf> => {
  const worn = Math.min(0.7, Math.max(0, (age - 35) / 90 + dice.normal(0, 0.1)));
  const entries = Object.keys(FINGER_POSITIONS).map((name): [FingerPosition, FingerOf] => {
    const position = name as FingerPosition;
    const own = dice.fork(position);
    const lack = options.lacking?.[position];
    if (lack !== undefined) return [position, { kind: "missing", reason: lack }];
    if (own.chance(options.missing ?? 0.004))
      return [
        position,
        { kind: "missing", reason: own.pick(["amputated", "amputated", "bandaged", "unable-to-print"]) },
      ];
    const finger: SyntheticFinger = {
      seed: `${seed}/${position}`,
      pattern: patternOf(own, position),
      period: sex === "male" ? 9.2 : 8.7,
      size:
        sizeAt(age) * FINGER_SIZES[position.slice(position.indexOf("-") + 1) as keyof typeof FINGER_SIZES],
      scars: howMany(own, 0.12),
      creases: howMany(own, age / 45),
      condition: { wear: Math.max(0, worn + own.normal(0, 0.05)), ...options.condition },
    };
    return [position, { kind: "present", finger }];
  });
  return Object.fromEntries(entries) as Record<FingerPosition, FingerOf>;
};

const coverings = {
  female: { none: 5, hijab: 5, turban: 0 },
  male: { none: 9.5, hijab: 0, turban: 0.5 },
} as const;

const faceOf = (
  look: Dice,
  age: number,
  sex: "female" | "male",
  { glasses, headCovering, skin }: PersonOptions,
): SyntheticPerson["face"] => {
  const identity = look.whole(0, GALLERY_SIZE - 1);
  const wears = look.chance(age > 45 ? 0.4 : 0.12);
  const covering = look.weighted(coverings[sex]);
  return {
    identity,
    glasses: glasses ?? wears,
    headCovering: headCovering ?? covering,
    ...(skin === undefined ? {} : { skin }),
  };
};

/** The person of a seed. Cheap: prints, signatures and pictures are made from it only when asked for. */
export const makePerson = (seed: string, options: PersonOptions = {}): SyntheticPerson => {
  const dice = new Dice(`person/${seed}`);
  const customs = CUSTOMS.find(({ country }) => country === options.customs) ?? dice.pick(CUSTOMS);
  // Drawn in any case: what is wished changes nothing else of the seed's person.
  const drawnSex = dice.pick(["female", "male"] as const);
  const sex = options.sex ?? drawnSex;
  const [youngest, oldest] = options.ages ?? [16, 78];
  const age = dice.whole(youngest, oldest);
  const birth = makeBirth(dice.fork("birth"), age);
  const papers = dice.fork("papers");
  const missing = papers.chance(customs.numberMissing) ? papers.pick(NUMBER_MISSING_REASONS) : undefined;
  const subject: Subject = {
    ...makeNames(dice.fork("names"), customs, sex),
    birth,
    ...(papers.chance(0.96) ? { birthPlace: papers.pick(customs.places) } : {}),
    sex: papers.chance(0.01) && options.sex === undefined ? "unspecified" : sex,
    nationality: options.state ?? "UTO",
    ...(missing === undefined ? { nationalNumber: specimenNumber(papers, customs.country, birth) } : {}),
    synthetic: true,
  };
  const look = dice.fork("look");
  return {
    seed,
    customs: customs.country,
    subject,
    ...(missing === undefined ? {} : { numberMissing: missing }),
    papers: makePapers(dice.fork("brought"), {
      subject,
      country: customs.country,
      age,
      thisYear: REFERENCE_YEAR,
    }),
    language: papers.pick(customs.languages),
    age,
    fingers: makeFingers(dice.fork("fingers"), seed, age, sex, options),
    ...(age >= 7 && look.chance(0.94) ? { signatureSeed: seed } : {}),
    face: faceOf(look, age, sex, options),
  };
};
