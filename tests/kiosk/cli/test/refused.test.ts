import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { data, kioskTest, MAIN, removeData } from "./play.ts";

afterAll(removeData);

const folder = path.join(data, "mine");
mkdirSync(folder, { recursive: true });
const SOME = path.resolve("fixtures/scenarios/people/a-woman-in-her-thirties.yaml");

/** A scenario whose scanner is that recording. */
const scannerFrom = (recording: string) =>
  `scenario: 1\nname: recording ${path.basename(recording)}\ncovers: [x]\ndevices: { recordings: { scanner: "${recording}" } }\n`;

/** What is said of a scenario whose scanner is that recording; nothing is played, and no bundle is written. */
const refusal = (recording: string): string => {
  const file = path.join(folder, "recorded.yaml");
  writeFileSync(file, scannerFrom(recording));
  const { status, stderr, stdout } = kioskTest(["run", file, "--bundles", path.join(data, "refused")]);
  expect({ status, stdout, bundled: existsSync(path.join(data, "refused")) }).toEqual({
    status: 1,
    stdout: "",
    bundled: false,
  });
  expect(stderr).toContain("recorded.yaml, line 4, column ");
  return stderr;
};

test("a recording of another kind of device, or none, is refused with its line", { timeout: 100_000 }, () => {
  expect(refusal(path.resolve("fixtures/sessions/adult/camera"))).toContain(
    "is of a device for face, and stands in the place of the scanner; name another recording.",
  );
  expect(refusal("no/such/recording")).toContain(
    "no/such/recording is not a folder that can be read; name the folder of a recording.",
  );
});

test("a capture that was not copied whole is refused with its line, and is no device that is pulled out", () => {
  const cut = path.join(folder, "cut");
  cpSync("fixtures/recordings/uru4000/capture", cut, { recursive: true });
  truncateSync(path.join(cut, "capture.pcapng"), 4000);
  expect(refusal(cut)).toContain("capture.pcapng ends in the midst of a packet; copy or record it again.");
});

test("a folder without scenarios, and a port that is taken, are refused before anything is played", async () => {
  const bare = path.join(folder, "bare");
  mkdirSync(bare);
  expect(kioskTest(["run", bare]).stderr).toContain(`There is no scenario in ${bare}; name a file, a folder`);
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const { port } = taken.address() as AddressInfo;
  const { status, stderr, stdout } = kioskTest(["run", SOME, "--watch", "--port", `${port}`]);
  taken.close();
  expect(stderr).toMatch(
    /Port \d+ cannot be used \(EADDRINUSE\); name another with --port|page is not built/u,
  );
  expect({ stdout, refused: status !== 0 }).toEqual({ stdout: "", refused: true });
});

const PROC = "/proc/self/fd";
test.skipIf(!existsSync(PROC))(
  "whoever is interrupted leaves nothing of the scenario behind (needs /proc)",
  async () => {
    const words = [MAIN, "--data", data, "test", "run", SOME, "--watch"];
    const child = spawn(process.execPath, words, { stdio: ["ignore", "ignore", "pipe"] });
    const ended = once(child, "exit");
    child.stderr.setEncoding("utf8");
    let said = "";
    for await (const text of child.stderr as AsyncIterable<string>) {
      said += text;
      if (said.includes("begins when its screen is open") || said.includes("[capability-missing]")) break;
    }
    const open = existsSync(`/proc/${child.pid}/fd`) ? readdirSync(`/proc/${child.pid}/fd`) : [];
    const rooms = open.flatMap((fd) => {
      const place = readlinkSync(`/proc/${child.pid}/fd/${fd}`);
      return /^.*\/kiosk-scenario-[^/]+/u.exec(place)?.[0] ?? [];
    });
    child.kill("SIGINT");
    const [status] = (await ended) as [number | null];
    if (said.includes("[capability-missing]")) return;
    expect(rooms.length).toBeGreaterThan(0);
    expect(status).toBe(130);
    expect(rooms.filter((room) => existsSync(room))).toEqual([]);
  },
  60_000,
);
