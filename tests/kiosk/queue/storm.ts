/** A full outbox sent through bad weather until all of it has its receipts; gives every fault that it finds. */
import { VirtualClock } from "../../../api/base/clock.ts";
import { randomOf } from "../crash/study.ts";
import { hastyClientOf, openIntake, openKiosk, T0, temporaryFolder } from "../stand.ts";
import { weather, whileTimePasses, type Fate } from "./weather.ts";

/** One connection in three meets something; about every kind of it. */
const stormy = (seed: number) => {
  const random = randomOf(seed);
  return (): Fate => {
    const draw = random();
    if (draw < 0.08) return { cutAfterUp: Math.floor(random() * 150_000) };
    if (draw < 0.14) return { cutAfterDown: Math.floor(random() * 400) };
    if (draw < 0.17) return { swallowAnswer: true };
    if (draw < 0.27) return { twice: true };
    return random() < 0.06 ? { cutAfterUp: 0 } : {};
  };
};

/** One segment in a hundred. */
const lossy = (seed: number) => {
  const random = randomOf(seed + 7919);
  return () => random() < 0.01;
};

export interface Storm {
  readonly faults: readonly string[];
  readonly connections: number;
  readonly cuts: number;
  readonly lost: number;
  /** Bytes towards the backend beyond those of the packets, as a share of them. */
  readonly overhead: number;
}

/** `size`: bytes of each packet. */
export const sendThroughStorm = async (seed: number, packets: number, size: number): Promise<Storm> => {
  using folder = temporaryFolder();
  const clock = new VirtualClock(T0);
  await using intake = await openIntake(folder.path, clock);
  await using line = await weather(intake.url, { clock, fate: stormy(seed), lost: lossy(seed) });
  await using kiosk = await openKiosk(folder.path, clock);
  for (let n = 1; n <= packets; n += 1) await kiosk.seal(n, size);

  const uploader = kiosk.uploader(hastyClientOf(line.url, clock), 3);
  const stop = new AbortController();
  const emptied = async () => {
    while ((await kiosk.outbox.counts()).erased < packets)
      await new Promise((resolve) => {
        setTimeout(resolve, 20);
      });
    stop.abort();
  };
  const all = Promise.all([uploader.run(stop.signal), emptied()]);
  await whileTimePasses(clock, () => line.carriedUp(), all);

  const [summary] = await intake.records.kiosks();
  const faults = [
    ...(summary?.packets === packets && summary.gaps.length === 0
      ? []
      : [`arrived: ${JSON.stringify(summary)}`]),
    ...(await intake.records.allQuarantined()).map(({ packetId }) => `${packetId} was quarantined`),
    ...(await kiosk.store.packets.list()).map((packetId) => `${packetId} is still on the disk`),
  ];
  return {
    faults,
    connections: line.connections(),
    cuts: line.cuts(),
    lost: line.lost(),
    overhead: line.carriedUp() / (packets * size) - 1,
  };
};
