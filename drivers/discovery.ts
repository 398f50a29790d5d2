/**
 * What is plugged in, which driver drives it, and if none or not: why, and what to do about it, in words.
 *
 *   for (const found of await discover()) console.log(found.name, found.state, found.words);
 *   await using device = await openFound(found, context);
 *   for await (const { attached, detached } of watch(systemClock, signal)) ...
 */
import type { Clock } from "../api/base/clock.ts";
import { Bug, OutsideFault, never } from "../api/base/faults.ts";
import type { DeviceFeatures } from "../api/words/device.ts";
import type { Milliseconds } from "../api/words/units.ts";
import type { CaptureDevice, DriverContext, DriverModule } from "./driver.ts";
import type { Fixture } from "./fixture.ts";
import { DRIVERS } from "./index.ts";
import { isModel, rowsFor } from "./match.ts";
import type { Match } from "./match.ts";
import { listConnected, nodeOf, SYSTEM } from "./transport/sysfs.ts";
import type { ConnectedThing, Roots } from "./transport/sysfs.ts";
import { claimNode, underClaim } from "./transport/node-claim.ts";
import type { Transport } from "./transport/transport.ts";

export type FoundState = "ready" | "access-denied" | "claimed-by-kernel" | "no-driver" | "not-connected";

/** USB class code of printers (USB-IF, Base Class 07h). */
export const PRINTER_CLASS = 7;

export interface Found {
  readonly thing: ConnectedThing;
  /** The best; absent: no driver of the list drives it. */
  readonly match?: Match;
  readonly features?: DeviceFeatures;
  readonly state: FoundState;
  /** For an operator or an administrator: what is the matter and what to do. */
  readonly words: string;
}

/**
 * A serial line has no identity, and a webcam does not say that it looks at papers: the configuration says which driver listens
 * on which node.
 */
export interface ConfiguredLine {
  readonly path: string;
  readonly driver: string;
  /** Which of the driver's models; absent: the first of its list. */
  readonly model?: string;
}

export interface DiscoveryOptions {
  readonly roots?: Roots;
  readonly drivers?: readonly DriverModule[];
  readonly lines?: readonly ConfiguredLine[];
}

const hex = (value: number | undefined): string => (value ?? 0).toString(16).padStart(4, "0");

const idOf = ({ identity }: ConnectedThing): string => `${hex(identity.vendorId)}:${hex(identity.productId)}`;

/** A serial line has no numbers of its own. */
const calledOf = (thing: ConnectedThing): string =>
  thing.identity.vendorId === undefined ? thing.name : `${thing.name} (${idOf(thing)})`;

/** The line that an administrator puts into /etc/udev/rules.d/70-kiosk.rules. */
export const udevRule = (thing: ConnectedThing): string => {
  const { vendorId, productId } = thing.identity;
  const parent = `ATTRS{idVendor}=="${hex(vendorId)}", ATTRS{idProduct}=="${hex(productId)}"`;
  const subsystem = { usb: "usb", hid: "hidraw", serial: "tty", video: "video4linux" }[thing.kind];
  return `SUBSYSTEM=="${subsystem}", ${parent}, TAG+="uaccess"`;
};

/** Drivers that a configured line may name. */
const nameable = (drivers: readonly DriverModule[], kind?: ConnectedThing["kind"]): readonly string[] =>
  drivers
    .filter(({ id, matches }) => id !== "touch-screen" && !id.startsWith("virtual-") && matches.length > 0)
    .filter(({ matches }) =>
      matches.some((row) => row.byNameOnly === true && row.transport === (kind ?? row.transport)),
    )
    .map(({ id }) => id);

const unnamed = (thing: ConnectedThing, drivers: readonly DriverModule[]): string =>
  `Found the serial line ${thing.node} (${thing.name}), which does not say what listens on it: name its driver with --line ${thing.node}=DRIVER (${nameable(drivers, "serial").join(", ")}).`;

