/** A full outbox sent through bad weather until all of it has its receipts; gives every fault that it finds. */
import { VirtualClock, type Clock } from "../../../api/base/clock.ts";
import { randomOf } from "../crash/study.ts";
import { trustedLine } from "./trusted-line.ts";
import { hastyClientOf, openIntake, openKiosk, T0, temporaryFolder } from "../stand.ts";
import { weather, whileTimePasses, type Fate } from "./weather.ts";

/** One connection in three meets something; about every kind of it. */
const stormy = (seed: number, impostors: readonly number[]) => {
  const random = randomOf(seed);
  return (): Fate => {
    const impostor = impostors[Math.floor(random() * 10 * impostors.length)];
    if (impostor !== undefined) return { impostor };
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
  /** Connections that somebody else answered. */
  readonly impostors: number;
  /** Bytes towards the backend beyond those of the packets, as a share of them. */
  readonly overhead: number;
}

const DAY = 86_400_000;

/** Time of a backend whose clock is wrong by so many days. */
const skewed = (clock: VirtualClock, days: number): Clock => ({
  now: () => clock.now() + days * DAY,
  sleep: (duration, signal) => clock.sleep(duration, signal),
});

/**
 * `size`: bytes of each packet. `trusted`: under mutual TLS, one connection in ten answered by somebody whom the kiosk
 * must not trust. The backend's clock is three days behind, right, or three days ahead, by the seed.
 */
export const sendThroughStorm = async (
  seed: number,
  packets: number,
  size: number,
  trusted: boolean,
): Promise<Storm> => {
  using folder = temporaryFolder();
  const clock = new VirtualClock(T0);
  await using secured = trusted ? await trustedLine(folder.path) : undefined;
  const tls = secured === undefined ? {} : { tls: secured.server };
  await using intake = await openIntake(folder.path, skewed(clock, 3 * ((seed % 3) - 1)), tls);
  const fates = stormy(seed, secured?.impostors ?? []);
  let impostors = 0;
  const fate = (): Fate => {
    const next = fates();
    if (next.impostor !== undefined) impostors += 1;
    return next;
  };
  await using line = await weather(intake.url, { clock, fate, lost: lossy(seed) });
  await using kiosk = await openKiosk(folder.path, clock);
  for (let n = 1; n <= packets; n += 1) await kiosk.seal(n, size);

  const uploader = kiosk.uploader(hastyClientOf(line.url, clock, secured?.agent), 3);
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
    impostors,
    overhead: line.carriedUp() / (packets * size) - 1,
  };
};
