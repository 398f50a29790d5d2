/** A twin of an SBI service: its own HTTP reader, because the methods are ones that Node's server refuses. */
import { createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { chainedHash } from "../../drivers/sbi/hash.ts";
import { signJws, type SbiSigner } from "../../drivers/sbi/test-provider.ts";

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** What names this very unit. */
export const SERIAL = "TWIN00000001";
const DIGITAL_ID = { serialNo: SERIAL, make: "Twin", model: "Slap 500", type: "Finger" };

export interface SbiTwinOptions {
  readonly signer: SbiSigner;
  /** Of the records, where another signs them. */
  readonly recordSigner?: SbiSigner;
  readonly deviceId?: string;
  readonly records: readonly { readonly subType: string; readonly record: Uint8Array }[];
  /** What it says of itself, where that is not that it is ready for registrations. */
  readonly says?: { readonly purpose?: string; readonly deviceStatus?: string };
  /** Whose records it hands over, where they are not its own scanner's. */
  readonly recordOf?: Record<string, string>;
  /** Of the signed information: entries before its own. */
  readonly others?: readonly unknown[];
  /** How long a capture takes. */
  readonly takes?: number;
  /** Changes an answer before it is sent, to be a bad service. */
  readonly spoil?: (answer: Record<string, unknown>) => unknown;
  readonly raw?: (method: string) => string | undefined;
  /** Its live view, one after the other, as often as this; then it ends. */
  readonly frames?: readonly Uint8Array[];
}

const BOUNDARY = "--twin";

const stream = async (socket: Socket, frames: readonly Uint8Array[]): Promise<void> => {
  socket.write(`HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=${BOUNDARY}\r\n\r\n`);
  for (const frame of frames) {
    socket.write(`--${BOUNDARY}\r\nContent-Type: image/jpeg\r\nContent-Length: ${frame.length}\r\n\r\n`);
    socket.write(frame);
    socket.write("\r\n");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  socket.end(`--${BOUNDARY}--\r\n`);
};

type Body = { transactionId: string; env: string; bio: { type: string; previousHash: string }[] };

const answerTo = (
  method: string,
  body: string,
  { signer, recordSigner = signer, deviceId = "1", records, says, recordOf, others = [] }: SbiTwinOptions,
  port: number,
): unknown => {
  const digitalId = signJws(signer, DIGITAL_ID);
  const common = {
    deviceId,
    deviceStatus: "Ready",
    certification: "L0",
    serviceVersion: "1.0",
    purpose: "Registration",
    ...says,
  };
  if (method === "MOSIPDISC")
    return [{ ...common, callbackId: `http://127.0.0.1:${port}`, digitalId: encode(DIGITAL_ID) }];
  if (method === "MOSIPDINFO")
    return [...others, { deviceInfo: signJws(signer, { ...common, digitalId }), error: { errorCode: "0" } }];
  if (method === "STREAM") return { error: { errorCode: "102", errorInfo: "Device not ready" } };
  const { transactionId, env, bio } = JSON.parse(body) as Body;
  let previous = bio[0]?.previousHash ?? "";
  const biometrics = records.map(({ subType, record }) => {
    previous = chainedHash(previous, record);
    const bioValue = Buffer.from(record).toString("base64url");
    const data = {
      digitalId: recordOf ? signJws(signer, { ...DIGITAL_ID, ...recordOf }) : digitalId,
      bioType: bio[0]?.type,
      bioSubType: subType,
      purpose: "Registration",
      env,
      bioValue,
      transactionId,
    };
    const scores = { timestamp: "2026-01-01T09:00:00Z", requestedScore: "60", qualityScore: "73.5" };
    return {
      specVersion: "1.0",
      data: signJws(recordSigner, { ...data, ...scores }),
      hash: previous,
      error: { errorCode: "0" },
    };
  });
  return { biometrics };
};

const serve = (socket: Socket, options: SbiTwinOptions, port: () => number): void => {
  let held = "";
  socket.on("error", () => undefined);
  socket.on("data", (data: Buffer) => {
    held += data.toString("latin1");
    const end = held.indexOf("\r\n\r\n");
    const length = Number(/content-length: (\d+)/iu.exec(held)?.[1] ?? 0);
    if (end < 0 || held.length < end + 4 + length) return;
    const [method = ""] = held.split(" ");
    const answer = answerTo(method, held.slice(end + 4), options, port());
    if (method === "STREAM" && options.frames) {
      void stream(socket, options.frames);
      return;
    }
    const spoilt =
      options.spoil && method === "RCAPTURE" ? options.spoil(answer as Record<string, unknown>) : answer;
    const body = options.raw?.(method) ?? JSON.stringify(spoilt);
    const whole = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
    setTimeout(() => socket.end(whole), method === "RCAPTURE" ? (options.takes ?? 0) : 0);
  });
};

/** Listens on the loopback until it is closed. */
export const startSbiTwin = async (
  options: SbiTwinOptions,
): Promise<AsyncDisposable & { readonly port: number }> => {
  let port = 0;
  const server = createServer((socket) => serve(socket, options, () => port));
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  port = (server.address() as AddressInfo).port;
  return {
    port,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
      }),
  };
};
