/** What flows: the view as server-sent events, the mirror as a stream of JPEG parts. A slow reader loses frames, never order. */
import type { Request, Response } from "express";
import type { KioskView } from "../../api/words/kiosk-http.ts";
import type { Mirror } from "./mirror.ts";
import type { Walk } from "./walk.ts";

/** Keeps proxies and browsers from giving up on a quiet line. */
const HEARTBEAT_MS = 15_000;

export const streamViews = (walk: Walk, request: Request, response: Response): void => {
  response.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
    connection: "keep-alive",
  });
  response.flushHeaders();
  let behind = false;
  const write = (view: KioskView) => {
    behind = !response.write(`event: view\ndata: ${JSON.stringify(view)}\n\n`);
  };
  const send = () => {
    if (!behind) write(walk.view());
  };
  response.on("drain", () => {
    behind = false;
    write(walk.view());
  });
  write(walk.view());
  const off = walk.onChange(send);
  const beat = setInterval(() => response.write(": still here\n\n"), HEARTBEAT_MS);
  request.on("close", () => {
    off();
    clearInterval(beat);
  });
};

/** What is written on an outside pad, as it is written. */
export const streamInk = (walk: Walk, request: Request, response: Response): void => {
  response.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
    connection: "keep-alive",
  });
  response.flushHeaders();
  const off = walk.ink.watch(({ kind, ...news }) => {
    if (!response.writableEnded) response.write(`event: ${kind}\ndata: ${JSON.stringify(news)}\n\n`);
  });
  const beat = setInterval(() => response.write(": still here\n\n"), HEARTBEAT_MS);
  request.on("close", () => {
    off();
    clearInterval(beat);
  });
};

const BOUNDARY = "frame";

/** A camera's newest frames as parts: the person's mirror, or the papers'. */
export const streamMirror = <Frame>(
  mirror: Mirror<Frame>,
  jpegOf: (frame: Frame) => Uint8Array,
  request: Request,
  response: Response,
): void => {
  response.writeHead(200, {
    "content-type": `multipart/x-mixed-replace; boundary=${BOUNDARY}`,
    "cache-control": "no-store",
  });
  response.flushHeaders();
  response.write(`--${BOUNDARY}\r\n`);
  const off = mirror.watch((frame) => {
    if (response.writableNeedDrain || response.writableEnded) return;
    const bytes = jpegOf(frame);
    // The boundary comes after each part: a browser shows a picture when it sees its end.
    response.write(`Content-Type: image/jpeg\r\nContent-Length: ${bytes.length}\r\n\r\n`);
    response.write(bytes);
    response.write(`\r\n--${BOUNDARY}\r\n`);
  });
  request.on("close", off);
};
