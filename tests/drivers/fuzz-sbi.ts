/** What an SBI service says, and what is recorded of it, to be spoilt. */
import { captureSbi, discoverSbi, type SbiDevice, type SbiRequest } from "../../drivers/sbi/client.ts";
import { chainedHash, FIRST_HASH } from "../../drivers/sbi/hash.ts";
import { replaySbi } from "../../drivers/sbi/recording.ts";
import { makeSigner, signJws } from "../../drivers/sbi/test-provider.ts";
import { withoutUnits } from "../../drivers/sbi/unnamed.ts";
import { writeNetRecording } from "../../drivers/transport/net-recording.ts";
import type { NetTransport } from "../../drivers/transport/net.ts";
import type { FuzzTarget } from "./fuzz-target.ts";

const ascii = (text: string): Uint8Array => Buffer.from(`${text}\n`);

/** A service that says this, whatever it is asked. */
const answering = (bytes: Uint8Array): NetTransport => ({
  kind: "net",
  exchange: () => Promise.resolve(bytes),
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
      const device = { port: 4501, deviceId: "1" } as SbiDevice;
      const trust = { anchors: [sbiSigner.anchor], now: Date.parse("2026-06-01") };
      await captureSbi(device, SBI_REQUEST, trust, undefined, answering(bytes));
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
