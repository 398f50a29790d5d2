import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import express from "express";
import { expect, test } from "vitest";
import { bootToken } from "../../../kiosk/server/entrance.ts";
import { seededRandom } from "../../../api/base/random.ts";
import {
  doorToken,
  keepDoor,
  readDoor,
  recordingControl,
  type RecordingState,
} from "../../../kiosk/server/recording-control.ts";
import { temporaryFolder } from "../stand.ts";
import { run } from "../cli/enrol/run-kiosk.ts";

test("who holds the token of the state folder may ask, no page and nobody else", async () => {
  let state: RecordingState = { kind: "off" };
  const token = doorToken(seededRandom("door"));
  const recordable = {
    get state() {
      return state;
    },
    arm: () => void (state = { kind: "armed" }),
    disarm: () => void (state = { kind: "off" }),
  };
  const server = createServer(express().use(recordingControl(recordable, token)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const ask = async (method: string, headers: Record<string, string>) => {
    const answer = await fetch(`http://127.0.0.1:${port}/recording`, { method, headers });
    return answer.ok ? ((await answer.json()) as RecordingState).kind : answer.status;
  };
  const authorization = `Bearer ${token}`;
  try {
    expect(await ask("POST", {})).toBe(401);
    expect(await ask("POST", { authorization: "Bearer x" })).toBe(401);
    expect(await ask("POST", { authorization, origin: `http://127.0.0.1:${port}` })).toBe(401);
    expect(state.kind).toBe("off");
    expect(await ask("POST", { authorization })).toBe("armed");
    expect(await ask("GET", { authorization })).toBe("armed");
    expect(await ask("DELETE", { authorization })).toBe("off");
  } finally {
    server.close();
  }
});

test("kiosk devices record --live waits for the session, and copies what was recorded", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "live-"));
  const token = doorToken(seededRandom("door"));
  const own = path.join(folder, "recordings/one");
  mkdirSync(own, { recursive: true });
  writeFileSync(path.join(own, "session.json"), "{}");
  const coming: RecordingState[] = [
    { kind: "recording" },
    { kind: "redacting" },
    { kind: "done", folder: own, recordings: ["camera-1"], leftOut: ["The scanner is not in it: why."] },
  ];
  let armed = false;
  const recordable = {
    get state(): RecordingState {
      return armed ? (coming.shift() ?? { kind: "failed", why: "over" }) : { kind: "off" };
    },
    arm: () => void (armed = true),
    disarm: () => undefined,
  };
  const server = createServer(express().use(recordingControl(recordable, token)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  try {
    const out = path.join(folder, "out");
    const ask = () => run(folder, "devices", "record", "--live", "--out", out);
    expect((await ask()).noted).toMatch(/No kiosk runs on/u);
    await using _door = await keepDoor(folder, { port, token });
    const done = await ask();
    expect(done.status).toBe(0);
    expect(done.noted).toMatch(/Somebody enrols.*\n.*redacted/u);
    expect(done.printed).toMatch(
      /camera-1\nThe scanner is not in it: why\.\nReplay it: kiosk enrol --session/u,
    );
    expect(readFileSync(path.join(out, "session.json"), "utf8")).toBe("{}");
    const failed = await ask();
    expect([failed.status, failed.noted]).toEqual([3, expect.stringMatching(/over$/u)]);
  } finally {
    server.close();
    rmSync(folder, { recursive: true });
  }
});

test("the door stands in the state folder for its owner alone, while the kiosk runs", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "door-"));
  try {
    const door = { port: 8080, token: doorToken(seededRandom("door")) };
    {
      await using _kept = await keepDoor(folder, door);
      expect(await readDoor(folder)).toEqual(door);
      expect(statSync(path.join(folder, "recording.json")).mode & 0o777).toBe(0o600);
    }
    await expect(readDoor(folder)).rejects.toMatchObject({
      code: "device-missing",
      message: expect.stringMatching(/No kiosk runs on .*start it/u),
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a disk that refuses them keeps no kiosk from starting: the token is this start's, the door stays shut", async () => {
  using folder = temporaryFolder();
  for (const name of ["entrance.json", "recording.json"]) mkdirSync(path.join(folder.path, name));
  expect(await bootToken(folder.path, seededRandom("token"))).toMatch(/^[\w-]{43}$/u);
  await keepDoor(folder.path, { port: 1, token: doorToken(seededRandom("door")) });
  await expect(readDoor(folder.path)).rejects.toMatchObject({ code: "device-missing" });
});
