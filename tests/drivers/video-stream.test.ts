import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { array, assert, nat, property, uint8Array } from "fast-check";
import { describe, expect, test } from "vitest";
import { systemClock } from "../../api/base/clock.ts";
import { isWholeJpeg } from "../../drivers/camera/uvc/jpeg.ts";
import { JpegSplitter } from "../../drivers/transport/jpeg-splitter.ts";
import { FrameSource } from "../../drivers/transport/video.ts";
import { jpegFrames } from "./pictures.ts";

const frames = await jpegFrames(4);
const stream = Buffer.concat(frames);

const split = (cuts: readonly number[], bytes: Uint8Array): Uint8Array[] => {
  const splitter = new JpegSplitter();
  const ends = [...cuts.map((cut) => cut % bytes.length), bytes.length].toSorted((a, b) => a - b);
  let from = 0;
  return ends.flatMap((to) => {
    const part = splitter.push(bytes.subarray(from, to));
    from = to;
    return [...part];
  });
};

describe("the splitter of JPEG streams", () => {
  test("gives the same pictures however the stream is cut", () => {
    assert(
      property(array(nat(100_000), { maxLength: 12 }), (cuts) => {
        expect(
          split(cuts, stream).map((jpeg) => Buffer.compare(jpeg, frames[0]!) === 0 || jpeg.length > 100),
        ).toHaveLength(4);
      }),
      { numRuns: 60, seed: 1 },
    );
    expect(split([1, 2, 3], stream).map((jpeg) => Buffer.from(jpeg))).toEqual(
      frames.map((jpeg) => Buffer.from(jpeg)),
    );
  });

  test("drops what lies before, between and after pictures", () => {
    const noise = Buffer.from([0, 0xff, 0, 1, 2, 0xff]);
    const dirty = Buffer.concat([noise, frames[0]!, noise, frames[1]!, noise]);
    expect(split([], dirty)).toHaveLength(2);
  });

  test("never gives a picture that is not whole, whatever it is fed", () => {
    assert(
      property(uint8Array({ maxLength: 400 }), nat(stream.length - 1), (noise, at) => {
        const spoilt = Buffer.concat([stream.subarray(0, at), noise, stream.subarray(at)]);
        for (const jpeg of split([at], spoilt)) {
          expect([jpeg[0], jpeg[1], jpeg.at(-2), jpeg.at(-1)]).toEqual([0xff, 0xd8, 0xff, 0xd9]);
        }
      }),
      { numRuns: 200, seed: 2 },
    );
  });
});

describe("whole JPEGs", () => {
  test("a frame cut anywhere is not whole; padding with zeros is no harm", () => {
    const [frame] = frames;
    expect(isWholeJpeg(frame!)).toBe(true);
    expect(isWholeJpeg(Buffer.concat([frame!, Buffer.alloc(7)]))).toBe(true);
    for (let length = 0; length < frame!.length; length += 1)
      expect(isWholeJpeg(frame!.subarray(0, length))).toBe(false);
  });
});

describe("a program that streams JPEGs", () => {
  test("its newest frame is given, older ones are dropped; its end is a fault with its own words", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "video-"));
    try {
      const file = path.join(folder, "frames.mjpeg");
      await writeFile(file, stream);
      const program = `process.stdout.write(require("fs").readFileSync(${JSON.stringify(file)}), () => { console.error("no such camera"); process.exit(3); })`;
      const source = new FrameSource(process.execPath, ["-e", program], systemClock);
      const first = await source.next({ timeout: 10_000 });
      expect(isWholeJpeg(first.jpeg)).toBe(true);
      const rest = async () => {
        for (let i = 0; i < 5; i += 1) await source.next({ timeout: 10_000 });
      };
      await expect(rest()).rejects.toMatchObject({
        code: "unplugged",
        message: expect.stringMatching(/\(3\) no such camera/u),
      });
      source.stop();
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test("a program that is not installed is named with its Debian package", async () => {
    const source = new FrameSource("ffmpeg-that-is-not-here", [], systemClock);
    await expect(source.next({ timeout: 10_000 })).rejects.toThrow(
      /not installed. Install it: apt-get install/u,
    );
  });
});
