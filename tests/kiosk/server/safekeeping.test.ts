/** Sessions kept on a disk that refuses now and then: nothing stays behind, and what comes back is whole. */
import { readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { OutsideFault } from "../../../api/base/faults.ts";
import { systemFiles, type FileSystem } from "../../../api/base/files.ts";
import { secretWrapper } from "../../../api/base/key-wrap.ts";
import { systemRandom } from "../../../api/base/random.ts";
import { cameBack, Safekeeping } from "../../../kiosk/server/safekeeping.ts";
import { SampleBox } from "../../../kiosk/session/run/sample-box.ts";
import { openVault } from "../../../kiosk/store/vault.ts";
import { good, Play, policies } from "../session/play.ts";
import { temporaryFolder } from "../stand.ts";

/** Refuses what `refuses` names; the rest is the real disk. */
class Disk {
  refuses: (file: string) => boolean = () => false;
  #demand(file: string): void {
    if (this.refuses(file)) throw new OutsideFault("disk-full", `${file}: the disk is full`);
  }
  readonly files: FileSystem = {
    ...systemFiles,
    write: async (file, bytes) => {
      this.#demand(file);
      await systemFiles.write(file, bytes);
    },
    sync: async (file) => {
      this.#demand(file);
      await systemFiles.sync(file);
    },
    remove: async (file) => {
      this.#demand(file);
      await systemFiles.remove(file);
    },
    makeFolder: async (folder) => {
      this.#demand(folder);
      await systemFiles.makeFolder(folder);
    },
  };
}

const open = async () => {
  const folder = temporaryFolder();
  const disk = new Disk();
  const place = path.join(folder.path, "sessions");
  const vault = () =>
    openVault({
      files: disk.files,
      folder: place,
      wrapper: secretWrapper(Buffer.alloc(32, 5)),
      random: systemRandom,
    });
  const back = async (now: number) => cameBack(await vault(), policies.attended.wipeMs, now);
  return { folder, disk, place, vault, back, [Symbol.dispose]: () => folder[Symbol.dispose]() };
};

const PERSON = { language: "fr" };
const box = (): SampleBox => {
  const one = new SampleBox();
  one.assessed(1, [], { kind: "signature", signature: {} } as never);
  return one;
};
/** The portrait was captured and taken. */
const taken = () => new Play(policies.attended).begin().present(good());

describe("a disk that refuses", () => {
  test.each(["key", ".part", "sessions"])(
    "at the first write (%s): the wiping leaves nothing behind",
    async (where) => {
      using stand = await open();
      const keeping = new Safekeeping(await stand.vault());
      stand.disk.refuses = (file) => file.includes(where);
      const { state } = new Play(policies.attended).begin();
      await expect(keeping.step(state, PERSON)).rejects.toThrow(/full/u);
      stand.disk.refuses = () => false;
      await keeping.wipe();
      expect(readdirSync(stand.place)).toEqual([]);
    },
  );

  test("what was refused is written with whatever comes next, the samples before the state that stands on them", async () => {
    using stand = await open();
    const keeping = new Safekeeping(await stand.vault());
    const before = new Play(policies.attended).begin();
    await keeping.step(before.state, PERSON);
    stand.disk.refuses = (file) => file.includes("slot-1");
    await expect(keeping.put(1, box())).rejects.toThrow(/full/u);
    const play = taken();
    await expect(keeping.step(play.state, PERSON)).rejects.toThrow(/full/u);
    // The power goes now: the session is where it was before the portrait.
    expect((await stand.back(play.now))[0]?.state).toMatchObject({ kind: "paused", inner: { kind: "face" } });
    stand.disk.refuses = () => false;
    await keeping.settle();
    const [found] = await stand.back(play.now);
    expect(found?.state).toMatchObject({ kind: "paused", inner: { kind: "fingers" } });
    expect(found?.box.enrolled(1)).toBeDefined();
  });

  test("a sample that was given up is gone only after the state that no longer stands on it", async () => {
    using stand = await open();
    const keeping = new Safekeeping(await stand.vault());
    const play = taken();
    await keeping.put(1, box()).catch(() => undefined);
    await keeping.step(play.state, PERSON);
    stand.disk.refuses = (file) => file.includes("state");
    const again = new Play(policies.attended).begin();
    await expect(keeping.step(again.state, PERSON)).rejects.toThrow(/full/u);
    await expect(keeping.discard([1])).rejects.toThrow(/full/u);
    expect((await stand.back(play.now))[0]?.box.enrolled(1)).toBeDefined();
    stand.disk.refuses = () => false;
    await keeping.settle();
    const [found] = await stand.back(play.now);
    expect(found?.state).toMatchObject({ inner: { kind: "face" } });
    expect(found?.box.enrolled(1)).toBeUndefined();
  });

  test("nothing is written for a second that passes", async () => {
    using stand = await open();
    const keeping = new Safekeeping(await stand.vault());
    const { state } = new Play(policies.attended).begin();
    await keeping.step(state, PERSON);
    stand.disk.refuses = () => true;
    await keeping.step(state, PERSON);
    await expect(keeping.step({ ...state }, PERSON)).rejects.toThrow(/full/u);
  });
});

describe("what lies in the vault", () => {
  test("is never put under another key", async () => {
    using stand = await open();
    const play = taken();
    const keeping = new Safekeeping(await stand.vault());
    await keeping.put(1, box());
    await keeping.step(play.state, PERSON);
    await expect(new Safekeeping(await stand.vault()).step(play.state, PERSON)).rejects.toThrow(/already/u);
    expect(await stand.back(play.now)).toHaveLength(1);
  });

  test.each(["slot-1", "state"])(
    "and was damaged (%s) does not keep the kiosk from starting",
    async (name) => {
      using stand = await open();
      const play = taken();
      const keeping = new Safekeeping(await stand.vault());
      await keeping.put(1, box());
      await keeping.step(play.state, PERSON);
      writeFileSync(path.join(stand.place, play.data.packetId, `${name}.enc`), "torn");
      expect(await stand.back(play.now)).toEqual([]);
      expect(readdirSync(stand.place)).toEqual([]);
    },
  );
});
