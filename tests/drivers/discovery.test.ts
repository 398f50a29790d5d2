import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { VirtualClock } from "../../api/base/clock.ts";
import { OutsideFault } from "../../api/base/faults.ts";
import { discover, openFound, watch } from "../../drivers/discovery.ts";
import { loadNative, missingProgram } from "../../drivers/transport/native.ts";
import { silentLog } from "../../api/base/log.ts";
import { systemRandom } from "../../api/base/random.ts";

let root = "";
const at = (...parts: string[]) => path.join(root, ...parts);
const roots = () => ({ sys: at("sys"), dev: at("dev") });

const put = async (file: string, text: string): Promise<void> => {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
};

const plugUsb = async (
  name: string,
  of: {
    vendor: string;
    product: string;
    label?: string;
    address: number;
    driver?: string;
    interfaceClass?: string;
  },
) => {
  const folder = at("sys/bus/usb/devices", name);
  await put(path.join(folder, "idVendor"), `${of.vendor}\n`);
  await put(path.join(folder, "idProduct"), `${of.product}\n`);
  await put(path.join(folder, "busnum"), "1\n");
  await put(path.join(folder, "devnum"), `${of.address}\n`);
  if (of.label) await put(path.join(folder, "product"), `${of.label}\n`);
  if (of.interfaceClass !== undefined)
    await put(path.join(`${folder}:1.0`, "bInterfaceClass"), `${of.interfaceClass}\n`);
  if (of.driver) {
    await mkdir(`${folder}:1.0`, { recursive: true });
    await mkdir(at("sys/bus/usb/drivers", of.driver), { recursive: true });
    await symlink(at("sys/bus/usb/drivers", of.driver), path.join(`${folder}:1.0`, "driver"));
  }
  await put(at("dev/bus/usb/001", String(of.address).padStart(3, "0")), "");
};

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "sysfs-"));
});
afterEach(() => rm(root, { recursive: true }));

