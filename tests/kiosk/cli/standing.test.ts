/** With which frames somebody who is made stands before the camera. */
import { expect, test, vi } from "vitest";
import { stoodWith, type Refusal } from "../../../kiosk/cli/people/standing.ts";
import { encodeRgbJpeg } from "../../../models/image.ts";

const grey = (level: number) =>
  encodeRgbJpeg({ width: 8, height: 8, pixels: new Uint8Array(192).fill(level) }, 92);
const [far, one, other] = [await grey(40), await grey(120), await grey(200)];
const REASON = "1.2 Pitch";

test("both of the last two where both are taken; what comes before them is nobody's concern", async () => {
  const refusal = vi.fn<Refusal>(async () => undefined);
  expect(await stoodWith([far, one, other], refusal)).toEqual({ frames: [far, one, other] });
  expect(refusal.mock.calls).toEqual([[one], [other]]);
});

test.each([
  ["first", one, other],
  ["last", other, one],
])("one of them twice where only the %s is taken, and never byte for byte", async (_which, good, bad) => {
  const { frames, refused } = await stoodWith([far, one, other], async (frame) =>
    frame === bad ? REASON : undefined,
  );
  expect(refused).toBeUndefined();
  expect(frames.slice(0, 2)).toEqual([far, good]);
  expect(frames).toHaveLength(3);
  expect(frames[2]).not.toEqual(good);
  expect(frames).not.toContain(bad);
});

test("what is compressed anew is looked at again, and left out where it is refused", async () => {
  const asked: Uint8Array[] = [];
  const { frames } = await stoodWith([one, other], async (frame) => {
    asked.push(frame);
    return frame === one || asked.length === 5 ? undefined : REASON;
  });
  expect(asked).toHaveLength(5);
  expect(frames).toEqual([one, asked[4]]);
});

test("all of them, and why, where none is taken; a single frame is enough for who has no more", async () => {
  const frames = [far, one, other];
  expect(await stoodWith(frames, async () => REASON)).toEqual({ frames, refused: REASON });
  expect(await stoodWith([one], async () => undefined)).toEqual({ frames: [one] });
});
