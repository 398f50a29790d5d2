/** Two hands of the generator that fooled the segmentation once, as the cells that their prints cover. */
import { inflateRawSync } from "node:zlib";
import { expect, test } from "vitest";
import { findHand } from "../../../models/finger/slap/hand.ts";
import { SLAPS } from "../../../models/finger/slap/segment.ts";
import { coveredCells } from "../../../models/finger/slap/turn.ts";

const [COLUMNS, ROWS] = [200, 188];
/** One bit a cell, row by row. */
const cellsOf = (packed: string) => {
  const bits = inflateRawSync(Buffer.from(packed, "base64"));
  const data = Float32Array.from({ length: COLUMNS * ROWS }, (_, at) => (bits[at >> 3]! >> (at & 7)) & 1);
  return coveredCells({ columns: COLUMNS, rows: ROWS, cell: 8, data });
};

/** A right hand laid straight down, its tips so large that they touch, with three middle phalanges. */
const LARGE =
  "7ddLjtwgEAZgLC+8icQiByA38dHsG+RIQcpFkLLIMkiREhbElfD0Dy56xlIrq2Yxo+5PNgVVPFqIV3u1V3u1++2Y+e93kjxYUjw4" +
  "2gYPEE38A0QLGxMR3wkR0coGG9oQmN51hHkETFgmguTH9wDWMXz49ZGHo38qwXadygzuMhiXwF9CA1AM0HGJGaCdY09nm94Es6bM" +
  "lracWV0akGcq1hFQAwpgRlghoIWDWGrEAPVtCBuWGgP6/UBDmKAG3wfzY7C3wT0P/FNgLQns2tdYWwz8jCXEwO+YXgZSsm4CtfDn" +
  "Cl/iX4dZTLDGanY4+gzhn3S4ejLEXdQipLlaQ+pni6snQyjhiQVxkOBBKywlmVO79jXWgr6C6teKyh2+AQKh2YoPAI3gAXbccUIk" +
  "WwPzuZnGia4wCfEph6UQvoXBTSmsJYPIXbjYjytblEohyuBrnC2ZQKYQZXjjBttRABeLxZyhlYHZ+BI4OQuYCP4Ke+2pA0Gf5xpb" +
  "A758UhDVwhzCDew9zAgbA/ohEKSRA4enC4IdgcETzMD2qfHMQ9jx+EQQOCMawcMh2YCDY7UBU7qwqu1jL+N2WwuCar1kmC/3noUF" +
  "RyQNdynyRIqFf4nZWAhfaebilRbIHYhv+c6A6U/GG7CNoGTB/BiAS5NmL9cLn1Lu6k4t4QZT4ThLY8/PunrlmuFqU4o73t4mDsw5" +
  "PpNHlF4Fl+0ObB2GzQ9n0HUYLoPP02QXuCUhNPc5eFV7U5/qyJ8HW1dnD8H+BzCjkZt+HOUJPYKduqt3qeK9/x1Ry3sIR/db5Sjg" +
  "u6VfwXVLpoLtlkzO+V8=";
/** A left index and ring finger, each with its phalanx, turned by 10 degrees; nobody said that two are missing. */
const TWO =
  "7dZBkoMgEEBRLBcuPQLXmB1Hg6N5FI/A0gVFz2SqIh9tUpqqLKaGXoW8mEZsG4zp0aNHjx5/ML4a3wcZdFhl1mETp0MWr4OIniSI" +
  "yKTBIiJWn5QgyVImEn9AMJMahpJwVGGRcrfbA8aS0KoQMZEKNkzkF553mJAvETKurkBeAa9+Dh4Lut/ICSxhLiu9P89LsBLkCP4S" +
  "2Hch3obzXzmAfAisArk1qyYkwHKC+Q5sgHCCSYGI6qtgfQkDlsHhdRbTAK9BYAPIHKDATzAS9l8ldJ/EjsNGtvHyFX0stppXZMM5" +
  "9CjfaLWtlorch17r/9UmlWxrk+I6pJFrzWWc+TwHbCflQSeudcT/Zu5FrJkKMi5nkRkWVgsCgYOq3DmoYLkKjuCUz2+CvwL+FoQP" +
  "QTiA08BcAkPIPJgQ0guYVdhYiUwYWbuEla9BrkrGVlASZjSW1Dht1e9E3eN863DYaFhm6kftHnfjGw==";

test("large tips that touch each other are not taken apart by a turn of the hand", () => {
  const { turn, blobs, naming } = findHand(cellsOf(LARGE), SLAPS["right-four"]);
  expect(Math.abs(turn)).toBeLessThan(8);
  expect(naming.positions).toEqual(SLAPS["right-four"]);
  const middles = [218, 609, 1002, 1334].map((x) => x / 8 - COLUMNS / 2);
  for (const [k, { left, right }] of blobs.entries())
    expect(Math.abs((left + right) / 2 - middles[k]!)).toBeLessThan(8);
});

test("two fingers and their phalanges are not taken for four fingers with certainty", () => {
  const { blobs, naming } = findHand(cellsOf(TWO), SLAPS["left-four"]);
  const named = naming.positions.join() === "left-ring,left-index" && blobs.length === 2;
  expect(naming.certain && !named).toBe(false);
});
