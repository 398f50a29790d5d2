/** A person who does not exist, in place of whoever was recorded: what drivers put into twins of recordings. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { OutsideFault } from "../../../api/base/faults.ts";
import { checkDigit } from "../../../api/bytes/check-digit.ts";
import type { FingerPosition } from "../../../api/words/characteristic.ts";
import type { GreyImage, RgbImage } from "../../../api/words/sample.ts";
import type { Microseconds } from "../../../api/words/units.ts";
import type { FramePlace, PrintPlace, StandIns, ZoneShape } from "../../../drivers/twin.ts";
import { decodeRgb, encodeGreyJpeg, encodeRgbJpeg, resizeRgb } from "../../../models/image.ts";
import { renderPaper } from "../../../models/synthetic/paper.ts";
import { makePerson, type SyntheticPerson } from "../../../models/synthetic/person/person.ts";
import { printOf } from "../../../models/synthetic/person/prints.ts";
import { CHECKOUT } from "../checkout.ts";
import { renderSignature } from "./rendering.ts";

/** What is known of a presentation beside the recording itself. */
export interface Presented {
  readonly position: FingerPosition;
  /** It was asked for again: the stand-in is no better than what was there. */
  readonly again: boolean;
}

export interface StandInOptions {
  readonly seed: string;
  /** Of a finger that was laid down then; default: the index fingers in turn. */
  readonly presented?: (t: Microseconds) => Presented | undefined;
  /** These pictures in place of made-up prints, in turn. */
  readonly prints?: readonly GreyImage[];
}

/** One who signs and has both index fingers; the same each time for one seed. */
export const wholePerson = (seed: string): SyntheticPerson => {
  for (let at = 0; ; at += 1) {
    const person = makePerson(`${seed} ${at}`, { ages: [20, 60], missing: 0 });
    if (person.signatureSeed !== undefined) return person;
  }
};

const FACE = path.join(CHECKOUT, "fixtures/faces/specimen/frame-4-neutral.jpg");
/** Two frames of one scene are never the same bytes: a camera that repeats itself counts as frozen. */
const TAKES = [92, 93, 94, 95] as const;
/** Where there is little room. */
const ROUGHER = [92, 88, 84, 78, 70, 60, 45, 30, 18, 8, 3] as const;
const PALE = 200;

/** The whole picture inside this size, on grey. */
const within = async (image: RgbImage, { width, height }: FramePlace): Promise<RgbImage> => {
  const scale = Math.min(width / image.width, height / image.height);
  const [w, h] = [
    Math.max(1, Math.round(image.width * scale)),
    Math.max(1, Math.round(image.height * scale)),
  ];
  const small = await resizeRgb(image, w, h);
  const pixels = new Uint8Array(width * height * 3).fill(PALE);
  const [left, top] = [(width - w) >> 1, (height - h) >> 1];
  for (let y = 0; y < h; y += 1)
    pixels.set(small.pixels.subarray(y * w * 3, (y + 1) * w * 3), ((y + top) * width + left) * 3);
  return { width, height, pixels };
};

type Encode = (quality: number) => Promise<Uint8Array>;
type Draw = (place: FramePlace) => Promise<Encode>;

/** JPEGs of one scene, kept for each size: a recording has thousands of frames. */
class Scene {
  readonly #draw: Draw;
  readonly #kept = new Map<string, Promise<Uint8Array>>();
  readonly #drawn = new Map<string, Promise<Encode>>();
  #shown = 0;

  constructor(draw: Draw) {
    this.#draw = draw;
  }

  #encoder(place: FramePlace): Promise<Encode> {
    const key = `${place.width} ${place.height}`;
    const drawn = this.#drawn.get(key) ?? this.#draw(place);
    this.#drawn.set(key, drawn);
    return drawn;
  }

  #jpeg(place: FramePlace, quality: number): Promise<Uint8Array> {
    const key = `${place.width} ${place.height} ${quality}`;
    const jpeg = this.#kept.get(key) ?? this.#encoder(place).then((encode) => encode(quality));
    this.#kept.set(key, jpeg);
    return jpeg;
  }

  async frame(place: FramePlace): Promise<Uint8Array> {
    const { room } = place;
    this.#shown += 1;
    if (room === undefined) return this.#jpeg(place, TAKES[this.#shown % TAKES.length] ?? TAKES[0]);
    for (const quality of ROUGHER) {
      const jpeg = await this.#jpeg(place, quality);
      // Zeros behind a picture are passed over, by this camera and by every other.
      if (jpeg.length <= room) return new Uint8Array(Buffer.concat([jpeg], room));
    }
    throw new OutsideFault(
      "policy-refused",
      `The recording cannot leave this machine: no made-up picture of ${place.width} x ${place.height} fits into ${room} bytes.`,
    );
  }
}

