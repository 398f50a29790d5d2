/** Units are spelled in names and types; every plain number elsewhere is a count or a ratio. */

/** Milliseconds; a duration, or a moment on the injected clock since the Unix epoch. */
export type Milliseconds = number;
/** Microseconds; used by recordings, which keep the kernel's own stamps. */
export type Microseconds = number;
/** Pixels per inch. Always explicit, never taken from a picture's tag. */
export type PixelsPerInch = number;
/** Degrees, counter-clockwise unless the field says otherwise. */
export type Degrees = number;
export type Millimetres = number;

/** A point in pixels, origin top-left, y down. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A rectangle in pixels, origin top-left. */
export interface Rectangle extends Point {
  readonly width: number;
  readonly height: number;
}