describe("discovery", () => {
  test("a scanner with its driver, a stranger, and a hub that nobody mentions", async () => {
    await plugUsb("1-1", { vendor: "05ba", product: "000a", label: "U.are.U 4500", address: 4 });
    await plugUsb("1-2", { vendor: "dead", product: "beef", label: "Thing", address: 5 });
    await plugUsb("1-3", { vendor: "1d6b", product: "0002", address: 6 });
    await put(at("sys/bus/usb/devices/1-3/bDeviceClass"), "09\n");
    const found = await discover({ roots: roots() });
    expect(found.map(({ thing, state, match }) => [thing.name, state, match?.module.id])).toEqual([
      ["U.are.U 4500", "ready", "uru4000"],
      ["Thing", "no-driver", undefined],
    ]);
    expect(found[0]?.features?.suitability).toBe("verification");
    expect(found[1]?.words).toMatch(/dead:beef/u);
  });

  test("a node that may not be opened: the udev rule to add", async () => {
    await plugUsb("1-1", { vendor: "05ba", product: "000a", address: 4 });
    await rm(at("dev/bus/usb/001/004"));
    const [found] = await discover({ roots: roots() });
    expect(found?.state).toBe("access-denied");
    expect(found?.words).toContain(
      'SUBSYSTEM=="usb", ATTRS{idVendor}=="05ba", ATTRS{idProduct}=="000a", TAG+="uaccess"',
    );
    const context = { clock: new VirtualClock(0), random: systemRandom, log: silentLog };
    await expect(openFound(found!, context)).rejects.toMatchObject({
      code: "device-failed",
      message: found?.words,
    });
  });

  test("an interface that a kernel driver holds is named", async () => {
    await plugUsb("1-1", { vendor: "298d", product: "1010", address: 4, driver: "usbtest" });
    const [found] = await discover({ roots: roots() });
    expect(found).toMatchObject({ state: "claimed-by-kernel" });
    expect(found?.words).toMatch(/claimed by the kernel driver usbtest/u);
  });

  test("a pad is listed once, as the HID device that is driven", async () => {
    await plugUsb("1-1", { vendor: "056a", product: "00a4", label: "STU-430", address: 4, driver: "usbhid" });
    await put(
      at("sys/class/hidraw/hidraw0/device/uevent"),
      "HID_ID=0003:0000056A:000000A4\nHID_NAME=WACOM STU-430\n",
    );
    await put(at("dev/hidraw0"), "");
    const found = await discover({ roots: roots() });
    expect(found.map(({ thing, match }) => [thing.kind, thing.name, match?.module.id])).toEqual([
      ["hid", "WACOM STU-430", "wacom-stu"],
    ]);
  });

  test("cameras by their first node; serial lines by the adapter they hang on", async () => {
    const camera = at("sys/devices/usb1/1-4");
    await put(path.join(camera, "idVendor"), "046d\n");
    await put(path.join(camera, "idProduct"), "0825\n");
    for (const [name, index] of [
      ["video0", "0"],
      ["video1", "1"],
    ]) {
      await put(at("sys/class/video4linux", name!, "name"), "Webcam C270\n");
      await put(at("sys/class/video4linux", name!, "index"), `${index}\n`);
      await symlink(camera, at("sys/class/video4linux", name!, "device"));
      await put(at("dev", name!), "");
    }
    await mkdir(at("sys/class/tty/ttyUSB0"), { recursive: true });
    const adapter = at("sys/devices/usb1/1-5");
    await put(path.join(adapter, "idVendor"), "0403\n");
    await put(path.join(adapter, "idProduct"), "6001\n");
    await mkdir(path.join(adapter, "1-5:1.0/ttyUSB0"), { recursive: true });
    await symlink(path.join(adapter, "1-5:1.0/ttyUSB0"), at("sys/class/tty/ttyUSB0/device"));
    await put(at("dev/ttyUSB0"), "");
    const found = await discover({ roots: roots() });
    const video = found.filter(({ thing }) => thing.kind === "video");
    expect(video.map(({ thing, match }) => [thing.name, thing.identity.productId, match?.module.id])).toEqual(
      [["Webcam C270", 0x0825, "uvc"]],
    );
    expect(found.find(({ thing }) => thing.kind === "serial")?.thing.identity).toEqual({
      vendorId: 0x0403,
      productId: 0x6001,
    });
    const said = found.find(({ thing }) => thing.kind === "serial")?.words;
    expect(said).toMatch(/does not say what listens on it: name its driver with --line \S+ttyUSB0=DRIVER/u);
    expect(said).toMatch(/\(suprema-sfm, zfm, topaz, mrz-serial\)/u);
  });

  test("a line that is named is driven as named; a webcam that looks at papers too; a name that is none is said", async () => {
    await put(at("sys/class/video4linux/video0/name"), "Desk camera\n");
    await put(at("sys/class/video4linux/video0/index"), "0\n");
    await put(at("dev/video0"), "");
    const lines = [
      { path: at("dev/video0"), driver: "document-camera" },
      { path: at("dev/ttyUSB7"), driver: "mrz-serial" },
    ];
    await put(at("dev/ttyUSB7"), "");
    const found = await discover({ roots: roots(), lines });
    expect(found.map(({ match, state }) => [match?.module.id, state])).toEqual([
      ["document-camera", "ready"],
      ["mrz-serial", "ready"],
    ]);
    await expect(
      discover({ roots: roots(), lines: [{ path: "/dev/ttyUSB0", driver: "uvc" }] }),
    ).rejects.toThrow(
      /said to be driven by "uvc"; drivers that are named so are suprema-sfm, zfm, topaz, mrz-serial, document-camera/u,
    );
  });

  test("a named line that is not there is said to be not there; once it is, it is ready", async () => {
    const lines = [{ path: at("dev/ttyUSB7"), driver: "zfm" }];
    const [gone] = await discover({ roots: roots(), lines });
    expect(gone).toMatchObject({ state: "not-connected", match: { module: { id: "zfm" } } });
    expect(gone?.words).toMatch(
      /^There is no \S+ttyUSB7, which the configuration names for zfm: plug it in/u,
    );
    await expect(
      openFound(gone!, { clock: new VirtualClock(0), random: systemRandom, log: silentLog }),
    ).rejects.toMatchObject({ code: "device-missing" });
    await put(at("dev/ttyUSB7"), "");
    const [there] = await discover({ roots: roots(), lines });
    // It has no numbers, and none are made up for it.
    expect(there?.words).toBe(`${at("dev/ttyUSB7")} is ready, driven by zfm.`);
  });

  test("a link below by-id names what it leads to: a camera is a camera, and nothing is listed twice", async () => {
    await put(at("sys/class/video4linux/video0/name"), "Desk camera\n");
    await put(at("sys/class/video4linux/video0/index"), "0\n");
    await put(at("dev/video0"), "");
    await mkdir(at("sys/class/tty/ttyUSB0"), { recursive: true });
    await put(at("dev/ttyUSB0"), "");
    await mkdir(at("dev/by-id"), { recursive: true });
    await symlink(at("dev/video0"), at("dev/by-id/usb-Maker_Desk-video"));
    await symlink(at("dev/ttyUSB0"), at("dev/by-id/usb-FTDI_1234-port0"));
    const lines = [
      { path: at("dev/by-id/usb-Maker_Desk-video"), driver: "document-camera" },
      { path: at("dev/by-id/usb-FTDI_1234-port0"), driver: "mrz-serial" },
    ];
    const found = await discover({ roots: roots(), lines });
    expect(found.map(({ thing, match, state }) => [thing.kind, thing.node, match?.module.id, state])).toEqual(
      [
        ["serial", at("dev/ttyUSB0"), "mrz-serial", "ready"],
        ["video", at("dev/video0"), "document-camera", "ready"],
      ],
    );
  });

  test("a ticket printer is no stranger", async () => {
    await plugUsb("1-2", { vendor: "04b8", product: "0202", address: 5, interfaceClass: "07" });
    const [printer] = await discover({ roots: roots() });
    expect(printer?.words).toMatch(/^Found the printer .*\(04b8:0202\): kiosk start --printer usb/u);
  });

  test("hot-plug: a camera that was pulled and put back between two looks is another plugging in", async () => {
    const camera = at("sys/devices/usb1/1-4");
    const plug = async (address: number) => {
      await put(path.join(camera, "busnum"), "1\n");
      await put(path.join(camera, "devnum"), `${address}\n`);
      await put(path.join(camera, "idVendor"), "046d\n");
      await put(path.join(camera, "idProduct"), "0825\n");
    };
    await plug(3);
    await put(at("sys/class/video4linux/video0/name"), "Webcam\n");
    await put(at("sys/class/video4linux/video0/index"), "0\n");
    await symlink(camera, at("sys/class/video4linux/video0/device"));
    await put(at("dev/video0"), "");
    const clock = new VirtualClock(0);
    const stop = new AbortController();
    const changes = watch(clock, stop.signal, { roots: roots() });
    await changes.next();
    await plug(4);
    const step = changes.next();
    const ticking = setInterval(() => clock.advance(1000), 5);
    const { value } = await step;
    clearInterval(ticking);
    expect([value?.attached.length, value?.detached.length]).toEqual([1, 1]);
    stop.abort();
  });

  test("a line may name the model, with or without its maker; one that the driver does not know is said", async () => {
    const path = at("dev/ttyUSB7");
    const modelOf = async (model?: string) => {
      const lines = [{ path, driver: "topaz", ...(model === undefined ? {} : { model }) }];
      return (await discover({ roots: roots(), lines })).find(({ thing }) => thing.node === path)?.match?.row
        .model;
    };
    expect(await modelOf()).toBe("Topaz SigLite 1x5");
    expect(await modelOf("SignatureGem LCD 1x5")).toBe("Topaz SignatureGem LCD 1x5");
    expect(await modelOf("topaz siglite lcd 4x5")).toBe("Topaz SigLite LCD 4x5");
    await expect(modelOf("SigLite 9x9")).rejects.toThrow(
      /a "SigLite 9x9"; topaz drives Topaz SigLite 1x5, /u,
    );
  });

  test("hot-plug: what came, what went, and the same device plugged in again", async () => {
    const clock = new VirtualClock(0);
    const stop = new AbortController();
    const changes = watch(clock, stop.signal, { roots: roots() });
    const next = async () => {
      const step = changes.next();
      const ticking = setInterval(() => clock.advance(1000), 5);
      const { value } = await step;
      clearInterval(ticking);
      return value ? [value.attached.length, value.detached.length, value.present.length] : "ended";
    };
    expect(await next()).toEqual([0, 0, 0]);
    await plugUsb("1-1", { vendor: "05ba", product: "000a", address: 4 });
    expect(await next()).toEqual([1, 0, 1]);
    await rm(at("sys/bus/usb/devices/1-1"), { recursive: true });
    await plugUsb("1-1", { vendor: "05ba", product: "000a", address: 9 });
    expect(await next()).toEqual([1, 1, 1]);
    await rm(at("sys/bus/usb/devices/1-1"), { recursive: true });
    expect(await next()).toEqual([0, 1, 0]);
    stop.abort();
    expect(await next()).toBe("ended");
  });

  test("no bus at all is no error", async () => {
    expect(await discover({ roots: roots() })).toEqual([]);
    await chmod(root, 0o700);
  });
});

const failing = (message: string) => loadNative("The usb package", () => Promise.reject(new Error(message)));

describe("what is missing is said with its Debian package", () => {
  test.each([
    ["libudev.so.1: cannot open shared object file: No such file or directory", /apt-get install libudev1/u],
    ["libusb-1.0.so.0: cannot open shared object file", /apt-get install libusb-1\.0-0/u],
    ["/lib/libc.so.6: version `GLIBC_2.38' not found", /newer system library/u],
    ["Cannot find module", /npm run setup/u],
  ])("%s", async (message, remedy) => {
    const refusal = failing(message);
    await expect(refusal).rejects.toThrow(remedy);
    await expect(refusal).rejects.toBeInstanceOf(OutsideFault);
    await expect(refusal).rejects.toMatchObject({ code: "capability-missing" });
  });

  test("programs too", () => {
    expect(missingProgram("v4l2-ctl").message).toBe(
      "v4l2-ctl is not installed. Install it: apt-get install v4l-utils.",
    );
  });
});
