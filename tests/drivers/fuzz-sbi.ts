/** What an SBI service says, and what is recorded of it, to be spoilt. */
import { captureSbi, discoverSbi, type SbiDevice, type SbiRequest } from "../../drivers/sbi/client.ts";
import { withOtherFrames } from "../../drivers/sbi/exchanged-live.ts";
import { streamSbi } from "../../drivers/sbi/stream.ts";
import { jpegFrames } from "./pictures.ts";
import { chainedHash, FIRST_HASH } from "../../drivers/sbi/hash.ts";
import { replaySbi } from "../../drivers/sbi/recording.ts";
import { makeSigner, signJws } from "../../drivers/sbi/test-provider.ts";
import { withoutUnits } from "../../drivers/sbi/unnamed.ts";
import { writeNetRecording } from "../../drivers/transport/net-recording.ts";
import type { NetTransport } from "../../drivers/transport/net.ts";
import type { FuzzTarget } from "./fuzz-target.ts";

const ascii = (text: string): Uint8Array => Buffer.from(`${text}\n`);

// oxlint-disable-next-line typescript/require-await -- a stream of one part
async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, void> {
  yield bytes;
}

/** A service that says this, whatever it is asked. */
const answering = (bytes: Uint8Array): NetTransport => ({
  kind: "net",
  // What is handed over is the caller's to wipe.
  exchange: () => Promise.resolve(Uint8Array.from(bytes)),
  stream: () => Promise.resolve({ contentType: "multipart/x-mixed-replace", parts: once(bytes) }),
});

const sbiSigner = await makeSigner("Fuzz");
const SBI_REQUEST: SbiRequest = {
  environment: "Developer",
  timeout: 3000,
  captureTime: "2026-01-01T09:00:00Z",
  transactionId: "kiosk-0001020304050607-1",
  type: "Finger",
  count: 1,
  bioSubTypes: ["Left IndexFinger"],
  exceptions: [],
  requestedScore: 60,
  deviceSubId: 1,
  previousHash: FIRST_HASH,
};
const sbiAnswer = (() => {
  const record = Uint8Array.of(0x46, 0x49, 0x52, 0);
  const data = {
    digitalId: signJws(sbiSigner, { serialNo: "TWIN00000001" }),
    bioType: "Finger",
    bioSubType: "Left IndexFinger",
    purpose: "Registration",
    env: "Developer",
    transactionId: SBI_REQUEST.transactionId,
    bioValue: Buffer.from(record).toString("base64url"),
    qualityScore: "70",
  };
  const hash = chainedHash(FIRST_HASH, record);
  return JSON.stringify({ biometrics: [{ data: signJws(sbiSigner, data), hash }] });
})();
const sbiRecording = Buffer.from(
  writeNetRecording([
    {
      t: 1,
      request: {
        port: 4501,
        method: "RCAPTURE",
        path: "/capture",
        body: JSON.stringify({
          env: "Developer",
          timeout: "3000",
          captureTime: SBI_REQUEST.captureTime,
          transactionId: SBI_REQUEST.transactionId,
          bio: [{ bioSubType: SBI_REQUEST.bioSubTypes }],
        }),
      },
      answer: { text: "{}" },
    },
  ]),
);

const SBI_DEVICE = {
  port: 4501,
  deviceId: "1",
  identity: { driver: "sbi", make: "", model: "", serial: "TWIN00000001" },
} as SbiDevice;

const [frame = new Uint8Array()] = await jpegFrames(1);
const liveView = Buffer.concat([
  Buffer.from("--twin\r\nContent-Type: image/jpeg\r\n\r\n"),
  frame,
  Buffer.from("\r\n--twin--\r\n"),
]);

export const SBI_TARGETS: readonly FuzzTarget[] = [
  {
    name: "SBI discovery",
    samples: [
      ascii(JSON.stringify([{ deviceId: "1", deviceStatus: "Ready", digitalId: "eyJtYWtlIjoiVCJ9" }])),
    ],
    read: async (bytes) => void (await discoverSbi([4501], undefined, answering(bytes))),
  },
  {
    name: "SBI capture",
    samples: [ascii(sbiAnswer)],
    read: async (bytes) => {
      const trust = { anchors: [sbiSigner.anchor], now: Date.parse("2026-06-01") };
      await captureSbi(SBI_DEVICE, SBI_REQUEST, trust, undefined, answering(bytes));
    },
  },
  {
    name: "SBI live view",
    samples: [liveView, ascii('{"error":{"errorInfo":"busy"}}')],
    read: async (bytes) => {
      const wanted = { deviceSubId: 1, timeout: 1000 } as const;
      for await (const jpeg of streamSbi(SBI_DEVICE, wanted, new AbortController().signal, answering(bytes)))
        jpeg.fill(0);
    },
  },
  {
    name: "SBI live view with another finger in it",
    samples: [liveView],
    read: async (bytes) => {
      const made = { record: () => Promise.reject(new Error()), frame: () => Promise.resolve(undefined) };
      const { parts } = await withOtherFrames({ contentType: "", parts: [{ t: 0, bytes }] }, made);
      if (parts[0]?.bytes.length !== bytes.length) throw new Error("it is not as long as it was");
    },
  },
  {
    name: "SBI recording without its unit",
    samples: [ascii(sbiAnswer)],
    read: (bytes) => {
      const request = { port: 4501, method: "RCAPTURE", path: "/capture", body: "{}" };
      const trust = { anchors: [], now: 0 };
      const answer = { text: Buffer.from(bytes).toString("utf8") };
      withoutUnits([{ t: 0, request, answer }], trust, sbiSigner);
    },
  },
  {
    name: "SBI recording",
    samples: [sbiRecording],
    read: (bytes) => {
      const { clock, requests, random } = replaySbi(
        Buffer.from(bytes).toString("utf8"),
        sbiSigner.anchor.toString(),
        "fuzz",
      );
      if (requests.length > 0) new Date(clock.now()).toISOString();
      random("sbi transaction", 8);
    },
  },
];
