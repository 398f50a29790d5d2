/** The session's pictures that a page may fetch, each under a name that says nothing. */
import type { RandomSource } from "../../../api/base/random.ts";
import { pagesOf } from "../../session/papers.ts";
import type { Data } from "../../session/state.ts";
import type { Pictures } from "../screen.ts";
import type { Shown, Station } from "../station.ts";
import { newUuid } from "./scene.ts";

/** Newest of the pictures that replace each other. */
const GLIMPSES = 6;

export class Showcase {
  readonly #random: RandomSource;
  #shown = new Map<string, Shown>();
  readonly #glimpses: string[] = [];
  pictures: Pictures = {};

  constructor(random: RandomSource) {
    this.#random = random;
  }

  picture(name: string): Shown | undefined {
    return this.#shown.get(name);
  }

  /** Its path; undefined where there is nothing to show. */
  keep(part: keyof Pictures, picture: Shown | undefined): string | undefined {
    if (picture === undefined) return undefined;
    const name = newUuid(this.#random, "picture");
    this.#shown.set(name, picture);
    const path = `/api/pictures/${name}`;
    this.pictures = { ...this.pictures, [part]: path };
    return path;
  }

  /** The one that is kept is an earlier one. */
  show(part: keyof Pictures, path: string | undefined): void {
    if (path !== undefined) this.pictures = { ...this.pictures, [part]: path };
  }

  /** Of a picture that the next one replaces, as when a sensor streams. */
  glimpse(picture: Shown): string {
    const name = newUuid(this.#random, "picture");
    this.#glimpses.push(name);
    this.#shown.set(name, picture);
    // A page may still be fetching the one before.
    const old = this.#glimpses.length > GLIMPSES ? this.#glimpses.shift() : undefined;
    if (old !== undefined) this.#shown.delete(old);
    return `/api/pictures/${name}`;
  }

  /** What a session that came back had already taken. */
  recall(data: Data, station: Station): void {
    const recall = (part: keyof Pictures, number: number | undefined) =>
      number === undefined ? undefined : this.keep(part, station.shown(number));
    recall("face", data.face?.number);
    recall("fingers", data.fingers.at(-1)?.chosen?.number);
    recall("documents", pagesOf(data).at(-1)?.number);
    recall("signature", data.signature?.kind === "signed" ? data.signature.attempt.number : undefined);
  }

  forget(): void {
    this.#shown = new Map();
    this.pictures = {};
  }
}
