import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readCom, writeCom } from "../../api/formats/lds/com.ts";
import { readDg1, writeDg1 } from "../../api/formats/lds/dg1.ts";
import { readDg2, writeDg2 } from "../../api/formats/lds/dg2.ts";
import { readDg3, writeDg3, writeEmptyDg3 } from "../../api/formats/lds/dg3.ts";
import { readDg7, writeDg7 } from "../../api/formats/lds/dg7.ts";
import { readDg11, writeDg11 } from "../../api/formats/lds/dg11.ts";
import { readDg12, writeDg12 } from "../../api/formats/lds/dg12.ts";
import { readFaceRecord } from "../../api/formats/iso19794/p5.ts";

const folder = "../shared/icao/samples/gen19794-nofingers";
const file = (name: string) => new Uint8Array(readFileSync(`${folder}/${name}.bin`));

// An LDS set written by another public encoder: what we read and write back must be the same bytes.
describe.skipIf(!existsSync(folder))(
  "a foreign LDS set, read and written back (needs ../shared/icao)",
  () => {
    test("EF.COM", () => {
      const com = readCom(file("EF.COM"));
      expect(com).toEqual({ ldsVersion: "0108", unicodeVersion: "040000", dataGroups: [1, 2, 3, 7, 11, 12] });
      expect(writeCom(com)).toEqual(file("EF.COM"));
    });
    test("DG1", () => {
      const lines = readDg1(file("DG1"));
      expect(lines[0]).toBe("P<MLITRAORE<<AMINATA<<<<<<<<<<<<<<<<<<<<<<<<");
      expect(writeDg1(lines)).toEqual(file("DG1"));
    });
    test("DG2 and the face record in it", () => {
      const faces = readDg2(file("DG2"));
      const face = readFaceRecord(faces[0]!.block);
      expect(face).toMatchObject({ width: 480, height: 640, mediaType: "image/jpeg", gender: "female" });
      expect(face.points).toEqual([
        { code: "left-eye-centre", x: 300, y: 288 },
        { code: "right-eye-centre", x: 180, y: 288 },
      ]);
      expect(writeDg2(faces)).toEqual(file("DG2"));
    });
    test("DG3 without fingers", () => {
      const bytes = file("DG3");
      expect(readDg3(bytes)).toEqual([]);
      expect(writeEmptyDg3(bytes.subarray(bytes.length - 8))).toEqual(bytes);
      expect(writeDg3([]).length).toBe(bytes.length - 10);
    });
    test("DG7", () => expect(writeDg7(readDg7(file("DG7")))).toEqual(file("DG7")));
    test("DG11", () => {
      const details = readDg11(file("DG11"));
      expect(details).toMatchObject({
        fullName: "TRAORÉ<<AMINATA",
        otherNames: ["KEITA<<AMINATA"],
        birthDate: "19900115",
      });
      expect(writeDg11(details)).toEqual(file("DG11"));
    });
    test("DG12", () => expect(writeDg12(readDg12(file("DG12")))).toEqual(file("DG12")));
  },
);
