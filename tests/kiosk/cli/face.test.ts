import {
  closeSync,
  existsSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readdirSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { decodeJp2 } from "../../../api/formats/jp2/jp2.ts";
import { runCommand } from "../../../kiosk/cli/program.ts";
import { temporaryFolder } from "../stand.ts";
import { listen } from "./listen.ts";

const kiosk = async (...words: string[]) => {
  const { printed, noted, terminal } = listen();
  return { status: await runCommand(words, terminal), printed, noted: noted.join("\n") };
};

const SPECIMEN = "fixtures/faces/specimen";

describe("kiosk face", () => {
  test("assess --json: one line a file, in the fixed shape, and the first fault's exit status", async () => {
    const file = `${SPECIMEN}/frame-4-neutral.jpg`;
    const { status, printed } = await kiosk("face", "assess", file, "nowhere.jpg", "--json");
    expect(status).toBe(1);
    const [good, bad] = printed.map((line) => JSON.parse(line) as Record<string, never>);
    expect(bad).toMatchObject({ file: "nowhere.jpg", fault: { code: "input-missing" } });
    expect(Object.keys(good!)).toEqual(["file", "ms", "faces", "measures", "verdict"]);
    expect(good).toMatchObject({
      file,
      faces: [{ box: [expect.any(Number), expect.any(Number), expect.any(Number), expect.any(Number)] }],
      verdict: { age: "adult", approved: false },
    });
    const { measures, faces } = good as unknown as {
      measures: Record<string, { raw?: number; failure?: string }>;
      faces: { landmarks: Record<string, [number, number]> }[];
    };
    expect(
      Object.values(measures).every(({ raw, failure }) => (raw === undefined) !== (failure === undefined)),
    ).toBe(true);
    expect(measures["Sharpness"]!.raw).toBeLessThan(2);
    // How sure, where that is known; criteria that follow from a measure are as sure as it is.
    const sure = { uncertainty: expect.any(Number) as number };
    expect(measures).toMatchObject({ InterEyeDistance: sure, HeadPoseYaw: sure, NoHeadCoverings: sure });
    expect(good).toMatchObject({
      verdict: {
        criteria: {
          "TR-03121 1.1 Yaw, neck axis": sure,
          "TR-03121 3.3 Eyes looking to the camera": sure,
        },
      },
    });
    expect(measures["Sharpness"]).not.toHaveProperty("uncertainty");
    expect(faces[0]).toMatchObject({ errors98: { length: 98 } });
    // The truth beside the picture: eye corners 60, 64 and 68, 72.
    const truth = JSON.parse(readFileSync(`${SPECIMEN}/frame-4-neutral.json`, "utf8")) as {
      points98: [number, number][];
    };
    const right = (truth.points98[60]![0] + truth.points98[64]![0]) / 2;
    expect(Math.abs(faces[0]!.landmarks["rightEyeCentre"]![0] - right)).toBeLessThan(20);
  });

  test("portrait: the four pictures and their account; what cannot be is refused and nothing is written", async () => {
    using folder = temporaryFolder();
    const out = path.join(folder.path, "out");
    const { status, printed } = await kiosk(
      "face",
      "portrait",
      `${SPECIMEN}/frame-5-neutral.jpg`,
      "--out",
      out,
      "--json",
    );
    expect(status).toBe(0);
    expect(readdirSync(out).sort()).toEqual([
      "portrait-chip.jp2",
      "portrait-chip.jpg",
      "portrait-master.jpg",
      "portrait-production.jp2",
      "portrait.json",
    ]);
    const chip = await decodeJp2(readFileSync(path.join(out, "portrait-chip.jp2")));
    expect([chip.width, chip.height]).toEqual([622, 800]);
    expect(JSON.parse(printed[0]!)).toMatchObject({
      processing: expect.arrayContaining([
        expect.stringContaining("crop"),
        expect.stringContaining("scale down"),
      ]) as string[],
    });
    const far = path.join(folder.path, "far");
    const refused = await kiosk("face", "portrait", `${SPECIMEN}/frame-1-too-far.jpg`, "--out", far);
    expect(refused.status).toBe(1);
    expect(refused.noted).toMatch(/pixels apart; 300 are needed/u);
    expect(existsSync(far)).toBe(false);
  });

  test("files that are no pictures: each is named with what to do, none is waited for", async () => {
    using folder = temporaryFolder();
    const at = (name: string) => path.join(folder.path, name);
    writeFileSync(at("empty.jpg"), "");
    const sparse = openSync(at("vast.tif"), "w");
    ftruncateSync(sparse, 2 ** 30);
    closeSync(sparse);
    for (const [file, sentence] of [
      [at("empty.jpg"), /\[picture-unreadable\] .*empty\.jpg is not .*; copy the file again/u],
      ["/dev/zero", /is a pipe or a device/u],
      [at("vast.tif"), /\[input-too-large\] .*vast\.tif has 1024 MiB; a picture of at most 768/u],
      [folder.path, /is a folder; name the pictures in it/u],
      [at("none.jpg"), /none\.jpg is not there; check the path/u],
      [at("empty.jpg/none.jpg"), /is not there; check the path/u],
      [at(`${"n".repeat(300)}.jpg`), /cannot be read; check the path/u],
    ] as const)
      for (const words of [
        ["assess", file],
        ["portrait", file, "--out", at("out")],
      ]) {
        const { status, noted } = await kiosk("face", ...words);
        expect(status).toBe(1);
        expect(noted).toMatch(sentence);
      }
    expect(existsSync(at("out"))).toBe(false);
  });

  test("wrong words are usage, garbage is a fault", async () => {
    using folder = temporaryFolder();
    const file = path.join(folder.path, "x.jpg");
    writeFileSync(file, "no picture");
    expect((await kiosk("face", "assess", file)).noted).toContain("picture-unreadable");
    expect((await kiosk("face", "assess", file, "--age", "young")).status).toBe(2);
    expect((await kiosk("face", "portrait", file)).status).toBe(2);
    expect((await kiosk("face", "portrait", file, "--out", "x", "--profile", "huge")).status).toBe(2);
  });
});
