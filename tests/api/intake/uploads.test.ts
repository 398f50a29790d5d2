import fs, { readdirSync, writeFileSync } from "node:fs";
import http from "node:http";
import path from "node:path";
import { describe, expect, test, vi } from "vitest";
import { VirtualClock } from "../../../api/base/clock.ts";
import { systemFiles } from "../../../api/base/files.ts";
import { openUploads } from "../../../api/intake/uploads.ts";
import { packetIdOf, temporaryFolder } from "../../kiosk/stand.ts";

const DAY = 86_400_000;

const base64 = (text: string) => Buffer.from(text).toString("base64");

/** A tus server of its own, whose clock the test holds. */
const server = async (folder: string, clock: VirtualClock, unfinished: number) => {
  const uploads = await openUploads({
    folder,
    files: systemFiles,
    clock,
    unfinished,
    reception: { take: async () => ({ kind: "garbled" }), ask: async () => undefined },
  });
  const listening = http.createServer((request, response) => void uploads.server.handle(request, response));
  await new Promise<void>((resolve) => {
    listening.listen(0, "127.0.0.1", resolve);
  });
  const address = listening.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return {
    uploads,
    begin: (n: number) =>
      fetch(`http://127.0.0.1:${port}/v1/uploads`, {
        method: "POST",
        headers: {
          "tus-resumable": "1.0.0",
          "upload-length": "100",
          "upload-metadata": `packetId ${base64(packetIdOf(n))},sha256 ${base64("0".repeat(64))},kiosk ${base64("k")}`,
        },
      }),
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        listening.closeAllConnections();
        listening.close(() => resolve());
      }),
  };
};

describe("the library's store", () => {
  test("makes no folder beside what comes next: nobody could wait for that, or catch what it throws", async () => {
    using folder = temporaryFolder();
    const making = vi.spyOn(fs, "mkdir");
    await using _there = await server(folder.path, new VirtualClock(Date.now()), 3);
    expect(making).not.toHaveBeenCalled();
    making.mockRestore();
  });
});

describe("unfinished uploads", () => {
  test("are limited; the same one begun again is not a second one; old ones make room", async () => {
    using folder = temporaryFolder();
    const clock = new VirtualClock(Date.now());
    await using there = await server(folder.path, clock, 3);
    for (const n of [1, 2, 2, 2]) expect((await there.begin(n)).status).toBe(201);
    expect((await there.begin(3)).status).toBe(201);
    expect((await there.begin(4)).status).toBe(503);
    clock.advance(8 * DAY);
    expect((await there.begin(4)).status).toBe(201);
    expect(readdirSync(folder.path)).toHaveLength(2);
  });

  test("at the start, what was cut off at its creation goes, what may be resumed stays", async () => {
    using folder = temporaryFolder();
    await using there = await server(folder.path, new VirtualClock(Date.now()), 3);
    await there.begin(1);
    const stray = path.join(folder.path, "stray");
    writeFileSync(stray, "");
    await there.uploads.sweep();
    expect(readdirSync(folder.path).sort()).toHaveLength(2);
    expect(readdirSync(folder.path).join(" ")).toContain(packetIdOf(1));
  });
});
