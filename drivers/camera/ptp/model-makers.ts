/** What Canon's and Nikon's cameras do of their own, as the twin plays it. */
import { CANON, CANON_NOT_READY, CANON_PROPERTY, writeCanonEvents, writeCanonFrame } from "./canon.ts";
import { NIKON, NIKON_OUT_OF_FOCUS, writeNikonEvents } from "./nikon.ts";
import { RESPONSE } from "./protocol.ts";
import { BUSY, OK, UNSUPPORTED, type Body, type Reply } from "./model-body.ts";

/** Undefined: an operation that is not this maker's own. `data`: of a data phase towards the camera. */
export type Maker = (code: number, values: readonly number[], data: Uint8Array) => Reply | undefined;

export const canon = (body: Body): Maker => {
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

export const nikon = (body: Body): Maker => {
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
