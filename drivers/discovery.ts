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
import { listConnected, SYSTEM } from "./transport/sysfs.ts";
import type { ConnectedThing, Roots } from "./transport/sysfs.ts";
import type { Transport } from "./transport/transport.ts";

export type FoundState = "ready" | "access-denied" | "claimed-by-kernel" | "no-driver";

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
  const what = `${thing.name} (${idOf(thing)})`;
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
      words: `Found ${what}, but the kiosk may not open ${thing.node}: add the udev rule ${udevRule(thing)} and plug it in again.`,
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

/** Throws OutsideFault usage for a line that names no driver. Every connected thing, those with a driver first. A pad that is seen as USB and as HID is listed once, as what is driven. */
export const discover = async ({
  roots = SYSTEM,
  drivers = DRIVERS,
  lines = [],
}: DiscoveryOptions = {}): Promise<readonly Found[]> => {
  demandKnown(lines, drivers);
  const connected = (await listConnected(roots)).map((thing) => {
    const line = lines.find(({ path }) => path === thing.node);
    return line ? { ...thing, identity: { ...thing.identity, ...named(line) } } : thing;
  });
  const unseen = lines
    .filter(({ path }) => !connected.some(({ node }) => node === path))
    .map((line): ConnectedThing => {
      const { path } = line;
      return { kind: "serial", identity: named(line), name: path, node: path, accessible: true };
    });
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

/** The real transport of what was found; packages load now. Throws OutsideFault capability-missing or device-failed. */
export const transportOf = async (thing: ConnectedThing, clock: Clock): Promise<Transport> => {
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

/** Throws OutsideFault: device-missing (no driver), device-failed, capability-missing; each says what to do. */
export const openFound = async (
  found: Found,
  context: DriverContext,
  /** In place of the driver's own opening, e.g. to record what passes. */
  through?: (opening: Match & Pick<Fixture, "transport" | "context">) => Promise<CaptureDevice>,
): Promise<CaptureDevice> => {
  const { match, thing, words } = found;
  if (!match) throw new OutsideFault("device-missing", words);
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

/** A device that was pulled and plugged in again has another address, so it is another key. */
const keyOf = ({ thing, state }: Found): string =>
  [thing.kind, thing.node, idOf(thing), thing.address?.device ?? "", state].join(" ");

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
