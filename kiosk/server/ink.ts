/** What the pen writes on an outside pad, for the screen to mirror: all of it to who comes late, the rest as it comes. */
import type { PenPoint, PenTrajectory } from "../../api/words/sample.ts";
import type { PadInk } from "../../api/words/kiosk-http.ts";

type Point = PadInk["points"][number];

/** `anew`: another signature begins, or nobody may see this one any more. */
export type InkListener = (news: { readonly kind: "anew" } | ({ readonly kind: "ink" } & PadInk)) => void;

/** More than a signature ever has; a stuck pen must not fill the memory. */
const MOST_POINTS = 12_000;
const DEFAULT_ASPECT = 2.5;

export class Ink {
  readonly #listeners = new Set<InkListener>();
  #points: Point[] = [];
  #aspect = DEFAULT_ASPECT;

  add(point: PenPoint, extent: Pick<PenTrajectory, "maxX" | "maxY" | "maxPressure">): void {
    if (this.#points.length >= MOST_POINTS || extent.maxX <= 0 || extent.maxY <= 0) return;
    this.#aspect = extent.maxX / extent.maxY;
    const { maxPressure } = extent;
    const share = {
      x: point.x / extent.maxX,
      y: point.y / extent.maxY,
      pressure: maxPressure > 0 ? point.pressure / maxPressure : 0.5,
      contact: point.contact,
    };
    this.#points.push(share);
    for (const listener of this.#listeners) listener({ kind: "ink", aspect: this.#aspect, points: [share] });
  }

  clear(): void {
    this.#points = [];
    for (const listener of this.#listeners) listener({ kind: "anew" });
  }

  watch(listener: InkListener): () => void {
    this.#listeners.add(listener);
    if (this.#points.length > 0) listener({ kind: "ink", aspect: this.#aspect, points: this.#points });
    return () => void this.#listeners.delete(listener);
  }
}
