/** Whether a frame is a whole JPEG (ITU-T T.81): start, markers that chain to a scan, a frame header with a size, and an end. */

const START = 0xd8;
const END = 0xd9;
const SCAN = 0xda;
/** SOF0..SOF15 without DHT, JPG and DAC. */
const isFrameHeader = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

const u16 = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);

/** Cameras pad a frame with zeros: they are passed over. */
const endOf = (jpeg: Uint8Array): number => {
  let end = jpeg.length;
  while (end > 0 && jpeg[end - 1] === 0) end -= 1;
  return end;
};

export const isWholeJpeg = (jpeg: Uint8Array): boolean => {
  const end = endOf(jpeg);
  if (end < 4 || jpeg[0] !== 0xff || jpeg[1] !== START || jpeg[end - 2] !== 0xff || jpeg[end - 1] !== END)
    return false;
  let at = 2;
  let sized = false;
  while (at + 4 <= end) {
    if (jpeg[at] !== 0xff) return false;
    const marker = jpeg[at + 1] ?? 0;
    const length = u16(jpeg, at + 2);
    if (length < 2) return false;
    if (isFrameHeader(marker)) sized = u16(jpeg, at + 5) > 0 && u16(jpeg, at + 7) > 0;
    if (marker === SCAN) return sized;
    at += 2 + length;
  }
  return false;
};
