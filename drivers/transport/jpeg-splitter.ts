/**
 * Cuts a stream of concatenated JPEG pictures into pictures (ITU-T T.81, annex B): lengths of segments are followed, so that
 * an FF D8 inside a thumbnail does not begin a picture, and only the entropy-coded part is searched for its end.
 */

const MAX_PICTURE = 32 * 1024 * 1024;
const START = 0xd8;
const END = 0xd9;
const SCAN = 0xda;

/** Markers that stand alone, without a length: RST0..7, TEM. */
const standsAlone = (marker: number): boolean => (marker >= 0xd0 && marker <= 0xd7) || marker === 0x01;

export class JpegSplitter {
  #held: Buffer = Buffer.alloc(0);
  /** Where the search goes on within what is held. */
  #at = 0;
  #inScan = false;

  /** Whole pictures that these bytes completed; bytes before a picture are dropped. */
  push(data: Uint8Array): readonly Uint8Array[] {
    this.#held = this.#held.length === 0 ? Buffer.from(data) : Buffer.concat([this.#held, data]);
    const pictures: Uint8Array[] = [];
    for (;;) {
      if (this.#at === 0 && !this.#begin()) break;
      const end = this.#advance();
      if (end === undefined) break;
      if (end > 0) pictures.push(new Uint8Array(this.#held.subarray(0, end)));
      this.#drop(end > 0 ? end : 2);
    }
    if (this.#held.length > MAX_PICTURE) this.#drop(this.#held.length);
    return pictures;
  }

  #drop(length: number): void {
    this.#held = this.#held.subarray(length);
    this.#at = 0;
    this.#inScan = false;
  }

  /** Puts the next FF D8 at the front; false when there is none yet. */
  #begin(): boolean {
    let start = -1;
    for (let from = 0; ; from = start + 1) {
      start = this.#held.indexOf(0xff, from);
      if (start < 0 || start + 1 >= this.#held.length || this.#held[start + 1] === START) break;
    }
    if (start < 0) this.#held = Buffer.alloc(0);
    else this.#held = this.#held.subarray(start);
    if (this.#held.length < 2) return false;
    this.#at = 2;
    return true;
  }

  /** The length of the picture at the front; 0: it makes no sense; undefined: more bytes are needed. */
  #advance(): number | undefined {
    for (;;) {
      if (this.#inScan) {
        const marker = this.#held.indexOf(0xff, this.#at);
        if (marker < 0 || marker + 1 >= this.#held.length) {
          this.#at = marker < 0 ? this.#held.length : marker;
          return undefined;
        }
        const code = this.#held[marker + 1] ?? 0;
        this.#at = marker + (code === 0xff ? 1 : 2);
        if (code === END) return marker + 2;
        if (code !== 0 && code !== 0xff && !standsAlone(code)) {
          this.#at = marker;
          this.#inScan = false;
        }
        continue;
      }
      if (this.#at + 4 > this.#held.length) return this.#endsHere();
      if (this.#held[this.#at] !== 0xff) return 0;
      const marker = this.#held[this.#at + 1] ?? 0;
      if (marker === END) return this.#at + 2;
      if (marker === START) return 0;
      const length = this.#held.readUInt16BE(this.#at + 2);
      if (length < 2) return 0;
      this.#at += 2 + length;
      this.#inScan = marker === SCAN;
    }
  }

  /** An end marker needs two bytes only. */
  #endsHere(): number | undefined {
    const whole = this.#held.length >= this.#at + 2;
    return whole && this.#held[this.#at] === 0xff && this.#held[this.#at + 1] === END
      ? this.#at + 2
      : undefined;
  }
}