const judge = (
  thing: ConnectedThing,
  match: Match | undefined,
  drivers: readonly DriverModule[],
): Pick<Found, "state" | "words"> => {
  const what = calledOf(thing);
  if (thing.missing === true)
    return {
      state: "not-connected",
      words: `There is no ${thing.node}, which the configuration names for ${match?.module.id ?? "a driver"}: plug it in, or correct the line.`,
    };
  if (thing.kind === "usb" && thing.identity.interfaceClass === PRINTER_CLASS)
    return {
      state: "no-driver",
      words: `Found the printer ${what}: kiosk start --printer usb prints tickets on it, if it understands ESC/POS.`,
    };
  if (!match)
    return {
      state: "no-driver",
      words:
        thing.kind === "serial"
          ? unnamed(thing, drivers)
          : `No driver in the list drives ${what}; it may need the maker's own software.`,
    };
  if (!thing.accessible)
    return {
      state: "access-denied",
      words: `Found ${what}, but the kiosk may not open ${thing.node}: add the udev rule ${udevRule(thing)} in /etc/udev/rules.d/70-kiosk.rules and plug it in again.`,
    };
  if (thing.kind === "usb" && thing.kernelDriver !== undefined)
    return {
      state: "claimed-by-kernel",
      words: `Found ${what}, but its interface is claimed by the kernel driver ${thing.kernelDriver}; it is detached when the device is opened, which needs the right to do so.`,
    };
  return { state: "ready", words: `${what} is ready, driven by ${match.module.id}.` };
};

const named = ({ driver, model }: ConfiguredLine) => ({ driver, ...(model === undefined ? {} : { model }) });

const isSame = (a: ConnectedThing, b: ConnectedThing): boolean =>
  a !== b && idOf(a) === idOf(b) && a.kind !== b.kind;

/** Throws OutsideFault usage for a line whose driver is not in the list, or that names a model which the driver does not know. */
const demandKnown = (lines: readonly ConfiguredLine[], drivers: readonly DriverModule[]): void => {
  const known = nameable(drivers);
  for (const { path, driver, model } of lines) {
    if (!known.includes(driver))
      throw new OutsideFault(
        "usage",
        `${path} is said to be driven by "${driver}"; drivers that are named so are ${known.join(", ")}.`,
      );
    const models = drivers.find(({ id }) => id === driver)?.matches.map((row) => row.model) ?? [];
    if (!models.some((one) => isModel(one, model)))
      throw new OutsideFault(
        "usage",
        `${path} is said to be a "${model ?? ""}"; ${driver} drives ${models.join(", ")}.`,
      );
  }
};

/** What the system lists nowhere: a line of another kind (a pseudo-terminal, a bus of its own), or nothing at all. */
const unseenOf = (
  line: ConfiguredLine,
  node: string | undefined,
  drivers: readonly DriverModule[],
): ConnectedThing => ({
  kind: drivers.find(({ id }) => id === line.driver)?.transport ?? "serial",
  identity: named(line),
  name: line.path,
  node: node ?? line.path,
  accessible: true,
  ...(node === undefined ? { missing: true as const } : {}),
});

/** Throws OutsideFault usage for a line that names no driver. Every connected thing, those with a driver first. A pad that is seen as USB and as HID is listed once, as what is driven. */
export const discover = async ({
  roots = SYSTEM,
  drivers = DRIVERS,
  lines = [],
}: DiscoveryOptions = {}): Promise<readonly Found[]> => {
  demandKnown(lines, drivers);
  // Below /dev/serial/by-id and /dev/v4l/by-id lie links: what they lead to is what is connected.
  const real = await Promise.all(lines.map(async (line) => ({ line, node: await nodeOf(line.path, roots) })));
  const connected = (await listConnected(roots)).map((thing) => {
    const line = real.find(({ node }) => node === thing.node)?.line;
    return line ? { ...thing, identity: { ...thing.identity, ...named(line) } } : thing;
  });
  const unseen = real
    .filter(({ node }) => !connected.some((thing) => thing.node === node))
    .map(({ line, node }): ConnectedThing => unseenOf(line, node, drivers));
  const found = [...connected, ...unseen].map((thing): Found => {
    const [match] = rowsFor(thing, drivers);
    const features = match?.module.featuresOf(match.row);
    return {
      thing,
      ...(match ? { match } : {}),
      ...(features ? { features } : {}),
      ...judge(thing, match, drivers),
    };
  });
  const driven = found.filter(({ match }) => match !== undefined);
  const rest = found.filter(
    ({ match, thing }) => !match && !driven.some((other) => isSame(other.thing, thing)),
  );
  return [...driven, ...rest];
};

