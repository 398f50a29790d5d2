import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { systemFiles } from "../../../api/base/files.ts";
import { PROMPT_LIMITS } from "../../../api/words/prompts.ts";
import { soundIn } from "../../../kiosk/server/prompts/duration.ts";
import { Prompts } from "../../../kiosk/server/prompts/prompts.ts";
import { projectRoot } from "../../../kiosk/server/root.ts";
import { playedKiosk } from "./played-kiosk.ts";

const shipped = path.join(projectRoot, "kiosk/web/languages");
const opus = readFileSync(path.join(shipped, "fr/audio/face-title.ogg"));

/** PCM of 16 bits, mono, 16 kHz, a tone. */
const wave = (ms: number, loud = 12_000): Uint8Array => {
  const samples = Math.round(ms * 16);
  const bytes = Buffer.alloc(44 + samples * 2);
  bytes.write("RIFF", 0, "latin1");
  bytes.writeUInt32LE(36 + samples * 2, 4);
  bytes.write("WAVEfmt ", 8, "latin1");
  for (const [at, value] of [
    [16, 16],
    [24, 16_000],
    [28, 32_000],
  ] as const)
    bytes.writeUInt32LE(value, at);
  for (const [at, value] of [
    [20, 1],
    [22, 1],
    [32, 2],
    [34, 16],
  ] as const)
    bytes.writeUInt16LE(value, at);
  bytes.write("data", 36, "latin1");
  bytes.writeUInt32LE(samples * 2, 40);
  for (let at = 0; at < samples; at += 1)
    bytes.writeInt16LE(Math.round(loud * Math.sin(at / 5)), 44 + at * 2);
  return bytes;
};

const element = (name: readonly number[], body: readonly number[]) => [
  ...name,
  0x40 | (body.length >> 8),
  body.length & 0xff,
  ...body,
];

/** As a browser's recorder writes it: sizes unknown, no duration. */
const webm = (blocks: readonly number[]): Uint8Array => {
  const unknown = [0x01, 255, 255, 255, 255, 255, 255, 255];
  return Uint8Array.from([
    ...element([0x1a, 0x45, 0xdf, 0xa3], element([0x42, 0x82], [...Buffer.from("webm")])),
    0x18,
    0x53,
    0x80,
    0x67,
    ...unknown,
    ...element([0x15, 0x49, 0xa9, 0x66], element([0x2a, 0xd7, 0xb1], [0x0f, 0x42, 0x40])),
    ...element([0x16, 0x54, 0xae, 0x6b], element([0x86], [...Buffer.from("A_OPUS")])),
    ...blocks.flatMap((at) => [
      0x1f,
      0x43,
      0xb6,
      0x75,
      ...unknown,
      ...element([0xe7], [at >> 8, at & 0xff]),
      ...element([0xa3], [0x81, 0x00, 0x14, 0x80, 1, 2, 3]),
    ]),
  ]);
};

describe("the length of a recording", () => {
  test("is read from its own bytes", () => {
    expect(soundIn(wave(1500))).toMatchObject({ ending: "wav", lasts: 1500 });
    expect(soundIn(webm([0, 1200]))).toEqual({ ending: "webm", lasts: 1220 });
    const spoken = soundIn(opus);
    expect(spoken?.ending).toBe("ogg");
    expect(spoken?.lasts).toBeGreaterThan(1000);
    expect(spoken?.lasts).toBeLessThan(6000);
  });

  test("of something else there is none, wherever it is cut", () => {
    expect(soundIn(Buffer.from("<html>"))).toBeUndefined();
    expect(soundIn(new Uint8Array())).toBeUndefined();
    for (let cut = 1; cut < 80; cut += 1) {
      expect(soundIn(webm([0, 1200]).subarray(0, cut))?.ending ?? "webm").toBe("webm");
      expect(soundIn(opus.subarray(0, cut))?.lasts ?? 0).toBe(0);
    }
    expect(soundIn(wave(100).subarray(0, 43))).toBeUndefined();
  });
});

