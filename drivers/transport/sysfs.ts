/** What Linux says is plugged in, read from sysfs: no native package, no udevadm, no rights needed. */
import { access, constants, readFile, readdir, readlink, realpath } from "node:fs/promises";
import path from "node:path";
import type { TransportKind } from "./transport.ts";
import type { UsbAddress } from "./usbmon-transcript.ts";

/** Where to look; other places in tests. */
export interface Roots {
  readonly sys: string;
  readonly dev: string;
}

export const SYSTEM: Roots = { sys: "/sys", dev: "/dev" };

export interface ConnectedThing {
  readonly kind: TransportKind;
  readonly identity: {
    readonly vendorId?: number;
    readonly productId?: number;
    readonly interfaceClass?: number;
    readonly driver?: string;
    readonly model?: string;
  };
  /** As its maker calls it. */
  readonly name: string;
  /** The node through which it is opened. */
  readonly node: string;
  readonly accessible: boolean;
  /** A kernel driver that holds the first interface; not hidraw's, tty's or video's own. */
  readonly kernelDriver?: string;
  readonly address?: UsbAddress;
  /** Which plugging in it is: another one each time, where its bus tells. */
  readonly plugging?: string;
  /** Named by the configuration, and not there. */
  readonly missing?: true;
}

const attribute = async (folder: string, name: string): Promise<string | undefined> => {
  try {
    return (await readFile(path.join(folder, name), "utf8")).trim();
  } catch {
    return undefined;
  }
};

const entries = async (folder: string): Promise<readonly string[]> => {
  try {
    return (await readdir(folder)).toSorted();
  } catch {
    return [];
  }
};

