import { describe, expect, test } from "vitest";
import { portraitSize, readSizes } from "../../drivers/transport/v4l2-formats.ts";
import { streamArguments } from "../../drivers/transport/video.ts";

const LISTING = `ioctl: VIDIOC_ENUM_FMT
	Type: Video Capture

	[0]: 'YUYV' (YUYV 4:2:2)
		Size: Discrete 1920x1080
			Interval: Discrete 0.200s (5.000 fps)
	[1]: 'MJPG' (Motion-JPEG, compressed)
		Size: Discrete 640x480
			Interval: Discrete 0.033s (30.000 fps)
		Size: Discrete 3840x2160
			Interval: Discrete 0.500s (2.000 fps)
		Size: Discrete 2592x1944
			Interval: Discrete 0.067s (15.000 fps)
			Interval: Discrete 0.100s (10.000 fps)
		Size: Discrete 1920x1080
			Interval: Discrete 0.033s (30.000 fps)
`;

describe("the sizes of a camera", () => {
  test("only those of its own JPEGs, each with its fastest speed", () => {
    expect(readSizes(LISTING)).toEqual([
      { width: 640, height: 480, framesPerSecond: 30 },
      { width: 3840, height: 2160, framesPerSecond: 2 },
      { width: 2592, height: 1944, framesPerSecond: 15 },
      { width: 1920, height: 1080, framesPerSecond: 30 },
    ]);
  });

  test("a portrait wants the largest that is not a slide show", () => {
    const size = portraitSize(readSizes(LISTING));
    expect(size).toMatchObject({ width: 2592, height: 1944 });
    expect(streamArguments("/dev/video0", size).join(" ")).toContain("-video_size 2592x1944 -i /dev/video0");
  });

  test("a camera without JPEGs of its own is compressed here, once", () => {
    expect(readSizes("[0]: 'YUYV' (YUYV 4:2:2)\n\t\tSize: Discrete 640x480")).toEqual([]);
    const words = streamArguments("/dev/video0", undefined, true).join(" ");
    expect(words).toContain("-i /dev/video0 -c:v mjpeg -q:v 2");
    expect(words).not.toContain("-input_format");
  });

  test("a camera that says nothing, or nonsense, is taken as it is", () => {
    expect(portraitSize(readSizes(""))).toBeUndefined();
    expect(portraitSize(readSizes("[0]: 'MJPG'\n Size: Stepwise 16x16 - 4096x4096"))).toBeUndefined();
    expect(streamArguments("/dev/video0").join(" ")).not.toContain("video_size");
  });
});