const faces = (): Scene =>
  new Scene(async (place) => {
    const image = await within(await decodeRgb(await readFile(FACE), FACE), place);
    return (quality) => encodeRgbJpeg(image, quality);
  });

const PAPER = [
  "SPECIMEN",
  "",
  "EXTRAIT D ACTE DE NAISSANCE",
  "",
  "UNE PERSONNE QUI N EXISTE PAS",
  "CETTE PAGE EST FAITE PAR UN PROGRAMME",
  "ET NE PROUVE RIEN",
];

const papers = (): Scene =>
  new Scene(({ width, height }) => {
    const sheet = { left: Math.round(width / 4), top: Math.round(height / 40), width: width >> 1 };
    const image = renderPaper(PAPER, { width, height, sheet });
    return Promise.resolve((quality) => encodeGreyJpeg(image, quality));
  });

const withDigit = (field: string) => `${field}${checkDigit(field)}`;

/** Nobody's passport, card and visa: Doc 9303 parts 4, 5 and 6. */
const zones = (): Readonly<Record<ZoneShape, readonly string[]>> => {
  const NAME = "SPECIMEN<<NEMO<NESCIO";
  const [number, birth, expiry] = [withDigit("000000SPE"), withDigit("900101"), withDigit("300101")];
  const long = withDigit("".padEnd(14, "<"));
  const over = (optional: string) => checkDigit(`${number}${birth}${expiry}${optional}`);
  const short = "".padEnd(7, "<");
  const upper = `I<UTO${number}`.padEnd(30, "<");
  const rest = "".padEnd(11, "<");
  const composite = checkDigit(`${upper.slice(5)}${birth}${expiry}${rest}`);
  return {
    TD3: [`P<UTO${NAME}`.padEnd(44, "<"), `${number}UTO${birth}<${expiry}${long}${over(long)}`],
    TD2: [`I<UTO${NAME}`.padEnd(36, "<"), `${number}UTO${birth}<${expiry}${short}${over(short)}`],
    TD1: [upper, `${birth}<${expiry}UTO${rest}${composite}`, NAME.padEnd(30, "<")],
  };
};
const ZONES = zones();

const INDEXES = ["right-index", "left-index"] as const;
/** A print that is taken once more: dry, worn and hardly pressed. */
const POOR = { moisture: -0.98, wear: 0.95, pressure: 0.2 };

export const standInsOf = ({ seed, presented, prints = [] }: StandInOptions): StandIns => {
  const person = wholePerson(seed);
  const [face, paper] = [faces(), papers()];
  let presentations = 0;
  const print = ({ t, ...view }: PrintPlace): GreyImage => {
    const number = presentations;
    presentations += 1;
    const given = prints[number % Math.max(1, prints.length)];
    if (given) return given;
    const position = INDEXES[number % INDEXES.length] ?? "right-index";
    const known = presented?.(t) ?? { position, again: false };
    const condition = known.again ? POOR : {};
    const made = printOf(person, known.position, `stand-in ${number}`, { ...view, condition });
    if (made === undefined)
      throw new OutsideFault("policy-refused", `Nobody stands in for a ${known.position}.`);
    return made.image;
  };
  let signatures = 0;
  return {
    print,
    frame: (place) => face.frame(place),
    paper: (place) => paper.frame(place),
    signature: () => {
      signatures += 1;
      const made = renderSignature(person, `stand-in ${signatures}`);
      if (made === undefined) throw new OutsideFault("policy-refused", "Nobody stands in for who signs.");
      return made;
    },
    zone: (shape) => ZONES[shape],
  };
};
