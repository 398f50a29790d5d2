/**
 * Virtual devices: a twin, its real driver and one clock, ready to open. They serve synthetic people without a file.
 *
 *   const scanner = virtualScanner([rightIndex, leftIndex]);     // GreyImage 384 x 290 at 512 dpi
 *   const pad = virtualPad(trajectory);
 *   const camera = virtualCamera(jpegFrames);
 *   await using device = await scanner.open();
 *   const outcome = await device.capture({ deadline: 30_000 }, signal);
 *
 * Without a clock of the caller's they keep their own time, which jumps from event to event: a capture takes no waiting.
 * With `clock: systemClock` a finger comes after a second, as at a desk.
 */
import type { Clock } from "../api/base/clock.ts";
import { silentLog } from "../api/base/log.ts";
import { seededRandom } from "../api/base/random.ts";
import type { GreyImage, PenTrajectory } from "../api/words/sample.ts";
import type { Milliseconds } from "../api/words/units.ts";
import { twinCamera } from "./camera/uvc/model.ts";
import type { CameraTwinOptions } from "./camera/uvc/model.ts";
import { uvc } from "./camera/uvc/driver.ts";
import type { DriverContext, DriverModule, IdRow } from "./driver.ts";
import { Bug } from "../api/base/faults.ts";
import { uru4000 } from "./fingerprint/uru4000/driver.ts";
import { twinScanner } from "./fingerprint/uru4000/model.ts";
import type { ScannerTwinOptions } from "./fingerprint/uru4000/model.ts";
import type { Fixture } from "./fixture.ts";
import { wacomStu } from "./signature/wacom-stu/driver.ts";
import { twinPad } from "./signature/wacom-stu/model.ts";
import type { PadTwinOptions } from "./signature/wacom-stu/model.ts";
import { ReplayClock } from "./transport/replay-clock.ts";
import { VIRTUAL } from "./virtual/entries.ts";
import type { Transport, TransportKind, TransportOf } from "./transport/transport.ts";

export interface VirtualOptions {
  /** Default: a clock of their own that jumps from event to event, from `start`. */
  readonly clock?: Clock;
  readonly start?: Milliseconds;
  /** Of the driver's own random bytes. */
  readonly seed?: string;
}

type Without<T> = Omit<T, "clock"> & VirtualOptions;

const rowOf = (module: DriverModule, transport: Transport): IdRow => {
  const product = "productId" in transport ? transport.productId : undefined;
  const row = module.matches.find(({ productId }) => productId === product) ?? module.matches[0];
  if (!row) throw new Bug(`${module.id} matches nothing`);
  return row;
};

/** A twin and its driver as a device to open. */
export const virtualDevice = <K extends TransportKind>(
  module: DriverModule<K>,
  transport: TransportOf<K>,
  context: DriverContext,
): Fixture => {
  const row = rowOf(module, transport);
  return { module, row, transport, context, open: () => module.open(transport, row, context) };
};

const contextOf = ({ clock, start, seed }: VirtualOptions): DriverContext => ({
  clock: clock ?? new ReplayClock(start ?? 0),
  random: seededRandom(seed ?? "virtual"),
  log: silentLog,
});

/** The same device as the list's virtual entry: its samples say that no device was there. Throws Bug for what nothing plays. */
export const asVirtual = (fixture: Fixture): Fixture => {
  const module = VIRTUAL.find(({ characteristic }) => characteristic === fixture.module.characteristic);
  const [row] = module?.matches ?? [];
  if (!module || !row) throw new Bug(`nothing virtual plays ${fixture.module.id}`);
  return { ...fixture, module, row, open: () => module.open(fixture.transport, row, fixture.context) };
};

/** A U.are.U 4500 on which these fingers are laid, one a capture. */
export const virtualScanner = (
  images: readonly GreyImage[],
  options: Without<ScannerTwinOptions> = {},
): Fixture => {
  const context = contextOf(options);
  return virtualDevice(uru4000, twinScanner(images, { ...options, clock: context.clock }), context);
};

/** A Wacom STU on which these signatures are written, one a capture. */
export const virtualPad = (
  signatures: PenTrajectory | readonly PenTrajectory[],
  options: Without<PadTwinOptions> = {},
): Fixture => {
  const context = contextOf(options);
  return virtualDevice(wacomStu, twinPad(signatures, { ...options, clock: context.clock }), context);
};

/** A webcam that shows these frames, round and round. */
export const virtualCamera = (
  frames: readonly Uint8Array[],
  options: Without<CameraTwinOptions> = {},
): Fixture => {
  const context = contextOf(options);
  return virtualDevice(uvc, twinCamera(frames, { ...options, clock: context.clock }), context);
};
