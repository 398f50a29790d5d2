/** Whether a frame is a whole JPEG, and how large (ITU-T T.81): start, markers that chain to a scan, a frame header with a size, and an end. */

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

export interface JpegSize {
  readonly width: number;
  readonly height: number;
}

/** The size in the frame header; undefined: its markers do not chain to a scan behind one. */
export const sizeOfJpeg = (jpeg: Uint8Array): JpegSize | undefined => {
  const end = jpeg.length;
  if (end < 4 || jpeg[0] !== 0xff || jpeg[1] !== START) return undefined;
  let at = 2;
  let size: JpegSize | undefined;
  while (at + 4 <= end) {
    if (jpeg[at] !== 0xff) return undefined;
    const marker = jpeg[at + 1] ?? 0;
    const length = u16(jpeg, at + 2);
    if (length < 2) return undefined;
    if (isFrameHeader(marker)) size = { height: u16(jpeg, at + 5), width: u16(jpeg, at + 7) };
    if (marker === SCAN) return size && size.width > 0 && size.height > 0 ? size : undefined;
    at += 2 + length;
  }
  return undefined;
};

export const isWholeJpeg = (jpeg: Uint8Array): boolean => {
  const end = endOf(jpeg);
  return (
    end >= 4 &&
    jpeg[end - 2] === 0xff &&
    jpeg[end - 1] === END &&
    sizeOfJpeg(jpeg.subarray(0, end)) !== undefined
  );
};
