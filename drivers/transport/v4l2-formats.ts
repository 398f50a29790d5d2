/** What sizes a camera offers, from the text of `v4l2-ctl --list-formats-ext`; and which of them a portrait wants. */

export interface VideoSize {
  readonly width: number;
  readonly height: number;
  /** The fastest that the camera offers at this size; 0: it does not say. */
  readonly framesPerSecond: number;
}

/** `[0]: 'MJPG' (Motion-JPEG, compressed)`, and newer: `[1]: 'MJPG' (...)`. */
const FORMAT = /^\s*\[\d+\]:\s*'(.{4})'/u;
const SIZE = /^\s*Size:\s*Discrete\s+(\d{1,5})x(\d{1,5})\s*$/u;
const INTERVAL = /^\s*Interval:.*\(([\d.]+)\s*fps\)/u;

/** The sizes of the camera's own JPEGs; those it makes of raw pictures would be compressed a second time. */
export const readSizes = (text: string): readonly VideoSize[] => {
  const sizes: VideoSize[] = [];
  let compressed = false;
  for (const line of text.split("\n")) {
    const format = FORMAT.exec(line);
    if (format) compressed = format[1] === "MJPG" || format[1] === "JPEG";
    if (!compressed) continue;
    const size = SIZE.exec(line);
    if (size) sizes.push({ width: Number(size[1]), height: Number(size[2]), framesPerSecond: 0 });
    const [interval, last] = [INTERVAL.exec(line), sizes.at(-1)];
    if (interval && last)
      sizes[sizes.length - 1] = {
        ...last,
        framesPerSecond: Math.max(last.framesPerSecond, Number(interval[1])),
      };
  }
  return sizes;
};

/** Slower is no mirror: the applicant must see themselves move. */
const LEAST_SPEED = 5;

/** The largest that is still fast enough; undefined: the camera names none, and its own default is taken. */
export const portraitSize = (sizes: readonly VideoSize[]): VideoSize | undefined =>
  sizes
    .filter(({ framesPerSecond }) => framesPerSecond === 0 || framesPerSecond >= LEAST_SPEED)
    .toSorted((a, b) => b.width * b.height - a.width * a.height || b.framesPerSecond - a.framesPerSecond)[0];
