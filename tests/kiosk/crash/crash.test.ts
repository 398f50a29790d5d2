import { existsSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { temporaryFolder } from "../stand.ts";
import { randomSurvival, survivals } from "./disk.ts";
import { broken } from "./promises.ts";
import { preparedKiosk, realStudy } from "./real-study.ts";
import { faultsAfter, promisesIn, randomOf, saidBy, siteOf, study } from "./study.ts";
import { buildTracer, compiler, killedAt, program, saidIn, type FileOperation } from "./trace.ts";

const able = process.platform === "linux" && compiler !== undefined && existsSync(program);
/** Another part of the matrix each day; a failure prints its numbers. */
const today = Math.floor(Date.now() / 86_400_000);

describe.skipIf(!able)("power cuts and kills (Linux with a C compiler)", () => {
  const folder = temporaryFolder();
  let tracer = "";
  let trace: readonly FileOperation[] = [];

  beforeAll(() => {
    tracer = buildTracer(folder.path);
    trace = study(tracer, folder.path);
  });
  afterAll(() => folder[Symbol.dispose]());

  test("the study seals, sends, takes receipts, erases and sets aside", () => {
    expect(saidBy(trace, trace.length)).toEqual([
      "open",
      "kept",
      "unclaimed",
      "sealed 1",
      "erased 1",
      "sealed 2",
      "wiping",
      "wiped",
      "end",
    ]);
    expect(trace.length).toBeGreaterThan(150);
  });

  test("whatever was not fsynced is lost, or names without data, or data without names: no promise is broken", async () => {
    for (const [name, survival] of Object.entries(survivals))
      for (
        let moment = name === "killed" ? 0 : today % 5;
        moment <= trace.length;
        moment += name === "killed" ? 1 : 5
      )
        expect(await faultsAfter(folder.path, trace, moment, survival), `${name} at ${moment}`).toEqual([]);
  });

  test("some of it survives, in part torn and out of order: no promise is broken, and the rest goes out once", async () => {
    for (let turn = 0; turn < 120; turn += 1) {
      const seed = today * 1000 + turn;
      const random = randomOf(seed);
      const moment = Math.floor(random() * (trace.length + 1));
      const faults = await faultsAfter(folder.path, trace, moment, randomSurvival(random), turn % 10 === 0);
      expect(faults, `seed ${seed} at ${moment}`).toEqual([]);
    }
  });

  test("without any one of our fsyncs, or SQLite's at a commit, a promise is broken", async () => {
    const sites = new Set(trace.flatMap((_operation, at) => siteOf(trace, at) ?? []));
    expect([...sites].sort()).toEqual([
      "makeFolder, a parent",
      "removeDurably, the folder",
      "setAside, the folder",
      "wipe, the folder",
      "wipe, the key",
      "writeDurably, the file",
      "writeDurably, the folder",
    ]);
    const commits = /\.db-wal$/u;
    for (const site of [...sites, "commit"]) {
      const without = trace.filter(({ op, path: file }, at) =>
        site === "commit" ? op !== "sync" || !commits.test(file) : siteOf(trace, at) !== site,
      );
      const found: string[] = [];
      for (const moment of promisesIn(without))
        for (const survival of Object.values(survivals))
          if (found.length === 0) found.push(...(await faultsAfter(folder.path, without, moment, survival)));
      expect(found, `nobody misses: ${site}`).not.toEqual([]);
    }
  });

  test("the whole kiosk, from a review through the desk (or alone) to the next person: a cut loses and keeps nothing that it should not", async () => {
    const study = realStudy(
      tracer,
      folder.path,
      await preparedKiosk(folder.path),
      today % 2 === 0 ? "desk" : "alone",
    );
    expect(saidBy(study.trace, study.trace.length).slice(-6)).toEqual([
      "sealed",
      "refusing",
      "refused",
      "erased",
      "next",
      "end",
    ]);
    for (const [name, survival] of Object.entries(survivals))
      for (let moment = today % 24; moment <= study.trace.length; moment += 24)
        expect(await study.cutAt(moment, survival), `${name} at ${moment}, ${study.way}`).toEqual([]);
    const at = 1 + ((today * 37) % (study.trace.length - 30));
    expect(await study.killAt(at), `killed at ${at}, ${study.way}`).toEqual([]);
  });

  // 200 others each day: rotating.ts, by .ci/run; all 1,000 at night.
  test("SIGKILL at operations of every kind, the network's too: recovered and sent once", async () => {
    for (let turn = 0; turn < 8; turn += 1) {
      const at = 20 + (((today * 8 + turn) * 37) % 220);
      const root = path.join(folder.path, `killed-${at}`);
      expect(await killedAt(tracer, root, at, "2"), `operation ${at}`).toBe(true);
      expect(await broken(root, saidIn(root), true), `operation ${at}`).toEqual([]);
    }
  });
});