const accessible = async (node: string): Promise<boolean> => {
  try {
    await access(node, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
};

const hexadecimal = (text: string | undefined): number | undefined =>
  text !== undefined && /^[\da-f]{1,4}$/iu.test(text) ? Number.parseInt(text, 16) : undefined;

const identityOf = async (folder: string): Promise<{ vendorId?: number; productId?: number }> => {
  const vendorId = hexadecimal(await attribute(folder, "idVendor"));
  const productId = hexadecimal(await attribute(folder, "idProduct"));
  return {
    ...(vendorId === undefined ? {} : { vendorId }),
    ...(productId === undefined ? {} : { productId }),
  };
};

/** The USB device that a tty or a camera belongs to: the first folder upwards that has an idVendor. */
const usbAncestor = async (start: string, root: string): Promise<string | undefined> => {
  let folder: string;
  try {
    folder = await realpath(start);
  } catch {
    return undefined;
  }
  const top = await realpath(root);
  while (folder.startsWith(top) && folder !== top) {
    if ((await attribute(folder, "idVendor")) !== undefined) return folder;
    folder = path.dirname(folder);
  }
  return undefined;
};

/** Of a device on USB, whatever it is to the kernel besides. */
const pluggingOf = async (owner: string | undefined): Promise<{ readonly plugging?: string }> => {
  const [bus, device] = owner ? [await attribute(owner, "busnum"), await attribute(owner, "devnum")] : [];
  return bus === undefined || device === undefined ? {} : { plugging: `${bus}.${device}` };
};

/** Where a path leads; undefined: nowhere. The folder for devices may be another one, in tests. */
export const nodeOf = async (named: string, { dev }: Roots): Promise<string | undefined> => {
  const place = named.startsWith("/dev/") ? path.join(dev, named.slice("/dev/".length)) : named;
  try {
    return await realpath(place);
  } catch {
    return undefined;
  }
};

const three = (value: number): string => String(value).padStart(3, "0");

const HUB = "09";

export const listUsb = async ({ sys, dev }: Roots = SYSTEM): Promise<readonly ConnectedThing[]> => {
  const bus = path.join(sys, "bus/usb/devices");
  const names = (await entries(bus)).filter((name) => /^\d+-[\d.]+$/u.test(name));
  const things = names.map(async (name): Promise<ConnectedThing | undefined> => {
    const folder = path.join(bus, name);
    const [busNumber, device] = [await attribute(folder, "busnum"), await attribute(folder, "devnum")];
    if (busNumber === undefined || device === undefined) return undefined;
    if ((await attribute(folder, "bDeviceClass")) === HUB) return undefined;
    const address = { bus: Number(busNumber), device: Number(device) };
    const node = path.join(dev, "bus/usb", three(address.bus), three(address.device));
    let kernelDriver: string | undefined;
    try {
      kernelDriver = path.basename(await readlink(path.join(bus, `${name}:1.0`, "driver")));
    } catch {
      // No driver is bound.
    }
    const interfaceClass = hexadecimal(await attribute(path.join(bus, `${name}:1.0`), "bInterfaceClass"));
    const label = [await attribute(folder, "manufacturer"), await attribute(folder, "product")]
      .filter(Boolean)
      .join(" ");
    return {
      kind: "usb",
      identity: {
        ...(await identityOf(folder)),
        ...(interfaceClass === undefined ? {} : { interfaceClass }),
      },
      name: label === "" ? "USB device" : label,
      node,
      accessible: await accessible(node),
      address,
      plugging: `${busNumber}.${device}`,
      ...(kernelDriver === undefined || kernelDriver === "usbfs" ? {} : { kernelDriver }),
    };
  });
  return (await Promise.all(things)).filter((thing) => thing !== undefined);
};

/** HID_ID=0003:0000056A:000000A4, HID_NAME=... */
const listHid = async ({ sys, dev }: Roots): Promise<readonly ConnectedThing[]> => {
  const root = path.join(sys, "class/hidraw");
  const things = (await entries(root)).map(async (name): Promise<ConnectedThing | undefined> => {
    const event = (await attribute(path.join(root, name, "device"), "uevent")) ?? "";
    const found = /^HID_ID=[\da-f]{4}:0000([\da-f]{4}):0000([\da-f]{4})$/imu.exec(event);
    if (!found) return undefined;
    const node = path.join(dev, name);
    const owner = await usbAncestor(path.join(root, name, "device"), sys);
    return {
      ...(await pluggingOf(owner)),
      kind: "hid",
      identity: {
        vendorId: Number.parseInt(found[1] ?? "", 16),
        productId: Number.parseInt(found[2] ?? "", 16),
      },
      name: /^HID_NAME=(.*)$/mu.exec(event)?.[1] ?? name,
      node,
      accessible: await accessible(node),
    };
  });
  return (await Promise.all(things)).filter((thing) => thing !== undefined);
};

const listSerial = async ({ sys, dev }: Roots): Promise<readonly ConnectedThing[]> => {
  const root = path.join(sys, "class/tty");
  const names = (await entries(root)).filter((name) => /^tty(?:USB|ACM)\d+$/u.test(name));
  return Promise.all(
    names.map(async (name) => {
      const owner = await usbAncestor(path.join(root, name, "device"), sys);
      const node = path.join(dev, name);
      return {
        ...(await pluggingOf(owner)),
        kind: "serial" as const,
        identity: owner ? await identityOf(owner) : {},
        name: (owner && (await attribute(owner, "product"))) ?? name,
        node,
        accessible: await accessible(node),
      };
    }),
  );
};

/** A camera has several nodes; the first gives pictures, the others describe them. */
const listVideo = async ({ sys, dev }: Roots): Promise<readonly ConnectedThing[]> => {
  const root = path.join(sys, "class/video4linux");
  const things = (await entries(root)).map(async (name): Promise<ConnectedThing | undefined> => {
    const folder = path.join(root, name);
    if (!/^video\d+$/u.test(name) || ((await attribute(folder, "index")) ?? "0") !== "0") return undefined;
    const owner = await usbAncestor(path.join(folder, "device"), sys);
    const node = path.join(dev, name);
    return {
      ...(await pluggingOf(owner)),
      kind: "video",
      identity: owner ? await identityOf(owner) : {},
      name: (await attribute(folder, "name")) ?? name,
      node,
      accessible: await accessible(node),
    };
  });
  return (await Promise.all(things)).filter((thing) => thing !== undefined);
};

/** Everything that some transport could reach. */
export const listConnected = async (roots: Roots = SYSTEM): Promise<readonly ConnectedThing[]> =>
  (await Promise.all([listUsb(roots), listHid(roots), listSerial(roots), listVideo(roots)])).flat();
