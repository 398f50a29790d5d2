import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { readMinutiaeRecord } from "../../../api/formats/iso19794/p2.ts";
import { decodeWsq } from "../../../api/formats/wsq/decode.ts";
import { runCommand } from "../../../kiosk/cli/program.ts";
import { encodeGreyPng } from "../../../models/image.ts";
import { impression } from "../../../models/synthetic/fingerprint/impression.ts";
import { masterPrint } from "../../../models/synthetic/fingerprint/master.ts";
import { temporaryFolder } from "../stand.ts";
import { listen } from "./listen.ts";

const kiosk = async (...words: string[]) => {
  const { printed, noted, terminal } = listen();
  return { status: await runCommand(words, terminal), printed: printed.join("\n"), noted: noted.join("\n") };
};

/** Grey 24-bit bitmap, bottom row first. */
const bitmap = (width: number, height: number, grey: (x: number, y: number) => number): Uint8Array => {
  const stride = Math.ceil((width * 3) / 4) * 4;
  const out = new DataView(new ArrayBuffer(54 + stride * height));
  out.setUint16(0, 0x4d42, true);
  out.setUint32(2, out.byteLength, true);
  out.setUint32(10, 54, true);
  out.setUint32(14, 40, true);
  out.setInt32(18, width, true);
  out.setInt32(22, height, true);
  out.setUint16(26, 1, true);
  out.setUint16(28, 24, true);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      for (let k = 0; k < 3; k += 1) out.setUint8(54 + (height - 1 - y) * stride + 3 * x + k, grey(x, y));
  return new Uint8Array(out.buffer);
};

const fill = async (folder: string) => {
  mkdirSync(folder, { recursive: true });
  const master = masterPrint("cli");
  const other = masterPrint("cli-other");
  const take = (from: typeof master, name: string) =>
    impression(from, name, {
      width: 300,
      height: 360,
      ppi: 500,
      condition: { wear: 0, moisture: 0, pressure: 0.5 },
    }).image;
  const first = take(master, "1");
  writeFileSync(path.join(folder, "a.png"), await encodeGreyPng(first));
  writeFileSync(path.join(folder, "b.png"), await encodeGreyPng(take(master, "2")));
  writeFileSync(
    path.join(folder, "c.bmp"),
    bitmap(300, 360, (x, y) => first.pixels[y * 300 + x]!),
  );
  writeFileSync(path.join(folder, "d.png"), await encodeGreyPng(take(other, "1")));
  writeFileSync(
    path.join(folder, "white.png"),
    await encodeGreyPng({ width: 200, height: 200, pixels: new Uint8Array(40_000).fill(255) }),
  );
  writeFileSync(path.join(folder, "cut.png"), (await encodeGreyPng(first)).subarray(0, 5000));
  writeFileSync(path.join(folder, "text.wsq"), "hello");
  writeFileSync(path.join(folder, "notes.txt"), "not a picture");
};

