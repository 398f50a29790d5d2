/** Behavioural twin of PTP cameras, written from the protocol facts (README.md): plain, Canon EOS and Nikon. */
import type { Clock } from "../../../api/base/clock.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import { UsbModel } from "../../transport/model-usb.ts";
import { CANON, CANON_NOT_READY, CANON_PROPERTY, writeCanonEvents, writeCanonFrame } from "./canon.ts";
import { NIKON, NIKON_OUT_OF_FOCUS, writeNikonEvents } from "./nikon.ts";
import {
  CONTAINER,
  EVENT,
  FORMAT,
  HEAD_LENGTH,
  OPERATION,
  RESPONSE,
  parameters,
  readHead,
  readParameters,
  writeContainer,
  writeDeviceInfo,
  writeObjectInfo,
} from "./protocol.ts";

const OUT = 0x02;
const IN = 0x81;
const EVENTS = 0x83;
const PACKET = 512;

export type PtpMaker = "plain" | "canon" | "nikon";

export interface LiveView {
  /** In their order; after the last, the last few again, because a view that stands still is a frozen camera. */
  readonly frames: readonly Uint8Array[];
  /** From one frame to the next. */
  readonly interval: Milliseconds;
  /** What was seen last is what a release takes; absent: the pictures, one after the other. */
  readonly taken?: true;
}

/** Frames that go on when there are no more. */
const GOING_ON = 5;

export interface PtpTwinOptions {
  readonly clock: Clock;
  readonly maker?: PtpMaker;
  /** From the release to the picture. */
  readonly exposure?: Milliseconds;
  readonly operations?: readonly number[];
  /** Finds nothing to focus on, this many times. */
  readonly blurred?: number;
  /** A serial number, as every real camera tells one. */
  readonly serial?: string;
  /** What it shows while it is looked through, one frame a look; absent: the next picture, at once. */
  readonly live?: LiveView;
  /** Who it says it is: its DeviceInfo dataset. */
  readonly info?: Uint8Array;
}

interface Reply {
  readonly code: number;
  readonly data?: Uint8Array;
  /** It takes so long. */
  readonly after?: Milliseconds;
}

const OK: Reply = { code: RESPONSE.ok };
const BUSY: Reply = { code: RESPONSE.busy };
const UNSUPPORTED: Reply = { code: RESPONSE.unsupported };

interface Stored {
  readonly format: number;
  readonly bytes: Uint8Array;
}

/** What is alike in all of them: objects, and pictures that take their time. */
class Body {
  readonly objects = new Map<number, Stored>();
  readonly #options: PtpTwinOptions;
  readonly #pictures: readonly Uint8Array[];
  #releases = 0;
  #looks = 0;
  #seen: Uint8Array | undefined;
  #handles: number;
  #blurred: number;

  constructor(pictures: readonly Uint8Array[], options: PtpTwinOptions, firstHandle: number) {
    this.#pictures = pictures;
    this.#options = options;
    this.#handles = firstHandle;
    this.#blurred = options.blurred ?? 0;
  }

  /** False as often as the options say. */
  focus(): boolean {
    this.#blurred -= 1;
    return this.#blurred < 0;
  }