const plainTransport = async (thing: ConnectedThing, clock: Clock): Promise<Transport> => {
  const { vendorId = 0, productId = 0 } = thing.identity;
  switch (thing.kind) {
    case "usb": {
      if (!thing.address) throw new Bug("a USB thing without an address");
      const { openUsb } = await import("./transport/usb.ts");
      return openUsb(thing.address);
    }
    case "hid": {
      const { openHid } = await import("./transport/hid.ts");
      return openHid(thing.node, { vendorId, productId }, clock);
    }
    case "serial": {
      const { openSerial } = await import("./transport/serial.ts");
      return openSerial(thing.node, clock);
    }
    case "video": {
      const { openVideo } = await import("./transport/video.ts");
      return openVideo(thing.node, thing.name, clock);
    }
    default:
      return never(thing.kind);
  }
};

/**
 * The real transport of what was found, this program's alone until it is closed; packages load now. Throws OutsideFault
 * capability-missing or device-failed.
 */
export const transportOf = async (thing: ConnectedThing, clock: Clock): Promise<Transport> => {
  const release = await claimNode(thing.node);
  try {
    return underClaim(await plainTransport(thing, clock), release);
  } catch (error) {
    await release();
    throw error;
  }
};

/** Throws OutsideFault: device-missing (no driver), device-failed, capability-missing; each says what to do. */
export const openFound = async (
  found: Found,
  context: DriverContext,
  /** In place of the driver's own opening, e.g. to record what passes. */
  through?: (opening: Match & Pick<Fixture, "transport" | "context">) => Promise<CaptureDevice>,
): Promise<CaptureDevice> => {
  const { match, thing, words } = found;
  if (!match) throw new OutsideFault("device-missing", words);
  if (found.state === "not-connected") throw new OutsideFault("device-missing", words);
  if (found.state === "access-denied") throw new OutsideFault("device-failed", words);
  const transport = await transportOf(thing, context.clock);
  return through
    ? through({ ...match, transport, context })
    : match.module.open(transport, match.row, context);
};

export interface Change {
  readonly attached: readonly Found[];
  readonly detached: readonly Found[];
  readonly present: readonly Found[];
}

/** A device that was pulled and plugged in again has another address on its bus, so it is another key, though its node be the same. */
const keyOf = ({ thing, state }: Found): string =>
  [thing.kind, thing.node, idOf(thing), thing.plugging ?? "", state].join(" ");

/** Looks every `interval` and tells what came and what went; the first change is what is there. Ends when the signal aborts. */
export async function* watch(
  clock: Clock,
  signal: AbortSignal,
  options: DiscoveryOptions = {},
  interval: Milliseconds = 1000,
): AsyncGenerator<Change, void, void> {
  let before = new Map<string, Found>();
  let first = true;
  while (!signal.aborted) {
    const present = await discover(options);
    const now = new Map(present.map((found) => [keyOf(found), found]));
    const attached = [...now].filter(([key]) => !before.has(key)).map(([, found]) => found);
    const detached = [...before].filter(([key]) => !now.has(key)).map(([, found]) => found);
    if (first || attached.length > 0 || detached.length > 0) yield { attached, detached, present };
    first = false;
    before = now;
    await clock.sleep(interval, signal);
  }
}
