/** Webcams through V4L2: frames from an ffmpeg child that copies the camera's own JPEGs, controls through v4l2-ctl. */
import { execFile, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { promisify } from "node:util";
import type { Clock } from "../../api/base/clock.ts";
import { OutsideFault } from "../../api/base/faults.ts";
import { JpegSplitter } from "./jpeg-splitter.ts";
import { missingProgram } from "./native.ts";
import { TransferFault } from "./transport.ts";
import type { TransferOptions, VideoFrame, VideoTransport } from "./transport.ts";
import { deferred } from "./deferred.ts";
import type { Deferred } from "./deferred.ts";
import { portraitSize, readSizes } from "./v4l2-formats.ts";
import type { VideoSize } from "./v4l2-formats.ts";
import { within } from "./wait.ts";

const run = promisify(execFile);
const CONTROL_TIMEOUT = 3000;

const isMissing = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "code" in error && error.code === "ENOENT";

/** ffmpeg's arguments: the camera's MJPEG stream, untouched, on standard output; of a camera that has none, its raw pictures compressed here, once. */
export const streamArguments = (
  node: string,
  size?: { readonly width: number; readonly height: number },
  raw = false,
): readonly string[] => [
  "-hide_banner",
  "-loglevel",
  "error",
  "-f",
  "v4l2",
  ...(raw ? [] : ["-input_format", "mjpeg"]),
  ...(size ? ["-video_size", `${size.width}x${size.height}`] : []),
  "-i",
  node,
  "-c:v",
  ...(raw ? ["mjpeg", "-q:v", "2"] : ["copy"]),
  "-f",
  "mjpeg",
  "pipe:1",
];

/** A program that writes JPEG pictures one after the other, and the newest of them. */
export class FrameSource {
  readonly #clock: Clock;
  readonly #splitter = new JpegSplitter();
  readonly #child: ChildProcess;
  #newest: VideoFrame | undefined;
  #waiting: Deferred<void> | undefined;
  #ended: TransferFault | undefined;
  #words = "";
  #dropped = 0;

  constructor(program: string, args: readonly string[], clock: Clock) {
    this.#clock = clock;
    this.#child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
    this.#child.stdout?.on("data", (data: Buffer) => this.#arrived(data));
    this.#child.stderr?.on("data", (data: Buffer) => {
      this.#words = (this.#words + data.toString("utf8")).slice(-400);
    });
    this.#child.on("error", (error) =>
      this.#end(
        new TransferFault("unplugged", isMissing(error) ? missingProgram(program).message : error.message),
      ),
    );
    this.#child.on("close", (code) => {
      const why = this.#words.trim().split("\n").at(-1) ?? "";
      const busy = /resource busy/iu.test(this.#words);
      this.#end(
        new TransferFault(
          busy ? "in-use" : "unplugged",
          `the camera's stream ended (${code ?? "killed"}) ${why}`.trim(),
        ),
      );
    });
  }

  /** Frames that came before anybody wanted them. */
  get dropped(): number {
    return this.#dropped;
  }

  #arrived(data: Buffer): void {
    for (const jpeg of this.#splitter.push(data)) {
      if (this.#newest) this.#dropped += 1;
      this.#newest = { jpeg, t: Math.round(this.#clock.now() * 1000) };
    }
    if (this.#newest) this.#waiting?.resolve();
  }

  #end(fault: TransferFault): void {
    this.#ended ??= fault;
    this.#waiting?.resolve();
  }

  async next(options: TransferOptions): Promise<VideoFrame> {
    if (!this.#newest && !this.#ended) {
      this.#waiting = deferred();
      await within(this.#clock, this.#waiting.promise, options, "the next frame");
    }
    const frame = this.#newest;
    this.#newest = undefined;
    if (frame) return frame;
    throw this.#ended ?? new TransferFault("timed-out", "no frame came");
  }

  stop(): void {
    this.#end(new TransferFault("cancelled", "the camera was closed"));
    this.#child.kill("SIGKILL");
  }
}

class V4l2 implements VideoTransport {
  readonly kind = "video";
  readonly model: string;
  readonly #node: string;
  readonly #clock: Clock;
  #starting: Promise<FrameSource> | undefined;
  #closed = false;

  constructor(node: string, model: string, clock: Clock) {
    this.#node = node;
    this.model = model;
    this.#clock = clock;
  }

  /** The stream starts with the first frame that is wanted, at the size that a portrait wants. */
  async nextFrame(options: TransferOptions = {}): Promise<VideoFrame> {
    this.#starting ??= this.#start();
    const source = await this.#starting;
    return source.next(options);
  }

  async #start(): Promise<FrameSource> {
    const offered = await this.#offered();
    const raw = offered !== undefined && offered.length === 0;
    const size = offered && portraitSize(offered);
    const source = new FrameSource("ffmpeg", streamArguments(this.#node, size, raw), this.#clock);
    if (this.#closed) source.stop();
    return source;
  }

  /** Sizes of the camera's own JPEGs. Undefined: v4l2-ctl is missing or the camera does not answer it; its default is taken. */
  async #offered(): Promise<readonly VideoSize[] | undefined> {
    try {
      return readSizes(await this.#control("--list-formats-ext"));
    } catch (error) {
      if (error instanceof OutsideFault || error instanceof TransferFault) return undefined;
      throw error;
    }
  }

  async #control(...args: readonly string[]): Promise<string> {
    try {
      const { stdout } = await run("v4l2-ctl", ["-d", this.#node, ...args], { timeout: CONTROL_TIMEOUT });
      return stdout;
    } catch (error) {
      if (isMissing(error)) throw missingProgram("v4l2-ctl", error);
      throw new TransferFault(
        "stalled",
        `${args.join(" ")}: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }

  async readControl(name: string): Promise<number> {
    const answer = await this.#control("-C", name);
    const value = /:\s*(-?\d+)/u.exec(answer)?.[1];
    if (value === undefined) throw new TransferFault("garbage", `${name}: "${answer.trim()}" is no value`);
    return Number(value);
  }

  async writeControl(name: string, value: number): Promise<void> {
    await this.#control("-c", `${name}=${value}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    (await this.#starting)?.stop();
  }
}

/** Nothing is started yet. */
export const openVideo = (node: string, model: string, clock: Clock): Promise<VideoTransport> =>
  Promise.resolve(new V4l2(node, model, clock));
