/** Runs inside umockdev-run: one capture from the device at bus:address through the real usb package; the picture as base64. */
import { systemClock } from "../../api/base/clock.ts";
import { silentLog } from "../../api/base/log.ts";
import { systemRandom } from "../../api/base/random.ts";
import { openFixture } from "../../drivers/fixture.ts";
import { openUsb } from "../../drivers/transport/usb.ts";
import { digestOf } from "./digest.ts";

const [folder = "", bus = "", device = ""] = process.argv.slice(2);

// The recording names the driver and supplies its random bytes; the transfers go through libusb.
const fixture = await openFixture(folder);
const transport = await openUsb({ bus: Number(bus), device: Number(device) });
const context = { clock: systemClock, random: fixture.context.random, log: silentLog };
const report = async () => {
  try {
    await using scanner = await fixture.module.open(transport, fixture.row, {
      ...context,
      random: context.random ?? systemRandom,
    });
    const outcome = await scanner.capture({ deadline: 15_000 }, new AbortController().signal);
    if (outcome.kind !== "captured") return outcome;
    const { sample } = outcome;
    const pixels = sample.characteristic === "finger" ? sample.image.pixels : new Uint8Array();
    return { kind: "captured", pixels: Buffer.from(pixels).toString("base64"), digest: digestOf(outcome) };
  } catch (error) {
    return { kind: "refused", message: String(error) };
  }
};
process.stdout.write(JSON.stringify(await report()));
process.exit(0);
