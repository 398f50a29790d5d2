/** A kiosk's outbox and an intake side by side on loopback, with packets and receipts simple enough to forge in a test. */
import { createHash, createHmac } from "node:crypto";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import http from "node:http";
import path from "node:path";
import { VirtualClock, type Clock } from "../../api/base/clock.ts";
import { OutsideFault } from "../../api/base/faults.ts";
import { systemFiles, type FileSystem } from "../../api/base/files.ts";
import { silentLog, type Log } from "../../api/base/log.ts";
import { seededRandom } from "../../api/base/random.ts";
import { issuanceClient, type IssuanceClient } from "../../api/issuance/client.ts";
import type { ReceiptChecker, ReceiptIssuer } from "../../api/issuance/contract.ts";
import { Line } from "../../api/issuance/line.ts";
import type { PacketInspector } from "../../api/intake/reception.ts";
import type { RateLimit } from "../../api/intake/limits.ts";
import type { IntakeRecords } from "../../api/intake/records.ts";
import { startIntake, type Intake, type IntakeTls } from "../../api/intake/server.ts";
import type { ReceiptStatement } from "../../api/words/issuance.ts";
import { openAudit, type Audit } from "../../kiosk/audit/audit.ts";
import { openOutbox, type Outbox } from "../../kiosk/queue/outbox.ts";
import { Uploader } from "../../kiosk/queue/uploader.ts";
import { openStore, type Store } from "../../kiosk/store/store.ts";

export const T0 = Date.UTC(2026, 10, 21, 8, 0, 0);

/** In memory where the system has such a place: a test does not wait for a disk. */
const memory = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

export const temporaryFolder = (): { readonly path: string } & Disposable => {
  const folder = mkdtempSync(path.join(memory, "kiosk-test-"));
  return { path: folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
};

export const packetIdOf = (number: number): string =>
  `00000000-0000-4000-8000-${number.toString(16).padStart(12, "0")}`;

export interface TestPacket {
  readonly packetId: string;
  readonly kiosk: string;
  readonly sequence: number;
}

/** A "sealed" packet of about `size` bytes whose content follows from its number. */
export const sealedPacket = (packet: TestPacket, size = 2000): Uint8Array => {
  const head = Buffer.from(`${JSON.stringify(packet)}\n`);
  return Buffer.concat([head, seededRandom(packet.packetId)("filler", Math.max(0, size - head.length))]);
};

export const testInspector: PacketInspector = {
  inspect: async (sealed) => {
    const bytes = Buffer.from(sealed);
    try {
      const packet = JSON.parse(bytes.subarray(0, bytes.indexOf(10)).toString()) as TestPacket;
      return { kind: "sound", ...packet };
    } catch {
      return {
        kind: "refused",
        refusal: { refused: "not-readable", reason: "The packet cannot be opened." },
      };
    }
  },
};

const KEY = "receipt key of this test";
export const signReceipt = (statement: ReceiptStatement, key = KEY): Uint8Array => {
  const text = JSON.stringify(statement);
  return Buffer.from(JSON.stringify({ text, mac: createHmac("sha256", key).update(text).digest("hex") }));
};
export const testIssuer: ReceiptIssuer = {
  keyId: "0123",
  issue: async (statement) => signReceipt(statement),
};
const notSigned = () => new OutsideFault("receipt-invalid", "The receipt is not signed by the backend.");
export const testChecker: ReceiptChecker = {
  check: async (receipt) => {
    let parsed: { text: string; mac: string };
    try {
      parsed = JSON.parse(Buffer.from(receipt).toString()) as typeof parsed;
    } catch {
      throw notSigned();
    }
    if (createHmac("sha256", KEY).update(parsed.text).digest("hex") !== parsed.mac) throw notSigned();
    return JSON.parse(parsed.text) as ReceiptStatement;
  },
};

export const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

export interface Kiosk extends AsyncDisposable {
  readonly store: Store;
  readonly audit: Audit;
  readonly outbox: Outbox;
  readonly clock: Clock;
  uploader(client: IssuanceClient, parallel?: number): Uploader;
  /** Seals and queues packet number n. */
  seal(number: number, size?: number): Promise<TestPacket & { readonly sha256: string }>;
}

export const KIOSK = "kiosk-1";

export const openKiosk = async (
  folder: string,
  clock: Clock = new VirtualClock(T0),
  files: FileSystem = systemFiles,
): Promise<Kiosk> => {
  const store = await openStore(folder, files);
  const audit = openAudit(store.database, clock);
  const outbox = openOutbox(store, audit, clock);
  return {
    store,
    audit,
    outbox,
    clock,
    uploader: (client, parallel) =>
      new Uploader({
        kiosk: KIOSK,
        store,
        outbox,
        client,
        receipts: testChecker,
        clock,
        random: seededRandom("uploader"),
        log: silentLog,
        ...(parallel === undefined ? {} : { parallel }),
      }),
    seal: async (number, size) => {
      const packetId = packetIdOf(number);
      const packet = { packetId, kiosk: KIOSK, sequence: await store.sequenceOf(packetId) };
      const sealed = sealedPacket(packet, size);
      await outbox.add(packetId, packet.sequence, sealed);
      return { ...packet, sha256: sha256(sealed) };
    },
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  };
};

export const openIntake = (
  folder: string,
  clock: Clock = new VirtualClock(T0),
  parts: {
    readonly inspector?: PacketInspector;
    readonly receipts?: ReceiptIssuer;
    readonly port?: number;
    readonly records?: IntakeRecords;
    readonly files?: FileSystem;
    readonly rate?: RateLimit;
    readonly trust?: readonly Uint8Array[];
    readonly tls?: IntakeTls;
    readonly log?: Log;
  } = {},
): Promise<Intake> =>
  startIntake({
    folder: path.join(folder, "intake"),
    files: systemFiles,
    inspector: testInspector,
    receipts: testIssuer,
    clock,
    log: silentLog,
    ...parts,
  });

export const clientOf = (url: URL, clock: Clock): IssuanceClient => issuanceClient(url, new Line({ clock }));
/** Every request on a connection of its own. */
export const hastyClientOf = (
  url: URL,
  clock: Clock,
  agent = new http.Agent({ keepAlive: false }),
): IssuanceClient => issuanceClient(url, new Line({ clock, agent }));