describe("recordings of the site", () => {
  let site: string;
  let prompts: Prompts;
  beforeEach(() => {
    site = mkdtempSync(path.join(tmpdir(), "prompts-"));
    prompts = new Prompts({ shipped, site }, systemFiles, ["fr", "bm"]);
  });
  afterEach(() => rmSync(site, { recursive: true, force: true }));

  const source = async (tag: string, key: string) =>
    (await prompts.list(tag))?.find((prompt) => prompt.key === key)?.source;

  test("are heard instead of what ships, the newest each time, and go again", async () => {
    expect(await source("fr", "face-title")).toBe("shipped");
    expect(await prompts.keep("fr", "face-title", wave(900))).toBeUndefined();
    expect(await prompts.heard("fr", "face-title")).toEqual({
      file: path.join(site, "fr/face-title.wav"),
      mediaType: "audio/wav",
    });
    expect(await prompts.keep("fr", "face-title", opus)).toBeUndefined();
    expect(await systemFiles.list(path.join(site, "fr"))).toEqual(["face-title.ogg"]);
    expect(await source("fr", "face-title")).toBe("site");
    await prompts.remove("fr", "face-title");
    expect(await source("fr", "face-title")).toBe("shipped");
  });

  test("a draft without words can be spoken: its sentences are listed in the working language", async () => {
    const missing = (await prompts.list("bm"))?.find(({ textTag }) => textTag === "fr");
    expect(missing?.source).toBe("none");
    expect(await prompts.keep("bm", missing?.key ?? "", webm([0, 2000]))).toBeUndefined();
    expect(await prompts.spoken("bm")).toEqual([missing?.key]);
  });

  test.each([
    ["another language", "xx", "face-title", wave(900), "unknown-language"],
    ["a path for a language", "../fr", "face-title", wave(900), "unknown-language"],
    ["a sentence that does not exist", "fr", "../../etc/passwd", wave(900), "unknown-sentence"],
    ["something that is no sound", "fr", "face-title", Buffer.from("MZ"), "not-a-sound"],
    ["a slip of the finger", "fr", "face-title", wave(100), "too-short"],
    ["a speech", "fr", "face-title", wave(PROMPT_LIMITS.mostMs + 1000), "too-long"],
    ["silence", "fr", "face-title", wave(900, 0), "silent"],
    ["too much", "fr", "face-title", new Uint8Array(PROMPT_LIMITS.bytes + 1), "too-large"],
  ] as const)("%s is refused and changes nothing", async (_what, tag, key, bytes, refusal) => {
    expect(await prompts.keep(tag, key, bytes)).toBe(refusal);
    expect(await systemFiles.list(site)).toEqual([]);
    expect(await source("fr", "face-title")).toBe("shipped");
  });

  test("reach the page while the kiosk runs", async () => {
    await using kiosk = await playedKiosk({}, { recordings: site, enabled: ["bm"] });
    const get = (where: string) =>
      fetch(kiosk.origin + where, { headers: { cookie: `kiosk=${kiosk.token}` } });
    expect((await get("/prompts/bm/ticket-title")).status).toBe(404);
    await kiosk.prompts.keep("bm", "ticket-title", wave(900));
    const heard = await get("/prompts/bm/ticket-title");
    expect(heard.headers.get("content-type")).toBe("audio/wav");
    expect((await heard.arrayBuffer()).byteLength).toBe(wave(900).length);
    const setting = (await (await get("/api/setting")).json()) as {
      languages: { tag: string; spoken: string[] }[];
    };
    expect(setting.languages.find(({ tag }) => tag === "bm")?.spoken).toEqual(["ticket-title"]);
    expect((await get("/prompts/fr/face-title")).headers.get("content-type")).toBe("audio/ogg");
    expect((await get("/prompts/fr/..%2F..%2Flanguage")).status).toBe(404);
  });
});
