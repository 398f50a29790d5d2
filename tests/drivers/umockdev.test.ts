/** The real `usb` package (libusb) on the real recordings, in a process whose USB bus umockdev plays. */
import { execFile, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { readMockDevices, usbDeviceOf } from "../../drivers/transport/umockdev-device.ts";
import { compileFaults } from "../../drivers/compile-faults.ts";
import { openFixture, withFaults } from "../../drivers/fixture.ts";
import { readUsbmonEvents, writeUsbmonCapture } from "../../drivers/transport/usbmon-transcript.ts";
import { CONTRACT_DEVICES, driverOf } from "./contract-devices.ts";
import { ABSENT, expectedPicture, sharedRecording } from "./shared-recordings.ts";

const run = promisify(execFile);
const present = spawnSync("umockdev-run", ["--version"]).status === 0;
const worker = path.resolve(import.meta.dirname, "../../dist/tests/drivers/umockdev-worker.js");

const replay = async (
  folder: string,
  form: "pcapng" | "ioctl",
  description = "device",
): Promise<{ kind: string; pixels?: string; digest?: unknown; fault?: { code: string } }> => {
  const file = path.join(folder, description);
  const { path: sysfs, node, address } = usbDeviceOf(readMockDevices(readFileSync(file, "utf8"), file), file);
  const traffic = path.join(folder, `capture.${form}`);
  const how = form === "pcapng" ? ["-p", `/sys${sysfs}=${traffic}`] : ["-i", `${node}=${traffic}`];
  const { stdout } = await run(
    "umockdev-run",
    ["-d", file, ...how, "--", process.execPath, worker, folder, String(address.bus), String(address.device)],
    { timeout: 50_000, maxBuffer: 4 * 1024 * 1024 },
  );
  return JSON.parse(stdout) as { kind: string };
};

describe("the real usb package under umockdev", () => {
  test.for([
    ["uru4000-4500", "pcapng"],
    ["uru4000-4500-loop", "pcapng"],
    ["nb1010", "ioctl"],
  ] as const)("%s gives the reference picture, pixel for pixel", async ([name, form], context) => {
    const folder = sharedRecording(name);
    if (!folder) throw context.skip(ABSENT);
    if (!present) throw context.skip("umockdev-run is not installed (Debian package umockdev)");
    const { kind, pixels = "" } = await replay(folder, form);
    expect(kind).toBe("captured");
    expect(Buffer.compare(Buffer.from(pixels, "base64"), (await expectedPicture(folder)).pixels)).toBe(0);
  });

  test.for(["stall", "unplug", "short"] as const)(
    "a scenario's %s ends alike through libusb and in process",
    async (mishap, context) => {
      const good = sharedRecording("uru4000-4500");
      if (!good) throw context.skip(ABSENT);
      if (!present) throw context.skip("umockdev-run is not installed (Debian package umockdev)");
      const folder = await mkdtemp(path.join(tmpdir(), "compiled-"));
      try {
        const file = path.join(good, "device");
        const { address } = usbDeviceOf(readMockDevices(readFileSync(file, "utf8"), file), file);
        const events = readUsbmonEvents(readFileSync(path.join(good, "capture.pcapng")), "capture");
        const fault = { place: "ep 82", nth: 1, mishap, seed: 1 } as const;
        await copyFile(file, path.join(folder, "device"));
        await writeFile(
          path.join(folder, "capture.pcapng"),
          writeUsbmonCapture(compileFaults(events, address, [fault])),
        );
        const throughLibusb = await replay(folder, "pcapng");
        const injected = withFaults(await openFixture(good), [fault]);
        await using device = await injected.open();
        const outcome = await device.capture({ deadline: 15_000 }, new AbortController().signal);
        if (outcome.kind !== "failed") throw new Error(outcome.kind);
        expect(throughLibusb).toMatchObject({ kind: "failed", fault: { code: outcome.fault.code } });
      } finally {
        await rm(folder, { recursive: true });
      }
    },
  );

  test.for(
    Object.keys(CONTRACT_DEVICES).filter(
      (name) => CONTRACT_DEVICES[name]?.hurt && driverOf(name).transport === "usb",
    ),
  )("what our recorder wrote of %s, for libusb too", async (name, context) => {
    if (!present) throw context.skip("umockdev-run is not installed (Debian package umockdev)");
    const folder = `fixtures/recordings/${name}/capture`;
    const { sample } = JSON.parse(readFileSync(path.join(folder, "expect.json"), "utf8")) as {
      sample: unknown;
    };
    expect((await replay(folder, "pcapng", "device.umockdev")).digest).toEqual(sample);
  });

  test.for([
    ["stall", "stalled"],
    ["unplug", "unplugged"],
    ["short", "short-transfer"],
  ] as const)("a recorded %s is told as %s", async ([name, code], context) => {
    const folder = sharedRecording(`uru4000-4500-faults/${name}`);
    if (!folder) throw context.skip(ABSENT);
    if (!present) throw context.skip("umockdev-run is not installed (Debian package umockdev)");
    expect(await replay(folder, "pcapng")).toMatchObject({ kind: "failed", fault: { code } });
  });
});
