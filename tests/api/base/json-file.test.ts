/** Files that operators write: read within bounds, strictly, and refused with file, place and remedy. */
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { OutsideFault } from "../../../api/base/faults.ts";
import { systemFiles } from "../../../api/base/files.ts";
import { parseJson, readJson } from "../../../api/base/json-file.ts";
import { flawOf, lineWords, offsetIn } from "../../../api/base/json-place.ts";
import { seededRandom } from "../../../api/base/random.ts";
import { readServices } from "../../../api/intake/services.ts";
import { readAnswer, readBundle } from "../../../api/issuance/bundle.ts";
import { readSession } from "../../../kiosk/cli/enrol/session-file.ts";
import { readConfig } from "../../../kiosk/cli/runtime/config.ts";
import { readCertificates } from "../../../kiosk/cli/trust.ts";
import { readSet } from "../../../kiosk/devices/recorded-set.ts";
import { readTarget } from "../../../kiosk/devices/reference.ts";
import { readSbiSetting } from "../../../kiosk/devices/sbi-scanner.ts";
import { readAppointments } from "../../../kiosk/server/appointments.ts";
import { readTheme } from "../../../kiosk/server/theme.ts";
import { loadCatalogue } from "../../../kiosk/session/catalogue.ts";
import { loadPolicy } from "../../../kiosk/session/policy.ts";
import { packetIdOf, temporaryFolder } from "../../kiosk/stand.ts";

const kind = {
  schema: z.strictObject({
    name: z.string(),
    stops: z.array(z.strictObject({ from: z.iso.date() })).optional(),
    key: z
      .discriminatedUnion("in", [
        z.strictObject({ in: z.literal("file"), path: z.string() }),
        z.strictObject({ in: z.literal("token"), pin: z.string() }),
      ])
      .optional(),
  }),
  what: "a plan",
  most: 400,
  see: "docs/plan.md",
};
const refusal = (text: string | Uint8Array): { code?: string; message: string } => {
  try {
    parseJson(typeof text === "string" ? Buffer.from(text) : text, "plan.json", kind);
  } catch (error) {
    if (error instanceof OutsideFault) return { code: error.code, message: error.message };
    throw error;
  }
  return { message: "taken" };
};

describe("a JSON file", () => {
  test.each([
    ["", "input-malformed", "plan.json, line 1, column 1: it is not JSON there; correct it."],
    ['{"name":"a",}', "input-malformed", "plan.json, line 1, column 13: it is not JSON there; correct it."],
    ['{"name":"a"\n "stops":[]}', "input-malformed", "plan.json, line 2, column 2: it is not JSON there"],
    ['{"name":"a\u0001"}', "input-malformed", "plan.json, line 1, column 11: it is not JSON there"],
    ['{"name":"a",\n"name":"b"}', "input-malformed", 'line 2, column 1: it has the key "name" twice there'],
    ["[".repeat(300), "input-malformed", "line 1, column 66: it nests deeper than 64 levels there"],
    [
      '{"name":1}',
      "input-malformed",
      'plan.json, line 1, column 2: "name": must be text; correct it (docs/plan.md).',
    ],
    [
      "[]",
      "input-malformed",
      "plan.json, line 1, column 1: a plan: must be an object; correct it (docs/plan.md).",
    ],
    [
      '{"name":"a",\n "colour":1}',
      "input-unknown-key",
      'plan.json, line 2, column 2: a plan has no key "colour"; remove it, or see docs/plan.md for those there are.',
    ],
    [
      '{"name":"a","stops":[{"from":"2026-01-02"},\n {}]}',
      "input-malformed",
      'plan.json, line 2, column 2: "stops.1.from" is missing; add it (docs/plan.md).',
    ],
    [
      '{"name":"a","key":{"in":"token",\n\n"pni":"1"}}',
      "input-malformed",
      'plan.json, line 1, column 13: "key.pin" is missing; add it (docs/plan.md).',
    ],
    [`{"name":"${"a".repeat(500)}"}`, "input-too-large", "plan.json is longer than a plan may be (0 kB)"],
    [Buffer.from([0x7b, 0xff, 0x7d]), "input-malformed", "plan.json is not text in UTF-8; save it as UTF-8."],
  ])("%j is refused in one sentence: %s", (text, code, sentence) => {
    expect(refusal(text)).toEqual({ code, message: expect.stringContaining(sentence) });
  });

  test("a byte order mark is no fault, and what is sound is taken", () => {
    expect(parseJson(Buffer.from('\ufeff{"name":"é"}'), "plan.json", kind)).toEqual({ name: "é" });
  });

  test("what is called broken is what JSON.parse calls broken, on 3,000 texts that were damaged", () => {
    const sound = '{"a\u007f\u0085":[1,-2.5e3,0,true,null,"\\u00e9\\n\\\\"],"b":{"c":{},"d":[]},"e":"x"}';
    const alphabet = '{}[]",:\\u0019-+.eEtrufalsn \n\u0001';
    const random = seededRandom("damaged json");
    const disagreements: string[] = [];
    let broken = 0;
    for (let n = 0; n < 3000; n += 1) {
      const [at = 0, letter = 0, how = 0] = random("damage", 3);
      const place = at % sound.length;
      const put = how % 3 === 0 ? "" : (alphabet[letter % alphabet.length] ?? "");
      const text = sound.slice(0, place) + put + sound.slice(place + (how % 3 === 1 ? 0 : 1));
      let fits = true;
      try {
        JSON.parse(text);
      } catch {
        fits = false;
      }
      broken += fits ? 0 : 1;
      const flaw = flawOf(text);
      if (fits !== (flaw === undefined) && flaw?.why.includes("twice") !== true) disagreements.push(text);
    }
    expect(disagreements).toEqual([]);
    expect(broken).toBeGreaterThan(1000);
  });

  test("a place is found by its way, or the nearest around it", () => {
    const text = '{"a": [10, {"b": 1}],\n "c": 2}';
    const word = (...way: (string | number)[]) => lineWords(text, offsetIn(text, way));
    expect([word(), word("a"), word("a", 1), word("a", 1, "b"), word("a", 1, "z"), word("c")]).toEqual([
      "line 1, column 1",
      "line 1, column 2",
      "line 1, column 12",
      "line 1, column 13",
      "line 1, column 12",
      "line 2, column 2",
    ]);
  });
});

