/** Makes the golden packets' samples, descriptions and packets: `node dist/tests/formats/golden/make.js [--packets]`. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import sharp from "sharp";
import { encodeJp2Within } from "../../../api/formats/jp2/jp2.ts";
import { writeMinutiaeRecord } from "../../../api/formats/iso19794/p2.ts";
import { canonicalJson, type Json } from "../../../api/formats/packet/canonical-json.ts";
import { encodeWsq } from "../../../api/formats/wsq/encode.ts";
import { encodeSignature } from "../../../models/signature/render.ts";
import { extractFinger } from "../../../models/finger/extract.ts";
import { impression } from "../../../models/synthetic/fingerprint/impression.ts";
import { masterPrint } from "../../../models/synthetic/fingerprint/master.ts";
import { sign, signatureStyle } from "../../../models/synthetic/signature/trajectory.ts";
import { FOLDER, GENERATIONS, packetFile, sealGolden } from "./golden.ts";
import { PEOPLE, type SampleFacts } from "./people.ts";

const samples = `${FOLDER}/samples`;
const FACE = "fixtures/faces/specimen/frame-4-neutral";
/** Pupils among the 98 points, right eye first. */
const PUPILS = [96, 97] as const;
const MASTER = { width: 622, height: 800 };
const CHIP = { width: 311, height: 400 };
const CHIP_WINDOW = { atMost: 12_000, atLeast: 11_500 };
const PRINT = { width: 300, height: 360 };

const portrait = async () => {
  const { points98 } = JSON.parse(readFileSync(`${FACE}.json`, "utf8")) as { points98: [number, number][] };
  const [right, left] = PUPILS.map((index) => points98[index]);
  // Cut 4:5.15 around the eyes, a quarter of the width between them, then made smaller.
  const width = 1300;
  const height = Math.round((width * MASTER.height) / MASTER.width);
  const middle = {
    x: ((right?.[0] ?? 0) + (left?.[0] ?? 0)) / 2,
    y: ((right?.[1] ?? 0) + (left?.[1] ?? 0)) / 2,
  };
  const corner = { left: Math.round(middle.x - width / 2), top: Math.round(middle.y - height * 0.47) };
  const cut = sharp(`${FACE}.jpg`).extract({ ...corner, width, height });
  const master = await cut.clone().resize(MASTER.width, MASTER.height).jpeg({ quality: 88 }).toBuffer();
  const pixels = await sharp(await cut.clone().png().toBuffer())
    .resize(CHIP.width, CHIP.height)
    .removeAlpha()
    .raw()
    .toBuffer();
  const chip = await encodeJp2Within({ ...CHIP, components: 3, pixels: new Uint8Array(pixels) }, CHIP_WINDOW);
  writeFileSync(`${samples}/portrait-master.jpg`, master);
  writeFileSync(`${samples}/portrait-chip.jp2`, chip ?? new Uint8Array());
  const inChip = (point: readonly [number, number] | undefined) => ({
    x: Math.round(((point?.[0] ?? 0) - corner.left) * (CHIP.width / width)),
    y: Math.round(((point?.[1] ?? 0) - corner.top) * (CHIP.height / height)),
  });
  return { leftEyeCentre: inChip(left), rightEyeCentre: inChip(right) };
};

const print = (position: "right-index" | "left-index") => {
  const { image } = impression(masterPrint(`golden ${position}`), "first", { ...PRINT, ppi: 500 });
  const { template } = extractFinger(image, 500, { position });
  writeFileSync(`${samples}/finger-${position}.wsq`, encodeWsq(image, { ppi: 500 }));
  writeFileSync(`${samples}/finger-${position}.fmr`, writeMinutiaeRecord(template));
  return { ...PRINT, quality: template.quality, minutiae: template.minutiae.length };
};

const signature = async () => {
  const trajectory = sign(signatureStyle("golden"), "first", {
    maxX: 9600,
    maxY: 6000,
    maxPressure: 1023,
    widthMm: 96,
  });
  const image = await encodeSignature(trajectory, { ppi: 300, trim: true, mediaType: "image/jpeg" });
  writeFileSync(`${samples}/signature.jpg`, image.bytes);
  writeFileSync(`${samples}/signature-trajectory.json`, canonicalJson(trajectory as unknown as Json));
  return { width: image.width, height: image.height };
};

if (!process.argv.includes("--packets")) {
  mkdirSync(samples, { recursive: true });
  const facts: SampleFacts = {
    master: MASTER,
    chip: CHIP,
    points: await portrait(),
    signature: await signature(),
    fingers: { "right-index": print("right-index"), "left-index": print("left-index") },
  };
  for (const [name, person] of Object.entries(PEOPLE))
    writeFileSync(`${FOLDER}/${name}.json`, `${JSON.stringify(person(facts), null, 2)}\n`);
}
for (const name of Object.keys(PEOPLE))
  for (const generation of GENERATIONS) {
    const { sealed, sha256 } = await sealGolden(name, generation);
    writeFileSync(packetFile(name, generation), sealed);
    process.stdout.write(`${packetFile(name, generation)}  ${sealed.length}  ${sha256}\n`);
  }
