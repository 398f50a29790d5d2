/**
 * A bad line on loopback: a relay that carries bytes at a pace of the virtual clock, cuts, swallows, delivers twice and
 * answers late, by a seed. What a test asserts is what arrived, never how long it took.
 */
import net from "node:net";
import type { VirtualClock } from "../../../api/base/clock.ts";

/** What becomes of one connection. Absent: nothing bad. */
export interface Fate {
  /** Towards the backend; then both ends are dropped. */
  readonly cutAfterUp?: number;
  /** The answer is cut after as many bytes. */
  readonly cutAfterDown?: number;
  /** Nothing of the answer comes back, and nobody hangs up. */
  readonly swallowAnswer?: boolean;
  /** The same bytes reach the backend once more, later, on a connection of their own. */
  readonly twice?: boolean;
  /** Whoever listens on that port answers in the backend's place. */
  readonly impostor?: number;
}

export interface WeatherOptions {
  readonly clock: VirtualClock;
  readonly fate: (connection: number) => Fate;
  /** Cuts whatever connection carries the line over the next multiple of `bytes`, so many times. */
  readonly cutEvery?: { readonly bytes: number; readonly times: number };
  /** Whether the next segment is lost: TCP sends it again after its timeout, twice as long each time (RFC 6298). */
  readonly lost?: () => boolean;
  /** Towards the backend; absent: as fast as it goes. */
  readonly bytesPerSecond?: number;
}

export interface Weather extends AsyncDisposable {
  readonly url: URL;
  readonly carriedUp: () => number;
  readonly connections: () => number;
  readonly cuts: () => number;
  /** Segments. */
  readonly lost: () => number;
}

const SLICE = 2048;
const breath = () =>
  new Promise<void>((resolve) => {
    setImmediate(resolve);
  });

/** Sends the same bytes again and ignores what comes back. */
const replay = (port: number, bytes: Buffer): void => {
  const again = net.connect(port, "127.0.0.1", () => again.end(bytes));
  again.on("error", () => undefined).resume();
};

export const weather = async (backend: URL, options: WeatherOptions): Promise<Weather> => {
  const port = Number(backend.port);
  const sockets = new Set<net.Socket>();
  let connections = 0;
  let carriedUp = 0;
  let cuts = 0;
  let lost = 0;
  const due = (up: number, length: number, fate: Fate): boolean => {
    const { bytes, times } = options.cutEvery ?? { bytes: Number.POSITIVE_INFINITY, times: 0 };
    return (
      up + length > (fate.cutAfterUp ?? Number.POSITIVE_INFINITY) ||
      (cuts < times && carriedUp + length > (cuts + 1) * bytes)
    );
  };

  const carry = async (from: net.Socket, to: net.Socket, fate: Fate) => {
    const seen: Buffer[] = [];
    let up = 0;
    for await (const part of from as AsyncIterable<Buffer>) {
      for (let at = 0; at < part.length; at += SLICE) {
        const slice = part.subarray(at, Math.min(part.length, at + SLICE));
        if (due(up, slice.length, fate)) {
          cuts += 1;
          to.end();
          from.destroy();
          return;
        }
        up += slice.length;
        carriedUp += slice.length;
        for (let timeout = 200; options.lost?.() === true; timeout *= 2) {
          lost += 1;
          options.clock.advance(timeout);
          await breath();
        }
        if (fate.twice === true) seen.push(slice);
        to.write(slice);
        if (options.bytesPerSecond !== undefined) {
          options.clock.advance(Math.round((slice.length / options.bytesPerSecond) * 1000));
          await breath();
        }
      }
    }
    if (fate.twice === true) replay(port, Buffer.concat(seen));
  };

  const server = net.createServer((from) => {
    const fate = options.fate(connections++);
    const to = net.connect(fate.impostor ?? port, "127.0.0.1");
    for (const socket of [from, to]) {
      sockets.add(socket);
      socket.on("error", () => undefined).on("close", () => sockets.delete(socket));
    }
    let down = 0;
    to.on("data", (part: Buffer) => {
      if (fate.swallowAnswer === true) return;
      down += part.length;
      if (down > (fate.cutAfterDown ?? Number.POSITIVE_INFINITY)) {
        from.destroy();
        to.destroy();
      } else from.write(part);
    });
    to.on("close", () => {
      if (fate.swallowAnswer !== true) from.end();
    });
    from.on("close", () => to.end());
    carry(from, to, fate).catch(() => undefined);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: new URL(`${backend.protocol}//127.0.0.1:${address.port}`),
    carriedUp: () => carriedUp,
    connections: () => connections,
    cuts: () => cuts,
    lost: () => lost,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
};

/** Lets the virtual clock run on whenever nothing has happened for a few real milliseconds. */
export const whileTimePasses = async <T>(
  clock: VirtualClock,
  activity: () => number,
  work: Promise<T>,
): Promise<T> => {
  let over = false;
  const done = work.finally(() => {
    over = true;
  });
  done.catch(() => undefined);
  const stillOver = () => over;
  let last = activity();
  let quiet = 0;
  while (!stillOver()) {
    await new Promise((resolve) => {
      setTimeout(resolve, 2);
    });
    quiet = activity() === last ? quiet + 1 : 0;
    last = activity();
    if (quiet >= 20) {
      clock.advanceToNext();
      quiet = 0;
    }
  }
  return done;
};
