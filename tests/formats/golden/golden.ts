/** Golden packets: how each is made from its samples, always the same bytes. */
import { readFileSync } from "node:fs";
import { seededRandom } from "../../../api/base/random.ts";
import { specimenSigner } from "../../../api/formats/cms/repeatable-ecdsa.ts";
import { specimenAuthority } from "../../../api/formats/cms/specimen.ts";
import type { Generation } from "../../../api/formats/lds/biometric-template.ts";
import { descriptionSchema, recordOf } from "../../../api/formats/packet/record.ts";
import { sealPacket } from "../../../api/formats/packet/seal.ts";
import type { EnrolmentRecord } from "../../../api/words/enrolment.ts";

export const FOLDER = "fixtures/packets";
export const SAMPLES = [
  "portrait-master.jpg",
  "portrait-chip.jp2",
  "finger-right-index.wsq",
  "finger-right-index.fmr",
  "finger-left-index.wsq",
  "finger-left-index.fmr",
  "signature.jpg",
  "signature-trajectory.json",
] as const;
export const GENERATIONS = ["iso19794", "iso39794"] as const satisfies readonly Generation[];

export const authority = specimenAuthority({ seed: "golden packets" });

export const recordOfCase = (name: string): EnrolmentRecord => {
  const files = new Map(
    SAMPLES.map((file) => [file as string, new Uint8Array(readFileSync(`${FOLDER}/samples/${file}`))]),
  );
  return recordOf(descriptionSchema.parse(JSON.parse(readFileSync(`${FOLDER}/${name}.json`, "utf8"))), files);
};

export const packetFile = (name: string, generation: Generation): string =>
  `${FOLDER}/${name}.${generation}.p7m`;

export const sealGolden = (name: string, generation: Generation) => {
  const { kiosk, ca, backend, archive } = authority;
  return sealPacket(
    recordOfCase(name),
    specimenSigner(kiosk.key, [kiosk.certificate, ca.certificate]),
    [backend.certificate, archive.certificate],
    {
      random: seededRandom(`${name} ${generation}`),
      generation,
      ldsVersion: generation === "iso19794" ? "0107" : "0108",
    },
  );
};
