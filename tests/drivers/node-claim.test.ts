/** A node is one program's at a time, and nobody's once that program is gone, however it went. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { VirtualClock } from "../../api/base/clock.ts";
import { transportOf } from "../../drivers/discovery.ts";
import { claimNode, underClaim } from "../../drivers/transport/node-claim.ts";
import { FrameSource } from "../../drivers/transport/video.ts";

const NODE = `/dev/hidraw-of-test-${process.pid}`;
const IN_USE = { code: "device-failed", message: expect.stringContaining("is in use by another") as string };

describe.skipIf(process.platform !== "linux")("a device node", () => {
  test("is claimed once; when its transport is closed, however that ends, it is free", async () => {
    const closing = { [Symbol.asyncDispose]: () => Promise.reject(new Error("it was pulled")) };
    const transport = underClaim(closing, await claimNode(NODE));
    await expect(claimNode(NODE)).rejects.toMatchObject(IN_USE);
    await expect(transport[Symbol.asyncDispose]()).rejects.toThrow(/it was pulled/u);
    await (
      await claimNode(NODE)
    )();
  });

  test("that cannot be opened stays free", async () => {
    const thing = { kind: "hid", identity: {}, name: "pad", node: NODE, accessible: true } as const;
    for (let i = 0; i < 2; i += 1)
      await expect(transportOf(thing, new VirtualClock(0))).rejects.toThrow(/could not be opened|libudev/u);
  });

  test("of another program is refused, and free once that program was killed", async () => {
    const claim = pathToFileURL(path.resolve("dist/drivers/transport/node-claim.js")).href;
    const code = `const { claimNode } = await import(${JSON.stringify(claim)}); await claimNode(${JSON.stringify(NODE)}); console.log("has it"); setInterval(() => {}, 1e6);`;
    const other = spawn(process.execPath, ["--input-type=module", "-e", code], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(other.stdout, "data");
    await expect(claimNode(NODE)).rejects.toMatchObject(IN_USE);
    other.kill("SIGKILL");
    await once(other, "exit");
    await (
      await claimNode(NODE)
    )();
  });
});

test("a camera that another program uses is told so, and not as unplugged", async () => {
  const words = "/dev/video0: Device or resource busy";
  const source = new FrameSource("sh", ["-c", `echo '${words}' >&2; exit 1`], new VirtualClock(0));
  await expect(source.next({})).rejects.toMatchObject({ code: "in-use" });
});
