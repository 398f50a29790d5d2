/** The line between kiosk and backend, inside one program: real HTTP over a pair of streams that may be cut, stalled or lied on. */
import http from "node:http";
import { Duplex } from "node:stream";
import type { Clock } from "../../../api/base/clock.ts";
import type { Milliseconds } from "../../../api/words/units.ts";

export type Weather = "down" | "stall" | "cut" | "swallow" | "portal" | "error" | "slow";

/** What HTTP asks of a socket beyond a stream's own. */
class End extends Duplex {
  other: End | undefined;
  /** Bytes on their way to the other end; undefined: they are lost. */
  carry: (bytes: Buffer) => Promise<Buffer | undefined> | Buffer | undefined = (bytes) => bytes;

  override _read(): void {
    // The other end pushes whenever it writes.
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error) => void): void {
    const arrived = this.carry(chunk);
    if (!(arrived instanceof Promise)) {
      if (arrived !== undefined) this.other?.push(arrived);
      return process.nextTick(done);
    }
    void this.#later(arrived, done);
  }

  /** On its way for a while; what never arrives never ends. */
  async #later(arriving: Promise<Buffer | undefined>, done: () => void): Promise<void> {
    const bytes = await arriving;
    if (bytes !== undefined && this.other?.destroyed === false) this.other.push(bytes);
    done();
  }

  override _final(done: () => void): void {
    this.other?.push(null);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    const { other } = this;
    this.other = undefined;
    if (other !== undefined && !other.destroyed) process.nextTick(() => other.destroy());
    done(error);
  }

  setTimeout(): this {
    return this;
  }
  setNoDelay(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
}

const refused = (): Error =>
  Object.assign(new Error("connect ECONNREFUSED, as the scenario says"), { code: "ECONNREFUSED" });

const pair = (): readonly [End, End] => {
  const [near, far] = [new End(), new End()];
  near.other = far;
  far.other = near;
  // A broken pipe is told by HTTP; a socket without listener must not end the program.
  near.on("error", () => undefined);
  far.on("error", () => undefined);
  return [near, far];
};

export interface BenchLineParts {
  readonly clock: Clock;
  serve(connection: Duplex): void;
  /** A connection began, and under which weather. */
  tell(weather: Weather | "fair"): void;
}

const canned =
  (weather: "portal" | "error"): http.RequestListener =>
  (request, response) => {
    request.resume();
    request.on("end", () => {
      if (weather === "portal")
        response.writeHead(200, { "content-type": "text/html" }).end("<h1>Bienvenue à l'hôtel</h1>");
      else response.writeHead(503, { "retry-after": "5" }).end("no");
    });
  };

export class BenchLine extends http.Agent {
  /** The newest counts. */
  readonly weathers: { readonly weather: Weather; readonly bytes: number }[] = [];
  readonly #parts: BenchLineParts;
  readonly #strangers = {
    portal: http.createServer(canned("portal")),
    error: http.createServer(canned("error")),
  };

  constructor(parts: BenchLineParts) {
    super({ keepAlive: false });
    this.#parts = parts;
  }

  override createConnection(
    _options: http.ClientRequestArgs,
    ready?: (error: Error | null, stream: Duplex) => void,
  ): Duplex | null | undefined {
    const { weather, bytes } = this.weathers.at(-1) ?? { weather: undefined, bytes: 0 };
    this.#parts.tell(weather ?? "fair");
    const [near, far] = pair();
    if (weather === "down") {
      process.nextTick(() => near.destroy(refused()));
      ready?.(null, near);
      return near;
    }
    this.#shape(near, far, weather, bytes);
    if (weather === "portal" || weather === "error") this.#strangers[weather].emit("connection", far);
    else this.#parts.serve(far);
    ready?.(null, near);
    return near;
  }

  #shape(near: End, far: End, weather: Weather | undefined, bytes: number): void {
    const { clock } = this.#parts;
    let up = 0;
    if (weather === "stall") near.carry = () => new Promise(() => undefined);
    if (weather === "swallow") far.carry = () => undefined;
    if (weather === "cut")
      near.carry = (chunk) => {
        up += chunk.length;
        if (up < bytes) return chunk;
        const rest = chunk.subarray(0, Math.max(0, chunk.length - (up - bytes)));
        process.nextTick(() => near.destroy(new Error("the line was cut, as the scenario says")));
        return rest;
      };
    if (weather === "slow")
      near.carry = async (chunk) => {
        const time: Milliseconds = (chunk.length * 1000) / Math.max(1, bytes);
        await clock.sleep(time);
        return chunk;
      };
  }
}
