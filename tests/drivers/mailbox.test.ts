/** What comes from a device that nobody reads: bounded, overwritten, and said. */
import { describe, expect, test } from "vitest";
import { VirtualClock } from "../../api/base/clock.ts";
import { HandedLine } from "../../drivers/transport/handed-line.ts";
import { Mailbox } from "../../drivers/transport/wait.ts";

const clock = new VirtualClock(0);

const fresh = () => {
  const box = new Mailbox<Uint8Array>({ most: 3, wipe: (bytes) => void bytes.fill(0) });
  const put = (value: number): Uint8Array => {
    const bytes = Uint8Array.of(value);
    box.put(bytes);
    return bytes;
  };
  return { box, put };
};

describe("a mailbox that nobody empties", () => {
  test("holds no more than it may, and overwrites what it drops", () => {
    const { box, put } = fresh();
    const all = Array.from({ length: 1000 }, (_, i) => put(i + 1));
    expect(box.waiting).toBe(0);
    expect(all.every(([byte]) => byte === 0)).toBe(true);
  });

  test("tells its reader once that something is missing: half of it is never taken for the whole", async () => {
    const { box, put } = fresh();
    for (let i = 0; i < 4; i += 1) put(7);
    await expect(box.take(clock, {}, "the next")).rejects.toMatchObject({ code: "short-transfer" });
    put(9);
    expect([...(await box.take(clock, {}, "the next"))]).toEqual([9]);
  });

  test("begins anew for a reader who wants only what comes from now on", async () => {
    const { box, put } = fresh();
    for (let i = 0; i < 4; i += 1) put(7);
    box.clear();
    put(5);
    expect([...(await box.take(clock, {}, "the next"))]).toEqual([5]);
  });

  test("overwrites what is cleared: it may be half a finger", () => {
    const { box, put } = fresh();
    const [first, second] = [put(1), put(2)];
    box.clear();
    expect([first[0], second[0]]).toEqual([0, 0]);
  });
});

test("a reader's line on which keys come and nobody reads for days stays small, and the next document is read", async () => {
  const line = new HandedLine({ clock, path: "keyboard" });
  for (let i = 0; i < 70_000; i += 1) line.push(Uint8Array.of(0x3c));
  await expect(line.read()).rejects.toMatchObject({ code: "short-transfer" });
  line.dropInput();
  line.push(Uint8Array.of(0x41));
  expect([...(await line.read())]).toEqual([0x41]);
});
