/** ICAO's own ASN.1 modules, compiled by Erlang's ASN.1 compiler: a schema-strict reader and writer that we did not write. */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readFaceData, writeFaceData } from "../../../api/formats/iso39794/p5.ts";
import { readDg2 } from "../../../api/formats/lds/dg2.ts";
import { openPacket } from "../../../api/formats/packet/open.ts";
import { authority, packetFile } from "../golden/golden.ts";
import { PEOPLE } from "../golden/people.ts";

const modules = path.resolve("../shared/icao/asn1");
const silver = "../shared/icao/samples/icao-silver-mandatory/DG2.bin";
const script = path.resolve("tests/formats/foreign/asn1ct.escript");
const compiles =
  spawnSync("erl", ["-noshell", "-eval", "{module,_}=code:ensure_loaded(asn1ct),halt(0)."]).status === 0;
const why = !existsSync(modules)
  ? "needs ../shared/icao/asn1"
  : compiles
    ? "asn1ct"
    : "Erlang's ASN.1 compiler is not installed: erlang-asn1";

/** What stands within A1 of the content of 7F2E: the APPLICATION 5 that the module defines. */
const inner = (block: Uint8Array): Uint8Array => {
  const lengthOctets = block[1]! < 0x80 ? 0 : block[1]! & 0x7f;
  return block.subarray(2 + lengthOctets);
};
const outer = (face: Uint8Array): Uint8Array =>
  Buffer.concat([Buffer.from([0xa1, 0x82, face.length >> 8, face.length & 0xff]), face]);

const damaged = (face: Uint8Array, from: string, to: string): Uint8Array =>
  Buffer.from(Buffer.from(face).toString("latin1").replace(from, to), "latin1");

describe.skipIf(!compiles || !existsSync(modules))(`face records by ICAO's modules (${why})`, () => {
  let folder: string;
  let said: string[];

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), "asn1ct-"));
    const blocks = new Map<string, Uint8Array>([
      ["silver", inner(readDg2(new Uint8Array(readFileSync(silver)))[0]!.block)],
    ]);
    for (const name of Object.keys(PEOPLE)) {
      const { files } = openPacket(new Uint8Array(readFileSync(packetFile(name, "iso39794"))), {
        key: authority.backend.key,
      });
      blocks.set(name, inner(readDg2(files.get("DG2.bin")!)[0]!.block));
    }
    // A gender that the schema does not have: the compiler must be seen to refuse something.
    blocks.set(
      "another gender",
      damaged(blocks.get("adult")!, "\xa0\x05\xa1\x03\x80\x01\x03", "\xa0\x05\xa1\x03\x80\x01\x09"),
    );
    for (const [name, face] of blocks) writeFileSync(path.join(folder, name), face);
    const output = execFileSync("escript", [script, modules, "full=full", ...blocks.keys()], {
      cwd: folder,
      encoding: "utf8",
    });
    said = output.trim().split("\n");
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  test("every golden DG2 decodes by the schema and encodes back to the same bytes", () => {
    expect(said).toEqual([
      "silver same",
      ...Object.keys(PEOPLE).map((name) => `${name} same`),
      expect.stringMatching(/^another gender refused/u),
    ]);
  });

  test("a foreign record with every optional block is read, kept and written back the same", () => {
    const record = outer(new Uint8Array(readFileSync(path.join(folder, "full"))));
    const { face, version } = readFaceData(record);
    expect(face).toMatchObject({
      representationId: 7,
      captured: { millisecond: 250 },
      sessionId: 70000,
      quality: [{ result: { kind: "score", value: 88 } }, { result: { kind: "error" } }],
      pad: { decision: { fallback: "noAttack" }, riskLevel: 10, supervision: { fallback: "observed" } },
      identity: {
        eyeColour: { fallback: "multiColoured" },
        subjectHeight: 1680,
        pose: { yaw: { value: -12 }, pitch: { value: 180 }, roll: { value: -180, uncertainty: 4 } },
        expression: { neutral: false, smile: true },
      },
    });
    expect(face.landmarks?.map(({ kind }) => JSON.stringify(kind.value))).toEqual([
      expect.stringContaining('"fallback":"12.1"'),
      expect.stringContaining('"fallback":60'),
      expect.stringContaining('"fallback":36'),
      expect.stringContaining('"fallback":62'),
    ]);
    expect(face.imageRepresentation.information.colourMapping?.colours).toHaveLength(1);
    expect(Buffer.compare(writeFaceData(face, { version }), record)).toBe(0);
  });
});