  get picture(): Uint8Array {
    if (this.#seen !== undefined && this.#options.live?.taken === true) return this.#seen;
    return this.#pictures[this.#releases % this.#pictures.length] ?? new Uint8Array();
  }

  /** A live frame takes so long. */
  get pace(): Milliseconds {
    return this.#options.live?.interval ?? 0;
  }

  /** What is seen through it now. */
  look(): Uint8Array {
    const { frames = [] } = this.#options.live ?? {};
    const beyond = this.#looks - frames.length;
    const frame =
      beyond < 0 ? frames[this.#looks] : frames.slice(-GOING_ON)[beyond % Math.min(GOING_ON, frames.length)];
    this.#looks += 1;
    this.#seen = frame;
    return frame ?? this.picture;
  }

  add(format: number, bytes: Uint8Array): number {
    const handle = this.#handles;
    this.#handles += 1;
    this.objects.set(handle, { format, bytes });
    return handle;
  }

  /** Resolves with the picture's handle when it is taken. */
  async expose(before?: () => void): Promise<number> {
    const { picture } = this;
    this.#releases += 1;
    await this.#options.clock.sleep(this.#options.exposure ?? 300);
    if (this.#releases === 1) before?.();
    return this.add(FORMAT.jpeg, picture);
  }

  get(handle: number): Reply {
    const object = this.objects.get(handle);
    return object ? { code: RESPONSE.ok, data: object.bytes } : UNSUPPORTED;
  }

  info(handle: number): Reply {
    const object = this.objects.get(handle);
    return object
      ? { code: RESPONSE.ok, data: writeObjectInfo(object.format, object.bytes.length) }
      : UNSUPPORTED;
  }
}

/** Undefined: an operation that is not this maker's own. `data`: of a data phase towards the camera. */
type Maker = (code: number, values: readonly number[], data: Uint8Array) => Reply | undefined;

const canon = (body: Body): Maker => {
  let waiting: number[] = [];
  let [half, live, frames] = [false, false, 0];
  return (code, [value = 0], data) => {
    switch (code) {
      case CANON.releaseOn:
        if (value === 1) half = body.focus();
        else if (half) void body.expose().then((handle) => waiting.push(handle));
        return half ? OK : BUSY;
      case CANON.getEvents: {
        const asked = waiting;
        waiting = [];
        const pictures = asked.map((handle) => {
          const { format = 0, bytes } = body.objects.get(handle) ?? {};
          return { handle, format, size: bytes?.length ?? 0 };
        });
        return { code: RESPONSE.ok, data: writeCanonEvents(pictures) };
      }
      case CANON.getObject:
        return body.get(value);
      case CANON.transferComplete:
        body.objects.delete(value);
        return OK;
      case CANON.setProperty: {
        const view = new DataView(data.buffer, data.byteOffset, data.length);
        if (view.getUint32(4, true) === CANON_PROPERTY.viewfinderOutput)
          [live, frames] = [view.getUint32(8, true) === 2, 0];
        return OK;
      }
      case CANON.viewfinderData:
        frames += 1;
        if (!live || frames === 1) return { code: CANON_NOT_READY };
        return { code: RESPONSE.ok, data: writeCanonFrame(body.look()), after: body.pace };
      default:
        return undefined;
    }
  };
};

/** Bytes that a Nikon puts before a live picture. */
const LIVE_HEAD = 384;

const nikon = (body: Body): Maker => {
  let waiting: number[] = [];
  let [busy, sharp, live] = [0, true, false];
  return (code, [value = 0]) => {
    switch (code) {
      case NIKON.focus:
        [busy, sharp] = [2, body.focus()];
        return OK;
      case NIKON.ready:
        busy -= 1;
        if (busy > 0) return BUSY;
        return sharp ? OK : { code: NIKON_OUT_OF_FOCUS };
      case NIKON.captureToMemory:
        void body.expose().then((handle) => waiting.push(handle));
        return OK;
      case NIKON.getEvents: {
        const handles = waiting;
        waiting = [];
        return { code: RESPONSE.ok, data: writeNikonEvents(handles) };
      }
      case NIKON.deleteFromMemory:
        body.objects.delete(value);
        return OK;
      case NIKON.startLiveView:
        [live, busy, sharp] = [true, 2, true];
        return OK;
      case NIKON.endLiveView:
        live = false;
        return OK;
      case NIKON.liveViewImage:
        return live
          ? {
              code: RESPONSE.ok,
              data: Buffer.concat([new Uint8Array(LIVE_HEAD), body.look()]),
              after: body.pace,
            }
          : UNSUPPORTED;
      default:
        return undefined;
    }
  };
};

const STANDARD = [
  OPERATION.deviceInfo,
  OPERATION.openSession,
  OPERATION.closeSession,
  OPERATION.objectInfo,
  OPERATION.getObject,
  OPERATION.deleteObject,
];
const MAKERS = {
  plain: { manufacturer: "Twin", model: "Still camera", own: [OPERATION.initiateCapture], firstHandle: 1 },
  canon: { manufacturer: "Canon", model: "EOS twin", own: Object.values(CANON), firstHandle: 0x9100_0001 },
  nikon: { manufacturer: "Nikon", model: "D twin", own: Object.values(NIKON), firstHandle: 0xffff_0001 },
} as const;
/** Operations whose data go to the camera. */
const GIVEN: ReadonlySet<number> = new Set([CANON.setProperty]);

/** These JPEGs, one a release, and round again. The instance tells how many pictures are still in the camera. */
export const twinPtpCamera = (
  pictures: readonly Uint8Array[],
  options: PtpTwinOptions,
): UsbModel & { readonly kept: () => number } => {
  const { maker = "plain", serial = "" } = options;
  const { manufacturer, model, own, firstHandle } = MAKERS[maker];
  const operations = options.operations ?? [...STANDARD, ...own];
  const body = new Body(pictures, options, firstHandle);
  const vendor = maker === "canon" ? canon(body) : maker === "nikon" ? nikon(body) : () => undefined;
  let session = false;
  const twin = new UsbModel((send) => {
    const sendData = (data: Uint8Array): void => {
      send(IN, data);
      if (data.length % PACKET === 0) send(IN, new Uint8Array());
    };
    const event = (code: number, ...values: number[]): void =>
      send(
        EVENTS,
        writeContainer({ type: CONTAINER.event, code, transaction: 0, payload: parameters(...values) }),
      );
    /** A folder first, then the picture, then "complete". */
    const release = async (): Promise<void> => {
      const handle = await body.expose(() =>
        event(EVENT.objectAdded, body.add(FORMAT.folder, new Uint8Array())),
      );
      event(EVENT.objectAdded, handle);
      event(EVENT.captureComplete);
    };
    const standard = (code: number, [handle = 0]: readonly number[]): Reply => {
      switch (code) {
        case OPERATION.deviceInfo:
          return {
            code: RESPONSE.ok,
            data:
              options.info ?? writeDeviceInfo({ operations, manufacturer, model, version: "1.0", serial }),
          };
        case OPERATION.openSession:
          if (session) return { code: RESPONSE.sessionOpen };
          session = true;
          return OK;
        case OPERATION.closeSession:
          session = false;
          return OK;
        case OPERATION.objectInfo:
          return body.info(handle);
        case OPERATION.getObject:
          return body.get(handle);
        case OPERATION.deleteObject:
          body.objects.delete(handle);
          return OK;
        default:
          void release();
          return OK;
      }
    };
    let asked: { readonly code: number; readonly values: readonly number[] } | undefined;
    const answer = (
      code: number,
      transaction: number,
      values: readonly number[],
      given: Uint8Array,
    ): void => {
      const known = operations.includes(code);
      const reply = known ? (vendor(code, values, given) ?? ownOrStandard(code, values)) : UNSUPPORTED;
      const { after = 0 } = reply;
      if (after === 0) return tell(reply, code, transaction);
      void options.clock.sleep(after).then(() => tell(reply, code, transaction));
    };
    const tell = (reply: Reply, code: number, transaction: number): void => {
      if (reply.data)
        sendData(writeContainer({ type: CONTAINER.data, code, transaction, payload: reply.data }));
      sendData(
        writeContainer({
          type: CONTAINER.response,
          code: reply.code,
          transaction,
          payload: new Uint8Array(),
        }),
      );
    };
    /** A maker's operation that needs nothing done is simply granted. */
    const ownOrStandard = (code: number, values: readonly number[]): Reply =>
      code < 0x9000 ? standard(code, values) : OK;
    return {
      identity: {
        vendorId: 0x0aaa,
        productId: 0x0001,
        release: 0x0100,
        interfaceClass: 6,
        endpoints: [
          { address: IN, type: "bulk", maxPacketSize: PACKET },
          { address: OUT, type: "bulk", maxPacketSize: PACKET },
          { address: EVENTS, type: "interrupt", maxPacketSize: 64 },
        ],
      },
      received(_endpoint, command) {
        const { type, code, transaction } = readHead(command);
        const payload = command.subarray(HEAD_LENGTH);
        if (type === CONTAINER.command && GIVEN.has(code)) asked = { code, values: readParameters(payload) };
        else if (type === CONTAINER.command)
          answer(code, transaction, readParameters(payload), new Uint8Array());
        else if (asked?.code === code) answer(code, transaction, asked.values, payload);
      },
    };
  }, options.clock);
  return Object.assign(twin, {
    kept: () => [...body.objects.values()].filter(({ bytes }) => bytes.length > 0).length,
  });
};