const FILES: readonly (readonly [what: string, file: string, read: (folder: string) => Promise<unknown>])[] =
  [
    ["the configuration", "kiosk.json", (at) => readConfig(at, undefined)],
    ["a policy", "p.json", (at) => loadPolicy(systemFiles, path.join(at, "p.json"))],
    ["a catalogue", "c.json", (at) => loadCatalogue(systemFiles, path.join(at, "c.json"))],
    ["appointments", "a.json", (at) => readAppointments(path.join(at, "a.json"))],
    ["an export's index", "bundle.json", (at) => readBundle(systemFiles, at)],
    [
      "a refusal on media",
      `${packetIdOf(1)}.refused.json`,
      (at) => readAnswer(systemFiles, at, packetIdOf(1)),
    ],
    ["a target's reference file", "t.json", (at) => readTarget(systemFiles, path.join(at, "t.json"))],
    ["a set of recorded targets", "set.json", (at) => readSet(systemFiles, at)],
    ["an SBI configuration", "sbi.json", (at) => readSbiSetting(path.join(at, "sbi.json"))],
    ["published services", "services.json", (at) => readServices(systemFiles, at)],
    ["a theme", "mine/theme.json", (at) => readTheme(at, "mine")],
    ["a recorded session", "session.json", (at) => readSession(at)],
  ];

const GIB = 1024 ** 3;

describe("every file that operators lay down", () => {
  test.each(FILES)(
    "%s: broken, of another kind, endless, a folder: a fault with the file's name",
    async (_what, name, read) => {
      using folder = temporaryFolder();
      const file = path.join(folder.path, name);
      mkdirSync(path.dirname(file), { recursive: true });
      const refused = async (code: RegExp, words: RegExp) => {
        const fault = await read(folder.path).then(
          () => undefined,
          (error: unknown) => error,
        );
        expect(fault).toBeInstanceOf(OutsideFault);
        const { code: given, message } = fault as OutsideFault;
        expect(given).toMatch(code);
        expect(message).toMatch(words);
        expect(message).toContain(file);
      };
      writeFileSync(file, '{\n "format": ');
      await refused(/^input-malformed$/u, /line 2, column 12: it is not JSON there; correct it\.$/u);
      writeFileSync(file, '{"format":"another/7","hidden":1}');
      await refused(/^input-(malformed|unknown-key)$/u, /line 1, column \d+.*; (correct|add|remove) it/u);
      // Nothing of it is on the disk, and it would not fit into memory.
      truncateSync(file, 3 * GIB);
      await refused(/^input-too-large$/u, / is longer than .* may be \(\d+ [kM]B\); name the right file/u);
    },
  );

  test("a device that never ends, and a folder in a file's place", async () => {
    using folder = temporaryFolder();
    const file = path.join(folder.path, "endless.json");
    symlinkSync("/dev/zero", file);
    await expect(readJson(systemFiles, file, kind)).rejects.toMatchObject({ code: "input-too-large" });
    await expect(readConfig(folder.path, folder.path)).rejects.toMatchObject({
      code: "input-malformed",
      message: `${folder.path}: a folder stands where a file is expected; name the file in it`,
    });
    expect(await readJson(systemFiles, path.join(folder.path, "none.json"), kind)).toBeUndefined();
  });

  test("certificates and receipts are as bounded", async () => {
    using folder = temporaryFolder();
    const pem = path.join(folder.path, "trust.pem");
    writeFileSync(pem, "");
    truncateSync(pem, 3 * GIB);
    await expect(readCertificates(pem)).rejects.toMatchObject({ code: "input-too-large" });
    const receipt = path.join(folder.path, `${packetIdOf(1)}.receipt`);
    writeFileSync(receipt, "");
    truncateSync(receipt, 3 * GIB);
    await expect(readAnswer(systemFiles, folder.path, packetIdOf(1))).rejects.toMatchObject({
      code: "input-too-large",
      message: expect.stringContaining(receipt),
    });
  });
});
