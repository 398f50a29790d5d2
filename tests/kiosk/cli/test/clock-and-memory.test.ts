import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { deferred } from "../../../../drivers/transport/deferred.ts";
import { underWay } from "../../../../api/base/under-way.ts";
import { BenchClock, skewed } from "../../../../kiosk/cli/test/bench-clock.ts";
import { BenchDisk } from "../../../../kiosk/cli/test/disk.ts";
import { remembered } from "../../../../kiosk/cli/test/remembered.ts";
import { temporaryFolder } from "../../stand.ts";

describe("the bench's clock", () => {
  test("jumps from sleeper to sleeper, each woken at its own time", async () => {
    const clock = new BenchClock(1000);
    const woken: number[] = [];
    await Promise.all(
      [5000, 50, 700_000].map(async (duration) => {
        await clock.sleep(duration);
        woken.push(clock.elapsed);
      }),
    );
    expect(woken).toEqual([50, 5000, 700_000]);
  });

  test(
    "passes for who watches as fast for many short sleeps as for one long one",
    { timeout: 20_000 },
    async () => {
      const clock = new BenchClock(0);
      clock.pass(1000);
      // A picture over a bus: each packet begins when the one before has come. One look at real time each took a minute.
      for (let packet = 0; packet < 8000; packet += 1) await clock.sleep(0.25);
      expect(clock.elapsed).toBeCloseTo(2000, 6);
      clock.stop();
    },
  );

  test("stands still while anything outside of JavaScript is being done", async () => {
    const clock = new BenchClock(0);
    const { promise, resolve: done } = deferred<void>();
    const work = underWay(promise);
    const slept = clock.sleep(1000);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(clock.elapsed).toBe(0);
    done();
    await work;
    await slept;
    expect(clock.elapsed).toBe(1000);
  });

  test("is shown in whole milliseconds by a machine whose own clock is off", async () => {
    const clock = new BenchClock(0.75);
    const skew = { offset: 5000 };
    expect(skewed(clock, skew).now()).toBe(5000);
    skew.offset = -60_000;
    expect(skewed(clock, skew).now()).toBe(-60_000);
  });
});

describe("what is remembered of the models", () => {
  test("is asked once for each input, and survives in the folder", async () => {
    using folder = temporaryFolder();
    const asked: string[] = [];
    const ask = (memory: ReturnType<typeof remembered>, input: string) =>
      memory.of("length", [input], () => {
        asked.push(input);
        return { length: input.length, bytes: Uint8Array.of(1, 2, 3) };
      });
    const first = remembered(folder.path);
    expect(await ask(first, "abc")).toMatchObject({ length: 3 });
    expect(await ask(first, "abc")).toMatchObject({ length: 3 });
    expect(await ask(first, "abcd")).toMatchObject({ length: 4 });
    expect(await ask(remembered(folder.path), "abc")).toMatchObject({ length: 3 });
    expect(asked).toEqual(["abc", "abcd"]);
    expect(first.counts).toEqual({ known: 1, worked: 2 });
  });

  test("is the asker's own: overwriting it, as a wiped session does, changes nothing for the next", async () => {
    const memory = remembered(undefined);
    const ask = () => memory.of("print", ["x"], () => ({ pixels: Uint8Array.of(9, 9) }));
    (await ask()).pixels.fill(0);
    expect([...(await ask()).pixels]).toEqual([9, 9]);
  });

  test("is never kept of a question that failed", async () => {
    const memory = remembered(undefined);
    await expect(memory.of("q", ["x"], () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await memory.of("q", ["x"], () => 7)).toBe(7);
  });
});

describe("the bench's disk", () => {
  test("refuses what the scenario says, in one area or everywhere", async () => {
    using folder = temporaryFolder();
    const disk = new BenchDisk();
    const file = path.join(folder.path, "sessions");
    const mood = { mood: "full", area: "sessions" } as const;
    disk.moods.add(mood);
    await expect(disk.files.write(file, Uint8Array.of(1))).rejects.toMatchObject({ code: "disk-full" });
    await disk.files.write(path.join(folder.path, "packets"), Uint8Array.of(1));
    disk.moods.delete(mood);
    await disk.files.write(file, Uint8Array.of(1));
    expect(existsSync(file)).toBe(true);
  });

  test("after a power cut, half of what was not flushed is there; what was flushed is whole", async () => {
    using folder = temporaryFolder();
    const [from, to] = [path.join(folder.path, "a"), path.join(folder.path, "b")];
    const disk = new BenchDisk();
    await disk.files.makeFolder(from);
    await disk.files.write(path.join(from, "flushed"), new Uint8Array(10));
    await disk.files.sync(path.join(from, "flushed"));
    await disk.files.write(path.join(from, "new"), new Uint8Array(10));
    disk.copyTo(from, to, true);
    expect(readFileSync(path.join(to, "flushed"))).toHaveLength(10);
    expect(readFileSync(path.join(to, "new"))).toHaveLength(5);
    disk.copyTo(from, to, false);
    expect(readFileSync(path.join(to, "new"))).toHaveLength(10);
  });

  test("before the change that is named the program ends, and nothing that it does later is written", async () => {
    using folder = temporaryFolder();
    const disk = new BenchDisk();
    let cut = false;
    disk.cutBefore(2, () => {
      cut = true;
      disk.die();
    });
    await disk.files.write(path.join(folder.path, "one"), Uint8Array.of(1));
    void disk.files.write(path.join(folder.path, "two"), Uint8Array.of(1));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([cut, existsSync(path.join(folder.path, "two"))]).toEqual([true, false]);
  });
});