describe("kiosk finger", () => {
  test("extract: a record a print, a row a file; bad files stop nothing", async () => {
    using place = temporaryFolder();
    const folder = place.path;
    const [from, to] = [path.join(folder, "in"), path.join(folder, "out")];
    await fill(from);
    const { status, noted } = await kiosk(
      "finger",
      "extract",
      "--in",
      from,
      "--dpi",
      "500",
      "--out",
      to,
      "--jobs",
      "1",
    );
    expect(status).toBe(0);
    expect(readdirSync(to).sort()).toEqual(["a.fmr", "b.fmr", "c.fmr", "d.fmr", "results.csv"]);
    const rows = readFileSync(path.join(to, "results.csv"), "utf8").trim().split("\n");
    expect(rows[0]).toBe("name,ok,reason,width,height,dpi,minutiae,quality,ms");
    expect(rows.map((row) => row.split(",").slice(0, 2).join(",")).slice(1)).toEqual([
      "a,true",
      "b,true",
      "c,true",
      "cut,false",
      "d,true",
      "text,false",
      "white,false",
    ]);
    expect(rows.find((row) => row.startsWith("white"))).toContain("nothing-there");
    expect(rows.find((row) => row.startsWith("cut"))).toContain("picture-unreadable");
    expect(noted).toContain("white: nothing-there");
    const [template] = readMinutiaeRecord(readFileSync(path.join(to, "a.fmr")));
    expect([template?.width, template?.height]).toEqual([300, 360]);
    expect(template!.minutiae.length).toBeGreaterThan(15);
    expect(readFileSync(path.join(to, "c.fmr"))).toEqual(readFileSync(path.join(to, "a.fmr")));

    const scores = path.join(folder, "scores.csv");
    expect((await kiosk("finger", "compare", "--all", to, "--out", scores)).status).toBe(0);
    const score = new Map(
      readFileSync(scores, "utf8")
        .trim()
        .split("\n")
        .map((line) => [line.split(",").slice(0, 2).join("-"), Number(line.split(",")[2])]),
    );
    expect(score.get("a-b")).toBeGreaterThan(2 * score.get("a-d")!);
    const two = await kiosk("finger", "compare", path.join(to, "a.fmr"), path.join(to, "b.fmr"));
    expect(Number(two.printed)).toBe(score.get("a-b"));
  });

  test("a folder in which every file failed is no success, in JSON neither, and has its table", async () => {
    using place = temporaryFolder();
    const [from, to] = [path.join(place.path, "in"), path.join(place.path, "out")];
    mkdirSync(from);
    writeFileSync(path.join(from, "text.wsq"), "hello");
    const white = { width: 200, height: 200, pixels: new Uint8Array(40_000).fill(255) };
    writeFileSync(path.join(from, "white.png"), await encodeGreyPng(white));
    const words = ["finger", "extract", "--in", from, "--dpi", "500", "--out", to, "--jobs", "1"];
    const { status, noted } = await kiosk(...words);
    expect([status, noted]).toEqual([1, expect.stringContaining("None of the 2 pictures")]);
    expect(readFileSync(path.join(to, "results.csv"), "utf8").trim().split("\n")).toHaveLength(3);
    const json = await kiosk(...words, "--json");
    expect([json.status, JSON.parse(json.printed)]).toMatchObject([1, [{ ok: false }, { ok: false }]]);

    for (const name of ["a", "b"]) writeFileSync(path.join(to, `${name}.fmr`), "no record");
    const scores = await kiosk(
      "finger",
      "compare",
      "--all",
      to,
      "--out",
      path.join(place.path, "scores.csv"),
    );
    expect([scores.status, scores.noted]).toEqual([1, expect.stringContaining("No two templates")]);
  });

  test("the resolution is asked for, never guessed", async () => {
    expect((await kiosk("finger", "extract", "--in", ".", "--out", "never")).status).toBe(2);
    expect(existsSync("never")).toBe(false);
  });

  test("a lying record is refused by name", async () => {
    using place = temporaryFolder();
    const folder = place.path;
    const file = path.join(folder, "lie.fmr");
    writeFileSync(file, Buffer.from("464d5200203230000000ffff", "hex"));
    const { status, noted } = await kiosk("finger", "compare", file, file);
    expect(status).toBe(1);
    expect(noted).toContain("lie.fmr");
  });

  test("wsq: there and back", async () => {
    using place = temporaryFolder();
    const folder = place.path;
    const master = masterPrint("cli");
    const { image } = impression(master, "w", { width: 256, height: 256, ppi: 500 });
    const [png, wsq, back] = ["p.png", "p.wsq", "q.png"].map((name) => path.join(folder, name)) as [
      string,
      string,
      string,
    ];
    writeFileSync(png, await encodeGreyPng(image));
    expect((await kiosk("finger", "wsq", "encode", png, "--out", wsq)).printed).toContain("not certified");
    expect((await kiosk("finger", "wsq", "decode", wsq, "--out", back, "--json")).printed).toContain(
      '"width":256',
    );
    expect(readFileSync(wsq).length).toBeLessThan(readFileSync(png).length / 3);
    expect(decodeWsq(readFileSync(wsq), "w").ppi).toBe(500);
    const small = ["--dpi", "508", "--max-bytes", "3000"];
    expect((await kiosk("finger", "wsq", "encode", png, "--out", wsq, ...small)).status).toBe(0);
    expect(readFileSync(wsq).length).toBeLessThanOrEqual(3000);
    expect(decodeWsq(readFileSync(wsq), "w").ppi).toBe(508);
  });
});
